"""Empties the outbox: a lane a chat, in order, each at its own pace; what fails waits and goes on.

A parcel leaves the outbox only after its calls were made, so each call is made at least once.
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
from bot.platforms.telegram.delivery import Delivery, Undeliverable
from bot.platforms.telegram.limits import pace_of
from bot.store import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.platforms.telegram.limits import Pace
    from bot.platforms.telegram.parcel import Parcel
    from bot.store import Posted, Store, Unit

MOST_HELD = 2_000
"""Parcels in memory; more wait in the outbox."""
MOST_LANES = 10_000
_PAGE = 500
_LAST = 1.0
"""Seconds for crossing out what was sent, when it is time to stop."""
_LOCKED = 0.03
"""Seconds to wait for another process that is sending to the same chat."""
BACKLOG = 3
"""So many parcels of one chat may wait before older screens give way to newer ones."""


@dataclass(slots=True)
class Lane:
    """What waits for one chat."""

    pace: Pace
    parcels: deque[Posted] = field(default_factory=deque)
    task: asyncio.Task[None] | None = None


class Sender:
    """Sends what is in the outbox of one process."""

    def __init__(self, store: Store, delivery: Delivery) -> None:
        """Prepare; nothing is sent before `start`."""
        self._store = store
        self._delivery = delivery
        self._lanes: dict[int, Lane] = {}
        self._held = 0
        self._known: set[int] = set()
        """Parcels in memory, until they are out of the outbox."""
        self._spilled = False
        self._done: list[tuple[int, int, int | None]] = []
        self._flushing: asyncio.Task[None] | None = None
        self._idle = asyncio.Event()
        self._idle.set()

    def take(self, posted: Posted) -> None:
        """Send a parcel that is in the outbox, behind those of its chat that wait."""
        if posted.id in self._known:
            return
        if self._held >= MOST_HELD or self._spilled:
            self._spilled = True  # it is in the outbox: it comes when there is room
            return
        self._known.add(posted.id)
        lane = self._lane(posted.chat_id)
        lane.parcels.append(posted)
        self._held += 1
        self._idle.clear()
        if len(lane.parcels) > BACKLOG:
            lane.parcels = deque(newest_screen_only(lane.parcels))
        if lane.task is None:
            lane.task = asyncio.create_task(self._run(posted.chat_id, lane))

    async def refill(self) -> None:
        """Take what waits in the outbox: after a start, and when there was too much."""
        self._spilled = False
        after = 0
        while self._held < MOST_HELD:
            since = partial(_behind, after)
            found = await self._read(since)
            by_chat: dict[int, list[Posted]] = {}
            for posted in found:
                by_chat.setdefault(posted.chat_id, []).append(posted)
            for parcels in by_chat.values():
                for posted in newest_screen_first(parcels):
                    self.take(posted)
            if len(found) < _PAGE:
                return
            after = found[-1].id

    async def _read(self, work: Callable[[Unit], list[Posted]]) -> list[Posted]:
        return await asyncio.wrap_future(self._store.submit(work))

    async def drain(self, seconds: float) -> None:
        """Send what is held, as far as that goes in the time."""
        try:
            async with asyncio.timeout(seconds):
                await self._idle.wait()
        except TimeoutError:
            pass
        for lane in list(self._lanes.values()):
            if lane.task is not None:
                lane.task.cancel()
        if self._flushing is not None:
            await asyncio.wait([self._flushing], timeout=_LAST)

    @property
    def held(self) -> int:
        """How many parcels are in memory."""
        return self._held

    def _lane(self, chat: int) -> Lane:
        lane = self._lanes.get(chat)
        if lane is None:
            if len(self._lanes) > MOST_LANES:
                self._forget_rested()
            lane = self._lanes[chat] = Lane(pace_of(chat))
        return lane

    def _forget_rested(self) -> None:
        now = asyncio.get_running_loop().time()
        for chat, lane in list(self._lanes.items()):
            if lane.task is None and lane.pace.is_rested(now):
                del self._lanes[chat]

    async def catch_up(self) -> None:
        """Take what there was no room for; where the database can't be read, another time."""
        if not self._spilled:
            return
        try:
            await self.refill()
        except StoreError as error:
            self._spilled = True
            log().error("outbox", error=str(error))

    async def adopt(self, before: datetime) -> None:
        """Take parcels that have waited too long: whoever posted them may be dead."""
        for posted in await self._read(lambda unit: unit.mail.waiting_since(before, _PAGE)):
            self.take(posted)

    async def _run(self, chat: int, lane: Lane) -> None:
        """Send a chat's parcels until none is left."""
        try:
            while lane.parcels:
                if self._store.locks.needed:
                    await self._send_shared(chat, lane)
                else:
                    await self._send_first(lane)
        finally:
            lane.task = None
            now = asyncio.get_running_loop().time()
            if self._lanes.get(chat) is lane and lane.pace.is_rested(now):
                del self._lanes[chat]

    async def _send_first(self, lane: Lane) -> None:
        posted = lane.parcels[0]
        message = await self._deliver(posted, lane)
        lane.parcels.popleft()
        self._held -= 1
        self._sent(posted, message)

    async def _send_shared(self, chat: int, lane: Lane) -> None:
        """Send all that waits for a chat, in order, while no other process does."""
        locks = self._store.locks
        try:
            await self._lock(chat)
            mine = {one.id for one in lane.parcels}
            found = await self._read(lambda unit: unit.mail.waiting_for(chat, _PAGE))
            if len(found) > BACKLOG:
                found = newest_screen_only(found)
            done = [(one.id, chat, await self._deliver(one, lane)) for one in found]
            if done:
                await self._cross_out(done)
            self._drop(lane, mine | {one.id for one in found})
        except StoreError as error:
            log().error("outbox", error=str(error))
            await asyncio.sleep(1.0)
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

    def _drop(self, lane: Lane, gone: set[int]) -> None:
        """Forget parcels that are not in the outbox any more, by whomever they were sent."""
        kept = [one for one in lane.parcels if one.id not in gone]
        self._held -= len(lane.parcels) - len(kept)
        self._known -= gone
        lane.parcels = deque(kept)

    async def _deliver(self, posted: Posted, lane: Lane) -> int | None:
        """Make a parcel's calls; give the message that became the screen, if one did."""
        parcel = cast("Parcel", posted.parcel)
        try:
            message = await self._delivery.deliver(posted.chat_id, parcel, lane.pace)
        except Undeliverable:
            return None
        except Exception as error:  # noqa: BLE001 - one parcel must not hold up all others
            log().error("parcel dropped", parcel=posted.id, error=type(error).__name__)
            return None
        return message

    def _sent(self, posted: Posted, message: int | None) -> None:
        self._done.append((posted.id, posted.chat_id, message))
        if self._flushing is None:
            self._flushing = asyncio.create_task(self._flush())

    async def _flush(self) -> None:
        """Take what was sent out of the outbox, all of it at once."""
        try:
            while self._done:
                done, self._done = self._done, []
                await self._cross_out(done)
        finally:
            self._flushing = None
        if self._held == 0:
            await self.catch_up()
            if self._held == 0:
                self._idle.set()

    async def _cross_out(self, done: Sequence[tuple[int, int, int | None]]) -> None:
        def work(unit: Unit) -> None:
            unit.mail.delivered([parcel for parcel, _, _ in done])
            for _, chat, message in done:
                if message is not None:
                    unit.mail.shown(chat, message)

        while True:
            try:
                await asyncio.wrap_future(self._store.submit(work))
            except StoreError:
                await asyncio.sleep(1.0)
            else:
                self._known.difference_update(parcel for parcel, _, _ in done)
                return


def _behind(after: int, unit: Unit) -> list[Posted]:
    return unit.mail.waiting(_PAGE, after)


def newest_screen_only(parcels: Sequence[Posted]) -> list[Posted]:
    """Leave only the newest screen of a chat; everything else stays, in order.

    The first parcel may be on its way and stays as it is.
    """
    first, *rest = parcels
    with_screen = [posted.id for posted in rest if "screen" in posted.parcel]
    return [first, *(_without_screen(p) if p.id in with_screen[:-1] else p for p in rest)]


def _without_screen(posted: Posted) -> Posted:
    kept = {key: value for key, value in posted.parcel.items() if key not in ("screen", "edit")}
    return type(posted)(posted.id, posted.chat_id, kept)


def newest_screen_first(parcels: Sequence[Posted]) -> list[Posted]:
    """Put the newest screen of a chat first, and leave older ones out."""
    newest = max((p.id for p in parcels if "screen" in p.parcel), default=None)
    first = [posted for posted in parcels if posted.id == newest]
    return [*first, *(_without_screen(p) for p in parcels if p.id != newest)]
