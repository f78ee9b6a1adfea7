"""Factors and offsets as a trial file writes them, and the ranges around a value."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from pydantic import TypeAdapter, ValidationError

from criteria.known.ranges import Factor, Offset, Range

FACTOR: TypeAdapter[Fraction] = TypeAdapter(Factor)
OFFSET: TypeAdapter[Fraction] = TypeAdapter(Offset)
AS_TEXT = 'write the factor as text, exactly: "10", "16.114" or "1/60"'
NINE = 'write the factor with at most nine digits: "10", "16.114" or "1/60"'
ABOVE = "write a factor above 0"
OFFSET_AS_TEXT = 'write the offset as text, exactly: "-23.524" or "-160/9"'


@pytest.mark.parametrize(
    ("written", "exact"),
    [
        ("10", Fraction(10)),
        ("16.114", Fraction(16114, 1000)),
        ("1/60", Fraction(1, 60)),
        ("1.5/3", Fraction(1, 2)),
        ("1/060", Fraction(1, 60)),
        (Fraction(1, 60), Fraction(1, 60)),
    ],
)
def test_a_factor_is_exact(written: object, exact: Fraction) -> None:
    assert FACTOR.validate_python(written) == exact


@pytest.mark.parametrize(
    ("written", "exact"),
    [
        ("-23.524", Fraction(-23524, 1000)),
        ("-160/9", Fraction(-160, 9)),
        ("2.15", Fraction(215, 100)),
        ("1.5/3", Fraction(1, 2)),
        (Fraction(-160, 9), Fraction(-160, 9)),
    ],
)
def test_an_offset_is_exact(written: object, exact: Fraction) -> None:
    assert OFFSET.validate_python(written) == exact


@pytest.mark.parametrize(
    ("written", "what"),
    [
        (10, AS_TEXT),
        (16.114, AS_TEXT),
        ("-10", NINE),
        ("1/0", NINE),
        ("1234567890", NINE),
        ("0", ABOVE),
        ("0.0", ABOVE),
    ],
)
def test_what_is_no_factor_says_what_to_write(written: object, what: str) -> None:
    with pytest.raises(ValidationError) as refused:
        FACTOR.validate_python(written)
    assert refused.value.errors()[0]["msg"] == f"Value error, {what}"


@pytest.mark.parametrize("written", [10, -23.524, "1/0", "--1", "1234567890"])
def test_what_is_no_offset_says_what_to_write(written: object) -> None:
    with pytest.raises(ValidationError) as refused:
        OFFSET.validate_python(written)
    assert refused.value.errors()[0]["msg"] == f"Value error, {OFFSET_AS_TEXT}"


@pytest.mark.parametrize(
    ("number", "inside"), [("3.9", False), ("4", True), ("5.5", True), ("7", True), ("7.1", False)]
)
def test_both_ends_belong_to_a_range(number: str, *, inside: bool) -> None:
    assert Range(low=Decimal(4), high=Decimal(7), source="a test").holds(Fraction(number)) is inside
