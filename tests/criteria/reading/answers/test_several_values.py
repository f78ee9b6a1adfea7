"""Of several values in one sentence it is asked which counts."""

from __future__ import annotations

import pytest

from criteria.known.values import Doubt, Quantity, Refusal
from criteria.reading.answers.answers import AnswerReader
from tests.making import TODAY, TRIAL

READER = AnswerReader(TRIAL)


def offered(item: str, text: str) -> list[str]:
    """What is offered, each with its unit."""
    found = READER.read(item, text, TODAY)
    assert isinstance(found, Doubt), text
    assert found.code == "value_ambiguous"
    return [f"{one.number} {one.unit}" for one in found.candidates if isinstance(one, Quantity)]


@pytest.mark.parametrize(
    ("item", "text", "values"),
    [
        ("I4.ki67", "5 % in 2018, now 30 %", ["5 %", "30 %"]),
        ("I4.ki67", "was 5 now 30", ["5 %", "30 %"]),
        ("I4.ki67", "5% primary, 30% liver met", ["5 %", "30 %"]),
        ("I10.hb", "10.4 g/dl up from 8.9", ["10.4 g/dL", "8.9 g/dL"]),
        ("I10.hb", "110 g/L 2 mars, idag 96 g/L", ["110 g/L", "96 g/L"]),
        ("I9.gfr", "55, tidigare 63 ml/min/1,73", ["55 mL/min/1.73m2", "63 mL/min/1.73m2"]),
        ("I7.lesion_mm", "31 x 22 mm", ["31 mm", "22 mm"]),
        ("I7.lesion_mm", "3.1x2.2x1.9 cm", ["3.1 cm", "2.2 cm", "1.9 cm"]),
    ],
)
def test_which_of_several_values_counts_is_asked(item: str, text: str, values: list[str]) -> None:
    assert offered(item, text) == values


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("I4.ki67", "12 % and 23 mm"),
        ("I4.ki67", "12% (hotspot, 500 cells)"),
        ("I10.hb", "105 (98) g/L"),
        ("I1.age", "62 y 3 kids"),
    ],
)
def test_a_number_of_something_else_is_no_value_beside_it(item: str, text: str) -> None:
    assert isinstance(READER.read(item, text, TODAY), Refusal)
