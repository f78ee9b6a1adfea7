"""A whole screening by polling against a Bot API server that others wrote."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web

from tests.bot.platforms.telegram.conftest import OWNER, Bot
from tests.botapi.changes import PATIENCE
from tests.botapi.server import Server

if TYPE_CHECKING:
    from pathlib import Path

emulator = pytest.importorskip("lo_bot_api_emulator", reason="lo-bot-api-emulator isn't installed")

PERSON = {"id": OWNER, "is_bot": False, "first_name": "Kim", "language_code": "en"}
CHAT = {"id": OWNER, "type": "private", "first_name": "Kim"}


class Screens:
    """Notes what is shown, and hands over what is done."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.server = emulator.LoBotApiEmulator()
        self.shown: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.refused: list[str] = []
        self.ids = itertools.count(1000)

    @web.middleware
    async def look(self, request: web.Request, handler: Any) -> web.StreamResponse:  # noqa: ANN401 - aiohttp's
        """See each call and its answer."""
        method = request.match_info.get("method", "")
        given = dict(await request.post()) if method.startswith(("send", "editMessage")) else {}
        answer: web.Response = await handler(request)
        body = json.loads(answer.text or "{}")
        if not body["ok"]:
            self.refused.append(f"{method}: {body['description']}")
        elif given:
            keyboard = json.loads(str(given.get("reply_markup", "{}"))).get("inline_keyboard", [])
            self.shown.put_nowait({**body["result"], "text": given["text"], "rows": keyboard})
        return answer

    async def write(self, text: str) -> None:
        """Write something."""
        message = {"message_id": next(self.ids), "date": int(time.time()), "chat": CHAT}
        update = {"message": {**message, "from": PERSON, "text": text}}
        await self.server.enqueue_update(update, token=self.token)

    async def press(self, data: str, message: int) -> None:
        """Press a button."""
        there = {"message_id": message, "date": int(time.time()), "chat": CHAT, "text": "…"}
        query = {"id": str(next(self.ids)), "from": PERSON, "chat_instance": "1", "data": data}
        await self.server.enqueue_update(
            {"callback_query": {**query, "message": there}}, token=self.token
        )


async def test_a_screening_against_somebody_elses_server(tmp_path: Path) -> None:
    server = Server()
    screens = Screens(server.token)
    app = screens.server.app()
    app.middlewares.append(screens.look)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.port = runner.addresses[0][1]
    bot = Bot(server, f"sqlite:///{tmp_path}/bedside.db")
    await bot.start()
    try:
        await screens.write("/screen")
        text = await unknown_throughout(screens)
        assert text.endswith("#pending")
        assert not [one for one in screens.refused if "does not model this method" not in one]
    finally:
        await bot.stop()
        await runner.cleanup()


async def unknown_throughout(screens: Screens) -> str:
    """Answer everything by unknown; the summary."""
    for _ in range(60):
        shown = await asyncio.wait_for(screens.shown.get(), PATIENCE)
        every = [button["callback_data"] for row in shown["rows"] for button in row]
        unknown = [data for data in every if data.endswith(":unknown")]
        if not unknown:
            return str(shown["text"])
        await screens.press(unknown[0], shown["message_id"])
    raise AssertionError("no end")
