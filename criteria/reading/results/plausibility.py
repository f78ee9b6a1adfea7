"""Whether a printed number is usual, and what the reference interval beside it says."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from criteria.known.values import Comparator, Quantity, Reference

if TYPE_CHECKING:
    from decimal import Decimal

    from criteria.reading.results.lexemes import Number
    from criteria.reading.results.printed import Limits
    from criteria.trial.protocol import NumberItem
    from criteria.trial.trial import Trial


class Meaning(NamedTuple):
    """One of the things that a printed number may mean."""

    number: Decimal
    unit: str
    canonical: Fraction | None


def unlikely(meaning: Meaning, sign: Comparator, item: NumberItem) -> bool:
    """Whether a number is unusual. "<5" and ">200" are what a laboratory can measure."""
    if meaning.canonical is None:
        return False
    given = (Fraction(meaning.number), meaning.unit, meaning.canonical)
    if item.usual(*given):
        return False
    if item.below_usual(*given):
        return sign not in (Comparator.LESS, Comparator.AT_MOST)
    return sign not in (Comparator.MORE, Comparator.AT_LEAST)


def odd_limit(quantity: Quantity, item: NumberItem, trial: Trial) -> bool:
    """Whether the printed upper limit is unusual: with another one the verdict could turn."""
    limit = trial.upper_limits.get(item.id)
    printed = quantity.reference
    if limit is None or printed is None or printed.upper is None or printed.high is None:
        return False
    given = (Fraction(printed.high), quantity.unit, printed.upper)
    return not (limit.possible(*given) and limit.usual(*given))


def reference(
    limits: Limits | None, meaning: Meaning, item: NumberItem, trial: Trial
) -> Reference | None:
    """The printed reference interval where it is certain what it means."""
    if limits is None or limits.unit not in (None, meaning.unit):
        return None
    low, high = (
        _limit(end, meaning, item, trial) if end else None for end in (limits.low, limits.high)
    )
    if (limits.high and high is None) or (limits.low and low is None):
        return None
    factor = item.units.get(meaning.unit)
    upper = None if high is None or factor is None else item.in_canonical(high, meaning.unit)
    return Reference(low, high, upper)


def _limit(end: Number, meaning: Meaning, item: NumberItem, trial: Trial) -> Decimal | None:
    if len(end.candidates) == 1:
        return end.candidates[0]
    unit = meaning.unit if meaning.unit in item.units else item.canonical
    known = trial.upper_limits.get(item.id, item)
    fitting = [
        number
        for number in end.candidates
        if known.possible(Fraction(number), meaning.unit, item.in_canonical(number, unit))
    ]
    return fitting[0] if len(fitting) == 1 else None
