"""Answers to try a trial with: on every side of what an item can be asked for."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from criteria.known.months import add_months
from criteria.known.truth import Truth
from criteria.known.values import Choice, Comparator, DateSpan, NotKnown, Quantity, exactly
from criteria.rules.rules import Between, Limit, MonthsBefore, OfNormal, Single, Window, plain
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
        numbers = dict.fromkeys((*_numbers(known), *_at_limits(known, trial)))
        return (*(_quantity(number, known) for number in numbers), NotKnown())
    return (*(DateSpan(day, day, str(day)) for day in _days(known, today)), NotKnown())


def _numbers(item: NumberItem) -> Iterator[Fraction]:
    """Return the middle of what is usual, and the ends of what is possible."""
    usual = item.soft or item.hard
    middle = (usual.lowest + usual.highest) / 2
    yield Fraction(round(middle)) if item.whole else middle
    yield item.hard.lowest
    yield item.hard.highest


def _at_limits(item: NumberItem, trial: Trial) -> Iterator[Fraction]:
    """Return results at each limit, and a little and far on both sides of it."""
    limits = sorted(
        limit
        for rule in plain(item.rule)
        if isinstance(rule, Single | Between)
        for end in rule.ends
        for limit in _limits(end, item, trial)
    )
    yield from (limit for limit in limits if item.hard.holds(limit))
    for one, other in pairwise((item.hard.lowest, *limits, item.hard.highest)):
        yield (one + other) / 2


def _limits(end: Single, item: NumberItem, trial: Trial) -> Iterator[Fraction]:
    """Return a limit; of a limit of normal, what its middle and its ends make of it."""
    if isinstance(end, Limit):
        yield item.in_canonical(end.limit, end.unit or item.canonical)
    known = trial.limits(end.side).get(item.id) if isinstance(end, OfNormal) else None
    if known is not None and isinstance(end, OfNormal):
        usual = known.soft or known.hard
        yield (usual.lowest + usual.highest) / 2 * end.factor


def _quantity(number: Fraction, item: NumberItem) -> Quantity:
    printed = Decimal(number.numerator) / Decimal(number.denominator)
    return Quantity(str(printed), printed, Comparator.EQUAL, item.canonical, exactly(number))


def _days(item: DateItem, today: date) -> Iterator[date]:
    """Return a day within a window and days on both sides of it."""
    for rule in plain(item.rule):
        if isinstance(rule, MonthsBefore):
            yield add_months(today, -rule.at_least - 1)
            yield add_months(today, -rule.at_most - 1)
        elif isinstance(rule, Window):
            yield from _around(rule, today)
    yield today
    yield today - timedelta(days=365)


def _around(rule: Window, today: date) -> Iterator[date]:
    """Return days at a window's end and on both sides of it."""
    back = -1 if rule.side == "before" else 1
    if rule.in_months is not None:
        end = add_months(today, back * rule.in_months)
    else:
        end = today + timedelta(days=back * (rule.in_days or 1))
    yield from (end, end - timedelta(days=1), end + timedelta(days=1))
    yield today + timedelta(days=back * 3650)


def pairs(possible: dict[str, tuple[Value, ...]]) -> Iterator[tuple[str, Value]]:
    """Return every answer to every item."""
    for item, values in possible.items():
        for value in values:
            yield item, value


def satisfying(
    possible: dict[str, tuple[Value, ...]], trial: Trial, today: date
) -> dict[str, Value]:
    """Return each item the first answer that satisfies its rule or opens its gate."""
    return _coming_out(Truth.YES, possible, trial, today)


def violating(
    possible: dict[str, tuple[Value, ...]], trial: Trial, today: date
) -> dict[str, Value]:
    """Return each item the first answer that violates its rule."""
    return _coming_out(Truth.NO, possible, trial, today)


def _coming_out(
    wanted: Truth, possible: dict[str, tuple[Value, ...]], trial: Trial, today: date
) -> dict[str, Value]:
    steering = {name for others in trial.leaning.values() for name in others}
    unruled = (name for name in possible if name in steering and trial.items[name].rule is None)
    found = {name: possible[name][0] for name in unruled}
    for _ in range(2):  # once more, for what depends on other answers
        facts = Facts(trial, dict(found), today)
        for item, value in pairs(possible):
            rule = trial.items[item].rule
            satisfies = rule is not None and rule.truth(value, item, facts) is wanted
            opens = isinstance(value, Choice) and value.code in trial.gates.get(item, ())
            if satisfies or opens:
                found.setdefault(item, value)
    return found
