"""SDTM's IE and TI: what CDISC's schema demands, findings that fail only, short names that stay."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from odmlib.dataset_json_1_1 import Column, DatasetJSON
from odmlib.exceptions import OdmlibError

from bot.exports.sdtm.tables import (
    LONGEST_TEST,
    criteria_rows,
    criteria_table,
    failing_rows,
    failing_table,
    short_name,
)
from criteria.trial import catalog
from tests.making import MAN, TODAY, TRIAL, judge

MADE = datetime(2026, 11, 26, 12, tzinfo=UTC)
SCHEMA = json.loads(
    (Path(__file__).parents[3] / "data" / "dataset_json.schema.json").read_text("utf-8")
)
VERSIONS = [catalog.load(*release[:2]) for release in catalog.available()]


def checked(table: dict[str, Any]) -> list[dict[str, Any]]:
    """Check a table against the schema and its own description; give its rows by their columns."""
    made = json.loads(json.dumps(table))
    jsonschema.Draft201909Validator(SCHEMA).validate(made)
    assert read_by_odmlib(made) == made
    names = [column["name"] for column in made["columns"]]
    assert made["records"] == len(made["rows"])
    keys = [column["keySequence"] for column in made["columns"] if "keySequence" in column]
    assert keys == list(range(1, len(keys) + 1))
    for row in made["rows"]:
        assert len(row) == len(names)
        for column, value in zip(made["columns"], row, strict=True):
            if column["dataType"] == "string":
                assert 0 < len(value) <= column["length"]
    return [dict(zip(names, row, strict=True)) for row in made["rows"]]


def read_by_odmlib(table: dict[str, Any]) -> dict[str, Any]:
    """Read a table with odmlib, which others wrote after the standard, and let it write it again.

    Raises:
        OdmlibError: to odmlib it is no Dataset-JSON 1.1.
    """
    columns = [Column(**column) for column in table["columns"]]
    read: Any = DatasetJSON(**{**table, "columns": columns})  # type: ignore[no-untyped-call]
    return {"rows": [], **json.loads(read.to_json())}  # it leaves out rows where there are none


def test_every_criterion_of_a_version_is_in_ti() -> None:
    rows = checked(criteria_table(criteria_rows(TRIAL), MADE))
    assert len(rows) == 18
    assert rows[0] == {
        "STUDYID": "START-NET",
        "DOMAIN": "TI",
        "IETESTCD": "INCL01",
        "IETEST": "Age ≥18 years",
        "IECAT": "INCLUSION",
        "TIVERS": "R1.1",
    }
    assert rows[-1]["IETESTCD"] == "EXCL07"
    assert {row["IECAT"] for row in rows} == {"INCLUSION", "EXCLUSION"}


def test_short_names_fit_and_stay_from_version_to_version() -> None:
    assert len(VERSIONS) > 1
    for trial in VERSIONS:
        codes = [short_name(one) for one in trial.protocol.criteria]
        assert len(set(codes)) == len(codes)
        assert all(re.fullmatch(r"[A-Z][A-Z0-9]{1,7}", code) for code in codes)
    assert short_name(TRIAL.criteria["I10"]) == "INCL10"
    assert short_name(TRIAL.criteria["E7"]) == "EXCL07"


def test_long_texts_are_cut_at_a_word() -> None:
    texts = {row[2]: row[3] for row in criteria_rows(TRIAL)}
    assert all(len(text) <= LONGEST_TEST for text in texts.values())
    whole = TRIAL.criteria["I10"].text
    assert texts["INCL10"].endswith("...")
    assert whole.startswith(texts["INCL10"].removesuffix("...") + " ")


def test_only_findings_that_fail_are_in_ie() -> None:
    found = judge(MAN, {"I10.hb": "88", "E2.prior_prrt": "yes", "I2.consent": "not_yet"})
    assert found.pending == ("I2",)
    rows = checked(failing_table(failing_rows(TRIAL, "S0007", found.failing, TODAY, "LUND"), MADE))
    assert [(row["IESEQ"], row["IETESTCD"], row["IEORRES"]) for row in rows] == [
        (1, "INCL10", "N"),
        (2, "EXCL02", "Y"),
    ]
    assert {row["USUBJID"] for row in rows} == {"START-NET-LUND-S0007"}
    assert {row["IEDTC"] for row in rows} == {"2026-03-31"}
    assert all(row["IEORRES"] == row["IESTRESC"] for row in rows)


def test_nobody_has_failed_anything() -> None:
    assert checked(failing_table(failing_rows(TRIAL, "S1", (), TODAY), MADE)) == []


@pytest.mark.parametrize(
    ("key", "value"),
    [("records", "1"), ("datasetJSONVersion", "1.0"), ("more", 1), ("columns", [{"name": "X"}])],
)
def test_the_schema_refuses_what_is_wrong(key: str, value: object) -> None:
    table = {**criteria_table(criteria_rows(TRIAL), MADE), key: value}
    with pytest.raises(jsonschema.ValidationError):
        checked(table)


@pytest.mark.parametrize(
    ("key", "value"),
    [("records", "one"), ("name", 7), ("more", 1), ("columns", [{"name": "X"}])],
)
def test_the_library_refuses_what_is_wrong(key: str, value: object) -> None:
    table = {**criteria_table(criteria_rows(TRIAL), MADE), key: value}
    with pytest.raises(OdmlibError):
        read_by_odmlib(table)
