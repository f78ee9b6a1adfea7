"""From the reference's plain typed answers to Bedside's values."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from criteria.known.values import (
    Choice,
    Comparator,
    DateSpan,
    Interval,
    NotApplicable,
    NotKnown,
    Quantity,
    Value,
)
from criteria.trial.protocol import ChoiceItem, DateItem, NumberItem
from criteria.trial.trial import Trial

from .items import Answers, Typed


def as_values(typed: Answers, trial: Trial) -> dict[str, Value]:
    """Return Bedside's values for a patient of the reference."""
    return {item: as_value(answer, trial.items[item]) for item, answer in typed.items()}


def as_value(answer: Typed, item: ChoiceItem | NumberItem | DateItem) -> Value:
    if answer == "unknown":
        return NotKnown()
    if answer == "not_applicable":
        return NotApplicable()
    if isinstance(answer, str):
        return Choice(answer)
    if isinstance(answer, date):
        return DateSpan(answer, answer)
    first, second = answer
    if isinstance(first, date) and isinstance(second, date):
        return DateSpan(first, second)
    assert isinstance(item, NumberItem)
    assert isinstance(second, (Fraction, Decimal, int))
    comparator = Comparator(first)
    interval = Interval.reported(comparator, Fraction(second))
    return Quantity(str(second), Decimal(0), comparator, item.canonical, interval)
