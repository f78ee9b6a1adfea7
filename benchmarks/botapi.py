"""A lean Bot API server and its users, in a process of their own: `python -m benchmarks.botapi`.

It checks nothing: it is there to be faster than any bot. Each of its users holds a dialog of taps:
as soon as the bot has shown a keyboard, the next button is tapped; at the end, or without a
keyboard, the dialog begins again. So a fixed number of updates is always under way.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
import time
from typing import cast
from urllib.parse import parse_qs

FIRST_USER = 10_000
_HEADER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
_MOST = 100


class Users:
    """The updates that wait to be fetched, and what every user does next."""

    def __init__(self, count: int, begins: str) -> None:
        """Have everybody begin."""
        self.begins = begins
        self.waiting: list[tuple[int, bytes]] = []
        self.next = 1
        self.confirmed = 0
        self.calls = 0
        self.first_poll = 0.0
        self.new = asyncio.Event()
        for user in range(FIRST_USER, FIRST_USER + count):
            self.write(user)

    def add(self, user: int, kind: str, body: dict[str, object]) -> None:
        """Put an update behind those that wait."""
        person = {"id": user, "is_bot": False, "first_name": "A", "language_code": "en"}
        update = {"update_id": self.next, kind: {**body, "from": person}}
        self.waiting.append((self.next, json.dumps(update).encode()))
        self.next += 1
        self.new.set()

    def write(self, user: int) -> None:
        """Begin the dialog."""
        entity = {"type": "bot_command", "offset": 0, "length": len(self.begins)}
        said = {**message(user, self.next), "text": self.begins, "entities": [entity]}
        self.add(user, "message", said)

    def shown(self, user: int, text: str, keyboard: str) -> None:
        """Do what the screen asks for."""
        data = tapped(keyboard) if not text.rstrip().rpartition("\n")[2].startswith("#") else None
        if data is None:
            self.write(user)
        else:
            query = {"id": str(self.next), "chat_instance": "1", "data": data}
            self.add(user, "callback_query", {**query, "message": message(user, 1)})

    def confirm(self, offset: int) -> None:
        """Forget what was acknowledged."""
        count = 0
        while count < len(self.waiting) and self.waiting[count][0] < offset:
            count += 1
        del self.waiting[:count]
        self.confirmed += count


def message(user: int, number: int) -> dict[str, object]:
    """Give a message as Telegram writes one."""
    chat = {"id": user, "type": "private", "first_name": "A"}
    return {"message_id": number, "date": 1_700_000_000, "chat": chat}


def tapped(keyboard: str) -> str | None:
    """Choose a button: nothing of a list, else not known, else yes or go on."""
    if not keyboard:
        return None
    rows = json.loads(keyboard)["inline_keyboard"]
    data = [button["callback_data"] for row in rows for button in row]
    for fits in (
        lambda one: one.startswith("n:"),
        lambda one: one.endswith(":unknown"),
        lambda one: one.startswith(("y:", "g:")),
    ):
        found = next(filter(fits, data), None)
        if found is not None:
            return str(found)
    return None


class Connection(asyncio.Protocol):
    """HTTP/1.1 as far as bots speak it."""

    def __init__(self, users: Users) -> None:
        """Serve the users."""
        self.users = users
        self.read = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep where answers go."""
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Answer every request that is whole."""
        self.read += data
        while True:
            head, found, rest = self.read.partition(b"\r\n\r\n")
            if not found:
                return
            length = _length(head)
            if len(rest) < length:
                return
            self.read = rest[length:]
            method = head.split(b" ", 2)[1].partition(b"?")[0].rpartition(b"/")[2].decode()
            params = _params(head, rest[:length])
            if method == "getUpdates":
                self.polling = asyncio.ensure_future(self._updates(params))
            else:
                self._answer(self._do(method, params))

    def _do(self, method: str, params: dict[str, str]) -> bytes:
        users = self.users
        users.calls += 1
        if method in ("sendMessage", "editMessageText"):
            user = int(params["chat_id"])
            users.shown(user, params.get("text", ""), params.get("reply_markup", ""))
            shown = {**message(user, 1), "text": "x"}
            return json.dumps({"ok": True, "result": shown}).encode()
        if method == "getMe":
            me = {"id": 1, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
            return json.dumps({"ok": True, "result": me}).encode()
        if method == "measure":
            told = [users.confirmed, users.calls, users.first_poll]
            return json.dumps(told).encode()
        return b'{"ok":true,"result":true}'

    async def _updates(self, params: dict[str, str]) -> None:
        users = self.users
        users.first_poll = users.first_poll or time.time()
        users.confirm(int(params.get("offset") or 0))
        if not users.waiting:
            users.new.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(users.new.wait(), float(params.get("timeout") or 0))
        found = b",".join(body for _, body in users.waiting[:_MOST])
        self._answer(b'{"ok":true,"result":[' + found + b"]}")

    def _answer(self, body: bytes) -> None:
        self.transport.write(_HEADER + str(len(body)).encode() + b"\r\n\r\n" + body)


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        if line[:15].lower() == b"content-length:":
            return int(line[15:])
    return 0


def _params(head: bytes, body: bytes) -> dict[str, str]:
    if b"application/json" in head.lower():
        given = json.loads(body or b"{}").items()
        return {k: v if isinstance(v, str) else json.dumps(v) for k, v in given}
    if b"multipart/form-data" in head.lower():
        return _multipart(body)
    return {key: values[0] for key, values in parse_qs(body.decode()).items()}


def _multipart(body: bytes) -> dict[str, str]:
    found = {}
    for part in body.split(b"\r\n--"):
        head, _, value = part.partition(b"\r\n\r\n")
        name = head.partition(b'name="')[2].partition(b'"')[0]
        if name:
            found[name.decode()] = value.decode()
    return found


async def serve(count: int, begins: str) -> None:
    """Serve for ever; print the port."""
    users = Users(count, begins)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(users), "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), sys.argv[2]))
