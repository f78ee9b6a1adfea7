"""Attempts come back one by one, for each name by itself."""

from __future__ import annotations

from bot.platforms.web.limits import Limit


class Clock:
    """A clock that stands until it is set."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


def test_so_many_attempts_are_allowed_and_then_one_at_a_time() -> None:
    clock = Clock()
    limit = Limit(3, 60.0, clock)
    assert [limit.allows("a") for _ in range(4)] == [True, True, True, False]
    assert limit.allows("b")
    clock.now += 20
    assert [limit.allows("a") for _ in range(2)] == [True, False]
    clock.now += 60
    assert [limit.allows("a") for _ in range(4)] == [True, True, True, False]


def test_an_attempt_that_was_right_is_given_back() -> None:
    limit = Limit(1, 60.0, Clock())
    assert limit.allows("a")
    limit.forgive("a")
    assert limit.allows("a")
    assert not limit.allows("a")
    limit.forgive("never seen")
