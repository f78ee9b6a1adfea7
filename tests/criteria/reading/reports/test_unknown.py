"""Which lines look like a result with a name that is not known."""

import pytest

from criteria.reading.reports.names import names_of
from criteria.reading.reports.unknown import MOST, unknown_names
from criteria.trial.catalog import load

TRIAL = load("start-net", "R1")


def unknown(text: str) -> list[str]:
    known = [name.start for name in names_of(TRIAL).find(text)]
    return list(unknown_names(text, known, TRIAL))


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Zonulin 12 g/L", "Zonulin"),
        ("| Zonulin, serum | <12 | g/L | 1-2", "Zonulin, serum"),
        ('"Krwinki dziwne": 5,1 G/l', "Krwinki dziwne"),
        ("Bandemia 4 %", "Bandemia"),
    ],
)
def test_a_line_that_looks_like_a_result_is_named(line: str, name: str) -> None:
    assert unknown(f"Hb 105 g/L\n{line}\nTPK 143") == [name]


def test_a_line_of_more_than_400_characters_is_no_result() -> None:
    assert unknown("Zonulin 12 g/L".ljust(400)) == ["Zonulin"]
    assert unknown("Zonulin 12 g/L".ljust(401)) == []


@pytest.mark.parametrize(
    "line",
    [
        "Hb 105 g/L",
        "CRP 12 mg/dL",
        "Anna Andersson 62 år",
        "Anna Andersson 170 cm",
        "Vikt 70 kg",
        "Zonulin 12",
        "Zonulin 4-12 g/L",
        "Resultat 12 g/L",
        "Referens 12 g/L",
        "Patienten fick i går efter maten minst 12 g/L",
        "12 g/L",
    ],
)
def test_any_other_line_is_not(line: str) -> None:
    assert unknown(line) == []


def test_no_more_than_so_many_are_named() -> None:
    assert len(unknown("Zonulin 12 g/L\n" * 2 * MOST)) == MOST
