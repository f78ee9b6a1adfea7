"""A number to show how an answer is written passes the rule of its item."""

from __future__ import annotations

import pytest

from criteria.known.truth import Truth
from criteria.trial import catalog
from criteria.trial.examples import passing
from criteria.trial.protocol import NumberItem
from criteria.verdict.facts import Facts
from tests.making import TODAY, value

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
