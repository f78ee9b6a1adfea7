"""``bedside prefill``: what a file of a record would answer, as a list and as a table."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from bot.cli import main as cli
from tests.bot.prefill.bundles import (
    BORN,
    NAME,
    NUMBER,
    PLT,
    Json,
    amount,
    bundle,
    file_of,
    message,
    observation,
    patient,
)

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

FILE = bundle(
    patient(),
    observation(value=10.5, unit="g/dL", referenceRange=[{"low": amount(12, "g/dL")}]),
    observation(code=PLT, value=230, unit="10*9/L", status="preliminary"),
    observation(code="4548-4", value=5, unit="%"),
    observation(code="4548-4", value=6, unit="%"),
)


def ran(raw: bytes, *options: str) -> Result:
    shape = [] if "--json" in options else ["--table"]
    given = ["prefill", "--date", "2026-03-31", *shape, *options, "-"]
    done = CliRunner().invoke(cli.app, given, input=raw)
    assert not done.exception or isinstance(done.exception, SystemExit), done.exception
    return done


def rows(raw: bytes) -> list[dict[str, Any]]:
    done = ran(raw, "--json")
    assert (done.exit_code, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert isinstance(found, list)
    return found


def test_a_value_is_a_row_of_read_with_its_source() -> None:
    (found,) = (row for row in rows(file_of(FILE)) if row["item"] == "I10.hb")
    assert found == {
        "item": "I10.hb", "value": "10.5", "comparator": "=", "unit": "g/dL",
        "unit_source": "printed", "canonical": "105", "date": "2026-03-01", "flags": [],
        "source": {"format": "fhir", "entry": 2, "system": "loinc", "code": "718-7",
                   "status": "final", "method": None, "low": "12", "high": None},
        "left_out": None,
    }  # fmt: skip


def test_what_is_left_out_is_a_row_without_an_item() -> None:
    left = [row for row in rows(file_of(FILE)) if row["left_out"]]
    assert all(row["item"] is row["value"] is row["canonical"] is None for row in left)
    told = [(r["left_out"]["item"], r["left_out"]["code"], r["left_out"]["count"]) for r in left]
    assert told == [("I10.plt", "not_final", 1), (None, "not_asked", 2)]


def test_every_row_has_the_same_keys() -> None:
    assert len({frozenset(row) for row in rows(file_of(FILE))}) == 1


def test_sex_and_age() -> None:
    told = {row["item"]: row["canonical"] for row in rows(file_of(FILE)) if row["item"]}
    assert (told["CTX.sex"], told["I1.age"]) == ("female", "65")


@pytest.mark.parametrize("options", [(), ("--json",), ("--language", "sv")])
@pytest.mark.parametrize("raw", [file_of(FILE), message()])
def test_nothing_of_who_it_is_comes_out(raw: bytes, options: tuple[str, ...]) -> None:
    said = ran(raw, *options).output
    for secret in (NAME, "Anna", NUMBER, BORN, "1960"):
        assert secret not in said


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "Not used: Platelets (2026-03-01, entry 3) – not a final result"),
        (("--language", "sv"), "Används inte: LOINC 4548-4 (post 4, × 2) – den här prövningen"),
    ],
)
def test_as_a_table_with_what_is_left_out_below(options: tuple[str, ...], said: str) -> None:
    shown = " ".join(ran(file_of(FILE), *options).stdout.split())
    assert said in shown


def _several() -> Json:
    return bundle(observation(), observation(subject={"reference": "Patient/2"}))


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (file_of(_several()), "more than one patient"),
        (file_of(FILE)[:-5], "ask for it again"),
        (b"Hb 105 g/L", "give a FHIR Bundle"),
        (b"{" + b" " * 10_000_000, "longer than 10000000 bytes"),
    ],
)
def test_a_file_that_cannot_be_used(raw: bytes, said: str) -> None:
    done = ran(raw)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr


def test_an_empty_bundle_says_that_nothing_was_read(tmp_path: Path) -> None:
    file = tmp_path / "results.json"
    file.write_bytes(file_of(bundle(patient(gender="", birthDate=""))))
    done = CliRunner().invoke(cli.app, ["prefill", "--table", str(file)])
    assert (done.exit_code, done.stdout) == (0, "No laboratory value was read.\n")


def test_where_no_terminal_reads_it_the_reply_is_json() -> None:
    given = ["prefill", "--date", "2026-03-31", "-"]
    done = CliRunner().invoke(cli.app, given, input=file_of(FILE))
    assert [row["item"] for row in json.loads(done.stdout)]
