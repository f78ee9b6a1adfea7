"""Pasted laboratory text as the list of the contract, and as a table on screens of any width."""

import json
import tomllib
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from bot.batch.read import LONGEST, as_lines, as_rows, as_table, read
from bot.texts import texts_in
from tests.making import TODAY, TRIAL

DATA = Path(__file__).parents[2] / "data"
REPORTS = tomllib.loads((DATA / "laboratory.toml").read_text("utf-8"))["case"]
ENGLISH = texts_in("en")
KEYS = ("item", "value", "comparator", "unit", "unit_source", "canonical", "date", "flags")
FLAGGED = ("ambiguous_unit", "ambiguous_number", "ambiguous_value", "confirm_analyte")


def rows(text: str) -> list[dict[str, Any]]:
    return as_rows(read(text, TRIAL, ENGLISH).reading, TRIAL, TODAY)


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


@pytest.mark.parametrize(
    ("language", "too_long", "personal"),
    [("en", "one report at a time", "remove it"), ("sv", "ett labbsvar i taget", "ta bort det")],
)
def test_too_long_and_personal_texts_are_refused(
    language: str, too_long: str, personal: str
) -> None:
    with pytest.raises(ValueError, match=too_long):
        read("x" * (LONGEST + 1), TRIAL, texts_in(language))
    with pytest.raises(ValueError, match=personal) as caught:
        read("Personnr 19121212-1212", TRIAL, texts_in(language))
    assert "1212" not in str(caught.value)


def test_the_head_of_a_printout_is_dropped_and_its_results_are_read() -> None:
    head = "Namn: Anna Svensson\nPersonnr 19121212-1212\nFödd 1912-12-12"
    results = "Provtagning 2026-03-12\nHb 105 g/L\nTPK 230 x10^9/L"
    with_head = read(f"{head}\n{results}", TRIAL, ENGLISH)
    assert with_head.dropped == 3
    assert as_rows(with_head.reading, TRIAL, TODAY) == rows(results)
    assert [each["date"] for each in rows(results)] == ["2026-03-12"] * 2


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("en", ["ASAT – what stands beside it is not understood (“P-ASAT hemolys, nytt prov”)"]),
        ("sv", ["ASAT – det som står vid det förstås inte (”P-ASAT hemolys, nytt prov”)"]),
    ],
)
def test_what_was_not_read_is_said_with_its_reason(language: str, wanted: list[str]) -> None:
    found = read("P-ASAT hemolys, nytt prov", TRIAL, texts_in(language)).reading
    lines = as_lines(found, TRIAL, texts_in(language))
    assert [line.partition(": ")[2] for line in lines] == wanted


def test_what_was_not_read_ends_with_its_line_and_names_that_are_not_known_are_said() -> None:
    found = read("Hb l05 g/L\nTPK 143 x10^9/L\nZonulin 12 g/L", TRIAL, ENGLISH).reading
    hb, zonulin = as_lines(found, TRIAL, ENGLISH)
    assert hb.endswith("(“Hb l05 g/L”)")
    assert zonulin == "Not read: “Zonulin” – the name is not known"


def test_a_person_sees_few_digits_and_a_machine_as_many_as_count() -> None:
    found = rows("ALAT 38 U/L")
    assert found[0]["canonical"] == "0.6333333333"
    (counts,) = as_table(found, TRIAL, ENGLISH).columns[2].cells
    assert counts == "0.63333 µkat/L"


def test_a_bound_counts_as_a_bound() -> None:
    (counts,) = as_table(rows("Hb <9.1 g/dL"), TRIAL, ENGLISH).columns[2].cells
    assert counts == "< 91 g/L"


@pytest.mark.parametrize("case", REPORTS, ids=lambda case: case["id"])
def test_nothing_that_was_not_read_holds_a_long_number(case: dict[str, Any]) -> None:
    text = case["text"].replace("\n", " 19700101 0000\n")
    for line in as_lines(read(text, TRIAL, ENGLISH).reading, TRIAL, ENGLISH):
        assert "19700101" not in line


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


def test_the_table_is_in_words() -> None:
    shown = {language: table(200, language) for language in ("en", "sv")}
    assert "no unit; it can be 9.0 g/dL or 9.0 mmol/L" in shown["en"]
    assert "enhet saknas; det kan vara 9,0 g/dL eller 9,0 mmol/L" in shown["sv"]
    assert not any(flag in text for text in shown.values() for flag in ("confirm_", "ambiguous_"))


def test_what_must_be_confirmed_does_not_count_yet() -> None:
    (line,) = (line for line in table(200, "en").splitlines() if "no unit; is it" in line)
    assert line.count("230") == 2  # as it was written, and in the question


def test_a_method_is_named_by_its_label() -> None:
    screen = Console(file=StringIO(), width=200)
    with screen.capture() as shown:
        found = rows("eGFR(krea) 68 mL/min/1,73m2")
        screen.print(as_table(found, TRIAL, texts_in("en")))
    assert TRIAL.words_in("en").choice("I9.method", "eGFR_creatinine") in shown.get()
