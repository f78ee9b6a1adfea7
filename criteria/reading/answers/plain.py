"""The short way for the plainest answers: a number, a unit, perhaps its reference interval.

Most results are written like that, well inside what is usual. The short way gives exactly what
`quantities` gives, only sooner; whatever is not as plain as this is left to it.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from criteria.known.months import add_months
from criteria.known.unit_spellings import standard_unit
from criteria.known.values import Comparator, DateSpan, Interval, Quantity, Reference

if TYPE_CHECKING:
    from criteria.trial.protocol import DateItem, NumberItem
    from criteria.trial.trial import Trial

_NUMBER = r"(?:0|[1-9][0-9]{0,5})(?:[.,](?:[0-9]{1,2}|[0-9]{4,6}))?"
_GROUPED = r"[1-9][0-9]{0,2}[ \u00a0\u2009\u202f][0-9]{3}"
_PLAIN = re.compile(
    rf"(?P<sign>[<>≤≥]?) ?(?P<number>{_GROUPED}(?![0-9])|{_NUMBER})"
    r"(?: ?(?P<unit>(?:[^\W\d_]|[/%×])(?:[^\n;,()]|1,73){0,24}?|(?<= )10[E^]9/[Ll]))?"
    rf"(?: ?\((?:<|(?P<low>{_NUMBER})-)(?P<high>{_NUMBER})\))?"
)
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SPACES = re.compile(r"[ \u00a0\u2009\u202f]")
_SIGNS = {"": Comparator.EQUAL, **{sign.value: sign for sign in Comparator}}


def read_plain(text: str, item: NumberItem, trial: Trial) -> Quantity | None:
    """Read a plain number with its unit; None for everything that needs a closer look."""
    found = _PLAIN.fullmatch(text)
    if found is None or (item.limit_of and (found["sign"] or found["high"])):
        return None
    unit = _unit(found["unit"], item)
    number = _decimal(found["number"])
    if unit is None or unit in item.offsets or (item.whole and number != int(number)):
        return None
    factor = item.units[unit]
    canonical = Fraction(number) if factor == 1 else Fraction(number) * factor
    if not (_usual_as_printed(number, item) if factor == 1 else _usual(number, unit, item)):
        return None
    reference = None
    if found["high"]:
        reference = _reference(found["low"], found["high"], factor)
        limit = trial.upper_limits.get(item.id)
        if limit is None or not _usual(reference.high or Decimal(0), unit, limit):
            return None
        if reference.low is not None and reference.low >= (reference.high or 0):
            return None
    sign = _SIGNS[found["sign"]]
    interval = Interval.reported(sign, canonical)
    return Quantity(text, number, sign, unit, interval, reference=reference)


def read_plain_date(text: str, item: DateItem, reference_date: date) -> DateSpan | None:
    """Read a day as 2026-03-31; None for everything that needs a closer look."""
    if _ISO_DAY.fullmatch(text) is None:
        return None
    try:
        day = date.fromisoformat(text)
        oldest = add_months(day, item.soft_months) if item.soft_months else reference_date
    except (ValueError, OverflowError):
        return None
    latest = item.latest or date.max
    if not item.earliest <= day <= latest or (item.past and day > reference_date):
        return None
    return DateSpan(day, day, text) if oldest >= reference_date else None


def _usual(number: Decimal, unit: str, item: NumberItem) -> bool:
    given = (Fraction(number), unit, item.in_canonical(number, unit))
    return item.possible(*given) and item.usual(*given)


def _usual_as_printed(number: Decimal, item: NumberItem) -> bool:
    """The same for a number in the canonical unit, without fractions."""
    soft = item.soft or item.hard
    return soft.low <= number <= soft.high and item.hard.low <= number <= item.hard.high


def _decimal(written: str) -> Decimal:
    return Decimal(_SPACES.sub("", written).replace(",", "."))


def _reference(low: str | None, high: str, factor: Fraction) -> Reference:
    upper = _decimal(high)
    return Reference(None if low is None else _decimal(low), upper, Fraction(upper) * factor)


def _unit(written: str | None, item: NumberItem) -> str | None:
    """The unit's standard name; the question's own where none is written and it names it."""
    if written is None:
        return item.canonical if item.unit_in_question else None
    return _standard(written, tuple(item.units))


_standard = lru_cache(maxsize=1024)(standard_unit)
