"""Every number inside what goes in gives a number inside what comes out."""

from __future__ import annotations

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
