"""Which of several results counts: the newest as far as that is known (policy P16), or all of them.

A trial may go by the highest, the lowest or the mean of repeated measurements instead.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from criteria.known.values import Comparator, DateSpan, Interval, Quantity, Several

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from criteria.known.values import Choice, Value
    from criteria.trial.protocol import NumberItem


def newest(several: Several, today: date) -> Value:
    """Keep the newest dated result, and beside it every result that could be newer.

    Nothing is dropped that has no complete date, or one that lies after the reference date: then
    the results count only where they agree.
    """
    days = [_day(result, today) for result in several.results]
    dated = [day for day in days if day]
    if not dated or any(isinstance(result, DateSpan) for result in several.results):
        return several
    pairs = zip(several.results, days, strict=True)
    kept = tuple(result for result, day in pairs if day is None or day == max(dated))
    return kept[0] if len(kept) == 1 else Several(kept, several.text)


def _day(result: Quantity | Choice | DateSpan, today: date) -> date | None:
    """Return the day of a result; None where it has none, only a month, or one still to come."""
    when = getattr(result, "date", None)
    if not isinstance(when, DateSpan) or not when.exact or when.first > today:
        return None
    return when.first


_SHOWN = 2
"""The decimals that a mean is shown with; it is judged as it is."""


def combined(
    results: Sequence[Quantity | Choice | DateSpan],
    item: NumberItem,
    text: str,
) -> Quantity | Several:
    """Return the highest, the lowest or the mean of results, of bounds as far as it is known."""
    intervals = [
        result.interval
        for result in results
        if isinstance(result, Quantity) and result.interval is not None
    ]
    first = results[0]
    if len(intervals) < len(results) or not isinstance(first, Quantity):
        return Several(tuple(results), text)
    interval = _COMBINED[item.repeated](intervals)
    number = round(Decimal(interval.low.numerator) / interval.low.denominator, _SHOWN)
    sign = Comparator.EQUAL if interval.high is not None else Comparator.AT_LEAST
    plain = replace(first, text=text, number=number, comparator=sign, date=None)
    return replace(plain, unit=item.canonical, interval=interval)


def _highest(intervals: list[Interval]) -> Interval:
    highs = [one.high for one in intervals if one.high is not None]
    high = max(highs) if len(highs) == len(intervals) else None
    return Interval(max(one.low for one in intervals), high)


def _lowest(intervals: list[Interval]) -> Interval:
    highs = [one.high for one in intervals if one.high is not None]
    return Interval(min(one.low for one in intervals), min(highs, default=None))


def _mean(intervals: list[Interval]) -> Interval:
    highs = [one.high for one in intervals if one.high is not None]
    share = Fraction(1, len(intervals))
    high = sum(highs, Fraction(0)) * share if len(highs) == len(intervals) else None
    return Interval(sum((one.low for one in intervals), Fraction(0)) * share, high)


_COMBINED = {"highest": _highest, "lowest": _lowest, "mean": _mean}
