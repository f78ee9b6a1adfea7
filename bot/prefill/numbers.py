"""Numbers, bounds and reference intervals as records write them, exactly."""

from __future__ import annotations

import re
from decimal import Context, Decimal
from typing import TYPE_CHECKING, NamedTuple

from criteria.known.values import Comparator
from criteria.reading.results.lexemes import Number
from criteria.reading.results.printed import Limits
from criteria.reading.spelling.numbers import MOST_DIGITS, candidates

if TYPE_CHECKING:
    from bot.prefill.reported import LeftOutCode

COMPARATORS = {
    "": Comparator.EQUAL,
    "=": Comparator.EQUAL,
    "<": Comparator.LESS,
    "<=": Comparator.AT_MOST,
    "≤": Comparator.AT_MOST,
    ">": Comparator.MORE,
    ">=": Comparator.AT_LEAST,
    "≥": Comparator.AT_LEAST,
}
_PLAIN = re.compile(r"[0-9]{1,40}(?:\.[0-9]{1,40})?")
_TEXT = re.compile(
    r"\s*(<=|>=|[<>=≤≥]?)\s*([0-9][0-9.,]{0,24})"
    r"(?:\s+([^\s–-].{0,39})|([^0-9\s–.,-].{0,39}))?\s*"
)
_SPREAD = re.compile(r"\s*[(\[]?\s*([0-9][0-9.,]{0,19})\s*[-–]\s*([0-9][0-9.,]{0,19})\s*[)\]]?\s*")
_ONE_END = re.compile(r"\s*[(\[]?\s*(<=|>=|[<>≤≥])\s*([0-9][0-9.,]{0,19})\s*[)\]]?\s*")
_ROUNDED = Context(prec=MOST_DIGITS)
"""More digits are a machine's, such as 13.600000000000001, and mean nothing."""
_LARGEST = 12
"""The power of ten that no result reaches."""


class Written(NamedTuple):
    """A number written with its sign and, where there is one, its unit."""

    comparator: Comparator
    number: Number
    unit: str = ""


def exact(value: Decimal) -> Number | None:
    """Return a decimal of a machine as a number that can mean one thing; None if it is none."""
    if not value.is_finite() or value.is_signed() or value.adjusted() > _LARGEST:
        return None
    number = _ROUNDED.plus(value)
    text = f"{number:f}"
    return Number(text, (Decimal(text),)) if len(text) <= MOST_DIGITS * 3 else None


def decimal(text: str) -> Number | None:
    """Return a number that has a point before its decimals; with a comma what it can mean."""
    text = text.strip().removeprefix("+")
    if _PLAIN.fullmatch(text):
        return exact(Decimal(text))
    found = candidates(text)
    return Number(text, found) if found else None


def written(text: str) -> Written | LeftOutCode:
    """Read a text that is nothing but a number with its sign and unit."""
    match = _TEXT.fullmatch(text)
    if match is None:
        return "range_not_value" if _SPREAD.fullmatch(text) else "not_a_number"
    sign, digits, apart, joined = match.groups()
    number = Number(digits, candidates(digits))
    if not number.candidates:
        return "range_not_value" if _SPREAD.fullmatch(text) else "not_a_number"
    return Written(COMPARATORS[sign], number, apart or joined or "")


def limits(text: str) -> Limits | None:
    """Return a reference interval that is written as a text; None where it is not clear."""
    both = _SPREAD.fullmatch(text)
    if both is not None:
        low, high = decimal(both[1]), decimal(both[2])
        return Limits(low, high) if low and high else None
    one = _ONE_END.fullmatch(text)
    number = decimal(one[2]) if one else None
    if one is None or number is None:
        return None
    return Limits(None, number) if one[1] in "<=≤" else Limits(number, None)
