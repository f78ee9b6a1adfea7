"""Derived quantities: an item's formula, worked out on what was answered as far as it is known."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import isinf
from typing import TYPE_CHECKING

from criteria.formulas.enclosures import Enclosure
from criteria.formulas.formulas import formulas
from criteria.known.values import Comparator, DateSpan, Interval, Quantity
from criteria.trial.protocol import NumberItem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from criteria.formulas.expressions import Given
    from criteria.formulas.formulas import Formula, Input
    from criteria.rules.context import RuleContext
    from criteria.trial.protocol import Item

FORMULA = "formula"
"""The flag of a quantity that was worked out."""


def derived(item: NumberItem, items: Mapping[str, Item], around: RuleContext) -> Quantity | None:
    """Return what an item's formula gives; None where a part is missing or out of its range."""
    if item.derived is None:
        return None
    formula = formulas()[item.derived.by]
    given: dict[str, Given] = {}
    for name, known in formula.inputs.items():
        part = _given(known, item.derived.from_.get(name), items, around)
        if part is None:
            return None
        given[name] = part
    found = formula.value(given)
    return None if found is None else _quantity(found, formula, item)


def _given(
    known: Input, source: str | None, items: Mapping[str, Item], around: RuleContext
) -> Given | None:
    """Return what goes in for one input; None where it is not known."""
    if source is None:
        return Enclosure.exactly(Fraction(around.reference_date.toordinal()))
    if known.kind == "choice":
        code = around.code(source)
        return None if code == "unknown" else code
    value = around.value(source)
    if isinstance(value, DateSpan):
        days = (value.first.toordinal(), value.last.toordinal())
        return Enclosure(*map(Fraction, days)) if known.kind == "date" else None
    number = items[source]
    if not isinstance(value, Quantity) or not isinstance(number, NumberItem):
        return None
    measured = around.measured(source, value)
    return None if measured is None else _converted(measured, number, known.unit)


def _converted(measured: Interval, item: NumberItem, unit: str) -> Enclosure:
    """Return a result in the formula's unit."""
    high = float("inf") if measured.high is None else item.printed(measured.high, unit)
    return Enclosure(item.printed(measured.low, unit), high)


def _quantity(found: Enclosure, formula: Formula, item: NumberItem) -> Quantity | None:
    """Return what came out as a result in the formula's unit."""
    if not isinstance(found.low, Fraction):
        return None
    low = item.in_canonical(found.low, formula.unit)
    ends = not isinf(found.high) and isinstance(found.high, Fraction)
    high = item.in_canonical(Fraction(found.high), formula.unit) if ends else None
    sign = Comparator.EQUAL if ends else Comparator.AT_LEAST
    shown = round(Decimal(found.low.numerator) / found.low.denominator, formula.places)
    interval = Interval(low, high)
    return Quantity("", shown, sign, formula.unit, interval, flags=(FORMULA,))
