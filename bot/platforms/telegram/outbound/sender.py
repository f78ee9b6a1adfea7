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
from bot.platforms.telegram.outbound.delivery import Delivery, Undeliverable
from bot.platforms.telegram.outbound.pacing import pace_of
from bot.store import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.platforms.telegram.outbound.pacing import Pace
    from bot.platforms.telegram.outbox import Parcel
    from bot.store import Posted, Store, Unit

MOST_HELD = 2_000
"""Parcels in memory; more wait in the outbox."""
MOST_IN_LANE = 20
"""Parcels of one chat in memory."""
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
    more: bool = False
    """There are more in the outbox, for which this lane had no room."""
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
        self._spilled = True
        """The outbox holds more than is in memory; before the first `refill` nobody knows."""
        self._missed = False
        """Something was posted while the outbox was being read."""
        self._refilling = False
        self._done: list[tuple[int, int, int | None]] = []
        self._flushing: asyncio.Task[None] | None = None
        self._idle = asyncio.Event()
        self._idle.set()

    def take(self, posted: Posted) -> None:
        """Send a parcel that is in the outbox, behind those of its chat that wait."""
        if posted.id in self._known:
            return
        if self._held >= MOST_HELD or self._spilled:
            self._spilled = self._missed = True  # it is in the outbox, and comes in its turn
            return
        self._put(posted)

    def _put(self, posted: Posted) -> None:
        lane = self._lane(posted.chat_id)
        if len(lane.parcels) >= MOST_IN_LANE:
            lane.more = True  # one chat must not take the room of all
            return
        self._known.add(posted.id)
        lane.parcels.append(posted)
        self._held += 1
        self._idle.clear()
        if len(lane.parcels) > BACKLOG:
            lane.parcels = deque(newest_screen_only(lane.parcels))
        if lane.task is None:
            lane.task = asyncio.create_task(self._run(posted.chat_id, lane))

    async def refill(self) -> None:
        """Take what waits in the outbox: after a start, and when there was too much."""
        self._spilled, after = True, 0
        while self._held < MOST_HELD:
            self._missed = False
            found = await self._read(partial(_behind, after))
            by_chat: dict[int, list[Posted]] = {}
            for posted in found:
                if posted.id not in self._known:
                    by_chat.setdefault(posted.chat_id, []).append(posted)
            for parcels in by_chat.values():
                for posted in newest_screen_first(parcels):
                    self._put(posted)
            after = found[-1].id if found else after
            if len(found) < _PAGE and not self._missed:
                self._spilled = False
                return

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
        """Take parcels that have waited too long: whoever posted them may be dead."""
        for posted in await self._read(lambda unit: unit.mail.waiting_since(before, _PAGE)):
            self.take(posted)

    async def _run(self, chat: int, lane: Lane) -> None:
        """Send a chat's parcels until none is left."""
        try:
            while lane.parcels or lane.more:
                if not lane.parcels:
                    await self._fetch(chat, lane)
                elif self._store.locks.needed:
                    await self._send_shared(chat, lane)
                else:
                    await self._send_first(lane)
        finally:
            lane.task = None
            now = asyncio.get_running_loop().time()
            if self._lanes.get(chat) is lane and lane.pace.is_rested(now):
                del self._lanes[chat]

    async def _fetch(self, chat: int, lane: Lane) -> None:
        """Take the next of a chat's parcels, of which there was no room for all."""
        try:
            found = await self._read(lambda unit: unit.mail.waiting_for(chat, _PAGE))
        except StoreError as error:
            log().error("outbox", error=str(error))
            await asyncio.sleep(1.0)
            return
        new = [one for one in found if one.id not in self._known]
        lane.more = len(new) > MOST_IN_LANE or len(found) == _PAGE
        taken = new[:MOST_IN_LANE]
        self._known.update(one.id for one in taken)
        self._held += len(taken)
        self._idle.clear()
        lane.parcels.extend(newest_screen_only(taken) if taken else ())
        if not taken and lane.more:
            await asyncio.sleep(_LOCKED)  # what was sent is not crossed out yet

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
        """Make a parcel's calls; give the message that became the screen, if that is news."""
        parcel = cast("Parcel", posted.parcel)
        try:
            message = await self._delivery.deliver(posted.chat_id, parcel, lane.pace)
        except Undeliverable:
            return None
        except Exception as error:  # noqa: BLE001 - one parcel must not hold up all others
            log().error("parcel dropped", parcel=posted.id, error=type(error).__name__)
            return None
        return None if message == parcel.get("edit") else message

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
    """Read a page of the outbox; screens that newer ones in it replace are taken out for good.

    Else one of them would count as the newest after the next start.
    """
    found = unit.mail.waiting(_PAGE, after)
    newest = {one.chat_id: one.id for one in found if "screen" in one.parcel}
    kept = []
    for posted in found:
        replaced = "screen" in posted.parcel and posted.id != newest[posted.chat_id]
        one = _without_screen(posted) if replaced else posted
        if replaced:
            unit.mail.replace(one)
        kept.append(one)
    return kept


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
