"""The number that a participant has in a trial: a code, and nothing that says who somebody is."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from bot.identity import identifies

LONGEST = 30
_SHAPE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9./_-]{0,28}[A-Za-z0-9])?")
_DAY = re.compile(
    r"(?:18|19|20)[0-9]{2}(?P<apart>[./_-]?)(?P<month>[0-9]{2})(?P=apart)(?P<day>[0-9]{2})"
    r"|(?P<day2>[0-9]{2})(?P<parted>[./_-]?)(?P<month2>[0-9]{2})(?P=parted)(?:18|19|20)[0-9]{2}"
)
_MONTHS, _DAYS = 12, 91
"""A day of birth can be told with 40 or 60 added to the day."""

Problem: TypeAlias = Literal["identifier", "no_study_number"]


def problem_of(text: str) -> Problem | None:
    """Say why a text is no study number; None for one.

    A name has no digit, and a code with one has no space; a date of birth is refused too.
    """
    if identifies(text) or _is_date(text):
        return "identifier"
    is_one = _SHAPE.fullmatch(text) and any(map(str.isdigit, text))
    return None if is_one else "no_study_number"


def _is_date(text: str) -> bool:
    """Whether a text is a whole date with its century, as nothing but a date is written."""
    found = _DAY.fullmatch(text)
    if found is None:
        return False
    month, day = found["month"] or found["month2"], found["day"] or found["day2"]
    return 1 <= int(month) <= _MONTHS and 1 <= int(day) <= _DAYS
