"""A server, and python-telegram-bot's own bot at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from telegram import Bot

from tests.botapi.phone import Phone
from tests.botapi.server import Server

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with Server() as server:
        yield server


@pytest.fixture
async def bot(server: Server) -> AsyncIterator[Bot]:
    async with Bot(server.token, base_url=server.base_url) as bot:
        yield bot


@pytest.fixture
async def kim(server: Server) -> Phone:
    """Somebody who has written to the bot."""
    phone = Phone(server, 5)
    await phone.send("Hello")
    return phone
