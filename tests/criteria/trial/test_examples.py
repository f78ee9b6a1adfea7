"""A number to show how an answer is written passes the rule of its item."""

from __future__ import annotations

from fractions import Fraction

import pytest

from criteria.known.truth import Truth
from criteria.trial import catalog
from criteria.trial.examples import passing, shown
from criteria.trial.protocol import NumberItem
from criteria.verdict.facts import Facts
from tests.making import TODAY, value
from tests.small import as_written

FIRST = catalog.load("start-net", "R1")
NUMBERS = [item for item in FIRST.items.values() if isinstance(item, NumberItem)]


@pytest.mark.parametrize("item", NUMBERS, ids=[item.id for item in NUMBERS])
def test_it_passes_and_is_usual(item: NumberItem) -> None:
    number = passing(item, FIRST)
    assert item.soft is not None
    assert item.soft.low <= number <= item.soft.high
    facts = Facts(FIRST, {item.id: value(item.id, f"{number:f}")}, TODAY)
    assert item.rule is None or facts.item_truth(item.id) is Truth.YES


def test_it_has_two_digits() -> None:
    said = {item.id: str(passing(item, FIRST)) for item in NUMBERS}
    assert said["I9.gfr"] == "89"
    assert said["I10.ast"] == "0.35"


def test_it_is_written_in_the_unit_of_the_limit() -> None:
    """“≤ 10 %” is asked for with an example in %, not in mmol/mol."""
    rule = {"kind": "at_most", "limit": "10", "unit": "%"}
    item = {"id": "I1.hba1c", "analyte": "hba1c", "rule": rule}
    made = as_written({"id": "I1", "text": "HbA1c"}, [item])
    known = made.items["I1.hba1c"]
    assert isinstance(known, NumberItem)
    number, unit = shown(known, made)
    assert unit == "%"
    assert abs(known.in_canonical(number, unit) - Fraction(passing(known, made))) < 1
    assert number <= 10
