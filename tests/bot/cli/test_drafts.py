"""``bedside trials new``: a draft, what is left to do on it, and what is refused."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from bot.cli.main import app
from criteria.trial import catalog

if TYPE_CHECKING:
    from typer.testing import Result

ENTRIES = Path(__file__).parents[2] / "data" / "entries"


def run(*args: object) -> Result:
    """Run a command on trials."""
    return CliRunner().invoke(app, ["trials", *map(str, args)])


@pytest.mark.parametrize(
    ("name", "folder", "counted"),
    [
        ("modern.json", "nct00000001/2026-05-04", "15 criteria (8 inclusion, 7 exclusion, 1 of"),
        ("legacy.json", "nct00000002/2026-05-04", "7 criteria (5 inclusion, 2 exclusion, 2 of"),
        ("plain.txt", "plain/1", "6 criteria (3 inclusion, 3 exclusion)."),
    ],
)
def test_a_draft_loads_and_says_what_is_left_to_do(
    name: str, folder: str, counted: str, tmp_path: Path
) -> None:
    made = run("new", ENTRIES / name, "--into", tmp_path)
    assert made.exit_code == 0, made.output
    assert made.stdout.startswith(f"{tmp_path / folder}: {counted}")
    trial = catalog.read_folder(tmp_path / folder)
    assert trial.protocol.status == "draft"
    checked = run("check", tmp_path / folder)
    assert checked.exit_code == 1
    places = [line.partition(": ")[0] for line in checked.stderr.splitlines()]
    assert "drafting.sides_confirmed" in places
    assert places[-1] == "cases.toml"
    marked = {item.id for item in trial.protocol.items if item.proposed or item.to_word}
    assert marked <= set(places)


def test_the_criteria_are_in_the_file_word_for_word(tmp_path: Path) -> None:
    run("new", ENTRIES / "plain.txt", "--into", tmp_path)
    text = (tmp_path / "plain" / "1" / "protocol.toml").read_text("utf-8")
    criteria = tomllib.loads(text)["criteria"]
    assert [one["id"] for one in criteria] == ["I1", "I2", "I3", "E1", "E2", "E3"]
    assert criteria[4]["text"] == "Systolic blood pressure (SBP) >= 170 mmHg at Visit 1."
    assert "# proposed, read from: “Systolic blood pressure (SBP) >= 170 mmHg at Visit 1.”" in text


def test_the_same_entry_makes_the_same_draft(tmp_path: Path) -> None:
    for place in ("one", "two"):
        run("new", ENTRIES / "modern.json", "--into", tmp_path / place)
    one, two = (
        {file.name: file.read_bytes() for file in sorted((tmp_path / place).rglob("*.toml"))}
        for place in ("one", "two")
    )
    assert one == two
    assert set(one) == {"protocol.toml", "en.toml"}


def test_a_folder_is_never_overwritten(tmp_path: Path) -> None:
    run("new", ENTRIES / "plain.txt", "--into", tmp_path)
    file = tmp_path / "plain" / "1" / "protocol.toml"
    file.write_text("mine", "utf-8")
    again = run("new", ENTRIES / "plain.txt", "--into", tmp_path)
    assert again.exit_code == 2
    assert "is there already" in again.stderr
    assert file.read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("a.txt", b"A shopping list", "no heading"),
        ("a.json", b'{"a": 1}', "has no text under protocolSection"),
        ("a.pdf", b"%PDF-1.7\xff\xfe", "not UTF-8"),
    ],
)
def test_another_file_is_refused(name: str, raw: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(raw)
    refused = run("new", tmp_path / name, "--into", tmp_path / "into")
    assert refused.exit_code == 2
    assert said in refused.stderr
    assert not (tmp_path / "into").exists()


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    refused = run("new", tmp_path / "none.json")
    assert refused.exit_code == 2
    assert "Name a file that can be read" in refused.stderr


def test_a_draft_that_is_not_finished_cannot_be_released(tmp_path: Path) -> None:
    run("new", ENTRIES / "plain.txt", "--into", tmp_path)
    file = tmp_path / "plain" / "1" / "protocol.toml"
    text = file.read_text("utf-8")
    file.write_text(text.replace('status = "draft"', 'status = "released"'), "utf-8")
    refused = run("check", tmp_path / "plain" / "1")
    assert refused.exit_code == 2
    assert "drafting: found a draft that is not finished" in refused.stderr
    assert "items[I1.age]: found what was only proposed" in refused.stderr


def test_what_was_looked_at_is_not_complained_of_any_more(tmp_path: Path) -> None:
    run("new", ENTRIES / "plain.txt", "--into", tmp_path)
    file = tmp_path / "plain" / "1" / "protocol.toml"
    lines = file.read_text("utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(("proposed", "to_word"))]
    done = "\n".join(kept).replace("sides_confirmed = false", "sides_confirmed = true")
    file.write_text(done, "utf-8")
    checked = run("check", tmp_path / "plain" / "1")
    assert [line.partition(": ")[0] for line in checked.stderr.splitlines()] == ["cases.toml"]
