"""Periodic work: what is due in every chat, and messages that another process left behind."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.logs import log, where
from bot.platforms.chat.log_heads import DailyHead
from bot.platforms.chat.upkeep import tend
from bot.platforms.telegram.retry import pause
from bot.store import StoreError

if TYPE_CHECKING:
    from bot.platforms.chat.environment import Environment
    from bot.platforms.telegram.outbound.sender import Sender
    from bot.store import Store

SECONDS = 5.0
ADOPTED_AFTER = timedelta(seconds=10)
"""A message that has waited longer was posted by a process that may be dead."""


async def keep_up(
    store: Store, environment: Environment, sender: Sender, stop: asyncio.Event
) -> None:
    """Do what is due, every few seconds, until it is time to stop."""
    daily = DailyHead(store, environment)
    while not stop.is_set():
        try:
            for posted in await store.awaitable(lambda unit: tend(unit, environment)):
                sender.enqueue(posted)
            for posted in await asyncio.to_thread(daily.tell):
                sender.enqueue(posted)
            await sender.catch_up()
            await sender.adopt(environment.now() - ADOPTED_AFTER)
        except StoreError as error:
            log().error("upkeep failed", error=str(error))
        except Exception as error:  # noqa: BLE001 - one reminder must not end all the others
            log().error("upkeep failed", error=where(error))
        await pause(SECONDS, stop)
