"""Polls Telegram for updates, and acknowledges them only when they are stored."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

from telegram.error import Conflict, InvalidToken, TelegramError

from bot.logs import log
from bot.platforms.telegram.retry import Backoff, pause, retry
from bot.platforms.telegram.update import ALLOWED

if TYPE_CHECKING:
    from bot.platforms.telegram.api import Api
    from bot.platforms.telegram.inbound.intake import Intake

LONG = 30
"""Seconds that Telegram may wait for an update."""
_MOST = 100
_OTHER = 5.0
"""Seconds that another program which polls is given to end."""


class _NotStoredError(Exception):
    """Updates can't be stored at the moment, so they have to come again."""


class Poller:
    """Polls until it is told to stop."""

    def __init__(self, api: Api, stop: asyncio.Event) -> None:
        """Prepare."""
        self._api = api
        self._stop = stop
        self._asked: asyncio.Task[list[dict[str, Any]]] | None = None
        self._offset: int | None = None
        self._backoff = Backoff(
            "no updates", on=(TelegramError, _NotStoredError), unless=(InvalidToken,), stop=stop
        )

    def ask(self) -> None:
        """Begin the first long poll; `run` takes its updates."""
        self._asked = asyncio.create_task(self._updates(LONG))

    def abandon(self) -> None:
        """Abandon the pending long poll."""
        asked, self._asked = self._asked, None
        if asked is not None:
            asked.cancel()
            # Looked at, or asyncio would complain of one that failed.
            asked.add_done_callback(lambda done: done.cancelled() or done.exception())

    async def run(self, intake: Intake) -> None:
        """Poll; the offset goes on only after everything before it was committed.

        Raises:
            InvalidToken: Telegram does not know the bot.
        """
        while not self._stop.is_set():
            await retry(partial(self._poll, intake), self._backoff)
        await self._confirm()

    async def _poll(self, intake: Intake) -> None:
        """Ask for updates once, and have them stored."""
        updates = await self._ask(LONG)
        if not updates:
            return
        if not await intake.take(updates):
            raise _NotStoredError("not stored")
        self._offset = updates[-1]["update_id"] + 1

    async def _ask(self, seconds: int) -> list[dict[str, Any]]:
        """Ask for updates; none where another poll is in the way, or where it is time to stop."""
        asking = self._asked or asyncio.create_task(self._updates(seconds))
        self._asked = None
        stopping = asyncio.create_task(self._stop.wait())
        await asyncio.wait((asking, stopping), return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not asking.done():
            asking.cancel()
            return []
        try:
            return asking.result()
        except Conflict as error:
            await self._contend(error)
        return []

    async def _contend(self, error: Conflict) -> None:
        """Delete the webhook that updates go to; give another program that polls time to end."""
        if "webhook" in error.message.lower():
            params = {"drop_pending_updates": False}
            await retry(partial(self._api.call, "deleteWebhook", params), self._backoff)
        else:
            log().error("another program asks for this bot's updates: stop one of the two")
            await pause(_OTHER, self._stop)

    async def _updates(self, seconds: int) -> list[dict[str, Any]]:
        params: dict[str, Any] = {"timeout": seconds, "limit": _MOST, "allowed_updates": ALLOWED}
        if self._offset is not None:
            params["offset"] = self._offset
        found = await self._api.call("getUpdates", params, seconds=seconds + 15.0)
        # Acknowledged now. Said again, it would cover updates whose numbers begin again lower.
        self._offset = None
        return found if isinstance(found, list) else []

    async def _confirm(self) -> None:
        """Acknowledge the last updates before leaving; without this they would only be repeated."""
        if self._offset is None:
            return
        params = {"offset": self._offset, "timeout": 0, "limit": 1, "allowed_updates": ALLOWED}
        try:
            await self._api.call("getUpdates", params, seconds=2.0)
        except TelegramError:
            return
