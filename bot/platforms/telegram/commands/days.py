"""Days as people write them in a reminder: “Thursday”, “i morgon”, “2026-12-03”, “in 3 days”."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_ISO = re.compile(r"\b(20[0-9]{2})-([0-9]{1,2})-([0-9]{1,2})\b")
_IN_DAYS = re.compile(r"\b(?:in|om) ([0-9]{1,3}) (day|days|dag|dagar|week|weeks|vecka|veckor)\b")
_SHORTEST = 3
_WEEK = 7


def day_of(
    text: str, today: date, weekdays: Sequence[Sequence[str]], tomorrow: Sequence[str]
) -> date | None:
    """Read a day from a reminder; None if none is named.

    Args:
        text: what was written.
        today: the day it is; a weekday is the next one after it.
        weekdays: the names of Monday to Sunday in each language.
        tomorrow: the word for tomorrow in each language.
    """
    plain = " ".join(text.casefold().split())
    iso = _ISO.search(plain)
    if iso is not None:
        return _valid(*map(int, iso.groups()))
    count = _IN_DAYS.search(plain)
    if count is not None:
        days = int(count[1]) * (_WEEK if count[2][0] in "wv" else 1)
        return today + timedelta(days=days)
    if any(re.search(rf"\b{re.escape(word)}\b", plain) for word in tomorrow):
        return today + timedelta(days=1)
    return _weekday(plain, today, weekdays)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _weekday(plain: str, today: date, weekdays: Sequence[Sequence[str]]) -> date | None:
    """Read a weekday by its name or a beginning of at least three letters."""
    for word in re.findall(r"[a-zåäö]+", plain):
        for names in weekdays:
            for number, name in enumerate(names):
                if len(word) >= _SHORTEST and name.casefold().startswith(word):
                    ahead = (number - today.weekday() - 1) % _WEEK + 1
                    return today + timedelta(days=ahead)
    return None
