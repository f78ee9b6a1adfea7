"""Windows of time: their ends, their sides, half-lives, never, and dates known to the month."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given as over
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from criteria.known.truth import Truth
from criteria.known.values import (
    Choice,
    Comparator,
    DateSpan,
    Interval,
    NotKnown,
    Quantity,
    Value,
    exactly,
)
from criteria.rules.rules import Rule
from criteria.rules.windows import Window
from criteria.verdict.facts import Facts
from tests.making import span
from tests.small import choice, day, number, trial

Y, N, U = Truth.YES, Truth.NO, Truth.UNKNOWN
RULE: TypeAdapter[Rule] = TypeAdapter(Rule)
TODAY = date(2026, 3, 31)
LAST, OTHER, EVER, HALF = "E1.last", "E1.other", "E1.ever", "E1.half"


def judged(rule: dict[str, Any], when: Value | None, today: date = TODAY, **others: Value) -> Truth:
    """Judge a date; others are given by the ends of their ids."""
    small = trial(
        day(LAST, rule),
        day(OTHER),
        choice(EVER),
        number(HALF, units={"days": "1", "hours": "1/24"}),
    )
    given = {LAST: when} | {f"E1.{name}": value for name, value in others.items()}
    known = {name: value for name, value in given.items() if value is not None}
    return Facts(small, known, today).item_truth(LAST)


def on(when: date) -> DateSpan:
    return DateSpan(when, when)


def ago(days: int) -> DateSpan:
    return on(TODAY - timedelta(days=days))


@pytest.mark.parametrize(
    ("kind", "nearer", "at", "farther"),
    [
        ("within", Y, Y, N),
        ("less_than_ago", Y, N, N),
        ("at_least_ago", N, Y, Y),
        ("longer_ago_than", N, N, Y),
        ("stable_for", N, Y, Y),
    ],
)
@pytest.mark.parametrize(
    ("length", "edge"),
    [
        ({"days": 28}, date(2026, 3, 3)),
        ({"weeks": 4}, date(2026, 3, 3)),
        ({"months": 6}, date(2025, 9, 30)),
        ({"years": 2}, date(2024, 3, 31)),
    ],
)
def test_the_day_at_the_end_of_a_window(
    kind: str, nearer: Truth, at: Truth, farther: Truth, length: dict[str, int], edge: date
) -> None:
    rule, one = {"kind": kind, **length}, timedelta(days=1)
    found = [judged(rule, on(when)) for when in (edge + one, edge - one)]
    assert found == [nearer, farther]
    # 30 September and 31 March are six months apart counted forward only to the 30th.
    assert judged(rule, on(edge)) is (farther if length == {"months": 6} else at)


@pytest.mark.parametrize(("days", "expected"), [(27, Y), (28, Y), (29, N)])
def test_the_side_after_counts_forward(days: int, expected: Truth) -> None:
    rule = {"kind": "within", "days": 28, "side": "after"}
    assert judged(rule, ago(-days)) is expected
    assert judged(rule, ago(days)) is U
    assert judged({**rule, "side": "around"}, ago(days)) is expected
    assert judged({**rule, "side": "around"}, ago(-days)) is expected
    assert judged({**rule, "side": "before"}, ago(-days)) is U


def test_the_reference_date_itself_is_no_days_away() -> None:
    for side in ("before", "after", "around"):
        assert judged({"kind": "within", "days": 28, "side": side}, ago(0)) is Y
    assert judged({"kind": "months_before", "at_least": 0, "at_most": 6}, ago(0)) is Y
    assert judged({"kind": "months_before", "at_least": 1, "at_most": 6}, ago(0)) is U


# A scan in March, the day of the biopsy: no day of March is 28 days away, some are 16 or more.
@pytest.mark.parametrize(
    ("biopsy", "days", "expected"),
    [("2026-03-10", 28, Y), ("2026-03-10", 20, U), ("2026-03-22", 20, U), ("2026-04-10", 9, N)],
)
def test_a_month_that_lies_around_another_date(biopsy: str, days: int, expected: Truth) -> None:
    rule = {"kind": "within", "days": days, "side": "around", "from": OTHER}
    assert judged(rule, span("2026-03"), other=span(biopsy)) is expected
    assert judged(rule, span(biopsy), other=span("2026-03")) is expected


def test_a_window_counts_from_another_date() -> None:
    rule = {"kind": "at_least_ago", "days": 50, "from": OTHER}
    assert judged(rule, ago(60), other=ago(10)) is Y
    assert judged(rule, ago(59), other=ago(10)) is N
    assert judged(rule, ago(60)) is U
    assert judged(rule, ago(60), other=span("2026-03")) is U
    assert judged(rule, ago(120), other=span("2026-03")) is Y
    assert judged(rule, ago(5), other=ago(10)) is U


def half_life(low: str, high: str | None = None) -> Quantity:
    interval = Interval(Fraction(low), Fraction(high)) if high else exactly(Fraction(low))
    return Quantity(low, Decimal(0), Comparator.EQUAL, "days", interval)


@pytest.mark.parametrize(
    ("whichever", "days", "half", "expected"),
    [
        ("longer", 29, "2", Y),
        ("longer", 29, "6", N),
        ("longer", 31, "6", Y),
        ("longer", 30, "6", N),
        ("shorter", 11, "2", Y),
        ("shorter", 10, "2", N),
        ("shorter", 29, "6", Y),
        ("longer", 12, "2.5", N),
        ("shorter", 13, "2.5", Y),
    ],
)
def test_the_longer_or_the_shorter_of_days_and_half_lives(
    whichever: str, days: int, half: str, expected: Truth
) -> None:
    rule = {"kind": "longer_ago_than", "days": 28, "half_lives": "5", "half_life": HALF}
    assert judged({**rule, "whichever": whichever}, ago(days), half=half_life(half)) is expected


def test_a_half_life_that_is_not_known_can_only_lengthen_the_window() -> None:
    rule = {"kind": "longer_ago_than", "days": 28, "half_lives": "5", "half_life": HALF}
    assert judged(rule, ago(28)) is N
    assert judged(rule, ago(1000)) is U
    assert judged(rule, ago(1000), half=NotKnown()) is U
    assert judged(rule, ago(1000), half=half_life("1", "10")) is Y
    assert judged(rule, ago(40), half=half_life("1", "10")) is U
    assert judged({**rule, "whichever": "shorter"}, ago(29)) is Y


def test_a_half_life_in_hours_is_counted_in_days() -> None:
    rule = {"kind": "longer_ago_than", "half_lives": "5", "half_life": HALF}
    small = trial(day(LAST, rule), number(HALF, units={"hours": "1", "days": "24"}))
    day_and_a_half = Quantity("36", Decimal(36), Comparator.EQUAL, "hours", exactly(36))
    for days, expected in ((7, N), (8, Y)):
        given: dict[str, Value] = {LAST: ago(days), HALF: day_and_a_half}
        assert Facts(small, given, TODAY).item_truth(LAST) is expected


def test_a_half_life_that_cannot_be_converted_is_not_known() -> None:
    rule = {"kind": "longer_ago_than", "half_lives": "5", "half_life": HALF}
    cycles = Quantity("2 cycles", Decimal(2), Comparator.EQUAL, "cycles", None)
    assert judged(rule, ago(1000), half=cycles) is U


@pytest.mark.parametrize(
    ("kind", "never"),
    [("longer_ago_than", Y), ("at_least_ago", Y), ("stable_for", Y), ("within", N)],
)
def test_never_is_as_far_away_as_can_be(kind: str, never: Truth) -> None:
    rule = {"kind": kind, "months": 6, "ever": EVER}
    assert judged(rule, None, ever=Choice("no")) is never
    assert judged(rule, NotKnown(), ever=Choice("no")) is never
    assert judged(rule, None, ever=Choice("yes")) is U
    assert judged(rule, None) is U
    assert judged(rule, ago(1000), ever=Choice("no")) is U  # the two contradict each other
    assert judged(rule, ago(1000), ever=Choice("yes")) is never
    assert judged(rule, ago(1000)) is never


def test_what_waiting_cures_can_stay_open() -> None:
    rule = {"kind": "at_least_ago", "days": 28}
    assert judged(rule, ago(5)) is N
    assert judged({**rule, "wait": True}, ago(5)) is U
    assert judged({**rule, "wait": True}, ago(28)) is Y


# Of a date, of a month: the day from which it is far enough back, or until which it is near enough.
@pytest.mark.parametrize(
    ("kind", "length", "when", "since", "until"),
    [
        ("at_least_ago", {"days": 28}, "2026-03-03", "2026-03-31", None),
        ("at_least_ago", {"weeks": 4}, "2026-03", "2026-04-28", None),
        ("stable_for", {"months": 3}, "2026-01-31", "2026-04-30", None),
        ("longer_ago_than", {"days": 28}, "2026-03-03", "2026-04-01", None),
        ("longer_ago_than", {"years": 5}, "2021-03-31", "2026-04-01", None),
        ("within", {"days": 28}, "2026-03-03", None, "2026-03-31"),
        ("within", {"months": 6}, "2025-10", None, "2026-04-01"),
        ("less_than_ago", {"days": 28}, "2026-03-03", None, "2026-03-30"),
        ("less_than_ago", {"years": 2}, "2024-04", None, "2026-03-31"),
    ],
)
def test_where_only_time_decides_its_day_is_known(
    kind: str, length: dict[str, int], when: str, since: str | None, until: str | None
) -> None:
    rule = {"kind": kind, **length}
    window = RULE.validate_python(rule, strict=False)
    assert isinstance(window, Window)
    days = window.since(span(when)), window.until(span(when))
    assert days == tuple(None if day is None else date.fromisoformat(day) for day in (since, until))
    if since is not None:
        first = date.fromisoformat(since)
        assert judged(rule, span(when), today=first) is Y
        assert judged(rule, span(when), today=first - timedelta(days=1)) is not Y
    if until is not None:
        last = date.fromisoformat(until)
        assert judged(rule, span(when), today=last) is Y
        assert judged(rule, span(when), today=last + timedelta(days=1)) is not Y


@pytest.mark.parametrize("kind", ["at_least_ago", "within"])
@pytest.mark.parametrize(
    "more", [{"side": "after"}, {"from": OTHER}, {"half_lives": "5", "half_life": HALF}]
)
def test_where_something_else_decides_too_no_day_is_named(kind: str, more: dict[str, str]) -> None:
    window = RULE.validate_python({"kind": kind, "days": 28, **more}, strict=False)
    assert isinstance(window, Window)
    assert (window.since(ago(5)), window.until(ago(5))) == (None, None)


@pytest.mark.parametrize(
    ("rule", "what"),
    [
        ({"kind": "within"}, "write one of days, weeks, months and years"),
        (
            {"kind": "within", "days": 1, "weeks": 1},
            "write one of days, weeks, months and years",
        ),
        (
            {"kind": "within", "days": 1, "half_lives": "5"},
            "write half_lives and half_life together",
        ),
        (
            {"kind": "longer_ago_than", "days": 1, "side": "around"},
            'write side = "around" with within or less_than_ago',
        ),
        (
            {"kind": "stable_for", "days": 1, "side": "around"},
            'write side = "around" with within or less_than_ago',
        ),
    ],
)
def test_a_window_says_what_to_write(rule: dict[str, Any], what: str) -> None:
    with pytest.raises(ValidationError, match=rf"Value error, {what} \["):
        RULE.validate_python(rule, strict=False)


KINDS = st.sampled_from(["within", "less_than_ago", "at_least_ago", "longer_ago_than"])
LENGTHS = st.sampled_from([{"days": 30}, {"weeks": 6}, {"months": 1}, {"months": 13}, {"years": 1}])
DAYS = st.dates(date(2023, 1, 1), date(2026, 12, 31))
SPANS = st.builds(
    lambda first, length: DateSpan(first, first + timedelta(days=length)),
    DAYS,
    st.sampled_from([0, 27, 30, 364]),
)


@over(KINDS, LENGTHS, st.sampled_from(["before", "after", "around"]), SPANS, SPANS, st.data())
def test_a_span_is_decided_only_as_each_of_its_days_is(
    kind: str,
    length: dict[str, int],
    side: str,
    when: DateSpan,
    anchor: DateSpan,
    data: st.DataObject,
) -> None:
    if side == "around" and kind in ("at_least_ago", "longer_ago_than"):
        side = "before"
    rule = {"kind": kind, "side": side, "from": OTHER, **length}
    known = judged(rule, when, other=anchor)
    exact = judged(
        rule,
        on(data.draw(st.dates(when.first, when.last))),
        other=on(data.draw(st.dates(anchor.first, anchor.last))),
    )
    # A day on the wrong side is unknown by itself; what happened cannot lie there.
    assert known in (U, exact) or exact is U


@over(LENGTHS, DAYS, st.sampled_from(["before", "after"]))
def test_near_and_far_are_opposites(length: dict[str, int], when: date, side: str) -> None:
    for near, far in (("within", "longer_ago_than"), ("less_than_ago", "at_least_ago")):
        one, other = (judged({"kind": k, "side": side, **length}, on(when)) for k in (near, far))
        assert one is ~other


@over(KINDS, LENGTHS, SPANS, st.fractions("1/4", 20), st.fractions("1/4", 20), st.booleans())
def test_a_half_life_between_two_ends_decides_what_every_one_decides(
    kind: str,
    length: dict[str, int],
    when: DateSpan,
    one: Fraction,
    other: Fraction,
    shorter: bool,  # noqa: FBT001
) -> None:
    rule = {"kind": kind, **length, "half_lives": "5", "half_life": HALF}
    rule["whichever"] = "shorter" if shorter else "longer"
    low, high = sorted((one, other))
    known = judged(rule, when, half=half_life(str(low), str(high)))
    for exact in (low, high, (low + high) / 2):
        assert known in (U, judged(rule, when, half=half_life(str(exact))))
