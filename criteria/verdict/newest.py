"""Which of several results counts: the newest, as far as that is known (policy P16)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from criteria.known.values import DateSpan, Several

if TYPE_CHECKING:
    from datetime import date

    from criteria.known.values import Choice, Quantity, Value


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
