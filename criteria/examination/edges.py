"""Answers on both sides of each limit, as somebody would type them.

An edge is one place where a rule turns: a limit, the end of a window. Its texts stand on both
sides of it and on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from criteria.known.months import add_months
from criteria.known.values import Comparator, Quantity, exactly
from criteria.rules.rules import Between, Limit, MonthsBefore, OfNormal, Single, Window
from criteria.rules.windows import dated
from criteria.trial.protocol import NumberItem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from fractions import Fraction

    from criteria.rules.rules import Rule
    from criteria.trial.protocol import Item
    from criteria.verdict.facts import Facts

_MOST_PLACES = 4
"""Decimals that a converted limit may need to be typed exactly."""

_FINE = range(2, _MOST_PLACES)
"""Decimals beside which a step is one of the last digit, not of the one behind it."""


@dataclass(frozen=True, slots=True)
class Edge:
    """One place where a rule turns."""

    texts: tuple[str, ...]
    """Below it, on it, above it; of a date: the day before, the day, the day after."""
    beside: tuple[str, ...] = ()
    """The same place in other words: bounds, other units, the month."""


def edges(rule: Rule, item: Item, facts: Facts) -> Iterator[Edge]:
    """Return the edges of a rule on an item, beside these answers."""
    if isinstance(item, NumberItem) and isinstance(rule, Single | Between):
        for end in rule.ends:
            yield from _of_limit(end, item, facts)
    elif isinstance(rule, MonthsBefore):
        for months in (rule.at_least, rule.at_most):
            yield _of_day(add_months(facts.reference_date, -months))
    elif isinstance(rule, Window):
        yield from _of_window(rule, facts)


def whole_months(rule: Rule | None, day: date) -> bool:
    """Whether the ends of a rule's windows lie on days from which months lead to this day."""
    months: tuple[int, ...] = ()
    if isinstance(rule, MonthsBefore):
        months = (rule.at_least, rule.at_most)
    elif isinstance(rule, Window) and rule.in_months is not None:
        months = (rule.in_months,)
    return all(add_months(add_months(day, -each), each) == day for each in months)


def _of_limit(end: Single, item: NumberItem, facts: Facts) -> Iterator[Edge]:
    """Return the edge of a limit; of a limit of normal that is a range, one for each end."""
    unit = (end.unit if isinstance(end, Limit) else "") or item.canonical
    measured = Quantity("", Decimal(1), Comparator.EQUAL, item.canonical, exactly(1))
    if isinstance(end, OfNormal) and item.id not in facts.trial.limits(end.side):
        return
    found = end.limits(measured, item.id, facts)
    for limit in dict.fromkeys(each for each in (found.low, found.high) if each is not None):
        yield _at(limit, unit, item)


def _at(limit: Fraction, unit: str, item: NumberItem) -> Edge:
    around = _around(item.printed(limit, unit), item)
    texts = tuple(_written(number, unit) for number in around)
    bounds = tuple(f"{sign}{texts[1]}" for sign in "<≤>≥")
    others = (
        _written(number, other)
        for other in item.units
        if other != unit
        for number in _around(item.printed(limit, other), item)
    )
    return Edge(texts, (*bounds, *others))


def _around(exact: Fraction, item: NumberItem) -> tuple[Decimal, Decimal, Decimal]:
    """Return a number that can be typed at a limit, and one a little to each side of it."""
    if item.whole:
        middle, step = Decimal(round(exact)), Decimal(1)
        return middle - step, middle, middle + step
    places = next((n for n in range(_MOST_PLACES) if (exact * 10**n).denominator == 1), None)
    if places is None:  # it cannot be typed exactly: two numbers that enclose it, and one more
        step = Decimal(1).scaleb(-2)
        low = Decimal(exact.numerator * 100 // exact.denominator) * step
        return low, low + step, low + 2 * step
    middle = Decimal(int(exact * 10**places)).scaleb(-places)
    step = Decimal(1).scaleb(-places if places in _FINE else -places - 1)
    return middle - step, middle, middle + step


def _written(number: Decimal, unit: str) -> str:
    return f"{number:f} {unit}".rstrip()


def _of_window(rule: Window, facts: Facts) -> Iterator[Edge]:
    """Return the edges of a window of time, on the sides that it looks to."""
    anchor = facts.reference_date
    if rule.from_ is not None:
        found = dated(facts.value(rule.from_))
        if found is None:
            return
        anchor = found.first
    for side in {"before": (-1,), "after": (1,), "around": (-1, 1)}[rule.side]:
        if rule.in_months is not None:
            yield _of_day(add_months(anchor, side * rule.in_months))
        if rule.in_days is not None:
            yield _of_day(anchor + timedelta(days=side * rule.in_days))
    yield _of_day(anchor)


def _of_day(day: date) -> Edge:
    one = timedelta(days=1)
    texts = tuple(each.isoformat() for each in (day - one, day, day + one))
    return Edge(texts, (f"{day:%Y-%m}", f"{day:%Y}"))
