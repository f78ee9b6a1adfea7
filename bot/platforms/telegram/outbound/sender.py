"""Sends the outbox: a queue a chat, in order, each at its own pace; what fails is tried again.

A message leaves the outbox only after its calls were made, so each call is made at least once.
Edits do no harm when repeated; that is why a screen is edited wherever it can be. Memory is
bounded: what is too much stays in the outbox until there is room.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, cast

from bot.logs import log
from bot.platforms.telegram.outbound.coalescing import (
    coalesced_page,
    newest_screen_first,
    newest_screen_only,
)
from bot.platforms.telegram.outbound.delivery import Delivery, Undeliverable
from bot.platforms.telegram.outbound.pacing import pace_of
from bot.platforms.telegram.retry import Backoff, retry
from bot.store import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.platforms.chat.outbox import OutboxMessage
    from bot.platforms.telegram.outbound.pacing import Pace
    from bot.store import Posted, Store, UnitOfWork

MOST_HELD = 2_000
"""Messages in memory; more wait in the outbox."""
MOST_IN_QUEUE = 20
"""Messages of one chat in memory."""
MOST_QUEUES = 10_000
_PAGE = 500
_LAST = 1.0
"""Seconds for deleting from the outbox what was sent, when it is time to stop."""
_LOCKED = 0.03
"""Seconds to wait for another process that is sending to the same chat."""
BACKLOG = 3
"""So many messages of one chat may wait before older screens give way to newer ones."""
_DATABASE = Backoff("the database can't be used", on=(StoreError,), longest=1.0)


@dataclass(slots=True)
class ChatQueue:
    """The messages that wait for one chat."""

    pace: Pace
    messages: deque[Posted] = field(default_factory=deque)
    more: bool = False
    """There are more in the outbox, for which this queue had no room."""
    task: asyncio.Task[None] | None = None


class Sender:
    """Sends what is in the outbox of one process."""

    def __init__(self, store: Store, delivery: Delivery) -> None:
        """Prepare; nothing is sent before `start`."""
        self._store = store
        self._delivery = delivery
        self._queues: dict[int, ChatQueue] = {}
        self._held = 0
        self._known: set[int] = set()
        """Messages in memory, until they are out of the outbox."""
        self._spilled = True
        """The outbox holds more than is in memory; before the first `refill` nobody knows."""
        self._missed = False
        """Something was posted while the outbox was being read."""
        self._refilling = False
        self._done: list[tuple[int, int, int | None]] = []
        self._flushing: asyncio.Task[None] | None = None
        self._idle = asyncio.Event()
        self._idle.set()

    def enqueue(self, posted: Posted) -> None:
        """Queue a message of the outbox, behind those of its chat that wait."""
        if posted.id in self._known:
            return
        if self._held >= MOST_HELD or self._spilled:
            self._spilled = self._missed = True  # it is in the outbox, and comes in its turn
            return
        self._put(posted)

    def _put(self, posted: Posted) -> None:
        queue = self._queue_of(posted.chat_id)
        if len(queue.messages) >= MOST_IN_QUEUE:
            queue.more = True  # one chat must not take the room of all
            return
        self._known.add(posted.id)
        queue.messages.append(posted)
        self._held += 1
        self._idle.clear()
        if len(queue.messages) > BACKLOG:
            queue.messages = deque(newest_screen_only(queue.messages))
        if queue.task is None:
            queue.task = asyncio.create_task(self._run(posted.chat_id, queue))

    async def refill(self) -> None:
        """Take what waits in the outbox: after a start, and when there was too much."""
        self._spilled, after = True, 0
        while self._held < MOST_HELD:
            self._missed = False
            found = await self._read(partial(coalesced_page, after=after, size=_PAGE))
            by_chat: dict[int, list[Posted]] = {}
            for posted in found:
                if posted.id not in self._known:
                    by_chat.setdefault(posted.chat_id, []).append(posted)
            for messages in by_chat.values():
                for posted in newest_screen_first(messages):
                    self._put(posted)
            after = found[-1].id if found else after
            if len(found) < _PAGE and not self._missed:
                self._spilled = False
                return

    async def _read(self, work: Callable[[UnitOfWork], list[Posted]]) -> list[Posted]:
        return await self._store.awaitable(work)

    async def drain(self, seconds: float) -> None:
        """Send what is held, as far as that goes in the time."""
        try:
            async with asyncio.timeout(seconds):
                await self._idle.wait()
        except TimeoutError:
            pass
        for queue in list(self._queues.values()):
            if queue.task is not None:
                queue.task.cancel()
        if self._flushing is not None:
            await asyncio.wait([self._flushing], timeout=_LAST)

    @property
    def held(self) -> int:
        """How many messages are in memory."""
        return self._held

    def _queue_of(self, chat: int) -> ChatQueue:
        queue = self._queues.get(chat)
        if queue is None:
            if len(self._queues) > MOST_QUEUES:
                self._forget_rested()
            queue = self._queues[chat] = ChatQueue(pace_of(chat))
        return queue

    def _forget_rested(self) -> None:
        now = asyncio.get_running_loop().time()
        for chat, queue in list(self._queues.items()):
            if queue.task is None and queue.pace.is_rested(now):
                del self._queues[chat]

    async def catch_up(self) -> None:
        """Take what there was no room for; where the database can't be read, another time."""
        if not self._spilled or self._refilling:
            return
        self._refilling = True
        try:
            await self.refill()
        except StoreError as error:
            log().error("outbox", error=str(error))
        finally:
            self._refilling = False

    async def adopt(self, before: datetime) -> None:
        """Queue messages that have waited too long: the process that posted them may be dead."""
        for posted in await self._read(lambda unit: unit.messaging.waiting_since(before, _PAGE)):
            self.enqueue(posted)

    async def _run(self, chat: int, queue: ChatQueue) -> None:
        """Send a chat's messages until none is left."""
        try:
            while queue.messages or queue.more:
                await retry(partial(self._send_some, chat, queue), _DATABASE)
        finally:
            queue.task = None
            now = asyncio.get_running_loop().time()
            if self._queues.get(chat) is queue and queue.pace.is_rested(now):
                del self._queues[chat]

    async def _send_some(self, chat: int, queue: ChatQueue) -> None:
        """Send the next of a chat's messages.

        Raises:
            StoreError: the database can't be used at the moment.
        """
        if not queue.messages:
            await self._fetch(chat, queue)
        elif self._store.locks.needed:
            await self._send_shared(chat, queue)
        else:
            await self._send_first(queue)

    async def _fetch(self, chat: int, queue: ChatQueue) -> None:
        """Read the next of a chat's messages, of which there was no room for all."""
        found = await self._read(lambda unit: unit.messaging.waiting_for(chat, _PAGE))
        new = [one for one in found if one.id not in self._known]
        queue.more = len(new) > MOST_IN_QUEUE or len(found) == _PAGE
        taken = new[:MOST_IN_QUEUE]
        self._known.update(one.id for one in taken)
        self._held += len(taken)
        self._idle.clear()
        queue.messages.extend(newest_screen_only(taken) if taken else ())
        if not taken and queue.more:
            await asyncio.sleep(_LOCKED)  # what was sent is not deleted yet

    async def _send_first(self, queue: ChatQueue) -> None:
        posted = queue.messages[0]
        screen = await self._deliver(posted, queue)
        queue.messages.popleft()
        self._held -= 1
        self._sent(posted, screen)

    async def _send_shared(self, chat: int, queue: ChatQueue) -> None:
        """Send all that waits for a chat, in order, while no other process does."""
        locks = self._store.locks
        try:
            await self._lock(chat)
            mine = {one.id for one in queue.messages}
            found = await self._read(lambda unit: unit.messaging.waiting_for(chat, _PAGE))
            if len(found) > BACKLOG:
                found = newest_screen_only(found)
            done = [(one.id, chat, await self._deliver(one, queue)) for one in found]
            if done:
                await self._delete(done)
            self._drop(queue, mine | {one.id for one in found})
        finally:
            await asyncio.to_thread(locks.free, chat)
        if self._held == 0 and not self._done:
            self._idle.set()

    async def _lock(self, chat: int) -> None:
        """Wait until no other process sends to a chat."""
        while True:
            if await asyncio.to_thread(self._store.locks.take, chat):
                return
            await asyncio.sleep(_LOCKED)

    def _drop(self, queue: ChatQueue, gone: set[int]) -> None:
        """Forget messages that are not in the outbox any more, whichever process sent them."""
        kept = [one for one in queue.messages if one.id not in gone]
        self._held -= len(queue.messages) - len(kept)
        self._known -= gone
        queue.messages = deque(kept)

    async def _deliver(self, posted: Posted, queue: ChatQueue) -> int | None:
        """Make a message's calls; return the number of the screen, if it is a new one."""
        message = cast("OutboxMessage", posted.message)
        try:
            screen = await self._delivery.deliver(posted.chat_id, message, queue.pace)
        except Undeliverable:
            return None
        except Exception as error:  # noqa: BLE001 - one message must not hold up all others
            log().error("message dropped", message=posted.id, error=type(error).__name__)
            return None
        return None if screen == message.get("edit") else screen

    def _sent(self, posted: Posted, screen: int | None) -> None:
        self._done.append((posted.id, posted.chat_id, screen))
        if self._flushing is None:
            self._flushing = asyncio.create_task(self._flush())

    async def _flush(self) -> None:
        """Take what was sent out of the outbox, all of it at once."""
        try:
            while self._done:
                done, self._done = self._done, []
                await self._delete(done)
        finally:
            self._flushing = None
        if self._held == 0:
            await self.catch_up()
            if self._held == 0:
                self._idle.set()

    async def _delete(self, done: Sequence[tuple[int, int, int | None]]) -> None:
        def work(unit: UnitOfWork) -> None:
            unit.messaging.delivered([number for number, _, _ in done])
            for _, chat, screen in done:
                if screen is not None:
                    unit.messaging.shown(chat, screen)

        await retry(partial(self._store.awaitable, work), _DATABASE)
        self._known.difference_update(number for number, _, _ in done)
