"""Asks Telegram for updates, and acknowledges them only when they are on disk."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.logs import log
from bot.platforms.telegram.api import pause, wait_of
from bot.platforms.telegram.update import ALLOWED

if TYPE_CHECKING:
    from bot.platforms.telegram.api import Api
    from bot.platforms.telegram.inbound.intake import Intake

LONG = 30
"""Seconds that Telegram may wait for an update."""
_MOST = 100
_SHORTEST, _LONGEST = 0.5, 10.0


class Poller:
    """Polls until it is told to stop."""

    def __init__(self, api: Api, stop: asyncio.Event) -> None:
        """Prepare."""
        self._api = api
        self._stop = stop
        self._asked: asyncio.Task[list[dict[str, Any]]] | None = None
        self._offset: int | None = None
        self._wait = _SHORTEST

    def ask(self) -> None:
        """Ask for updates already; `run` takes the answer."""
        self._asked = asyncio.create_task(self._updates(LONG))

    def forget(self) -> None:
        """Care for no answer any more."""
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
            updates = await self._ask(LONG)
            if not updates:
                continue
            if await intake.take(updates):
                self._offset = updates[-1]["update_id"] + 1
                self._wait = _SHORTEST
            else:
                await self._back_off()
        await self._confirm()

    async def _without_webhook(self) -> None:
        """Take the bot's webhook away: while there is one, polling is refused."""
        while not self._stop.is_set():
            try:
                await self._api.call("deleteWebhook", {"drop_pending_updates": False})
            except InvalidToken:
                raise
            except TelegramError as error:
                log().warning("no connection to Telegram", error=error.message, wait=self._wait)
                await self._back_off()
            else:
                self._wait = _SHORTEST
                return

    async def _ask(self, seconds: int) -> list[dict[str, Any]]:
        """Ask for updates; none where it failed, or where it is time to stop."""
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
        except InvalidToken:
            raise
        except RetryAfter as error:
            await pause(wait_of(error), self._stop)
        except Conflict as error:
            await self._contend(error)
        except TelegramError as error:
            log().warning("no updates", error=error.message, wait=self._wait)
            await self._back_off()
        return []

    async def _contend(self, error: Conflict) -> None:
        """Take away the webhook that updates go to; leave another program time to end."""
        if "webhook" in error.message.lower():
            await self._without_webhook()
        else:
            log().error("another program asks for this bot's updates: stop one of the two")
            await pause(5.0, self._stop)

    async def _updates(self, seconds: int) -> list[dict[str, Any]]:
        params: dict[str, Any] = {"timeout": seconds, "limit": _MOST, "allowed_updates": ALLOWED}
        if self._offset is not None:
            params["offset"] = self._offset
        found = await self._api.call("getUpdates", params, seconds=seconds + 15.0)
        # Acknowledged now. Said again, it would cover updates whose numbers begin again lower.
        self._offset = None
        return found if isinstance(found, list) else []

    async def _back_off(self) -> None:
        await pause(self._wait, self._stop)
        self._wait = min(self._wait * 2, _LONGEST)

    async def _confirm(self) -> None:
        """Acknowledge the last updates before leaving; without this they would only be repeated."""
        if self._offset is None:
            return
        params = {"offset": self._offset, "timeout": 0, "limit": 1, "allowed_updates": ALLOWED}
        try:
            await self._api.call("getUpdates", params, seconds=2.0)
        except TelegramError:
            return
