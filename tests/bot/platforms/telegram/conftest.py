"""The service, running in this process against a Bot API server of the tests' own."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.config.settings import Settings
from bot.logs import configure
from bot.platforms.chat.access import Access
from bot.platforms.chat.environment import Environment
from bot.platforms.telegram.service.serving import Serving
from bot.platforms.telegram.service.starting import TelegramClient
from bot.store import Store
from tests.botapi.changes import PATIENCE
from tests.botapi.phone import Phone
from tests.botapi.server import Server

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from bot.config.site import SiteFile

OWNER, SCREENER, STRANGER = 7, 8, 9


@dataclass
class Bot:
    """A service that can be stopped and started again."""

    server: Server
    url: str
    now: datetime = datetime(2026, 3, 31, 9, 30, tzinfo=UTC)
    owners: str = str(OWNER)
    more: dict[str, str] = field(default_factory=dict)
    site: SiteFile | None = None
    store: Store = field(init=False)
    serving: Serving = field(init=False)
    _task: asyncio.Task[int] | None = None

    async def start(self) -> None:
        """Open the store and serve."""
        configure([self.server.token])
        given: dict[str, Any] = {
            "token": self.server.token,
            "telegram_api": self.server.base_url,
            "telegram_files": self.server.file_url,
            "owners": self.owners,
            **self.more,
        }
        settings = Settings(**given)
        self.store = Store.open(self.url)
        access = Access(settings.owners, settings.open)
        environment = Environment(access, lambda: self.now, settings.language, self.site)
        client = TelegramClient(settings)
        self.serving = self.served(settings, environment, client)
        self._task = asyncio.create_task(self._run(client))

    def served(
        self, settings: Settings, environment: Environment, client: TelegramClient
    ) -> Serving:
        """Return what serves."""
        return Serving(settings, self.store, environment, client)

    async def _run(self, client: TelegramClient) -> int:
        async with client:
            return await self.serving.run()

    async def stop(self) -> None:
        """Stop as SIGTERM does."""
        task, self._task = self._task, None
        if task is not None:
            self.serving.stop.set()
            assert await asyncio.wait_for(task, PATIENCE) == 0
            self.store.close()

    async def restart(self, **later: float) -> None:
        """Stop, let time pass, and start again."""
        await self.stop()
        self.now += timedelta(**later)
        await self.start()

    def phone(self, user: int, **more: Any) -> Phone:  # noqa: ANN401 - a phone's own
        """Return somebody's phone."""
        return Phone(self.server, user, **more)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    """A Bot API server that refuses what Telegram refuses."""
    async with Server() as running:
        yield running


@pytest.fixture
async def bot(server: Server, tmp_path: Path) -> AsyncIterator[Bot]:
    """The service, owned by one person, on a database file."""
    made = Bot(server, f"sqlite:///{tmp_path}/bedside.db")
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
def owner(bot: Bot) -> Phone:
    """The owner's phone."""
    return bot.phone(OWNER)


async def say(phone: Phone, text: str) -> str:
    """Write something, and give what is new then."""
    await (phone.command(text) if text.startswith("/") else phone.send(text))
    return (await phone.screen()).text


async def settle(phone: Phone, text: str) -> None:
    """Wait until a message that holds a text is in the chat."""
    await phone.until(lambda: any(text in one.text for one in phone.messages))


async def eventually(holds: Callable[[], object], patience: float = PATIENCE) -> None:
    """Wait until something holds of which nobody tells, as what is in a database.

    What a phone or the server tells of is waited for by their own ``until``.
    """
    for _ in range(int(patience / 0.02)):
        if holds():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it never came to hold")


async def quiet(bot: Bot) -> None:
    """Wait until everything was taken and everything was sent."""
    await bot.server.taken()
    await eventually(lambda: not bot.store.within(lambda one: one.messaging.waiting(1)))
