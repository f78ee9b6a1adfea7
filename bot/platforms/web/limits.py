"""How often something may be tried: so many times in a while, by whoever tries."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST = 10_000
"""Names that are remembered; the one that was quiet for longest is forgotten first."""


class Limit:
    """So many attempts in so many seconds, for each name; they come back one by one."""

    def __init__(self, most: int, seconds: float, clock: Callable[[], float]) -> None:
        """Allow everybody everything at first."""
        self._most = most
        self._each = seconds / most
        self._clock = clock
        self._full_at: OrderedDict[str, float] = OrderedDict()

    def allows(self, name: str) -> bool:
        """Take one attempt; False if there is none left."""
        now = self._clock()
        full_at = max(self._full_at.pop(name, now), now)
        allowed = full_at - now <= self._each * (self._most - 1)
        self._full_at[name] = full_at + self._each if allowed else full_at
        while len(self._full_at) > _MOST:
            self._full_at.popitem(last=False)
        return allowed

    def forgive(self, name: str) -> None:
        """Give an attempt back: it was none of those that are to be few."""
        if name in self._full_at:
            self._full_at[name] -= self._each
