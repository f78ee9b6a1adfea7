"""How far a candidate came, of what was noted."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.screenings.outcomes.course import Course, course_of
from bot.screenings.outcomes.follow_up import read_lines
from bot.store import Fact, Noted
from tests.making import TODAY

NOW = datetime(2026, 3, 31, 9, tzinfo=UTC)


def course(text: str) -> Course:
    """Note what is written, a fact a line, and look at it."""
    noted = [one for one in read_lines(text, TODAY) if isinstance(one, Noted)]
    return course_of(
        {one.field: Fact(one.field, one.value, one.words, NOW, "nurse") for one in noted}
    )


@pytest.mark.parametrize(
    ("text", "reached"),
    [
        ("", ""),
        ("referred to Lund", ""),
        ("approached on 2026-03-01", "approached"),
        ("informed on 2026-03-01", "approached"),
        ("not approached: language", "not_approached"),
        ("declined", "approached declined"),
        ("too far to travel", "approached declined"),
        ("consent 2026-03-01", "approached consented"),
        ("enrolled", "approached consented enrolled"),
        ("randomised on 2026-03-09", "approached consented enrolled randomised"),
        ("enrolled; overridden judgement", "approached consented enrolled overridden"),
        ("randomised; undone: stopped", "approached consented undone"),
        ("randomised; undone: noted in error", "undone"),
        ("consent 2026-03-01; enrolled; undone: noted in error", "approached consented undone"),
        ("screen_failure", ""),
    ],
)
def test_a_later_step_is_a_step_that_was_reached(text: str, reached: str) -> None:
    assert course(text) == Course(**dict.fromkeys(reached.split(), True))
