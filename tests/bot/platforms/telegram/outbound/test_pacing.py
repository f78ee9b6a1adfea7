"""Telegram's limits, by a clock that the test turns."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.telegram.outbound.pacing import Pace, Window, pace_of


def sent(window: Window, moments: list[float]) -> list[float]:
    """Return when calls that were wanted at these moments are made."""
    return [now + window.reserve(now) for now in sorted(moments)]


@given(st.lists(st.floats(0, 5), max_size=200))
def test_never_more_than_thirty_in_any_second_even_if_some_are_late(moments: list[float]) -> None:
    made = sent(Window(30), moments)
    for at in made:
        # Those of the second before may have been held up for a fifth of a second.
        assert sum(1 for other in made if at - 0.2 < other <= at + 1.0 - 0.2) <= 30


def test_without_a_limit_nobody_waits() -> None:
    assert {Window(0).reserve(1.0) for _ in range(1000)} == {0.0}


def test_one_a_second() -> None:
    made = sent(Window(1), [0.0] * 5)
    assert all(later - sooner >= 1.0 for sooner, later in itertools.pairwise(made))


def test_a_chat_has_a_burst_and_then_one_a_second() -> None:
    pace = Pace(3, 1.0)
    assert [pace.reserve(0.0) for _ in range(5)] == [0.0, 0.0, 0.0, 1.0, 2.0]
    assert not pace.is_rested(4.0)
    assert pace.is_rested(5.0)
    assert pace.reserve(100.0) == 0.0


@pytest.mark.parametrize(("chat", "a_minute"), [(7, 90), (-100, 20)])
def test_what_a_chat_gets_in_its_first_minute(chat: int, a_minute: int) -> None:
    pace = pace_of(chat)
    assert sum(1 for _ in range(500) if pace.reserve(0.0) <= 60) == a_minute
