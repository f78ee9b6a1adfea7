"""The rules beside a plain reference that tries every answer that something may be."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

import pytest

from criteria.known.truth import Truth
from criteria.known.values import Choice, Comparator, DateSpan, Interval, Quantity, Value
from criteria.verdict.facts import Facts
from tests.small import choice, day, number, trial

from .intervals import Verdict
from .rules import agreed, case_holds, day_holds, number_holds

TODAY = date(2026, 3, 31)
TRUTHS: dict[Verdict, Truth] = {"S": Truth.YES, "V": Truth.NO, "U": Truth.UNKNOWN}
GRID = [Fraction(n, 2) for n in range(81)]
"""Numbers to try: every half from 0 to 40, with one beyond for what has no end."""


def result(sign: str, figure: Fraction) -> Quantity:
    comparator = Comparator(sign)
    decimal = Decimal(figure.numerator) / figure.denominator
    return Quantity("", decimal, comparator, "1", Interval.reported(comparator, figure))


def behind(value: Quantity) -> list[Fraction]:
    """Return the numbers that a result may be, of those that are tried."""
    figure = Fraction(value.number)
    match value.comparator:
        case Comparator.EQUAL:
            return [figure]
        case Comparator.LESS:
            return [n for n in GRID if n < figure]
        case Comparator.AT_MOST:
            return [n for n in GRID if n <= figure]
        case Comparator.MORE:
            return [n for n in (*GRID, Fraction(10**6)) if n > figure]
        case Comparator.AT_LEAST:
            return [n for n in (*GRID, Fraction(10**6)) if n >= figure]


NUMBERS: list[dict[str, Any]] = [
    *({"kind": kind, "limit": "15"} for kind in ("above", "at_least", "below", "at_most")),
    {"kind": "between", "above": "10", "at_most": "20"},
    {"kind": "between", "at_least": "10", "below": "20"},
    *({"kind": f"{kind}_upper_limit", "times": "2"} for kind in ("above", "at_least")),
    *({"kind": f"{kind}_upper_limit", "times": "2"} for kind in ("below", "at_most")),
    *({"kind": f"{kind}_lower_limit"} for kind in ("above", "at_least", "below", "at_most")),
]


@pytest.mark.parametrize("rule", NUMBERS, ids=lambda rule: rule["kind"])
def test_numbers(rule: dict[str, Any]) -> None:
    soft = {"low": "5", "high": "10", "source": "a test"}
    limits = [number(f"I1.{s}", None, **{f"{s}_limit_of": "I1.x", "soft": soft}) for s in SIDES]
    small = trial(number("I1.x", rule), *limits)
    normals = [n for n in GRID if 5 <= n <= 10]
    for sign, figure in product("=<≤>≥", map(Fraction, (5, 9, 10, 12, 15, 20, 21))):
        value = result(sign, figure)
        truth = Facts(small, {"I1.x": value}, TODAY).item_truth("I1.x")
        tried = (number_holds(rule, n, limit, limit) for n in behind(value) for limit in normals)
        assert truth is TRUTHS[agreed(tried)], (sign, figure)


SIDES = ("upper", "lower")
WINDOWS: list[dict[str, Any]] = [
    {"kind": kind, "side": side, **length}
    for kind in ("within", "less_than_ago", "at_least_ago", "stable_for", "longer_ago_than")
    for side in ("before", "after", "around")
    for length in ({"days": 30}, {"weeks": 4}, {"months": 1}, {"months": 6}, {"years": 1})
    if side != "around" or kind in ("within", "less_than_ago")
]


def days(span: DateSpan) -> list[date]:
    return [span.first + timedelta(days=n) for n in range((span.last - span.first).days + 1)]


@pytest.mark.parametrize("rule", WINDOWS, ids=lambda rule: " ".join(map(str, rule.values())))
def test_windows(rule: dict[str, Any]) -> None:
    small = trial(day("I1.x", {**rule, "from": "I1.anchor"}, past=False), day("I1.anchor"))
    chance = Random(3)  # noqa: S311 - the same every time
    for _ in range(60):
        spans = []
        for _ in range(2):
            first = TODAY + timedelta(days=chance.randrange(-400, 400))
            spans.append(DateSpan(first, first + timedelta(days=chance.choice([0, 0, 6, 30]))))
        when, anchor = spans
        answers: dict[str, Value] = {"I1.x": when, "I1.anchor": anchor}
        truth = Facts(small, answers, TODAY).item_truth("I1.x")
        tried = (day_holds(rule, one, other) for one in days(when) for other in days(anchor))
        assert truth is TRUTHS[agreed(tried)], (when, anchor)


def test_tables_of_cases() -> None:
    low = {"test": {"kind": "at_most", "limit": "30"}, "item": "I1.ef"}
    fibrillation = {"chosen": "I1.af", "among": ["yes"]}
    rules: list[dict[str, Any]] = [{"kind": "at_least", "limit": limit} for limit in "864"]
    cases = [
        {"when": [low, fibrillation], "rule": rules[0]},
        {"when": [low], "rule": rules[1]},
        {"rule": rules[2]},
    ]
    table = {"kind": "depends", "cases": cases}
    small = trial(number("I1.x", table), number("I1.ef"), choice("I1.af"))
    fractions = {None: (20, 30, 31), "20": (20,), "30": (30,), "31": (31,)}
    for figure, ef, af in product(range(3, 10), fractions, (None, "yes", "no")):
        answers: dict[str, Value] = {"I1.x": result("=", Fraction(figure))}
        if ef is not None:
            answers["I1.ef"] = result("=", Fraction(ef))
        if af is not None:
            answers["I1.af"] = Choice(af)
        outcomes = []
        for one, other in product(fractions[ef], ("yes", "no") if af is None else (af,)):
            conditions = [[one <= 30, other == "yes"], [one <= 30], []]
            rule = case_holds(list(zip(conditions, rules, strict=True)))
            assert rule is not None
            outcomes.append(number_holds(rule, Fraction(figure), Fraction(0), Fraction(0)))
        truth = Facts(small, answers, TODAY).item_truth("I1.x")
        assert truth is TRUTHS[agreed(outcomes)], (figure, ef, af)
