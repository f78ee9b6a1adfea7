"""Takes updates in: each is on disk, with all that it caused, before it is acknowledged.

The writer's queue keeps the order within a chat; chats do not wait for each other, as nothing
in it waits for the network. An update that can't be read or handled is set aside with its error,
without any text of anybody's, and never stops the rest.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

from telegram.error import TelegramError

from bot.logs import log, where
from bot.platforms.chat.incoming import Kind
from bot.platforms.chat.roles import Role
from bot.platforms.chat.words import words_in
from bot.platforms.telegram.inbound.documents import refused, with_record
from bot.platforms.telegram.outbox import drawn
from bot.platforms.telegram.update import UnreadableError, read_update, shape_of
from bot.presentation.messages import Line, Message
from bot.store import StoreError, UnstorableError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.platforms.chat.commands.router import Router
    from bot.platforms.chat.incoming import Incoming
    from bot.platforms.telegram.api import Api
    from bot.platforms.telegram.outbound.sender import Sender
    from bot.store import Posted, Store, UnitOfWork

Data = "Mapping[str, Any]"
_MOST_TOLD = 10_000


class _HeldBackError(StoreError):
    """An earlier update of the chat is not stored, so this one waits as well."""


class Intake:
    """Takes updates, from polling or from a webhook."""

    def __init__(self, store: Store, router: Router, sender: Sender, api: Api) -> None:
        """Prepare."""
        self._store = store
        self._router = router
        self._sender = sender
        self._api = api
        self._told: set[int] = set()
        """Chats that know that the database can't be used."""

    async def take(self, updates: Sequence[Mapping[str, Any]]) -> bool:
        """Take updates in their order; True if all may be acknowledged.

        After False nothing must be acknowledged: the same updates have to come again.
        """
        held: set[int] = set()
        results = await asyncio.gather(*[self._one(data, held) for data in updates])
        if all(results):
            self._told.clear()
        return all(results)

    def _one(self, data: Mapping[str, Any], held: set[int]) -> asyncio.Future[bool]:
        """Queue an update at once, so that the order is that of the calls."""
        try:
            incoming = read_update(data)
        except UnreadableError as error:
            return asyncio.ensure_future(self._set_aside(data, f"unreadable: {error}"))
        if incoming.kind is Kind.RECORD:
            return asyncio.ensure_future(self._record(data, incoming, held))
        future = self._submit(incoming, held)
        return asyncio.ensure_future(self._settle(data, incoming, future))

    async def _record(self, data: Mapping[str, Any], incoming: Incoming, held: set[int]) -> bool:
        """Fetch a record's file from somebody who may give one, and then queue the update."""
        try:
            may = await self._store.awaitable(partial(self._may_give, incoming))
        except StoreError:
            return False
        incoming = await with_record(incoming, self._api) if may else refused(incoming)
        return await self._settle(data, incoming, self._submit(incoming, held))

    def _may_give(self, incoming: Incoming, unit: UnitOfWork) -> bool:
        role = self._router.environment.access.role(incoming.user, unit)
        return incoming.private and role is not Role.STRANGER

    def _submit(self, incoming: Incoming, held: set[int]) -> asyncio.Future[Posted | None]:
        def work(unit: UnitOfWork) -> Posted | None:
            if incoming.chat in held:
                raise _HeldBackError
            return self._router.handle(incoming, unit)

        def hold_back(error: Exception) -> None:
            if isinstance(error, StoreError) and not isinstance(error, UnstorableError):
                held.add(incoming.chat)

        return self._store.awaitable(work, incoming.chat, hold_back)

    async def _settle(
        self, data: Mapping[str, Any], incoming: Incoming, future: asyncio.Future[Posted | None]
    ) -> bool:
        try:
            posted = await future
        except UnstorableError as error:
            return await self._set_aside(data, where(error), incoming)
        except StoreError as error:
            if not isinstance(error, _HeldBackError):
                log().error("not stored", error=str(error))
            await self._tell(incoming)
            return False
        except Exception as error:  # noqa: BLE001 - whatever it is, the rest goes on
            return await self._set_aside(data, where(error), incoming)
        if posted is not None:
            self._sender.enqueue(posted)
        return True

    async def _set_aside(
        self, data: Mapping[str, Any], error: str, incoming: Incoming | None = None
    ) -> bool:
        """Keep that an update could not be handled, and say so where it came from."""
        update_id = data.get("update_id")
        if not isinstance(update_id, int):
            log().error("update without a number")
            return True
        log().error("update set aside", update=update_id, error=error)

        def work(unit: UnitOfWork) -> Posted | None:
            now = self._router.environment.now()
            unit.messaging.set_aside(update_id, error, shape_of(data), now)
            if incoming is None or not incoming.private:
                return None
            said = [drawn(Message((Line(self._words(incoming).broken),)))]
            return unit.messaging.post(incoming.chat, {"say": said}, now)

        try:
            posted = await self._store.awaitable(work)
        except (UnstorableError, ArithmeticError):  # the number itself: nothing can be kept
            return True
        except StoreError:
            return False
        if posted is not None:
            self._sender.enqueue(posted)
        return True

    async def _tell(self, incoming: Incoming) -> None:
        """Say once in a chat that the database can't be used; the outbox can't either."""
        if incoming.chat in self._told or not incoming.private or len(self._told) > _MOST_TOLD:
            return
        self._told.add(incoming.chat)
        said = {"chat_id": incoming.chat, "text": self._words(incoming).store_failed}
        try:
            await self._api.call("sendMessage", said, seconds=3.0)
        except TelegramError:
            self._told.discard(incoming.chat)

    def _words(self, incoming: Incoming) -> Any:  # noqa: ANN401 - TelegramWords
        return words_in(incoming.language or self._router.environment.language)
