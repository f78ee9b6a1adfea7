"""The cells of a table's columns that say who somebody is are dropped, and its results are read."""

import pytest

from bot.identity import without_identifiers
from bot.identity.columns import without_columns
from criteria.known.values import Quantity
from criteria.reading.reports.report import read_laboratory
from tests.making import TRIAL

HEADS = {
    ",": "Patient,MRN,Test,Value,Units",
    ";": "Name;Personnummer;Analys;Resultat;Enhet",
    "\t": "Pat\tBirth date\tTest\tResult\tUnit",
    "|": "patient|patient_id|test|result|unit",
}


@pytest.mark.parametrize("separator", HEADS)
def test_the_results_of_a_table_are_read_without_whose_they_are(separator: str) -> None:
    rows = (
        ("Ann Smith", "4711089", "Hb", "105", "g/L"),
        ("Ann Smith", "4711089", "TPK", "230", ""),
    )
    table = "\n".join((HEADS[separator], *map(separator.join, rows)))
    kept = without_identifiers(table)
    assert kept.dropped
    assert not any(each in kept.text for each in ("Smith", "4711089"))
    found = [one.value for one in read_laboratory(kept.text, TRIAL).results]
    assert [str(one.number) for one in found if isinstance(one, Quantity)] == ["105"]


@pytest.mark.parametrize(
    "text",
    [
        "Test,Value,Units\nHb,105,g/L",
        "Name;Value;Unit\nHb;105;g/L",
        "MRN,DOB,Ward\n4711,x,y",
        "Patient | Test | Value\nx | Hb | 105",
        "Hb 105 g/L, TPK 230, LPK 4,1",
    ],
)
def test_a_table_of_nobody_stays_as_it_is(text: str) -> None:
    assert without_columns(text) == (text, 0)


def test_a_column_that_names_what_was_measured_stays() -> None:
    table = "Patient ID,Name,Result\n4711,Hemoglobin,105\n4711,Platelets,230"
    wanted = ",Name,Result\n,Hemoglobin,105\n,Platelets,230"
    assert without_columns(table) == (wanted, 3)


def test_a_row_of_another_length_stays_as_it_is() -> None:
    head = "MRN,Test,Value"
    assert without_columns(f"{head}\n1,Hb,105\nHb,1") == (",Test,Value\n,Hb,105\nHb,1", 2)


def test_heads_that_name_analytes_make_a_table_of_results_too() -> None:
    table = "Patient ID\tName\tHb (g/L)\tPlatelets\n4711234\tAnn Smith\t112\t210"
    assert without_columns(table) == ("\t\tHb (g/L)\tPlatelets\n\t\t112\t210", 2)
