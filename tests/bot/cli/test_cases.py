"""``bedside trials cases``: what is to be added to cases.toml, with the verdicts left open."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from typer.testing import CliRunner

from bot.cli.main import app
from criteria.trial import catalog
from tests import own

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result


def cases(folder: Path) -> Result:
    """Run the command on a version folder."""
    return CliRunner().invoke(app, ["trials", "cases", str(folder)])


def test_a_folder_without_cases_gets_a_whole_file_to_work_out(tmp_path: Path) -> None:
    folder = own.copied(tmp_path)
    (folder / "cases.toml").unlink()
    said = cases(folder)
    assert said.exit_code == 0, said.output
    first, *others = tomllib.loads(said.stdout)["cases"]
    assert first["id"] == "all-met"
    assert first["expected"].keys() == catalog.read_folder(folder).criteria.keys()
    assert others
    assert {one["like"] for one in others} == {"all-met"}
    assert {text for one in (first, *others) for text in one["expected"].values()} == {""}
    (folder / "cases.toml").write_text(said.stdout, "utf-8")
    refused = CliRunner().invoke(app, ["trials", "check", str(folder)])
    assert refused.exit_code == 2
    lines = refused.stderr.splitlines()
    assert len(lines) == 1 + len(others)  # one for each case
    assert lines[0].startswith("cases.toml: cases[all-met]: found nothing yet for overall, I2, I7,")


def test_a_file_that_the_shell_has_emptied_is_no_cases_yet(tmp_path: Path) -> None:
    folder = own.copied(tmp_path)
    (folder / "cases.toml").unlink()
    without = cases(folder).stdout
    (folder / "cases.toml").write_text("", "utf-8")
    assert cases(folder).stdout == without
    said = CliRunner().invoke(app, ["trials", "check", str(folder)])
    assert said.exit_code == 2
    assert said.stderr.startswith("cases.toml: there is none yet: bedside trials cases writes")


def test_what_is_added_goes_behind_the_cases_that_there_are() -> None:
    folder = catalog.trials_folder() / "start-net" / "R1.1"
    said = cases(folder).stdout
    whole = tomllib.loads((folder / "cases.toml").read_text("utf-8") + said)["cases"]
    assert "i10-plt-fails" in {one["id"] for one in whole}


def test_a_folder_in_which_every_limit_is_tried() -> None:
    said = cases(catalog.trials_folder() / "cagrisema" / "1")
    assert said.stdout == "# Nothing to add: every limit is tried on both sides.\n"


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    refused = cases(tmp_path)
    assert refused.exit_code == 2
    assert "protocol.toml" in refused.stderr
