"""Dates as people write them: typed as an answer, or standing inside other text.

Nothing is guessed. Every reading that is a day of the calendar is collected, what the item does
not allow is dropped, and what then can still mean several days is asked back. So is whatever is
written beside the reference date or roughly (`relative_dates`). How dates are written is said in
`date_forms`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from criteria.known.months import add_months
from criteria.known.values import DateSpan, Doubt, Refusal
from criteria.reading.spelling.date_forms import (
    YEARLESS,
    Meaning,
    distinct,
    folded,
    meanings,
    readings,
    shapes_in,
)
from criteria.reading.spelling.relative_dates import relative_dates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from criteria.known.codes import RefusalCode
    from criteria.trial.protocol import DateItem

_MONTH = 31
"""Days; a year in question says too little to be suggested."""
Found = tuple[DateSpan, int, int]
"""A day inside other text, with its start and its end; the end includes a time of day."""


def find_date(text: str) -> Found | None:
    """Find the first day that is written completely and unmistakably."""
    return next(_found(text), None)


def find_dates(text: str) -> tuple[Found, ...]:
    """Find every day that is written completely and unmistakably."""
    return tuple(_found(text))


def written_days(text: str) -> Iterator[tuple[DateSpan | None, int, int]]:
    """All that is written like a day with its start and end; None where it is not unmistakable.

    The numbers in there are parts of dates, never results.
    """
    for start, end_of_day, end in shapes_in(text):
        days = readings(text[start:end_of_day])
        yield (days[0] if len(days) == 1 and days[0].exact else None), start, end


def _found(text: str) -> Iterator[Found]:
    return ((day, start, end) for day, start, end in written_days(text) if day is not None)


def read_date(text: str, item: DateItem, reference_date: date) -> DateSpan | Doubt | Refusal:
    """Read a typed date, or say why it cannot be taken; one that is questioned is confirmed."""
    written = text.strip()
    read = _questioned if written.endswith("?") else _read
    return read(written, item, reference_date)


def _read(written: str, item: DateItem, reference_date: date) -> DateSpan | Doubt | Refusal:
    plain = folded(written)
    found = meanings(plain)
    possible = [span for _, span in found or () if span.exact or not item.whole_day]
    roughly = () if found else _roughly(written, item, reference_date)
    if roughly:
        return Doubt("date_relative", roughly, written)
    if not possible:
        code = _what_is_wrong(plain, found)
        return Refusal(code, written, (("example", reference_date.isoformat()),))
    misplaced = [_misplaced(span, item, reference_date) for span in possible]
    allowed = [span for span, wrong in zip(possible, misplaced, strict=True) if wrong is None]
    if not allowed:
        wrong = next(filter(None, misplaced))
        return Refusal(wrong[0], written, (wrong[1],))
    spans = distinct(replace(span, text=written) for span in allowed)
    if len(spans) > 1 or _swappable(found or []):
        return Doubt("date_ambiguous", spans, written)
    if _unlikely(spans[0], item, reference_date):
        return Doubt("unlikely", spans, written)
    return spans[0]


def _questioned(written: str, item: DateItem, reference_date: date) -> Doubt | Refusal:
    """Suggest a day or a month that a question mark puts in doubt: "2026-03-12?"."""
    found = _read(written.rstrip("? "), item, reference_date)
    if isinstance(found, DateSpan) and (found.last - found.first).days >= _MONTH:
        return Refusal("not_a_date", written, (("example", reference_date.isoformat()),))
    if isinstance(found, DateSpan):
        return Doubt("suggested", (replace(found, text=written),), written)
    return replace(found, text=written)


def _roughly(written: str, item: DateItem, reference_date: date) -> tuple[DateSpan, ...]:
    """Return the days that a relative date can mean, of those that the item allows."""
    return tuple(
        span
        for span in relative_dates(written, reference_date)
        if (span.exact or not item.whole_day) and _misplaced(span, item, reference_date) is None
    )


def _what_is_wrong(written: str, found: list[Meaning] | None) -> RefusalCode:
    """Tell what kind of no date it is, where nothing can be taken."""
    if found is None:
        return "date_incomplete" if YEARLESS.fullmatch(written) else "not_a_date"
    return "date_incomplete" if found else "no_such_day"


def _misplaced(
    span: DateSpan, item: DateItem, reference_date: date
) -> tuple[RefusalCode, tuple[str, str]] | None:
    """What is wrong with a span no day of which the item allows, with the limit."""
    latest = item.latest or date.max
    if item.past:
        latest = min(latest, reference_date)
    if span.first > latest:
        return "date_too_late", ("latest", latest.isoformat())
    if span.last < item.earliest:
        return "date_too_early", ("earliest", item.earliest.isoformat())
    return None


def _swappable(found: list[Meaning]) -> bool:
    """Whether day and month could be swapped: then being possible alone decides nothing."""
    first = {order: span for order, span in reversed(found) if order in ("dmy", "mdy")}
    return len(set(first.values())) > 1


def _unlikely(span: DateSpan, item: DateItem, reference_date: date) -> bool:
    """Whether a day that it may be lies further back than is usual for the item."""
    if item.soft_months is None or span.first >= reference_date:
        return False
    try:
        return add_months(span.first, item.soft_months) < reference_date
    except (OverflowError, ValueError):
        return False
