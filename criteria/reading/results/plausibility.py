"""Whether a printed number is usual, and what the reference interval beside it says."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from criteria.known.unit_spellings import MULTIPLES
from criteria.known.values import Comparator, Quantity, Reference

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from criteria.reading.results.printed import Limits
    from criteria.trial.protocol import NumberItem
    from criteria.trial.trial import Trial


class Meaning(NamedTuple):
    """One of the things that a printed number may mean."""

    number: Decimal
    unit: str
    canonical: Fraction | None


def unlikely(meaning: Meaning, sign: Comparator, item: NumberItem) -> bool:
    """Whether a number is unusual. "<5" and ">200" are what a laboratory can measure.

    What stands in no report, as an age, is measured by none.
    """
    if meaning.canonical is None:
        return False
    given = (Fraction(meaning.number), meaning.unit, meaning.canonical)
    if item.usual(*given):
        return False
    if not item.names:
        return True
    if item.below_usual(*given):
        return sign not in (Comparator.LESS, Comparator.AT_MOST)
    return sign not in (Comparator.MORE, Comparator.AT_LEAST)


def odd_limit(quantity: Quantity, item: NumberItem, trial: Trial) -> bool:
    """Whether the printed upper limit is unusual: with another one the verdict could turn."""
    limit, given = trial.upper_limits.get(item.id), _printed_limit(quantity)
    if limit is None or given is None:
        return False
    return not (limit.possible(*given) and limit.usual(*given))


def impossible_limit(quantity: Quantity, item: NumberItem, trial: Trial) -> bool:
    """Whether no laboratory has the printed upper limit in that unit: “(<35)” is no µkat/L."""
    limit, given = trial.upper_limits.get(item.id), _printed_limit(quantity)
    return limit is not None and given is not None and not limit.possible(*given)


def _printed_limit(quantity: Quantity) -> tuple[Fraction, str, Fraction] | None:
    printed = quantity.reference
    if printed is None or printed.upper is None or printed.high is None:
        return None
    return Fraction(printed.high), quantity.unit, printed.upper


def reference(
    limits: Limits | None, meaning: Meaning, item: NumberItem, trial: Trial
) -> Reference | None:
    """The printed reference interval where it is certain what it means."""
    if limits is None or limits.unit not in (None, meaning.unit):
        return None
    high = _limit(limits.high.candidates if limits.high else (), meaning, item, trial)
    below = [] if limits.low is None else limits.low.candidates
    if high is not None:
        below = [number for number in below if number < high]
    low = _limit(below, meaning, item, trial)
    if (limits.high and high is None) or (limits.low and low is None):
        return None
    return Reference(low, high, None if high is None else _upper(high, meaning.unit, item))


def _upper(high: Decimal, unit: str, item: NumberItem) -> Fraction | None:
    """An upper limit in the canonical unit, if its own is one of the item's or a multiple."""
    base, times = MULTIPLES.get(unit, (unit, Fraction(1)))
    return item.in_canonical(Fraction(high) * times, base) if base in item.units else None


def _limit(
    ends: Sequence[Decimal], meaning: Meaning, item: NumberItem, trial: Trial
) -> Decimal | None:
    """The one number of these that can be a limit; None if there is none, or more than one."""
    if len(ends) > 1:
        unit = meaning.unit if meaning.unit in item.units else item.canonical
        known = trial.upper_limits.get(item.id, item)
        ends = [
            number
            for number in ends
            if known.possible(Fraction(number), meaning.unit, item.in_canonical(number, unit))
        ]
    return ends[0] if len(ends) == 1 else None
