"""Several answers to one item put together: nothing that is known is overwritten."""

from datetime import date
from decimal import Decimal

import pytest

from criteria.known.combining import combine
from criteria.known.values import (
    Choice,
    Comparator,
    DateSpan,
    Doubt,
    NotApplicable,
    NotKnown,
    Quantity,
    Several,
    Value,
)


def number(text: str, day: date | None = None) -> Quantity:
    when = None if day is None else DateSpan(day, day)
    return Quantity(text, Decimal(text), Comparator.EQUAL, "g/L", None, when)


@pytest.mark.parametrize(
    "value", [Choice("yes"), NotKnown("?"), NotApplicable(), number("105"), Doubt("unlikely", ())]
)
def test_one_answer_or_the_same_twice_stays_as_it_is(value: Value) -> None:
    assert combine([value]) == value
    assert combine([value, value]) == value


def test_the_same_in_other_words_is_the_same() -> None:
    assert combine([Choice("yes", "ja"), Choice("yes", "yes")]) in (
        Choice("yes", "ja"),
        Choice("yes", "yes"),
    )


def test_not_known_gives_way_to_what_is_known() -> None:
    assert combine([NotKnown("?"), Choice("yes")]) == Choice("yes")
    assert combine([number("105"), NotKnown("?")]) == number("105")
    assert combine([NotKnown("?"), NotApplicable("n/a")]) == NotApplicable("n/a")


def test_different_results_are_all_kept() -> None:
    old, new = number("88", date(2026, 1, 10)), number("105", date(2026, 3, 12))
    assert combine([old, new, old]) == Several((old, new), "88; 105")
    both = combine([Several((old, new), "88 105"), number("101")])
    assert both == Several((old, new, number("101")), "88 105; 101")
    yes, no = Choice("yes", "ja"), Choice("no", "nej")
    assert combine([yes, no]) == Several((yes, no), "ja; nej")


def test_a_doubt_stays_a_doubt_beside_a_result() -> None:
    doubt = Doubt("unit_missing", (number("9"),), "9")
    combined = combine([doubt, number("105")])
    assert combined == Doubt("unit_missing", (number("9"), number("105")), "9; 105")


def test_a_result_for_what_does_not_apply_is_a_contradiction() -> None:
    combined = combine([NotApplicable("n/a"), Choice("yes", "ja")])
    assert combined == Doubt("contradiction", (Choice("yes", "ja"),), "n/a; ja")
