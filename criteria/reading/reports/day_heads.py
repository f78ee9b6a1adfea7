"""Days that are read together: 28/03/26 tells how 03/01/26 beside it is meant.

In a cumulative table the days go forward or back, over some years at most. Where just one order of
day, month and year fits all of them so, they are that; else each stays as it is written. A report
has one order for all its days, and in every language but English days come before months.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise

from criteria.reading.languages.wordlists import words
from criteria.reading.spelling.date_forms import folded, meanings, shapes_in

_ORDERS = ("dmy", "mdy", "ymd")
_SPAN = timedelta(days=3660)
_YEARS = range(1990, 2090)
_OTHER = re.compile(r"[^\W_]")
_MOST = 60
_LONGEST = 2400
_FOUR_DIGITS = re.compile(
    r"(?<![0-9./-])([0-9]{1,2})([/-])([0-9]{1,2})\2((?:19|20)[0-9]{2})(?![0-9/-]|\.[0-9])"
)
_YEAR_LAST = re.compile(r"[/-](?:19|20)[0-9]{2}(?![0-9/-])")
_MONTHS = 12
_DAY_FIRST = re.compile(
    rf"(?<![^\W_])(?:{'|'.join(words('dates', 'day_first'))})(?![^\W_])", re.IGNORECASE
)
_TWO_DIGITS = re.compile(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{2}")


def rewritten(text: str) -> str:
    """The text with such days as ISO 8601 writes them."""
    return _in_its_order("\n".join(_line(line) for line in text.split("\n")))


def _in_its_order(text: str) -> str:
    """The text with its days in the one order that some of them, or its language, show."""
    if not _YEAR_LAST.search(text):
        return text
    orders = {_shown_by(day) for day in _FOUR_DIGITS.finditer(text)}
    if None in orders and _DAY_FIRST.search(text):
        orders.add("dmy")
    certain = orders - {None}
    if None not in orders or len(certain) != 1:
        return text
    return _FOUR_DIGITS.sub(lambda day: _written(day, day_first="dmy" in certain), text)


def _shown_by(day: re.Match[str]) -> str | None:
    """The order in which a day alone can be meant; None if in both."""
    first, second = int(day[1]), int(day[3])
    if first == second or (first <= _MONTHS and second <= _MONTHS):
        return None
    return "dmy" if first > _MONTHS else "mdy"


def _written(day: re.Match[str], *, day_first: bool) -> str:
    first, second, year = int(day[1]), int(day[3]), int(day[4])
    number, month = (first, second) if day_first else (second, first)
    try:
        return date(year, month, number).isoformat()
    except ValueError:
        return day[0]


def _line(line: str) -> str:
    if len(line) > _LONGEST or sum(map(str.isdigit, line)) < 2 * len("1126"):
        return line
    shapes = list(shapes_in(line))
    if not 1 < len(shapes) <= _MOST or _holds_numbers(line, shapes):
        return line
    days = _together([line[start:end] for start, end, _ in shapes])
    if days is None:
        return line
    done, place = [], 0
    for (start, end, _), day in zip(shapes, days, strict=True):
        done += [line[place:start], day.isoformat()]
        place = end
    return "".join((*done, line[place:]))


def _holds_numbers(line: str, shapes: list[tuple[int, int, int]]) -> bool:
    """Whether a line holds numbers beside its days, and so is no head."""
    between = zip(
        (0, *(end for _, _, end in shapes)),
        (*(start for start, _, _ in shapes), len(line)),
        strict=True,
    )
    return any(char.isdigit() for start, end in between for char in line[start:end])


def _together(written: list[str]) -> list[date] | None:
    """The days in the one order that fits all of them."""
    orders = _ORDERS[:2] if all(map(_TWO_DIGITS.fullmatch, written)) else _ORDERS
    fitting = [days for order in orders if (days := _in_order(written, order))]
    different = list(dict.fromkeys(map(tuple, fitting)))
    return list(different[0]) if len(different) == 1 else None


def _in_order(written: list[str], order: str) -> list[date] | None:
    """The days in that order, if they are days and go one way."""
    days = []
    for text in written:
        found = [
            span.first
            for read_as, span in meanings(folded(text)) or ()
            if read_as == order and span.exact and span.first.year in _YEARS
        ]
        if len(set(found)) != 1:
            return None
        days.append(found[0])
    forward = all(one <= other for one, other in pairwise(days))
    back = all(one >= other for one, other in pairwise(days))
    return days if (forward or back) and max(days) - min(days) <= _SPAN else None
