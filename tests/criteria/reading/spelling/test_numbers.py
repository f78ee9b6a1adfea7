"""Written numbers and the decimals that they may stand for."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.reading.spelling.numbers import candidates, spellings_at


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("105", ["105"]),
        ("5,1", ["5.1"]),
        ("5.10", ["5.10"]),
        ("0,123", ["0.123"]),
        ("1234,567", ["1234.567"]),
        ("1 500", ["1500"]),
        ("100 000", ["100000"]),
        ("1'500", ["1500"]),
        ("1.234.567", ["1234567"]),
        ("1,234.5", ["1234.5"]),
        ("1.234,5", ["1234.5"]),
        ("1 234,5", ["1234.5"]),
        ("1,50,000", ["150000"]),
        ("12,34,567", ["1234567"]),
        ("1.500", ["1.500", "1500"]),
        ("3,200", ["3.200", "3200"]),
        ("0", ["0"]),
        ("123456789012", ["123456789012"]),
    ],
)
def test_a_number_is_exact(text: str, meant: list[str]) -> None:
    assert [str(number) for number in candidates(text)] == meant


NO_NUMBERS = (
    "1.234.5|1,234,5|1.50.000|1 50 000|1,5,000|1,50,00|1,500,00|0,50,000"
    "|1e3|-5|1O5|l05|10.5.2|0,3,8|05|007|12345 678|1.234 567|5,|,5||\u0663|½|1/2"
    "|9999999999999|+5|0x10|1_000"
)


@pytest.mark.parametrize("text", NO_NUMBERS.split("|"))
def test_what_is_no_number_has_no_meaning(text: str) -> None:
    assert candidates(text) == ()


@given(st.decimals(min_value=0, max_value=99999, places=2, allow_nan=False))
def test_comma_and_point_mean_the_same(number: Decimal) -> None:
    point = f"{number:f}"
    assert candidates(point) == candidates(point.replace(".", ",")) == (number,)


@given(st.integers(min_value=1000, max_value=999_999_999))
def test_grouping_with_spaces_changes_nothing(number: int) -> None:
    assert candidates(f"{number:,}".replace(",", " ")) == (Decimal(number),)


@given(st.text(max_size=40))
def test_any_text_is_answered(text: str) -> None:
    assert all(number >= 0 for number in candidates(text))


def test_a_space_may_end_a_number() -> None:
    assert spellings_at("230 109/L", 0) == ["230 109", "230"]
    assert spellings_at("5,1, TPK 230", 0) == ["5,1"]
    assert spellings_at("1 234 56", 0) == ["1 234", "1"]
    assert spellings_at("Hb", 0) == []
