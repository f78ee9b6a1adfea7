"""Pasted laboratory text as the list of the contract, and as a table on screens of any width."""

import json
import tomllib
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from bot.reading import LONGEST, as_rows, as_table, read
from bot.texts import texts_in
from tests.making import TODAY, TRIAL

DATA = Path(__file__).parents[1] / "data"
REPORTS = tomllib.loads((DATA / "laboratory.toml").read_text("utf-8"))["case"]
KEYS = ("item", "value", "comparator", "unit", "unit_source", "canonical", "date", "flags")
FLAGGED = ("ambiguous_unit", "ambiguous_number", "ambiguous_value", "confirm_analyte")


def rows(text: str) -> list[dict[str, Any]]:
    return as_rows(read(text, TRIAL), TRIAL, TODAY)


def row(text: str) -> dict[str, Any]:
    (only,) = rows(text)
    return only


@pytest.mark.parametrize("case", REPORTS, ids=lambda case: case["id"])
def test_each_row_has_what_the_contract_names(case: dict[str, Any]) -> None:
    for found in rows(case["text"]):
        assert tuple(found)[: len(KEYS)] == KEYS
        assert set(found) - set(KEYS) <= {"choices", "uln", "uln_unit"}
        assert found["item"] in TRIAL.items
        assert found["unit_source"] in ("printed", "assumed", "derived", None)
        assert found["comparator"] in ("=", "<", ">", "<=", ">=", None)
        assert json.loads(json.dumps(found)) == found
        doubted = any(flag in FLAGGED[:3] for flag in found["flags"])
        assert doubted == (found["unit_source"] is None)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Hb 105 g/L", {"value": "105", "unit_source": "printed", "canonical": "105"}),
        ("Hb 10,5 g/dL", {"value": "10.5", "unit": "g/dL", "canonical": "105"}),
        ("TPK 230", {"unit_source": "assumed", "canonical": "230", "flags": ["confirm_unit"]}),
        ("Bilirubin <3 µmol/L", {"comparator": "<", "value": "3", "canonical": "3"}),
        ("TPK ≥100 x10^9/L", {"comparator": ">=", "canonical": "100"}),
        ("Albumin 3.8 g/dL", {"value": "3.8", "canonical": "38"}),
        ("Hb 105 g/L 2026-03-01", {"date": "2026-03-01"}),
        ("ALAT 149 U/L (<50)", {"uln": "50", "uln_unit": "U/L"}),
        (
            "Hb 9.0",
            {"unit": None, "unit_source": None, "canonical": None, "flags": ["ambiguous_unit"]},
        ),
        ("eGFR(krea) >90 mL/min/1,73m2", {"comparator": ">", "canonical": "90"}),
    ],
)
def test_rows(text: str, wanted: dict[str, Any]) -> None:
    found = row(text)
    assert {key: found[key] for key in wanted} == wanted


def test_choices_of_a_doubt() -> None:
    assert row("Hb 9.0")["choices"] == ["9.0 g/dL", "9.0 mmol/L"]


def test_an_estimate_is_flagged() -> None:
    flags = row("eGFR(krea) 68 mL/min/1,73m2")["flags"]
    assert flags == ["method=eGFR_creatinine", "method_not_accepted"]


def test_a_per_cent_is_worked_out_from_the_same_text() -> None:
    found = {each["item"]: each for each in rows("LPK 5,0 x10^9/L, Neutrofila 50 %")}
    assert found["I10.anc"]["canonical"] == "2.5"


def test_nothing_is_read_from_nothing() -> None:
    assert rows("") == rows("Thank you, see you on Monday.") == []


def test_too_long_and_personal_texts_are_refused() -> None:
    with pytest.raises(ValueError, match="one report at a time"):
        read("x" * (LONGEST + 1), TRIAL)
    with pytest.raises(ValueError, match="remove it") as caught:
        read("19121212-1212 Hb 105 g/L", TRIAL)
    assert "1212" not in str(caught.value)


TEXT = "Hb 10,5 g/dL, TPK 230, ALAT 149 U/L (<50), Hb 9.0 2026-03-01"


def table(width: int, language: str) -> str:
    screen = Console(file=StringIO(), width=width)
    with screen.capture() as shown:
        screen.print(as_table(rows(TEXT), TRIAL, texts_in(language)))
    return shown.get()


@pytest.mark.parametrize("language", ["en", "sv"])
@pytest.mark.parametrize("width", [40, 80, 200])
def test_the_table_loses_nothing_on_a_narrow_screen(width: int, language: str) -> None:
    shown = table(width, language)
    assert "…" not in shown
    assert max(map(len, shown.splitlines())) <= width


def test_the_table_has_the_language_s_decimal_mark() -> None:
    assert "10.5 g/dL" in table(200, "en")
    assert "10,5 g/dL" in table(200, "sv")
