"""Days as people write them in a reminder: by their date, their weekday, or from today on."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.platforms.chat.words import DayWords

_ISO = re.compile(r"\b(20[0-9]{2})-([0-9]{1,2})-([0-9]{1,2})\b")
_LETTERS = re.compile(r"[^\W\d_]+")
_SHORTEST = 3
_WEEK = 7


def day_of(text: str, today: date, spoken: Sequence[DayWords]) -> date | None:
    """Read a day from a reminder; None if none is named.

    Args:
        text: what was written.
        today: the day it is; a weekday is the next one after it.
        spoken: the words for days in each language; those of several may be mixed.
    """
    plain = " ".join(text.casefold().split())
    iso = _ISO.search(plain)
    if iso is not None:
        return _valid(*map(int, iso.groups()))
    days = _days_ahead(plain, spoken)
    if days is not None:
        return today + timedelta(days=days)
    return _weekday(plain, today, spoken)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _days_ahead(plain: str, spoken: Sequence[DayWords]) -> int | None:
    """Read "in 3 days", "in 2 weeks" or "tomorrow" as a number of days."""
    ahead = _any_of(word for one in spoken for word in one.ahead)
    lengths = {word: 1 for one in spoken for word in one.day}
    lengths |= {word: _WEEK for one in spoken for word in one.week}
    count = re.search(rf"\b{ahead} (?P<count>[0-9]{{1,3}}) (?P<length>{_any_of(lengths)})\b", plain)
    if count is not None:
        return int(count["count"]) * lengths[count["length"]]
    tomorrow = _any_of(word for one in spoken for word in one.tomorrow)
    return 1 if re.search(rf"\b{tomorrow}\b", plain) else None


def _any_of(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, words))})"


def _weekday(plain: str, today: date, spoken: Sequence[DayWords]) -> date | None:
    """Read a weekday by its name or a beginning of at least three letters."""
    for word in _LETTERS.findall(plain):
        for names in (one.weekdays for one in spoken):
            for number, name in enumerate(names):
                if len(word) >= _SHORTEST and name.casefold().startswith(word):
                    ahead = (number - today.weekday() - 1) % _WEEK + 1
                    return today + timedelta(days=ahead)
    return None
