"""The page, served in this process, and browsers that come to it."""

from __future__ import annotations

from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.cli.wiring import page_environment
from bot.config.settings import Settings
from bot.logs import configure
from bot.platforms.chat.access import Access
from bot.platforms.chat.environment import Environment
from bot.platforms.web.service.server import Server
from bot.store import Store
from tests.bot.platforms.telegram.service.test_kills import free_port
from tests.bot.platforms.web.browser import Browser

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.config.site import SiteFile

NOW = datetime(2026, 3, 31, 9, 30, tzinfo=UTC)


@dataclass
class Page:
    """A page that can be stopped and started again."""

    database: str
    more: dict[str, str]
    now: datetime = NOW
    site: SiteFile | None = None
    listen: str = field(default_factory=lambda: f"127.0.0.1:{free_port()}")
    store: Store = field(init=False)
    server: Server = field(init=False)
    stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def start(self) -> None:
        """Open the store and listen."""
        configure()
        given: dict[str, Any] = {"listen": self.listen, **self.more}
        settings = Settings(**given)
        self.store = Store.open(self.database)
        access = Access(settings.owners, settings.open)
        environment = Environment(access, lambda: self.now, settings.language, self.site)
        self.server = Server(settings, self.store, page_environment(settings, environment))
        await self.server.start()

    async def stop(self) -> None:
        """Stop as SIGTERM does."""
        await self.server.stop()
        self.store.close()

    async def restart(self, **later: float) -> None:
        """Stop, let time pass, and start again."""
        await self.stop()
        self.now += timedelta(**later)
        await self.start()

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://{self.listen}"

    async def browser(self, language: str = "en") -> Browser:
        """Return somebody's browser, with the first page open."""
        browser = await self.stack.enter_async_context(Browser(self.url, language))
        await browser.open()
        return browser


@pytest.fixture
async def page(tmp_path: Path) -> AsyncIterator[Page]:
    """The page, closed: only invited people come in."""
    async for one in served(tmp_path, {}):
        yield one


@pytest.fixture
async def open_page(tmp_path: Path) -> AsyncIterator[Page]:
    """The page, where anybody may screen."""
    async for one in served(tmp_path, {"open": "1"}):
        yield one


async def served(folder: Path, more: dict[str, str]) -> AsyncIterator[Page]:
    """Serve the page until the test is over."""
    made = Page(f"sqlite:///{folder}/bedside.db", more)
    await made.start()
    async with made.stack:
        yield made
    await made.stop()
