"""Limits on both sides, open and closed, against numbers and against limits of normal."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given as over
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from criteria.known.truth import Truth
from criteria.known.values import Comparator, Interval, Quantity, Reference, Value, exactly
from criteria.rules.rules import OfNormal, Rule
from criteria.trial.site import Site
from criteria.verdict.facts import Facts
from tests.making import TODAY
from tests.small import number, trial

Y, N, U = Truth.YES, Truth.NO, Truth.UNKNOWN
RULE: TypeAdapter[Rule] = TypeAdapter(Rule)
NAME = "I1.x"


def result(text: str, unit: str = "1", reference: Reference | None = None) -> Quantity:
    sign = Comparator(text[0]) if text[0] in "<≤>≥" else Comparator.EQUAL
    figure = Decimal(text.lstrip("<≤>≥"))
    interval = Interval.reported(sign, Fraction(figure))
    return Quantity(text, figure, sign, unit, interval, reference=reference)


def judged(rule: dict[str, Any], value: Value, **limits: str) -> Truth:
    """Judge a result; limits are the laboratory's, given by themselves."""
    items = [number(f"I1.{side}", None, **_limit(side)) for side in ("upper", "lower")]
    given: dict[str, Value] = {f"I1.{side}": result(text) for side, text in limits.items()}
    return Facts(trial(number(NAME, rule), *items), {NAME: value, **given}, TODAY).item_truth(NAME)


def _limit(side: str) -> dict[str, Any]:
    return {f"{side}_limit_of": NAME, "soft": {"low": "10", "high": "20", "source": "a test"}}


@pytest.mark.parametrize(
    ("kind", "below", "at", "over_it"),
    [("above", N, N, Y), ("at_least", N, Y, Y), ("below", Y, N, N), ("at_most", Y, Y, N)],
)
def test_the_boundary_decides(kind: str, below: Truth, at: Truth, over_it: Truth) -> None:
    rule = {"kind": kind, "limit": "1.5"}
    assert [judged(rule, result(text)) for text in ("1.49", "1.5", "1.51")] == [below, at, over_it]
    for side in ("upper", "lower"):
        normal = {"kind": f"{kind}_{side}_limit", "times": "3"}
        found = [judged(normal, result(text), **{side: "0.5"}) for text in ("1.49", "1.5", "1.51")]
        assert found == [below, at, over_it]


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        ({"at_least": "7", "at_most": "10"}, [N, Y, Y, Y, N]),
        ({"above": "7", "at_most": "10"}, [N, N, Y, Y, N]),
        ({"at_least": "7", "below": "10"}, [N, Y, Y, N, N]),
        ({"above": "7", "below": "10"}, [N, N, Y, N, N]),
    ],
)
def test_each_end_of_a_range_is_open_or_closed(ends: dict[str, str], expected: list[Truth]) -> None:
    rule = {"kind": "between", **ends}
    assert [judged(rule, result(text)) for text in ("6.9", "7", "8", "10", "10.1")] == expected


@pytest.mark.parametrize(("text", "expected"), [("<7", N), ("<8", U), (">10", N), ("≥8", U)])
def test_a_bound_in_a_range_is_decided_where_all_agree(text: str, expected: Truth) -> None:
    rule = {"kind": "between", "at_least": "7", "at_most": "10"}
    assert judged(rule, result(text)) is expected


def test_a_limit_in_another_unit_is_converted_exactly() -> None:
    rule = {"kind": "at_most", "limit": "1.5", "unit": "mg/dL"}
    units = {"µmol/L": "1", "mg/dL": "88.4"}
    small = trial(number(NAME, rule, units=units))
    for figure, expected in (("132.6", Y), ("132.61", N)):
        facts = Facts(small, {NAME: result(figure, "µmol/L")}, TODAY)
        assert facts.item_truth(NAME) is expected


@pytest.mark.parametrize("side", ["upper", "lower"])
def test_the_item_that_holds_the_limit_is_the_one_of_its_side(side: str) -> None:
    holding = {"upper_limit": "I1.upper", "lower_limit": "I1.lower"}
    rule = RULE.validate_python({"kind": f"above_{side}_limit", **holding}, strict=False)
    assert isinstance(rule, OfNormal)
    assert (rule.side, rule.named) == (side, f"I1.{side}")


def test_a_lower_limit_counts_as_printed_beside_the_result() -> None:
    rule = {"kind": "at_least_lower_limit"}
    for low, expected in (("12", Y), ("13", N)):
        printed = Reference(Decimal(low), Decimal(40), Fraction(40))
        assert judged(rule, result("12", reference=printed)) is expected


@pytest.mark.parametrize(("text", "expected"), [("9.9", N), ("10", U), ("19", U), ("20", Y)])
def test_a_lower_limit_that_is_not_known_lies_in_what_is_usual(text: str, expected: Truth) -> None:
    assert judged({"kind": "at_least_lower_limit"}, result(text)) is expected


def test_a_range_in_another_unit_is_converted_at_both_ends() -> None:
    rule = {"kind": "between", "at_least": "1", "at_most": "1.5", "unit": "mg/dL"}
    small = trial(number(NAME, rule, units={"µmol/L": "1", "mg/dL": "88.4"}))
    for figure, expected in (("88.3", N), ("88.4", Y), ("132.6", Y), ("132.7", N)):
        facts = Facts(small, {NAME: result(figure, "µmol/L")}, TODAY)
        assert facts.item_truth(NAME) is expected


LOWER, UPPER = (
    "write a lower end: either above or at_least",
    "write an upper end: either below or at_most",
)
ORDER = "write a lower end below the upper one"


def test_a_printed_range_without_a_lower_end_or_in_another_unit_says_nothing_of_the_lower() -> None:
    rule = {"kind": "at_least_lower_limit"}
    without = Reference(None, Decimal(40), Fraction(40))
    assert judged(rule, result("12", reference=without)) is U
    printed = Reference(Decimal(13), Decimal(40), None)
    assert judged(rule, result("12", "%", reference=printed)) is U


def test_a_sites_upper_limit_is_no_lower_limit() -> None:
    rule = {"kind": "at_least_lower_limit"}
    small = trial(number(NAME, rule), number("I1.lower", None, **_limit("lower")))
    site = Site(upper_limits={NAME: {"female": Fraction(35), "male": Fraction(40)}})
    assert Facts(small, {NAME: result("12")}, TODAY, site).item_truth(NAME) is U


@pytest.mark.parametrize(
    ("ends", "what"),
    [
        ({}, LOWER),
        ({"above": "1"}, UPPER),
        ({"above": "1", "at_least": "1", "below": "2"}, LOWER),
        ({"above": "1", "below": "2", "at_most": "2"}, UPPER),
        ({"above": "2", "below": "1"}, ORDER),
        ({"at_least": "1", "at_most": "1"}, ORDER),
    ],
)
def test_a_range_has_two_ends_in_their_order(ends: dict[str, str], what: str) -> None:
    with pytest.raises(ValidationError, match=f"Value error, {what} \\["):
        RULE.validate_python({"kind": "between", **ends}, strict=False)


FIGURES = st.decimals("0", "50", places=1).map(str)
SIGNS = st.sampled_from(["", "<", "≤", ">", "≥"])
KINDS = [
    {"kind": "above", "limit": "15"},
    {"kind": "at_least", "limit": "15"},
    {"kind": "below", "limit": "15"},
    {"kind": "at_most", "limit": "15"},
    {"kind": "between", "above": "10", "at_most": "30"},
    {"kind": "between", "at_least": "10", "below": "30"},
    {"kind": "at_most_upper_limit", "times": "1.5"},
    {"kind": "above_lower_limit", "times": "0.5"},
]


@over(st.sampled_from(KINDS), SIGNS, FIGURES, FIGURES, st.integers(10, 20))
def test_what_a_bound_decides_every_number_behind_it_confirms(
    rule: dict[str, Any], sign: str, bound: str, point: str, normal: int
) -> None:
    interval = result(sign + bound).interval
    assert interval is not None
    # A point of the interval, and a limit of normal among those that are possible.
    if exactly(Fraction(point)).less_than(interval) is not N or _beyond(Fraction(point), interval):
        return
    known = judged(rule, result(sign + bound))
    exact = judged(rule, result(point), upper=str(normal), lower=str(normal))
    assert known in (U, exact)


def _beyond(point: Fraction, interval: Interval) -> bool:
    """Whether a number does not lie in an interval."""
    if point < interval.low or (point == interval.low and interval.low_open):
        return True
    high = interval.high
    return high is not None and (point > high or (point == high and interval.high_open))
