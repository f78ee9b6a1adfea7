"""Every number inside what goes in gives a number inside what comes out."""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction
from math import exp, inf, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.formulas.enclosures import Enclosure, hull

POINTS = st.fractions(-50, 50, max_denominator=40)
POSITIVE = st.fractions("1/40", 50, max_denominator=40)


def between(one: Fraction, other: Fraction) -> Enclosure:
    return Enclosure(min(one, other), max(one, other))


def holds(enclosure: Enclosure, number: Fraction | float) -> bool:
    return enclosure.low <= number <= enclosure.high


@given(POINTS, POINTS, POINTS, POINTS, st.fractions(0, 1), st.fractions(0, 1))
def test_sums_products_and_quotients_hold_every_result(  # two numbers in two enclosures
    a: Fraction, b: Fraction, c: Fraction, d: Fraction, s: Fraction, t: Fraction
) -> None:
    x, y = a + (b - a) * s, c + (d - c) * t
    one, other = between(a, b), between(c, d)
    assert holds(one + other, x + y)
    assert holds(one - other, x - y)
    assert holds(one * other, x * y)
    assert holds(one.least(other), min(x, y))
    assert holds(one.most(other), max(x, y))
    assert holds(hull([one, other]), x)
    if y:
        assert holds(one / other, x / y)


@given(POSITIVE, POSITIVE, st.fractions(0, 1), st.sampled_from(["-1.2", "0.425", "2", "-3", "0"]))
def test_powers_roots_and_logarithms_hold_every_result(
    a: Fraction, b: Fraction, s: Fraction, exponent: str
) -> None:
    x, one = a + (b - a) * s, between(a, b)
    power = Enclosure.exactly(Fraction(exponent))
    inner, outer = Enclosure.exactly(x), one
    for of_x, of_all in (
        (inner.power(power), outer.power(power)),
        (inner.logarithm(), outer.logarithm()),
        (inner.exponential(), outer.exponential()),
        (inner.root(2), outer.root(2)),
        (inner.root(3), outer.root(3)),
    ):
        assert of_all.low <= of_x.low <= of_x.high <= of_all.high
    assert float(inner.logarithm().low) == pytest.approx(log(x), rel=1e-12, abs=1e-15)
    assert float(inner.exponential().high) == pytest.approx(exp(x), rel=1e-12)


@given(POSITIVE, st.sampled_from([2, 3]))
def test_a_root_that_is_a_fraction_is_exact(number: Fraction, degree: int) -> None:
    assert Enclosure.exactly(number**degree).root(degree) == Enclosure.exactly(number)


@given(POSITIVE, st.sampled_from([2, 3]))
def test_any_other_root_lies_between_its_ends(number: Fraction, degree: int) -> None:
    found = Enclosure.exactly(number).root(degree)
    assert found.low**degree <= number <= found.high**degree
    assert found.high - found.low < Fraction(1, 10**28)


EXACT = Enclosure.exactly


@pytest.mark.parametrize(
    ("base", "exponent", "power"),
    [("3", "2", "9"), ("2", "-3", "1/8"), ("1/2", "-1", "2"), ("7", "0", "1"), ("7", "1", "7")],
)
def test_a_whole_power_is_exact(base: str, exponent: str, power: str) -> None:
    found = EXACT(Fraction(base)).power(EXACT(Fraction(exponent)))
    assert found == EXACT(Fraction(power))
    assert found.exact


def test_a_power_of_a_span_is_not_exact() -> None:
    squares = Enclosure(Fraction(2), Fraction(3)).power(EXACT(Fraction(2)))
    assert squares == Enclosure(Fraction(4), Fraction(9))
    assert not squares.exact


@pytest.mark.parametrize(
    ("number", "degree", "root"),
    [("4/9", 2, "2/3"), ("27/8", 3, "3/2"), ("1", 2, "1"), ("1764", 2, "42"), ("0", 3, "0")],
)
def test_a_root_of_a_fraction_is_a_fraction(number: str, degree: int, root: str) -> None:
    assert EXACT(Fraction(number)).root(degree) == EXACT(Fraction(root))


def test_below_zero_there_is_no_root() -> None:
    assert Enclosure(Fraction(-1), Fraction(9)).root(2) == Enclosure(Fraction(0), Fraction(3))


@pytest.mark.parametrize("number", ["2", "1/3", "88.4"])
def test_the_ends_lie_on_either_side_of_what_is_no_fraction(number: str) -> None:
    one, fifty = Fraction(number), Context(prec=50)
    exact = fifty.divide(Decimal(one.numerator), Decimal(one.denominator))
    for found, whole in (
        (EXACT(one).logarithm(), fifty.ln(exact)),
        (EXACT(one).exponential(), fifty.exp(exact)),
    ):
        assert found.low < Fraction(whole) < found.high


def test_what_may_be_divided_by_zero_has_no_end() -> None:
    anything = Enclosure(-inf, inf)
    assert Enclosure(Fraction(-2), Fraction(0)).reciprocal() == Enclosure(-inf, Fraction(-1, 2))
    assert Enclosure(Fraction(0), Fraction(2)).reciprocal() == Enclosure(Fraction(1, 2), inf)
    assert EXACT(Fraction(0)).reciprocal() == anything
    assert EXACT(Fraction(1)).reciprocal() == EXACT(Fraction(1))
    assert isinstance(Enclosure(Fraction(30), inf).reciprocal().low, Fraction)


@pytest.mark.parametrize("ends", [(-inf, Fraction(30)), (Fraction(30), inf), (-inf, inf)])
def test_nothing_times_anything_is_nothing(ends: tuple[Fraction | float, Fraction | float]) -> None:
    nothing = EXACT(Fraction(0))
    assert Enclosure(*ends) * nothing == nothing
    assert nothing * Enclosure(*ends) == nothing


def test_without_an_end() -> None:
    from_30 = Enclosure(Fraction(30), inf)
    below_1 = Enclosure(Fraction(0), Fraction(1))
    assert from_30.reciprocal() == Enclosure(Fraction(0), Fraction(1, 30))
    assert below_1.reciprocal() == Enclosure(Fraction(1), inf)
    assert Enclosure(Fraction(-1), Fraction(1)).reciprocal() == Enclosure(-inf, inf)
    assert from_30 * Enclosure.exactly(Fraction(0)) == Enclosure.exactly(Fraction(0))
    assert below_1.logarithm() == Enclosure(-inf, Fraction(0))
    assert Enclosure(-inf, Fraction(0)).exponential() == below_1
    assert from_30.exponential().high == inf
    assert from_30.root(2).high == inf
