"""Values: what a censored result or a half-known date may stand for, exactly."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.known.truth import Truth
from criteria.known.values import Comparator, DateSpan, Interval, exactly

Y, N, U = Truth.YES, Truth.NO, Truth.UNKNOWN
SIGNS = {sign.value: sign for sign in Comparator}
FIGURES = st.fractions(0, 100, max_denominator=8)
REPORTED = st.builds(Interval.reported, st.sampled_from(Comparator), FIGURES)


def reported(text: str) -> Interval:
    sign = text[0] if text[0] in SIGNS else "="
    return Interval.reported(SIGNS[sign], Fraction(text.lstrip("".join(SIGNS))))


def holds(interval: Interval, number: Fraction) -> bool:
    above = number > interval.low or (number == interval.low and not interval.low_open)
    if interval.high is None:
        return above
    return above and (
        number < interval.high or (number == interval.high and not interval.high_open)
    )


@pytest.mark.parametrize(
    ("text", "low", "high", "low_open", "high_open"),
    [
        ("5", 5, 5, False, False),
        ("<5", 0, 5, False, True),
        ("≤5", 0, 5, False, False),
        (">5", 5, None, True, False),
        ("≥5", 5, None, False, False),
    ],
)
def test_what_a_reported_result_may_stand_for(
    text: str, low: int, high: int | None, *, low_open: bool, high_open: bool
) -> None:
    assert reported(text) == Interval(
        Fraction(low), None if high is None else Fraction(high), low_open, high_open
    )


def test_nothing_lies_below_zero_but_what_was_reported_so() -> None:
    assert Interval.reported(Comparator.LESS, Fraction(-1)).low == -1
    assert Interval.reported(Comparator.AT_MOST, Fraction(0)) == exactly(0)


def test_one_number_is_an_interval() -> None:
    assert exactly(3) == Interval(Fraction(3), Fraction(3))
    assert exactly(Fraction("16.114")).low == Fraction(16114, 1000)


# Section 3.2, for a limit of 50: the result, whether it is above the limit, whether below.
CENSORED = [
    ("49", N, Y),
    ("50", N, N),
    ("51", Y, N),
    ("<49", N, Y),
    ("<50", N, Y),
    ("<51", U, U),
    ("≤49", N, Y),
    ("≤50", N, U),
    ("≤51", U, U),
    (">49", U, U),
    (">50", Y, N),
    (">51", Y, N),
    ("≥49", U, U),
    ("≥50", U, N),
    ("≥51", Y, N),
]


@pytest.mark.parametrize(("text", "above", "below"), CENSORED)
def test_a_censored_result_against_a_strict_limit(text: str, above: Truth, below: Truth) -> None:
    assert exactly(50).less_than(reported(text)) is above
    assert reported(text).less_than(exactly(50)) is below


@given(REPORTED, REPORTED, st.data())
def test_less_than_is_decided_only_where_all_numbers_agree(
    one: Interval, other: Interval, data: st.DataObject
) -> None:
    number = data.draw(FIGURES.filter(lambda figure: holds(one, figure)))
    against = data.draw(FIGURES.filter(lambda figure: holds(other, figure)))
    truth = one.less_than(other)
    assert truth is U or (truth is Y) == (number < against)


def test_scaling_moves_both_ends() -> None:
    assert reported("<3").scaled(Fraction(10)) == reported("<30")
    assert reported(">3").scaled(Fraction(10)) == reported(">30")
    assert Interval(Fraction(1), Fraction(2), low_open=True).scaled(Fraction(3)) == Interval(
        Fraction(3), Fraction(6), low_open=True
    )


@pytest.mark.parametrize(
    ("one", "other", "product"),
    [
        ("4", "0.5", Interval(Fraction(2), Fraction(2))),
        ("<4", "0.5", Interval(Fraction(0), Fraction(2), high_open=True)),
        ("4", "<0.5", Interval(Fraction(0), Fraction(2), high_open=True)),
        ("≤4", "≤0.5", Interval(Fraction(0), Fraction(2))),
        (">4", "0.5", Interval(Fraction(2), None, low_open=True)),
        ("4", ">0.5", Interval(Fraction(2), None, low_open=True)),
        ("≥4", ">0.5", Interval(Fraction(2), None, low_open=True)),
        ("≥4", "≥0.5", Interval(Fraction(2), None)),
    ],
)
def test_multiplying_intervals(one: str, other: str, product: Interval) -> None:
    assert reported(one).times(reported(other)) == product


@pytest.mark.parametrize(
    ("one", "other", "around"),
    [
        ("2", "5", Interval(Fraction(2), Fraction(5))),
        ("5", "2", Interval(Fraction(2), Fraction(5))),
        ("<5", "2", Interval(Fraction(0), Fraction(5))),
        (">5", "2", Interval(Fraction(2), None)),
        ("2", ">5", Interval(Fraction(2), None)),
    ],
)
def test_the_hull_is_closed_and_holds_both(one: str, other: str, around: Interval) -> None:
    assert reported(one).hull(reported(other)) == around


@pytest.mark.parametrize(
    ("parts", "first", "last", "text"),
    [
        ((2026, 3, 31), "2026-03-31", "2026-03-31", "2026-03-31"),
        ((2024, 2), "2024-02-01", "2024-02-29", "2024-02"),
        ((2026, 2), "2026-02-01", "2026-02-28", "2026-02"),
        ((2026, 12), "2026-12-01", "2026-12-31", "2026-12"),
        ((2025,), "2025-01-01", "2025-12-31", "2025"),
    ],
)
def test_dates_as_far_as_they_are_known(
    parts: tuple[int, ...], first: str, last: str, text: str
) -> None:
    span = DateSpan.of(*parts)
    assert (span.first, span.last) == (date.fromisoformat(first), date.fromisoformat(last))
    assert span.exact is (first == last)
    assert str(span) == text


def test_there_is_no_30_february() -> None:
    with pytest.raises(ValueError, match="day"):
        DateSpan.of(2026, 2, 30)


@pytest.mark.parametrize(
    ("first", "last", "partial"),
    [
        ("2026-03-31", "2026-03-31", "2026-03-31"),
        ("2026-03-01", "2026-03-31", "2026-03"),
        ("2026-03-10", "2026-03-19", "2026-03"),
        ("2026-01-01", "2026-12-31", "2026"),
        ("2026-10-01", "2026-12-31", "2026"),
        ("2025-12-31", "2026-01-01", ""),
    ],
)
def test_the_day_month_or_year_that_holds_a_span(first: str, last: str, partial: str) -> None:
    assert DateSpan(date.fromisoformat(first), date.fromisoformat(last)).partial == partial


@pytest.mark.parametrize(
    ("low", "high", "narrow"),
    [
        ("5", "5", True),
        ("0", "0", True),
        ("0", "5", False),
        ("5", None, False),
        ("5", "5.0000001", False),
        ("1", "1.00000000000000000001", True),
        ("-1", "-0.99999999999999999999", True),
        ("1", "1.00000000000000000002", False),
    ],
)
def test_what_looks_like_one_number_is_narrow(low: str, high: str | None, *, narrow: bool) -> None:
    ends = Fraction(low), None if high is None else Fraction(high)
    assert Interval(*ends).narrow is narrow
