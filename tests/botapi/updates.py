"""What happened and the bot has not yet taken: kept until it is confirmed."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.botapi.methods import MOST_UPDATES, UPDATES_LAST
from tests.botapi.refusals import conflict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# What comes if a bot does not say what it wants.
_NOT_UNASKED = frozenset(("chat_member", "message_reaction", "message_reaction_count"))


@dataclass(slots=True)
class Update:
    """One thing that happened, as the bot is told it."""

    id: int
    kind: str
    body: dict[str, Any]
    chat_id: int
    time: float
    done: bool = False
    """It is confirmed."""
    twice: bool = False
    """It shall come once more after it was confirmed."""
    told: int = 0
    """How often it was delivered."""

    def full(self) -> dict[str, Any]:
        """Return the update as Telegram writes one."""
        return {"update_id": self.id, self.kind: self.body}


class Updates:
    """The queue of a bot's updates."""

    def __init__(
        self, first: int, now: Callable[[], float], tell: Callable[[], None] = lambda: None
    ) -> None:
        """Begin with nothing.

        Args:
            first: the id of the first update.
            now: the server's time.
            tell: called when updates are waited for, confirmed or taken.
        """
        self.next = first
        self.now = now
        self.tell = tell
        self.queue: deque[Update] = deque()
        self.allowed: list[str] = []
        self.listener: Callable[[Update], None] | None = None
        """Whom new ones are handed to, while there is a webhook."""
        self._new = asyncio.Event()
        self._reader: asyncio.Future[None] | None = None
        self.reading = 0
        """How many readers wait for something new."""

    def add(self, kind: str, body: dict[str, Any], chat_id: int, *, twice: bool = False) -> Update:
        """Note that something happened."""
        update = Update(self.next, kind, body, chat_id, self.now(), twice=twice)
        if not self._wanted(kind):
            update.done = True
            return update
        self.next += 1
        self.queue.append(update)
        if self.listener is not None:
            self.listener(update)
        self._new.set()
        return update

    def _wanted(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in _NOT_UNASKED

    def waiting(self) -> Iterator[Update]:
        """Return what is not confirmed yet, in order."""
        latest = self.now() - UPDATES_LAST
        while self.queue and (self.queue[0].done or self.queue[0].time < latest):
            self.queue.popleft()
        return (update for update in self.queue if not update.done and update.time >= latest)

    def clear(self) -> None:
        """Forget what is not confirmed yet."""
        for update in self.queue:
            update.done = True

    def confirm(self, offset: int) -> None:
        """Take everything before an update as taken; a negative offset counts from the end."""
        if offset < 0:
            waiting = list(self.waiting())
            offset = waiting[offset:][0].id if waiting else self.next
        again = []
        while self.queue and self.queue[0].id < offset:
            update = self.queue.popleft()
            if update.twice and not update.done:
                update.twice = False
                again.append(update)
            else:
                update.done = True
        self.queue.extendleft(reversed(again))
        self.tell()

    async def read(
        self,
        offset: int = 0,
        limit: int = MOST_UPDATES,
        timeout: float = 0,  # noqa: ASYNC109 - so the method calls it
        allowed_updates: list[str] | None = None,
    ) -> list[dict[str, Any]]:
        """Confirm, and give what waits then, or what comes within the time."""
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)
        reader = self._reader = asyncio.get_running_loop().create_future()
        if allowed_updates is not None:
            self.allowed = allowed_updates
        if offset:
            self.confirm(offset)
        end = asyncio.get_running_loop().time() + timeout
        while not (found := self._some(limit)):
            left = end - asyncio.get_running_loop().time()
            if left <= 0:
                break
            await self._wait(reader, left)
        return found

    async def _wait(self, reader: asyncio.Future[None], left: float) -> None:
        """Wait for something new; a newer reader sends this one away."""
        self._new.clear()
        self.reading += 1
        self.tell()
        new = asyncio.create_task(self._new.wait())
        waits: set[asyncio.Future[Any]] = {new, reader}
        try:
            await asyncio.wait(waits, timeout=left, return_when=asyncio.FIRST_COMPLETED)
        finally:
            new.cancel()
            self.reading -= 1
            self.tell()
        if reader.done():
            raise conflict(
                "terminated by other getUpdates request; "
                "make sure that only one bot instance is running"
            )

    def _some(self, limit: int) -> list[dict[str, Any]]:
        found = []
        for update in self.waiting():
            update.told += 1
            found.append(update.full())
            if len(found) == min(limit, MOST_UPDATES):
                break
        return found
