"""What a file of a record would answer: rows as `bedside read` has them, and what is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.batch.read import as_rows as rows_of
from bot.presentation.left_out import said_left_out
from bot.presentation.sentences import Speaker
from criteria.known.values import Choice, Doubt, Quantity
from criteria.reading.reports.report import LaboratoryReading, Result

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bot.prefill.choosing import LeftOut, Offered
    from bot.prefill.offering import Offer
    from bot.prefill.reported import Source
    from bot.texts.words import Texts
    from criteria.trial.trial import Trial

Row = dict[str, Any]
_KEYS = ("item", "value", "comparator", "unit", "unit_source", "canonical", "date")


def as_rows(offer: Offer, trial: Trial, today: date, texts: Texts) -> list[Row]:
    """Return a row for each value, and then one for each thing that is left out, with the reason.

    A row of what is left out has no item and no value: what it would have been for is beside
    the reason.
    """
    values = value_rows(offer, trial, today)
    sources = [_source(one.source) | _interval(one) for one in offer.values]
    used = [
        {**row, "source": source, "left_out": None}
        for row, source in zip(values, sources, strict=True)
    ]
    return [*used, *(_left_out(one, texts) for one in offer.left_out)]


def value_rows(offer: Offer, trial: Trial, today: date) -> list[Row]:
    """Return a row for each value, with the keys that `bedside read` has."""
    numbers = tuple(
        Result(one.item, one.value, one.unit_source)
        for one in offer.values
        if not isinstance(one.value, Choice)
    )
    read = iter(rows_of(LaboratoryReading(numbers, ()), trial, today))
    return [_row(one, read) for one in offer.values]


def _row(one: Offered, read: Iterator[Row]) -> Row:
    if isinstance(one.value, Choice):
        code = one.value.code
        row = dict.fromkeys(_KEYS)
        return {**row, "item": one.item, "value": code, "comparator": "=", "canonical": code,
                "unit_source": one.unit_source, "flags": []}  # fmt: skip
    return next(read)


def _source(source: Source) -> Row:
    place: Row = {source.place: source.at} if source.at else {}
    return {
        "format": source.form, **place, "system": source.system, "code": source.code or None,
        "status": source.status or None, "method": source.method or None,
    }  # fmt: skip


def _interval(one: Offered) -> Row:
    """Return the reference interval that is beside a result, in the result's own unit."""
    value = one.value.candidates[0] if isinstance(one.value, Doubt) else one.value
    reference = value.reference if isinstance(value, Quantity) else None
    low, high = (reference.low, reference.high) if reference else (None, None)
    return {
        "low": None if low is None else f"{low:f}",
        "high": None if high is None else f"{high:f}",
    }


def _left_out(one: LeftOut, texts: Texts) -> Row:
    row: Row = {**dict.fromkeys(_KEYS), "flags": []}
    row["date"] = str(one.day) if one.day else None
    row["source"] = _source(one.source) if one.source else None
    reason = texts.left_out.say(one.code)
    return {
        **row,
        "left_out": {"item": one.item, "code": one.code, "text": reason, "count": one.count},
    }


def as_lines(offer: Offer, trial: Trial, texts: Texts) -> list[str]:
    """Return a line for each choice, and for each thing that is left out with the reason."""
    speaker = Speaker(trial, texts)
    chosen = [
        f"{speaker.label(one.item)}: {speaker.value(one.item, one.value)}"
        for one in offer.values
        if isinstance(one.value, Choice)
    ]
    return [*chosen, *(said_left_out(one, speaker) for one in offer.left_out)]
