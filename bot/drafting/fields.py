"""The age and the sex of an entry's fields: criteria too, and compared with what the text says."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from bot.drafting.clauses import End, Numeric, Reading, Sex, read
from bot.drafting.outline import Point
from bot.drafting.splitting import Found

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.drafting.entry import AgeBound, Entry
    from bot.drafting.headings import Side

_MONTHS = {"years": 12, "months": 1}


class Stated(NamedTuple):
    """A bound on the age, in months, that a text states."""

    sign: str
    months: Decimal


class Fields(NamedTuple):
    """What the fields add to the text, and where they contradict it."""

    criteria: tuple[Found, ...]
    doubts: tuple[str, ...]


_Readings = list[tuple[Found, Reading]]


def compared(entry: Entry, found: Iterable[Found]) -> Fields:
    """Return the criteria that only the fields have, and what does not agree with the text."""
    every = tuple(found)
    readings = [(one, reading) for one in every if (reading := _reading(one)) is not None]
    wanted = [
        *_bound(entry.youngest, "Minimum Age", every, readings),
        *_bound(entry.oldest, "Maximum Age", every, readings),
        *_sex(entry, readings),
    ]
    return Fields(
        tuple(each for each in wanted if isinstance(each, Found)),
        tuple(each for each in wanted if isinstance(each, str)),
    )


def _reading(found: Found) -> Reading | None:
    return None if found.point.below else read(found.point.own)


def _bound(
    bound: AgeBound | None, label: str, found: tuple[Found, ...], readings: _Readings
) -> Iterator[Found | str]:
    """Return the criterion of an age field that the text lacks, or where they do not agree."""
    if bound is None:
        return
    lowest = label == "Minimum Age"
    signs = (">", "≥") if lowest else ("<", "≤")
    stated = [(one, end) for one, reading in readings for end in _ends(reading, one.side, signs)]
    if not stated and not _mentioned(bound, found):
        yield _as_criterion(f"{label}: {bound.written}")
    factor = _MONTHS.get(bound.unit, 0)
    agrees = Stated("≥" if lowest else "≤", Decimal(bound.number * factor))
    for one, end in stated:
        if end != agrees:
            yield _against(f"{label}: {bound.written}", one)


def _against(field: str, one: Found) -> str:
    return f"The entry's field says “{field}”, its text says “{one.point.own}”: the text was taken."


def _mentioned(bound: AgeBound, found: tuple[Found, ...]) -> bool:
    """Whether a criterion that was not read as a whole states this age in words of its own."""
    number = (
        rf"(?<![\d.]){bound.number}\s*(?:-|–|to)?\s*(?:\d+\s*)?(?:{bound.unit[:-1]}s?"
        rf"|yrs?|yo|y/o)\b"
    )
    return any(
        re.search(number, one.text, re.IGNORECASE)
        and re.search(r"\b(?:aged?|old|older|adults?|years? of age)\b", one.text, re.IGNORECASE)
        for one in found
        if one.side == "inclusion"
    )


def _ends(reading: Reading, side: Side, signs: tuple[str, str]) -> Iterator[Stated]:
    """Return the bounds on the age that a criterion sets, on one side."""
    turned = {">": "≤", "≥": "<", "<": "≥", "≤": ">"}
    for clause in reading.clauses:
        if isinstance(clause, Numeric) and clause.key == "age":
            for end in clause.ends:
                sign = end.sign if side == "inclusion" else turned[end.sign]
                if sign in signs:
                    yield Stated(sign, end.limit * _MONTHS[clause.unit])


def _sex(entry: Entry, readings: _Readings) -> Iterator[Found | str]:
    """Return the criterion of the field for the sex, or where it does not agree with the text."""
    wanted = entry.sex.lower()
    stated = [
        (one, clause.sex)
        for one, reading in readings
        for clause in reading.clauses
        if isinstance(clause, Sex) and one.side == "inclusion"
    ]
    if wanted in ("female", "male") and not stated:
        yield _as_criterion(f"Sex: {entry.sex}")
    for one, sex in stated:
        if wanted and sex != wanted:
            yield _against(f"Sex: {entry.sex}", one)


def _as_criterion(text: str) -> Found:
    return Found("inclusion", "", Point(0, 0, None, [text]))


def field_reading(text: str) -> Reading | None:
    """Read a criterion that was made of a field."""
    label, _, value = text.partition(": ")
    if label == "Sex":
        return Reading((Sex(value.lower()),), frozenset())
    number, _, unit = value.partition(" ")
    months = unit.lower().startswith("month")
    if not number.isdigit() or number == "0" or not unit.lower().startswith(("month", "year")):
        return None
    end = End("≥" if label == "Minimum Age" else "≤", Decimal(number))
    return Reading((Numeric("age", (end,), "months" if months else "years"),), frozenset())
