"""`python -m benchmarks.taps PORT USERS BEGIN [HOOK ...]`: a Bot API server and who taps, as one.

Each person has one update in flight: what the bot shows decides the next tap. Where ports of a
webhook's processes are named, each update is posted to one of them in turn. GET /count tells
how many updates the bot has confirmed, how many calls it has made, and what the server itself took.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from itertools import cycle
from typing import Any, TypeAlias, cast
from urllib.parse import parse_qsl, urlsplit

_Connection: TypeAlias = tuple[asyncio.StreamReader, asyncio.StreamWriter]

_TOGETHER = 100
"""The most updates in one answer to getUpdates, as with Telegram."""
_BOT = {"id": 1, "is_bot": True, "first_name": "Bot", "username": "bench_bot"}
_DATE = 1_700_000_000
_PREFERRED = ("n:", "y:", "g:")
_AGAIN = 0.05
"""Seconds until an update that no process took is posted once more."""


def next_tap(parameters: dict[str, str]) -> str | None:
    """Return the data of the button a person taps; None if the person starts anew."""
    text = parameters.get("text", "")
    if text.rstrip().rpartition("\n")[2].startswith("#"):
        return None
    markup = json.loads(parameters.get("reply_markup") or "{}")
    rows = markup.get("inline_keyboard", [])
    offered = [button.get("callback_data", "") for row in rows for button in row]
    unknown = [data for data in offered if data.endswith(":unknown")]
    first, *others = ([data for data in offered if data.startswith(p)] for p in _PREFERRED)
    return next(iter([*first, *unknown, *(data for some in others for data in some)]), None)


class World:
    """The people, the updates in flight, and what was counted."""

    def __init__(self, users: int, begin: str, hooks: tuple[int, ...] = ()) -> None:
        self.begin = begin
        self._hooks = Hooks(hooks) if hooks else None
        self._posts: set[asyncio.Task[None]] = set()
        self.users = range(1000, 1000 + users)
        self.pending: list[dict[str, Any]] = []
        self.arrived = asyncio.Event()
        self.last = 0
        self.messages = 0
        self.counts = {"confirmed": 0, "calls": 0, "polls": 0, "hooks": 0, "restarts": 0}
        for user in self.users:
            self.write(user)

    def write(self, user: int) -> None:
        """Let a person send the text that begins."""
        self.counts["restarts"] += 1
        command = [{"type": "bot_command", "offset": 0, "length": len(self.begin)}]
        self._happen({"message": self.message(user, self.begin) | {"entities": command}}, user)

    def message(self, user: int, text: str, number: int | None = None) -> dict[str, Any]:
        """Return a message in a person's chat."""
        self.messages += 1
        chat = {"id": user, "type": "private", "first_name": "A"}
        number = number or self.messages
        return {"message_id": number, "date": _DATE, "chat": chat, "text": text}

    def _happen(self, update: dict[str, Any], user: int) -> None:
        person = {"id": user, "is_bot": False, "first_name": "A", "language_code": "en"}
        next(iter(update.values()))["from"] = person
        self.last += 1
        self.pending.append({"update_id": self.last, **update})
        self.arrived.set()
        self._post()

    def _post(self) -> None:
        """Post what is pending, once a webhook is set."""
        if self._hooks is None or not self._hooks.secret:
            return
        for update in self.pending:
            task = asyncio.ensure_future(self._confirmed(self._hooks, update))
            self._posts.add(task)
            task.add_done_callback(self._posts.discard)
        self.pending = []

    async def _confirmed(self, hooks: Hooks, update: dict[str, Any]) -> None:
        await hooks.post(json.dumps(update).encode())
        self.counts["confirmed"] += 1

    def set_webhook(self, parameters: dict[str, str]) -> bool:
        """Answer setWebhook."""
        if self._hooks is not None:
            self._hooks.secret = parameters["secret_token"]
            self._hooks.path = urlsplit(parameters["url"]).path
        self.counts["hooks"] += 1
        self._post()
        return True

    def shown(self, parameters: dict[str, str]) -> dict[str, Any]:
        """Take a message that the bot sent or edited, and let its reader tap."""
        user = int(parameters["chat_id"])
        number = int(parameters["message_id"]) if "message_id" in parameters else None
        message = self.message(user, parameters.get("text", "")[:100], number) | {"from": _BOT}
        data = next_tap(parameters)
        if data is None:
            self.write(user)
        else:
            tap = {"id": str(self.last + 1), "chat_instance": "1", "data": data}
            self._happen({"callback_query": {**tap, "message": message}}, user)
        return message

    async def updates(self, parameters: dict[str, str]) -> list[dict[str, Any]]:
        """Answer getUpdates: forget what is confirmed, wait for what is next."""
        offset = int(parameters.get("offset", 0))
        before = len(self.pending)
        self.pending = [one for one in self.pending if one["update_id"] >= offset]
        self.counts["confirmed"] += before - len(self.pending)
        self.counts["polls"] += 1
        if not self.pending:
            self.arrived.clear()
            try:
                await asyncio.wait_for(self.arrived.wait(), float(parameters.get("timeout", 0)))
            except TimeoutError:
                return []
        return self.pending[: min(int(parameters.get("limit", _TOGETHER)), _TOGETHER)]

    async def answer(self, method: str, parameters: dict[str, str]) -> object:
        """Answer a method of the Bot API."""
        self.counts["calls"] += 1
        match method:
            case "getUpdates":
                return await self.updates(parameters)
            case "sendMessage" | "editMessageText":
                return self.shown(parameters)
            case "getMe":
                return _BOT
            case "getWebhookInfo":
                return {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
            case "setWebhook":
                return self.set_webhook(parameters)
        return True


class Hooks:
    """The processes behind a webhook; connections to them stay open."""

    def __init__(self, ports: tuple[int, ...]) -> None:
        self.secret = ""
        self.path = ""
        self._turns = cycle(ports)
        self._idle: dict[int, list[_Connection]] = {port: [] for port in ports}

    async def post(self, body: bytes) -> None:
        """Post an update to one process after the other until one takes it."""
        for port in self._turns:
            if await self._taken(port, body):
                return
            await asyncio.sleep(_AGAIN)

    async def _taken(self, port: int, body: bytes) -> bool:
        idle = self._idle[port]
        fields = {
            "Host": "bench",
            "Content-Type": "application/json",
            "X-Telegram-Bot-Api-Secret-Token": self.secret,
            "Content-Length": str(len(body)),
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        try:
            here = idle.pop() if idle else await asyncio.open_connection("127.0.0.1", port)
            reader, writer = here
            writer.write(f"POST {self.path} HTTP/1.1\r\n{head}\r\n".encode() + body)
            said = await reader.readuntil(b"\r\n\r\n")
            names = dict(line.lower().split(b":", 1) for line in said.split(b"\r\n")[1:-2])
            await reader.readexactly(int(names.get(b"content-length", 0)))
        except (OSError, asyncio.IncompleteReadError):
            return False
        idle.append(here)
        return said.split(b" ", 2)[1] == b"200"


class Wire(asyncio.Protocol):
    """HTTP/1.1 with keep-alive: as much of it as the bots use."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._read = b""
        self._tasks: set[asyncio.Task[None]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep where to write."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Take every request that is complete."""
        self._read += data
        while (request := self._next()) is not None:
            task = asyncio.ensure_future(self._answer(*request))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def _next(self) -> tuple[str, bytes, bytes] | None:
        head, found, rest = self._read.partition(b"\r\n\r\n")
        if not found:
            return None
        names = dict(line.lower().split(b":", 1) for line in head.split(b"\r\n")[1:])
        length = int(names.get(b"content-length", 0))
        if len(rest) < length:
            return None
        self._read = rest[length:]
        path = head.split(b" ", 2)[1].decode()
        return path, names.get(b"content-type", b""), rest[:length]

    async def _answer(self, path: str, kind: bytes, body: bytes) -> None:
        if path == "/count":
            result: object = self._world.counts | {"seconds": time.process_time()}
        else:
            parameters = read_body(kind, body)
            result = await self._world.answer(path.rpartition("/")[2], parameters)
        text = json.dumps({"ok": True, "result": result}).encode()
        head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
        self._transport.write(f"{head}{len(text)}\r\n\r\n".encode() + text)


def read_body(kind: bytes, body: bytes) -> dict[str, str]:
    """Read a form, of either kind."""
    if b"boundary=" not in kind:
        return dict(parse_qsl(body.decode(), keep_blank_values=True))
    # Boundaries are compared as they came in the body: header names were lowered above.
    parts = body.split(body.partition(b"\r\n")[0])
    fields = (part.partition(b"\r\n\r\n") for part in parts if b'name="' in part)
    return {
        head.split(b'name="', 1)[1].split(b'"', 1)[0].decode(): value.removesuffix(b"\r\n").decode()
        for head, _, value in fields
    }


async def serve(port: int, users: int, begin: str, *hooks: int) -> None:
    """Serve until the process is ended."""
    world = World(users, begin, hooks)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Wire(world), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], *map(int, sys.argv[4:])))
