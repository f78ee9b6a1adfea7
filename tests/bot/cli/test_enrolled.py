"""``bedside log enrolled``: the enrolment list against the log, and what files show of it."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from bot.cli import main as cli
from bot.store import STUDY_NUMBER, Noted, Store
from tests.bot.store.keeping import NOW, screening

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A database with two screenings, one of whom was enrolled as 752-01."""
    address = f"sqlite:///{tmp_path}/bedside.db"
    with Store.open(address) as store:
        for token in ("S0001", "S0002"):
            store.add(screening(token), "nurse", NOW)
        noted = [Noted("enrolled_on", "2026-03-01"), Noted(STUDY_NUMBER, None, "752-01")]
        store.note("S0001", noted, NOW, "nurse")
    return address


def run(url: str, *given: str, text: str | None = None) -> Result:
    return CliRunner().invoke(cli.app, ["log", *given, "--database", url], input=text)


def test_a_list_is_compared_and_kept(url: str) -> None:
    done = run(url, "enrolled", "-", text="study_number,day\n752-01,2026-03-01\n752-02\n")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines()[1:] == [
        "Enrolled without a row in the screening log: 1",
        "No row has these study numbers: 752-02",
    ]
    assert run(url, "enrolled").stdout == done.stdout
    assert run(url, "outcome", "S0002", "--study-number", "752-02").exit_code == 0
    done = run(url, "enrolled", "--language", "sv")
    assert "Inkluderade utan rad i screeningloggen: 0" in done.stdout
    assert "På listan, men ingen inklusion är noterad: S0002 (752-02)" in done.stdout
    assert run(url, "verify").exit_code == 0


def test_a_list_is_deleted(url: str) -> None:
    run(url, "enrolled", "-", text="752-01\n")
    assert run(url, "enrolled", "--clear").stdout == "START-NET: the enrolment list is deleted.\n"
    assert "no enrolment list was handed in" in run(url, "enrolled").stdout


def test_a_file_and_clear_do_not_go_together(url: str) -> None:
    run(url, "enrolled", "-", text="752-01\n")
    done = run(url, "enrolled", "-", "--clear", text="752-02\n")
    assert done.exit_code == 2
    assert "not both" in done.stderr
    assert "1 on the enrolment list" in run(url, "enrolled").stdout


@pytest.mark.parametrize("given", ["752-02\nAnna Testsson\n", "752-02\n19500312-1234\n"])
def test_who_somebody_is_is_refused_and_not_said_again(url: str, given: str) -> None:
    done = run(url, "enrolled", "-", text=given)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "ine 2" in done.stderr
    assert given.splitlines()[1] not in done.stderr
    with Store.open(url) as store:
        assert store.enrolled() == {}


def test_a_study_number_is_no_name(url: str) -> None:
    done = run(url, "outcome", "S0002", "--study-number", "Anna")
    assert done.exit_code == 2
    assert "write the number in the trial" in done.stderr


def test_the_files_show_it(url: str, tmp_path: Path) -> None:
    without = run(url, "export", "enrolled.csv", "-o", "-").stdout
    assert without.splitlines() == ["trial,study_number,enrolled_on,screening_number,state"]
    run(url, "enrolled", "-", text="752-01,2026-03-01\n752-02\n")
    rows = list(csv.reader(io.StringIO(run(url, "export", "enrolled.csv", "-o", "-").stdout)))
    assert rows == [
        ["trial", "study_number", "enrolled_on", "screening_number", "state"],
        ["start-net", "752-01", "2026-03-01", "S0001", "with_row"],
        ["start-net", "752-02", "", "", "without_row"],
    ]
    log = csv.DictReader(io.StringIO(run(url, "export", "log.csv", "-o", "-").stdout))
    assert [row["subject_id"] for row in log] == ["752-01", ""]
    flow = run(url, "export", "flow.svg", "-o", "-").stdout
    assert "Enrolled without a row in the screening log: 1 (of 2" in flow
    workbook = tmp_path / "log.xlsx"
    assert run(url, "export", "log.xlsx", "-o", str(workbook)).exit_code == 0
    with zipfile.ZipFile(workbook) as parts:
        sheets = "".join(parts.read(name).decode() for name in parts.namelist() if "xml" in name)
    assert "Enrolled without a row, start-net" in sheets


def test_a_list_comes_back_with_a_back_up(url: str, tmp_path: Path) -> None:
    run(url, "enrolled", "-", text="752-01,2026-03-01\n752-02\n")
    said = run(url, "enrolled").stdout
    copy, other = tmp_path / "copy", f"sqlite:///{tmp_path}/restored.db"
    for command, database in (
        (["backup", str(copy), "--plain"], url),
        (["restore", str(copy)], other),
    ):
        done = CliRunner().invoke(cli.app, [*command, "--database", database])
        assert done.exit_code == 0, done.output
    assert run(other, "enrolled").stdout == said
    assert run(other, "verify").exit_code == 0
