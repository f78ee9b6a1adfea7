"""Answers to try a trial with: on every side of what an item can be asked for."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from criteria.known.months import add_months
from criteria.known.truth import Truth
from criteria.known.values import Choice, Comparator, DateSpan, NotKnown, Quantity, exactly
from criteria.rules.rules import BelowUpperLimit, MonthsBefore
from criteria.trial.protocol import ChoiceItem, DateItem, NumberItem
from criteria.verdict.facts import Facts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from criteria.known.values import Value
    from criteria.trial.trial import Trial


def specimens(item: str, trial: Trial, today: date) -> tuple[Value, ...]:
    """Return answers on every side of what an item can be asked for, and not known."""
    known = trial.items[item]
    if isinstance(known, ChoiceItem):
        return (*(Choice(code, code) for code in known.choices), NotKnown())
    if isinstance(known, NumberItem):
        numbers = (*_numbers(known), *_at_limit(known, trial))
        return (*(_quantity(number, known) for number in numbers), NotKnown())
    return (*(DateSpan(day, day, str(day)) for day in _days(known, today)), NotKnown())


def _numbers(item: NumberItem) -> Iterator[Fraction]:
    """Return the middle of what is usual, and the ends of what is possible."""
    usual = item.soft or item.hard
    middle = (usual.lowest + usual.highest) / 2
    yield Fraction(round(middle)) if item.whole else middle
    yield item.hard.lowest
    yield item.hard.highest


def _at_limit(item: NumberItem, trial: Trial) -> Iterator[Fraction]:
    """Return a result that the laboratory's upper limit decides, where it is judged by one."""
    limit = trial.upper_limits.get(item.id)
    if limit is not None and isinstance(item.rule, BelowUpperLimit):
        usual = limit.soft or limit.hard
        yield (usual.lowest + usual.highest) / 2 * item.rule.factor


def _quantity(number: Fraction, item: NumberItem) -> Quantity:
    printed = Decimal(number.numerator) / Decimal(number.denominator)
    return Quantity(str(printed), printed, Comparator.EQUAL, item.canonical, exactly(number))


def _days(item: DateItem, today: date) -> Iterator[date]:
    """Return a day within a window and days on both sides of it."""
    if isinstance(item.rule, MonthsBefore):
        yield add_months(today, -item.rule.at_least - 1)
        yield add_months(today, -item.rule.at_most - 1)
    yield today
    yield today - timedelta(days=365)


def pairs(possible: dict[str, tuple[Value, ...]]) -> Iterator[tuple[str, Value]]:
    """Return every answer to every item."""
    for item, values in possible.items():
        for value in values:
            yield item, value


def satisfying(
    possible: dict[str, tuple[Value, ...]], trial: Trial, today: date
) -> dict[str, Value]:
    """Return each item the first answer that satisfies its rule or opens its gate."""
    facts = Facts(trial, {}, today)
    found: dict[str, Value] = {}
    for item, value in pairs(possible):
        rule = trial.items[item].rule
        satisfies = rule is not None and rule.truth(value, item, facts) is Truth.YES
        opens = isinstance(value, Choice) and value.code in trial.gates.get(item, ())
        if satisfies or opens:
            found.setdefault(item, value)
    return found
