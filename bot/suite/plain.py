"""An answer in plain form: what it was understood as, without Bedside's own types."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from bot.suite.shape import Answer, Limits, Plain, Span
from criteria.known.values import (
    Choice,
    Comparator,
    DateSpan,
    Doubt,
    NotApplicable,
    NotKnown,
    Quantity,
    Several,
)
from criteria.trial.protocol import NumberItem

if TYPE_CHECKING:
    from criteria.known.values import Reference, Value
    from criteria.rules.limits import Sign
    from criteria.trial.protocol import Item


_SIGNS: dict[Comparator, Sign] = {
    Comparator.LESS: "<",
    Comparator.AT_MOST: "≤",
    Comparator.MORE: ">",
    Comparator.AT_LEAST: "≥",
}
"""How a bound is written; what is exact has no sign."""


def answer(text: str, value: Value, item: Item) -> Answer:
    """Return an answer as it was typed, and in plain form."""
    return Answer(text=text, **dict(plain(value, item)))


def plain(value: Value, item: Item) -> Plain:
    """Return a value in plain form."""
    match value:
        case Choice():
            return Plain(code=value.code, day=_span(value.date))
        case DateSpan():
            return Plain(first=value.first.isoformat(), last=value.last.isoformat())
        case Quantity():
            return _number(value, item)
        case Several():
            return Plain(several=tuple(plain(each, item) for each in value.results))
        case _:
            return _nothing(value)


def _nothing(value: NotKnown | NotApplicable | Doubt) -> Plain:
    """Return an answer that gives no value."""
    if isinstance(value, NotApplicable):
        return Plain(not_applicable=True)
    return Plain(unknown=True, doubt=value.code if isinstance(value, Doubt) else None)


def _number(value: Quantity, item: Item) -> Plain:
    return Plain(
        number=f"{value.number:f}",
        comparator=_SIGNS.get(value.comparator),
        to=_other_end(value, item),
        unit=value.unit or None,
        day=_span(value.date),
        limits=_limits(value.reference),
        method=value.method,
    )


def _other_end(value: Quantity, item: Item) -> str | None:
    """Return the upper end of a range of whole numbers, in the printed unit."""
    interval = value.interval
    if interval is None or value.comparator is not Comparator.EQUAL or interval.high is None:
        return None
    if interval.high == interval.low or not isinstance(item, NumberItem):
        return None
    end = item.printed(interval.high, value.unit or item.canonical)
    return f"{Decimal(end.numerator) / end.denominator:f}"


def _span(when: DateSpan | None) -> Span | None:
    if when is None:
        return None
    return Span(first=when.first.isoformat(), last=when.last.isoformat())


def _limits(reference: Reference | None) -> Limits | None:
    if reference is None:
        return None
    return Limits(low=_digits(reference.low), high=_digits(reference.high))


def _digits(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"
