"""The bot with the page beside it, at a public address that Telegram opens forms at."""

from __future__ import annotations

import json
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from socket import socket
from typing import TYPE_CHECKING, Any

import init_data_py
import pytest
from aiohttp import ClientSession

from bot.cli.wiring import page_environment
from bot.platforms.telegram.service.serving import Serving
from bot.platforms.web.address import Place
from bot.platforms.web.in_telegram import HEADER
from bot.platforms.web.service.server import Server as PageServer
from tests.bot.platforms.telegram.conftest import OWNER, Bot, eventually, server  # noqa: F401 - a fixture
from tests.bot.platforms.telegram.service.test_kills import free_port
from tests.bot.platforms.web.browser import Shown

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from bot.config.settings import Settings
    from bot.platforms.chat.environment import Environment
    from bot.platforms.telegram.service.starting import TelegramClient
    from tests.botapi.phone import Phone
    from tests.botapi.server import Server

PUBLIC = "https://bedside.example.org"


@dataclass
class Both(Bot):
    """A bot and a page in one process."""

    listen: str = field(default_factory=lambda: f"127.0.0.1:{free_port()}")
    stack: AsyncExitStack = field(default_factory=AsyncExitStack)
    page: PageServer = field(init=False)

    async def start(self) -> None:
        """Serve, and wait until somebody can come."""
        await super().start()
        await eventually(self._listens)

    def _listens(self) -> bool:
        host, _, port = self.listen.rpartition(":")
        with socket() as tried:
            return tried.connect_ex((host, int(port))) == 0

    def served(
        self, settings: Settings, environment: Environment, client: TelegramClient
    ) -> Serving:
        """Return the bot with the page."""
        settings = settings.model_copy(update={"listen": settings.listen})
        page_of = page_environment(settings, environment, alone=False)
        self.page = PageServer(settings, self.store, page_of)
        place = Place.of(settings)
        environment = replace(environment, page=place.url, forms=place.forms)
        return Serving(settings, self.store, environment, client, page=self.page)

    @property
    def address(self) -> str:
        """Where the page listens."""
        return f"http://{self.listen}"

    async def app(self, user: int = OWNER, **more: Any) -> App:  # noqa: ANN401 - fields of Telegram's
        """Return the Mini App of somebody, opened."""
        app = App(self.address, await self.stack.enter_async_context(ClientSession()))
        await app.enter(self.data(user, **more))
        return app

    def data(self, user: int = OWNER, when: datetime | None = None, **more: Any) -> str:  # noqa: ANN401 - as above
        """Return what Telegram says of somebody who opens the Mini App."""
        told = {"user": json.dumps({"id": user, "first_name": "Kim"}), "query_id": "AAH", **more}
        token = self.server.token
        return init_data_py.sign(told, token, auth_date=when or self.now)


@dataclass
class App:
    """A Mini App: what its script does."""

    url: str
    session: ClientSession
    status: int = 0
    token: str = ""
    shown: Shown = field(default_factory=lambda: Shown(0, "", {}, ""))

    async def enter(self, data: str, **headers: str) -> int:
        """Exchange what Telegram says for a token."""
        async with self.session.post(
            f"{self.url}/app/in", data={"data": data}, headers=headers
        ) as answer:
            self.status = answer.status
            if answer.status == 200:
                self.token = (await answer.json())["token"]
        return self.status

    async def open(self) -> Shown:
        """Ask for the form."""
        async with self.session.get(f"{self.url}/app/form", headers=self.headers) as answer:
            self.shown = Shown(answer.status, "", answer.headers, await answer.text())
        return self.shown

    async def send(self, fields: Mapping[str, str], where: str = "/app/form") -> Shown:
        """Send a form."""
        async with self.session.post(
            f"{self.url}{where}", data=fields, headers=self.headers
        ) as answer:
            self.shown = Shown(answer.status, "", answer.headers, await answer.text())
        return self.shown

    async def press(self, data: str, shown: Shown | None = None) -> Shown:
        """Press a button of the form, or of another one that is still open."""
        form = (shown or self.shown).form_with("data", data)
        return await self.send({**form.fields, "data": data})

    async def fill(self, **values: str) -> Shown:
        """Fill the panel in: each value by the end of its item's name."""
        form = self.shown.form_with("panel", "1")
        given = {f"value.I10.{name}": value for name, value in values.items()}
        assert given.keys() <= form.fields.keys()
        return await self.send({**form.fields, **given, "panel": "1"})

    @property
    def headers(self) -> dict[str, str]:
        """What goes along with every request."""
        return {HEADER: self.token}


@pytest.fixture
async def both(server: Server, tmp_path: Path) -> AsyncIterator[Both]:  # noqa: F811 - the fixture
    """The bot and its page."""
    made = Both(server, f"sqlite:///{tmp_path}/bedside.db", more={"web": PUBLIC})
    made.more["listen"] = made.listen
    await made.start()
    async with made.stack:
        yield made
    await made.stop()


@pytest.fixture
def phone(both: Both) -> Phone:
    """The owner's phone."""
    return both.phone(OWNER)
