"""Browsers that wait to be told that what they show has changed."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
from contextlib import contextmanager


class Listeners:
    """An event for each browser that waits; all are set when it is time to end."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._waiting: dict[int, set[asyncio.Event]] = defaultdict(set)
        self.ended = False

    @contextmanager
    def listening(self, user: int) -> Iterator[asyncio.Event]:
        """Have an event that is set whenever a person's conversation may have changed."""
        event = asyncio.Event()
        self._waiting[user].add(event)
        try:
            yield event
        finally:
            self._waiting[user].discard(event)
            if not self._waiting[user]:
                del self._waiting[user]

    def count(self, user: int) -> int:
        """Count a person's browsers that wait."""
        return len(self._waiting.get(user, ()))

    def tell(self, user: int) -> None:
        """Tell a person's browsers that something may have changed."""
        for event in self._waiting.get(user, ()):
            event.set()

    def end(self) -> None:
        """Tell every browser that it is time to go."""
        self.ended = True
        for user in [*self._waiting]:
            self.tell(user)
