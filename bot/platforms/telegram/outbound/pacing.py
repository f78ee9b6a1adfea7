"""Telegram's limits on messages: a second's worth over all chats, and a pace for each chat.

Telegram names 30 messages a second over all chats, about one a second in a chat with short
bursts, and 20 a minute in a group.
"""

from __future__ import annotations

from collections import deque

_SPREAD = 0.1
"""Seconds: calls that were made apart may arrive closer together than that."""
_PORTIONS = 3
"""Parts of a second's worth that go out one after the other: what is held up and then comes all
at once is then a part as well, and not a second's worth beside another."""


class Window:
    """At most so many in any second."""

    def __init__(self, per_second: float) -> None:
        """Begin with nothing sent; 0 means no limit."""
        self._most = max(1, int(per_second / _PORTIONS)) if per_second else 0
        self._span = self._most / per_second + _SPREAD if per_second else 0.0
        self._sent: deque[float] = deque(maxlen=self._most or 1)

    def reserve(self, now: float) -> float:
        """Take the next place; give the seconds until it comes."""
        if not self._most:
            return 0.0
        due = now
        if len(self._sent) == self._most:
            due = max(now, self._sent[0] + self._span)
        self._sent.append(due)
        return due - now


class Pace:
    """So many at once, then one each interval."""

    def __init__(self, burst: int, interval: float) -> None:
        """Begin with the whole burst free."""
        self._burst = burst
        self._interval = interval
        self._free_at = float("-inf")
        """When the whole burst is free again."""
        self.blocked_until = float("-inf")
        """When Telegram will hear of this chat again."""

    def reserve(self, now: float) -> float:
        """Take the next place; give the seconds until it comes."""
        self._free_at = max(self._free_at, now) + self._interval
        return max(0.0, self._free_at - self._burst * self._interval - now)

    def is_rested(self, now: float) -> bool:
        """Whether nothing is left to remember."""
        return max(self._free_at, self.blocked_until) <= now


def pace_of(chat: int) -> Pace:
    """Return the pace of a chat; groups have negative numbers."""
    return Pace(30, 1.0) if chat > 0 else Pace(5, 4.0)
