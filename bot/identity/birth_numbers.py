"""Identity numbers that begin with a birth date, and how they differ from a time of sampling.

``260704-1226`` is the fourth of July at 12:26, ``870928-1226`` is a person: what decides is
whether the date is one of the years in which samples are taken, then how the number is written,
then its check digit.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from stdnum import luhn
from stdnum.dk import cpr
from stdnum.fi import hetu
from stdnum.is_ import kennitala
from stdnum.no import fodselsnummer

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLED = range(2018, 2033)
"""The years of results that are pasted; nobody born then can be screened as an adult."""
_BORN = range(1880, 2018)
_REPORTED = range(2000, 2036)
"""The years of results that somebody may look up."""
_DATE = (
    r"(?:(?:1[89]|20)[ ]?)?[0-9]{2}(?P<apart>[ .\-/]?)[0-9]{2}(?P=apart)[0-9]{2}"
    r"|(?:1[89]|20)[0-9]{4}[ .\-/][0-9]{2}"
    r"|[0-9]{2}(?P<parted>[ .\-/]?)[0-9]{2}(?P=parted)(?:1[89]|20)[0-9]{2}"
)
_BREAK = r"[ \t]{0,2}\n?[ \t]{0,2}"
DATED = re.compile(
    rf"(?<![0-9])(?<![0-9][.,:])(?P<date>{_DATE})"
    rf"(?:(?P<between>{_BREAK}[-+/_:]{_BREAK}|[ \t.]?\n?[ \t]?)"
    r"(?P<tail>[0-9]{5}|[0-9]{4}|[0-9]{2}[ ][0-9]{2}|(?<=[-+])[0-9]{3})(?![0-9])"
    r"|(?P<letter>[-+A-FU-Y])(?P<mixed>[0-9]{3}[0-9A-Z]|[A-Z]{1,2}[0-9]{2,3})(?![0-9A-Z]))"
)
"""A date of six or eight digits and what follows it; in upper case."""
_LINES = re.compile(r"(?m:^)[ \t]*(?P<part>[0-9+-]{0,12})[ \t]*(?m:$)|(?m:^).*?(?m:$)")
"""A line, and what it holds if that is digits alone."""
_MOST_LINES = 3
"""Lines of a number that is broken."""
_SEPARATORS = re.compile(r"[^0-9A-Z]")
_DAYS = 31
_SHIFTS = (0, 40, 60)
"""Added to the day: by Norway for a D number, by Sweden for a co-ordination number."""
_SIX = 6
_HOURS = 24
_MINUTES = 60


class Day(NamedTuple):
    """A day that digits can mean."""

    year: int
    month: int
    day: int
    plain: bool
    """Whether nothing was added to the day."""
    year_first: bool


def days(digits: str) -> Iterator[Day]:
    """Return the days that six or eight digits can mean: yymmdd, ddmmyy, with a century too."""
    if len(digits) == _SIX:
        centuries = ("19", "20")
        forms = [(f"{c}{digits[:2]}", digits[2:4], digits[4:], True) for c in centuries]
        forms += [(f"{c}{digits[4:]}", digits[2:4], digits[:2], False) for c in centuries]
    else:
        forms = [
            (digits[:4], digits[4:6], digits[6:], True),
            (digits[4:], digits[2:4], digits[:2], False),
        ]
    for year, month, day, year_first in forms:
        for shift in _SHIFTS:
            if 1 <= int(month) <= 12 and 1 <= int(day) - shift <= _DAYS:  # noqa: PLR2004
                yield Day(int(year), int(month), int(day) - shift, shift == 0, year_first)


def is_birth_date(digits: str) -> bool:
    """Whether digits can be the day on which an adult was born."""
    return any(day.year in _BORN for day in days(digits))


def is_recent(digits: str, years: range = SAMPLED, *, year_first: bool = False) -> bool:
    """Whether digits can be a day on which a sample is taken."""
    return any(
        day.year in years and day.plain and (day.year_first or not year_first)
        for day in days(digits)
    )


def _is_time(tail: str) -> bool:
    return len(tail) == 4 and int(tail[:2]) < _HOURS and int(tail[2:]) < _MINUTES  # noqa: PLR2004


def checks(digits: str) -> bool:
    """Whether the check digits of a number that begins with a date are right."""
    if len(digits) == 12:  # noqa: PLR2004 - with its century
        return is_birth_date(digits[:8]) and luhn.is_valid(digits[2:])
    if len(digits) == 11:  # noqa: PLR2004
        return fodselsnummer.is_valid(digits)
    if len(digits) != 10:  # noqa: PLR2004
        return False
    if not is_birth_date(digits[:6]):
        return False
    return (
        (luhn.is_valid(digits) and any(day.year_first for day in days(digits[:6])))
        or (cpr.checksum(digits) == 0 and cpr.is_valid(digits))
        or kennitala.is_valid(digits)
    )


def is_sampling_time(date: str, tail: str) -> bool:
    """Whether a date and four digits are a day and a time at which a sample was taken."""
    if not _is_time(tail):
        return False
    return is_recent(date, year_first=True) or (is_recent(date) and not checks(date + tail))


def is_sampled(found: re.Match[str]) -> bool:
    """Whether what has the shape of a date with more behind it is a time of sampling."""
    if found["mixed"] or "+" in found["between"]:
        return False
    return is_sampling_time(compact(found["date"]), compact(found["tail"]))


def compact(number: str) -> str:
    """Return a number without what separates its signs."""
    return _SEPARATORS.sub("", number)


def is_person(found: re.Match[str]) -> bool:
    """Whether what has the shape of a date with more behind it is somebody's number."""
    date = compact(found["date"])
    if found["mixed"]:
        return _is_mixed(date, found["letter"], found["mixed"])
    tail = compact(found["tail"])
    if not is_birth_date(date) or is_sampled(found):
        return False
    between, split = found["between"], "\n" in found["between"]
    if between.strip(" \t\n."):
        # A printed date, a hyphen and more than four digits is no form of any country.
        return len(tail) <= 4 or checks(date + tail)  # noqa: PLR2004
    if checks(date + tail) and not is_recent(date, year_first=True):
        return True
    if between == "" or split:  # all in one: the shape is plain with its century only
        return not split and len(date) > _SIX and found["date"].isdigit() and not is_recent(date)
    return not is_recent(date, _REPORTED)


def broken(upper: str) -> Iterator[tuple[int, int]]:
    """Yield where a person's number is broken over lines that hold nothing else."""
    if "\n" not in upper.strip():
        return
    lines = [(hit.start(), hit.end(), hit["part"]) for hit in _LINES.finditer(upper)]
    for place, (start, _, first) in enumerate(lines):
        parts = [first]
        for _, end, part in lines[place + 1 : place + _MOST_LINES]:
            if not part or not first:
                break
            parts.append(part)
            if _is_broken(parts):
                yield start, end


def _is_broken(parts: list[str]) -> bool:
    """Whether parts in lines below each other are one person's number."""
    found = DATED.fullmatch("".join(parts))
    if found and not found["mixed"] and is_person(found):
        marked = found["between"].strip() or checks(compact(found.group()))
        return bool(marked) or _is_date_and_tail(parts)
    return _is_date_and_tail(parts)


def _is_date_and_tail(parts: list[str]) -> bool:
    """Whether a day of birth stands above the four signs that belong to it."""
    date = "".join(parts[:-1])
    return (
        date.isdecimal()
        and len(date) in (_SIX, _SIX + 2)
        and parts[-1].isdecimal()
        and len(parts[-1]) == 4  # noqa: PLR2004
        and is_birth_date(date)
        and not is_recent(date, _REPORTED)
    )


def _is_mixed(date: str, letter: str, tail: str) -> bool:
    """Whether a number with letters is somebody's: Finland's, or a Swedish reserve number."""
    if not is_birth_date(date):
        return False
    if tail[0].isdigit():
        return hetu.is_valid(f"{date}{letter}{tail}") or letter in "-+A"
    return letter in "-+" and not is_recent(date)
