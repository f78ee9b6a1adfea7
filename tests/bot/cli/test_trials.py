"""``bedside trials check`` and ``analytes``: what no rule decides, and what the library has."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from bot.cli.main import app
from criteria.trial import catalog
from tests.own import SOVA

HF = Path(__file__).parents[2] / "data" / "trials" / "hf" / "1"


def bedside(*args: str) -> list[str]:
    """Run the command; its lines."""
    ran = CliRunner().invoke(app, ["trials", *args])
    assert ran.exit_code == 0, ran.output
    return ran.stdout.splitlines()


def test_a_check_says_what_is_judgement() -> None:
    judged, *_, last = bedside("check", str(HF))
    assert judged == f"{HF}: 1 of 12 criteria are the investigator's judgement: E6"
    assert last == f"{HF}: no complaint."
    whole, part, *_ = bedside("check", str(catalog.trials_folder() / "start-net" / "R1.1"))
    assert whole.endswith("4 of 18 criteria are the investigator's judgement: I3, I8, E6, E7")
    assert part.endswith("are it in part: I4, I5, I6, I7, E4, E5")


def test_a_check_says_which_limits_no_case_tries_on_both_sides() -> None:
    said = bedside("check", str(SOVA))[0]
    assert said.startswith(f"{SOVA}: 4 of 5 limits are not tried on both sides by worked cases: ")
    assert said.endswith("AHI.day (none fails), CARE.ended (none passes, none fails)")


def test_analytes_are_found_by_name_unit_or_code() -> None:
    every = bedside("analytes")
    assert len(every) == 70
    assert bedside("analytes", "cystatin") == ["cystatin_c  Cystatin C  mg/L  33863-2"]
    assert [line.split()[0] for line in bedside("analytes", "Kreatinin")] == ["creatinine"]
    assert [line.split()[0] for line in bedside("analytes", "59261-8")] == ["hba1c"]


def test_a_preview_needs_a_folder_that_can_be_read(tmp_path: Path) -> None:
    ran = CliRunner().invoke(app, ["trials", "preview", str(tmp_path)])
    assert ran.exit_code == 2
    assert "a folder without protocol.toml" in ran.stderr


def test_a_preview_talks_line_by_line() -> None:
    ran = CliRunner().invoke(app, ["trials", "preview", str(HF)], input="/quit\n")
    assert ran.exit_code == 0
    said = ran.stdout.splitlines()
    assert sum(line.startswith("DRAFT · ") for line in said) == 1
    assert said[-1] == "Good-bye. Nothing was kept."


def test_schemas_are_printed_or_written_beside_the_trials(tmp_path: Path) -> None:
    printed = "\n".join(bedside("schema", "cases"))
    bedside("schema", "--into", str(tmp_path))
    assert (tmp_path / "schema" / "cases.json").read_text("utf-8") == f"{printed}\n"
    assert {file.stem for file in (tmp_path / "schema").iterdir()} == {
        "protocol",
        "wording",
        "cases",
    }


def test_an_unknown_schema_is_answered_with_those_there_are() -> None:
    ran = CliRunner().invoke(app, ["trials", "schema", "protcol"])
    assert ran.exit_code == 2
    assert "protocol, wording, cases" in ran.stderr


def test_a_trial_goes_into_a_workbook_and_out_of_it(tmp_path: Path) -> None:
    book, trials = str(tmp_path / "hf.xlsx"), str(tmp_path / "trials")
    assert bedside("to-xlsx", str(HF), "-o", book) == [f"Written: {book}"]
    written, advice = bedside("from-xlsx", book, "--into", trials)
    assert written == f"Written: {trials}/hf/1"
    assert advice.endswith(f"`bedside trials check {trials}/hf/1`")
    assert (tmp_path / "trials" / "schema" / "protocol.json").is_file()
    for again in (("to-xlsx", str(HF), "-o", book), ("from-xlsx", book, "--into", trials)):
        ran = CliRunner().invoke(app, ["trials", *again])
        assert ran.exit_code == 2
        assert "is there already, and nothing is overwritten" in ran.stderr


def test_a_folder_that_cannot_be_used_leaves_no_workbook(tmp_path: Path) -> None:
    book = tmp_path / "none.xlsx"
    ran = CliRunner().invoke(app, ["trials", "to-xlsx", str(tmp_path), "-o", str(book)])
    assert ran.exit_code == 2
    assert not book.exists()
    ran = CliRunner().invoke(app, ["trials", "from-xlsx", str(book), "--into", str(tmp_path)])
    assert (ran.exit_code, ran.stderr) == (2, f"{book}: No such file or directory.\n")
