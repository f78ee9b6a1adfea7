"""Days as people write them in a reminder, in every language and in any mixture."""

from datetime import date

import pytest

from bot.platforms.chat.commands.days import day_of
from bot.platforms.chat.words import words_in
from bot.texts import languages

TODAY = date(2026, 3, 31)
"""A Tuesday."""
SPOKEN = [words_in(language).days for language in languages()]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-03 MDT", date(2026, 12, 3)),
        ("GFR on Thursday", date(2026, 4, 2)),
        ("GFR på torsdag", date(2026, 4, 2)),
        ("tis", date(2026, 4, 7)),
        ("LÖRDAG", date(2026, 4, 4)),
        ("tomorrow", date(2026, 4, 1)),
        ("i  morgon", date(2026, 4, 1)),
        ("in 1 day", date(2026, 4, 1)),
        ("om 3 dagar", date(2026, 4, 3)),
        ("in 2 weeks", date(2026, 4, 14)),
        ("om 1 vecka", date(2026, 4, 7)),
        ("in 2 veckor", date(2026, 4, 14)),
        ("2026-02-30", None),
        ("GFR", None),
        ("th", None),
        ("", None),
    ],
)
def test_a_day_is_read_in_every_language(text: str, day: date | None) -> None:
    assert day_of(text, TODAY, SPOKEN) == day
