"""A server, and python-telegram-bot's own bot at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from tests.botapi.phone import Phone
from tests.botapi.server import Server

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture(autouse=True)
def _as_the_library_will_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have times to wait given as the library will give them by itself one day."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with Server() as server:
        yield server


@pytest.fixture
async def bot(server: Server) -> AsyncIterator[Bot]:
    polling = HTTPXRequest(connection_pool_size=2)
    made = Bot(server.token, base_url=server.base_url, get_updates_request=polling)
    async with made as bot:
        yield bot


@pytest.fixture
async def kim(server: Server) -> Phone:
    """Somebody who has written to the bot."""
    phone = Phone(server, 5)
    await phone.send("Hello")
    return phone
