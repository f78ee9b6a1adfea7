"""Answers to try a trial with: on every side of what an item can be asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, pairwise, product
from math import ceil
from typing import TYPE_CHECKING, TypeGuard

from criteria.known.months import add_months
from criteria.known.truth import Truth
from criteria.known.values import Choice, Comparator, DateSpan, NotKnown, Quantity, exactly
from criteria.rules.leaves import Test
from criteria.rules.rules import (
    Between,
    Depends,
    Limit,
    MonthsBefore,
    OfNormal,
    OlderThan,
    Single,
    Tested,
    Window,
    plain,
)
from criteria.rules.tree import mentioned, nodes, others
from criteria.trial.protocol import ChoiceItem, DateItem, NumberItem
from criteria.verdict.facts import Facts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from criteria.known.values import Value
    from criteria.rules.rules import Rule
    from criteria.trial.protocol import Criterion
    from criteria.trial.trial import Trial


def specimens(item: str, trial: Trial, today: date) -> tuple[Value, ...]:
    """Return answers on every side of what an item can be asked for, and not known."""
    known = trial.items[item]
    if isinstance(known, ChoiceItem):
        return (*(Choice(code, code) for code in known.choices), NotKnown())
    if isinstance(known, NumberItem):
        numbers = dict.fromkeys((*_numbers(known), *_at_limits(known, trial)))
        given = [_quantity(number, known) for number in numbers]
        return (*given, *_on_days(given, known, trial, today), NotKnown())
    days = dict.fromkeys(day for day in _days(known, trial, today) if _possible(day, known, today))
    return (*(DateSpan(day, day, str(day)) for day in days), NotKnown())


def _on_days(
    given: list[Quantity], item: NumberItem, trial: Trial, today: date
) -> Iterator[Quantity]:
    """Return results with the day that they are of, where a window looks at that day."""
    if any(isinstance(rule, Window | MonthsBefore) for rule in tried(item.id, trial)):
        for day in dict.fromkeys(_days(item, trial, today)):
            if day <= today:
                span = DateSpan(day, day, str(day))
                yield from (replace(one, date=span) for one in given)


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
        for rule in tried(item.id, trial)
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


def tried(item: str, trial: Trial) -> tuple[Rule, ...]:
    """Return every rule that an item is judged by anywhere: its own, and tests of it."""
    protocol = trial.protocol
    trees = [
        *(one.rule for one in protocol.criteria),
        *(one.applies for one in protocol.criteria if one.applies is not None),
        *(advisory.when for advisory in protocol.advisories),
        *(entry.when for entry in protocol.at_odds),
        *(one.asked for one in protocol.items if one.asked is not None),
    ]
    tests: list[Rule | None] = [trial.items[item].rule]
    tests += [node.test for tree in trees for node in nodes(tree) if _tests(node, item)]
    for other in protocol.items:
        cases = other.rule.cases if isinstance(other.rule, Depends) else ()
        conditions = (one for case in cases for one in case.when)
        tests += [one.test for one in conditions if isinstance(one, Tested) and one.item == item]
    return tuple(rule for test in tests for rule in plain(test))


def _tests(node: object, item: str) -> TypeGuard[Test]:
    return isinstance(node, Test) and node.item == item


def _possible(day: date, item: DateItem, today: date) -> bool:
    """Whether a day can be given as an answer."""
    latest = min(filter(None, (item.latest, today if item.past else None)), default=day)
    return item.earliest <= day <= latest


def _days(item: DateItem | NumberItem, trial: Trial, today: date) -> Iterator[date]:
    """Return a day within each window and days beside both of its ends, and two more."""
    for rule in tried(item.id, trial):
        if isinstance(rule, MonthsBefore):
            for months in (rule.at_least, rule.at_most):
                yield from _beside(add_months(today, -months))
            yield add_months(today, -rule.at_least - 1)
            yield add_months(today, -rule.at_most - 1)
        elif isinstance(rule, OlderThan):
            back = timedelta(days=rule.days or 0)
            yield from _beside(add_months(today, -(rule.months or 0)) - back)
        elif isinstance(rule, Window):
            for anchor in _anchors(rule, trial, today):
                yield from _around(rule, anchor, trial)
    yield today
    yield today - timedelta(days=365)


def _beside(day: date) -> tuple[date, date, date]:
    return day, day - timedelta(days=1), day + timedelta(days=1)


def _anchors(rule: Window, trial: Trial, today: date) -> tuple[date, ...]:
    """Return the days that a window may count from: the reference date, or another answer."""
    origin = trial.items.get(rule.from_ or "")
    days = (today, today - timedelta(days=365))
    if not isinstance(origin, DateItem):
        return (today,)
    return tuple(day for day in days if _possible(day, origin, today)) or (today,)


def _around(rule: Window, anchor: date, trial: Trial) -> Iterator[date]:
    """Return days at a window's end and on both sides of it, in whatever it is counted."""
    sides = {"before": (-1,), "after": (1,), "around": (-1, 1)}[rule.side]
    for side in sides:
        if rule.in_months is not None:
            yield from _beside(add_months(anchor, side * rule.in_months))
        if rule.in_days is not None:
            yield from _beside(anchor + timedelta(days=side * rule.in_days))
        for days in _half_lives(rule, trial):
            yield from _beside(anchor + timedelta(days=side * days))
        yield anchor + timedelta(days=side * 3650)


def _half_lives(rule: Window, trial: Trial) -> Iterator[int]:
    """Return how many days the half-lives of a window take, short and long."""
    known = trial.items.get(rule.half_life or "")
    if rule.half_lives is None or not isinstance(known, NumberItem):
        return
    for number in dict.fromkeys(_numbers(known)):
        in_days = known.printed(number, "days") * Fraction(rule.half_lives)
        if in_days < _LONGEST:
            yield ceil(in_days)


_LONGEST = 40_000
"""Days that a date can be moved by."""


def pairs(possible: dict[str, tuple[Value, ...]]) -> Iterator[tuple[str, Value]]:
    """Return every answer to every item."""
    for item, values in possible.items():
        for value in values:
            yield item, value


def changes(possible: dict[str, tuple[Value, ...]], several: int) -> Iterator[dict[str, Value]]:
    """Return every set of answers to so many of the items."""
    for items in combinations(possible, several):
        for values in product(*(possible[item] for item in items)):
            yield dict(zip(items, values, strict=True))


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


def items_of(criterion: Criterion, trial: Trial) -> tuple[str, ...]:
    """Return the items that a criterion's rule and its applicability go by."""
    named = list(_all_mentioned(criterion.id, trial))
    if criterion.applies is not None:
        named += mentioned(criterion.applies)
    beside = [other for name in named for other in trial.leaning.get(name, ())]
    return tuple(dict.fromkeys((*named, *beside)))


def _all_mentioned(criterion: str, trial: Trial) -> Iterator[str]:
    """Return the items of a rule, and of the rules of the criteria that it leans on."""
    rule = trial.criteria[criterion].rule
    yield from mentioned(rule)
    for other in others(rule):
        yield from _all_mentioned(other, trial)
