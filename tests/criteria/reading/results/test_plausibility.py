"""Whether a printed number is usual, and what the reference interval beside it says."""

from decimal import Decimal
from fractions import Fraction

import pytest

from criteria.known.values import Comparator, Quantity, Reference
from criteria.reading.results.lexemes import Number
from criteria.reading.results.plausibility import Meaning, odd_limit, reference, unlikely
from criteria.reading.results.printed import Limits
from criteria.reading.spelling.numbers import candidates
from criteria.trial.catalog import load
from criteria.trial.protocol import NumberItem

TRIAL = load("start-net", "R1.1")


def item_of(name: str) -> NumberItem:
    item = TRIAL.items[name]
    assert isinstance(item, NumberItem)
    return item


def meaning(item: str, number: str, unit: str) -> Meaning:
    factor = item_of(item).units.get(unit)
    canonical = None if factor is None else Fraction(number) * factor
    return Meaning(Decimal(number), unit, canonical)


def upper_end(item: str, number: str, unit: str, printed: str) -> Decimal | None:
    """The upper end of the interval that is printed beside a number."""
    limits = Limits(None, Number(printed, candidates(printed)))
    found = reference(limits, meaning(item, number, unit), item_of(item), TRIAL)
    return found.high if found else None


@pytest.mark.parametrize(
    ("item", "number", "unit", "printed", "end"),
    [
        ("I10.plt", "88000", "/µL", "150.000", "150000"),
        ("I10.plt", "88", "10^9/L", "150.000", "150"),
        ("I10.anc", "62", "%", "200.000", "200"),
        ("I10.ast", "30", "U/L", "50.000", "50"),
        ("I10.ast", "30", "U/L", "11.000", "11"),
        ("I10.ast", "0.5", "µkat/L", "1.000", "1"),
    ],
)
def test_an_end_that_may_be_two_numbers_is_the_one_that_is_possible(
    item: str, number: str, unit: str, printed: str, end: str
) -> None:
    assert upper_end(item, number, unit, printed) == Decimal(end)


@pytest.mark.parametrize(
    ("item", "number", "unit", "printed"),
    [
        ("I10.ast", "0.5", "µkat/L", "5.000"),
        ("I10.plt", "88", "10^9/L", "2.500"),
    ],
)
def test_an_end_of_which_none_or_both_are_possible_is_not_known(
    item: str, number: str, unit: str, printed: str
) -> None:
    assert upper_end(item, number, unit, printed) is None


def test_the_lower_end_of_an_interval_lies_below_the_upper_one() -> None:
    def printed(low: str, high: str) -> Reference | None:
        limits = Limits(Number(low, candidates(low)), Number(high, candidates(high)))
        return reference(limits, meaning("I10.alt", "1168", "nkat/L"), item_of("I10.alt"), TRIAL)

    found = printed("1,295", "1115,7")
    assert found
    assert (found.low, found.high) == (Decimal("1.295"), Decimal("1115.7"))
    assert printed("300", "200") is None
    assert printed("300", "300") is None


def test_the_lower_end_too_is_the_one_that_is_possible() -> None:
    low, high = (Number(text, candidates(text)) for text in ("150.000", "450.000"))
    found = reference(
        Limits(low, high), meaning("I10.plt", "88000", "/µL"), item_of("I10.plt"), TRIAL
    )
    assert found
    assert (found.low, found.high) == (Decimal(150_000), Decimal(450_000))


@pytest.mark.parametrize(
    ("item", "number", "unit", "sign", "odd"),
    [
        ("I10.hb", "20", "g/L", Comparator.LESS, False),
        ("I10.hb", "20", "g/L", Comparator.MORE, True),
        ("I10.plt", "2000", "10^9/L", Comparator.AT_LEAST, False),
        ("I1.age", "2", "years", Comparator.LESS, True),
        ("I1.age", "96", "years", Comparator.MORE, True),
        ("I1.age", "18", "years", Comparator.LESS, False),
        ("I7.lesion_mm", "4", "mm", Comparator.AT_MOST, True),
    ],
)
def test_an_end_of_what_can_be_measured_is_unusual_only_where_a_laboratory_measures(
    item: str, number: str, unit: str, sign: Comparator, *, odd: bool
) -> None:
    assert unlikely(meaning(item, number, unit), sign, item_of(item)) is odd


def test_what_cannot_be_converted_is_not_called_unlikely() -> None:
    assert not unlikely(meaning("I10.anc", "1", "%"), Comparator.EQUAL, item_of("I10.anc"))


@pytest.mark.parametrize(
    ("printed", "odd"),
    [
        (None, False),
        (Reference(None, None, None), False),
        (Reference(Decimal(1), None, None), False),
        (Reference(None, Decimal(50), None), False),
        (Reference(None, Decimal(50), Fraction(50, 60)), False),
        (Reference(None, Decimal(90), Fraction(90, 60)), True),
    ],
)
def test_a_limit_is_odd_only_where_it_is_known_in_the_canonical_unit(
    *, printed: Reference | None, odd: bool
) -> None:
    value = Quantity("", Decimal(30), Comparator.EQUAL, "U/L", None, reference=printed)
    assert odd_limit(value, item_of("I10.ast"), TRIAL) is odd
    assert not odd_limit(value, item_of("I10.hb"), TRIAL)


def test_a_limit_that_is_not_known_in_the_canonical_unit_is_not_odd() -> None:
    printed = Reference(None, Decimal(50), None)
    value = Quantity("", Decimal(1), Comparator.EQUAL, "µkat/L", None, reference=printed)
    assert not odd_limit(value, item_of("I10.ast"), TRIAL)
