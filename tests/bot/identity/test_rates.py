"""Of two thousand invented texts of each shape nearly all are taken for what they are."""

from collections.abc import Callable
from random import Random

import pytest

from tests.bot.identity import rates
from tests.bot.identity.shapes import HARMLESS, IDENTIFIES

RECOGNISED, FALSE_ALARMS = 0.97, 0.02


@pytest.mark.parametrize(("shape", "make"), IDENTIFIES.items(), ids=IDENTIFIES)
def test_recognised(shape: str, make: Callable[[Random], str]) -> None:
    assert rates.rate(shape, make) >= RECOGNISED


@pytest.mark.parametrize(("shape", "make"), HARMLESS.items(), ids=HARMLESS)
def test_left_alone(shape: str, make: Callable[[Random], str]) -> None:
    assert rates.rate(shape, make) <= FALSE_ALARMS


def test_the_document_holds_the_rates() -> None:
    found = rates.MARKED.search(rates.DOCUMENT.read_text("utf-8"))
    assert found is not None
    assert found.group() == rates.table()
