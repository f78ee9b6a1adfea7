"""The short way for the plainest answers: one number, and a unit, well inside what is usual.

Most results are written like that. The short way gives exactly what `quantities` gives, only
sooner; whatever is not as plain as this is left to it.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from criteria.units import standard_unit
from criteria.values import Comparator, Interval, Quantity

if TYPE_CHECKING:
    from criteria.trial import NumberItem

_PLAIN = re.compile(
    r"(?P<sign>[<>≤≥]?) ?"
    r"(?P<number>(?:0|[1-9][0-9]{0,5})(?:[.,](?:[0-9]{1,2}|[0-9]{4,6}))?)"
    r"(?: ?(?P<unit>(?:[^\W\d_]|[/%])[^\n;,()]{0,24}|(?<= )10\^9/[Ll]))?"
)
_SIGNS = {"": Comparator.EQUAL, **{sign.value: sign for sign in Comparator}}


def read_plain(text: str, item: NumberItem) -> Quantity | None:
    """Read a plain number with its unit; None for everything that needs a closer look."""
    found = _PLAIN.fullmatch(text)
    if found is None:
        return None
    unit = _unit(found["unit"], item)
    if unit is None or (found["sign"] and item.upper_limit_of):
        return None
    number = Decimal(found["number"].replace(",", "."))
    if item.whole and number != int(number):
        return None
    canonical = Fraction(number) * item.units[unit]
    if not (item.soft or item.hard).holds(canonical) or not item.hard.holds(canonical):
        return None
    sign = _SIGNS[found["sign"]]
    return Quantity(text, number, sign, unit, Interval.reported(sign, canonical))


def _unit(written: str | None, item: NumberItem) -> str | None:
    """Give the unit's standard name; the question's own where none is written and it names it."""
    if written is None:
        return item.canonical if item.unit_in_question else None
    return _standard(written, tuple(item.units))


_standard = lru_cache(maxsize=1024)(standard_unit)
