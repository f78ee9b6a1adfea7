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


def reviewed(protocol: str) -> str:
    """Return a draft's protocol as its author leaves it who has nothing against it."""
    lines = protocol.splitlines()
    kept = [line for line in lines if not line.startswith(("proposed", "to_word"))]
    return "\n".join(kept).replace("sides_confirmed = false", "sides_confirmed = true")


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
    assert 'proposed = "Systolic blood pressure (SBP) >= 170 mmHg at Visit 1."' in text


def test_what_follows_by_itself_is_not_written(tmp_path: Path) -> None:
    """A criterion of one item is called as the item; a help is the criterion's text anyhow."""
    run("new", ENTRIES / "modern.json", "--into", tmp_path)
    folder = tmp_path / "nct00000001" / "2026-05-04"
    written = tomllib.loads((folder / "en.toml").read_text("utf-8"))
    trial = catalog.read_folder(folder)
    for name in set(trial.criteria) - set(written["criteria"]):
        (item,) = [item for item in trial.items if item.startswith(f"{name}.")]
        assert trial.words["en"].criteria[name].label == trial.words["en"].items[item].label
    texts = {one.text for one in trial.protocol.criteria}
    assert not texts & {item.get("help") for item in written["items"].values()}
    assert {item.help for item in trial.words["en"].items.values()} & texts


def test_a_draft_that_was_looked_at_can_be_released_when_its_table_is_gone(tmp_path: Path) -> None:
    run("new", ENTRIES / "plain.txt", "--into", tmp_path)
    file = tmp_path / "plain" / "1" / "protocol.toml"
    file.write_text(reviewed(file.read_text("utf-8")), "utf-8")
    assert "drafting: is finished: take the table away" in run("check", file.parent).stderr


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
    file.write_text(reviewed(file.read_text("utf-8")), "utf-8")
    checked = run("check", tmp_path / "plain" / "1")
    places = [line.partition(": ")[0] for line in checked.stderr.splitlines()]
    assert [place for place in places if place != "en.toml"] == ["drafting", "cases.toml"]
