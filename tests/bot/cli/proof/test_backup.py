"""Back-ups by command: encrypted unless somebody says otherwise, and never over anything."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from bot.cli.main import app
from bot.store import Store
from tests import postgresql
from tests.administrator import harm

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

    from tests.bot.cli.proof.conftest import Place

SQLITE = pytest.mark.parametrize("place", ["SQLite"], indirect=True)


@pytest.fixture
def opener(tmp_path: Path) -> Path:
    """The file of a private key that opens back-ups."""
    return tmp_path / "opener"


@pytest.fixture
def to(opener: Path) -> str:
    """Its public half."""
    ran = CliRunner().invoke(app, ["backup", "--make-key", str(opener)])
    assert ran.exit_code == 0, ran.output
    assert opener.stat().st_mode & 0o777 == 0o600
    return ran.stdout.strip()


def restore(folder: Path, file: Path, *more: str | Path, name: str = "new") -> Result:
    """Restore into a file that is not there yet."""
    given = ["restore", str(file), *map(str, more), "--database", f"sqlite:///{folder}/{name}.db"]
    return CliRunner().invoke(app, given)


@SQLITE
def test_it_comes_back_whole_with_its_key(place: Place, opener: Path, to: str) -> None:
    file = place.folder / "made.age"
    assert place.run("backup", file, "--to", to).exit_code == 0
    assert file.stat().st_mode & 0o777 == 0o600
    left = file.read_bytes()
    assert not any(word in left for word in (b"S0001", b"telegram", b"moved away", b"PRIVATE"))
    ran = restore(place.folder, file, "--identity", opener, "--head", place.head)
    assert ran.exit_code == 0, ran.output
    there = place.folder / "new.db"
    assert there.stat().st_mode & 0o777 == 0o600
    assert (place.folder / "new.db-key").read_text("utf-8") == place.key.read_text("utf-8")
    with Store.open(place.url) as here, Store.open(f"sqlite:///{there}") as again:
        assert [*again.everything()] == [*here.everything()]
        assert again.events("S0001") == here.events("S0001")
        again.within(lambda unit: unit.log.append(100))
        *_, last = again.entries()
        assert last.subject.startswith("restored ")
    assert not [one.name for one in place.folder.iterdir() if one.name.startswith(".bedside-")]


@pytest.mark.parametrize("place", ["PostgreSQL"], indirect=True)
def test_one_on_a_server_comes_back_into_an_empty_one(place: Place, opener: Path, to: str) -> None:
    file = place.folder / "made.age"
    assert place.run("backup", file, "--to", to).exit_code == 0
    ran = restore(place.folder, file, "--identity", opener)
    assert ran.exit_code == 2
    assert "of a PostgreSQL database" in ran.output
    given = ["restore", str(file), "--identity", str(opener), "--database"]
    with postgresql.database() as url:
        ran = CliRunner().invoke(app, [*given, url], env={"BEDSIDE_KEY": str(place.folder / "k")})
        assert ran.exit_code == 0, ran.output
        ran = CliRunner().invoke(app, [*given, url], env={"BEDSIDE_KEY": str(place.folder / "k")})
        assert (ran.exit_code, "is not empty" in ran.output) == (2, True)


@SQLITE
def test_a_plain_one_has_no_key_and_says_so(place: Place) -> None:
    file = place.folder / "plain.tar.gz"
    ran = place.run("backup", file, "--plain")
    assert (ran.exit_code, "NOT encrypted" in ran.output) == (0, True)
    ran = restore(place.folder, file)
    assert ran.exit_code == 0, ran.output
    assert "The log's key was not in the back-up" in ran.output
    assert not (place.folder / "new.db-key").exists()


@SQLITE
@pytest.mark.parametrize("language", ["en", "sv"])
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    place: Place, opener: Path, to: str, language: str
) -> None:
    file, told = place.folder / "made.age", {"en": "Say whom", "sv": "Ange vem"}
    ran = place.run("backup", file, "--language", language)
    assert (ran.exit_code, told[language] in ran.output) == (2, True)
    for given in (("--to", to, "--plain"), ("--to", "age1x"), ("--to", opener)):
        ran = place.run("backup", file, *given, "--language", language)
        assert ran.exit_code == 2, ran.output
    assert place.run("backup", "--to", to).exit_code == 2
    assert place.run("backup", place.folder / "no" / "x", "--to", to).exit_code == 2
    assert place.run("backup", "--make-key", opener).exit_code == 2
    assert not file.exists()
    assert place.run("backup", file, "--to", to).exit_code == 0
    before = file.read_bytes()
    assert place.run("backup", file, "--to", to).exit_code == 2
    assert file.read_bytes() == before
    assert restore(place.folder, file).exit_code == 2
    for wrong in (place.head, place.folder / "nowhere"):
        ran = restore(place.folder, file, "--identity", wrong)
        assert ran.exit_code == 2, ran.output
    other = place.folder / "other"
    assert CliRunner().invoke(app, ["backup", "--make-key", str(other)]).exit_code == 0
    ran = restore(place.folder, file, "--identity", other)
    assert (ran.exit_code, "another one, or damaged" in ran.output) == (2, True)
    file.write_bytes(before[:-40])
    ran = restore(place.folder, file, "--identity", opener)
    assert (ran.exit_code, "another one, or damaged" in ran.output) == (2, True)
    ran = restore(place.folder, place.head)
    assert (ran.exit_code, "no back-up" in ran.output) == (2, True)
    assert place.run("restore", file, "--identity", opener).exit_code == 2  # it is not empty
    assert not (place.folder / "new.db").exists()


@SQLITE
def test_one_that_does_not_agree_takes_no_place(place: Place, opener: Path, to: str) -> None:
    file = place.folder / "made.age"
    harm(place.url, "UPDATE audit SET after = '66' WHERE token = 'S0002' AND after = '17'")
    assert place.run("backup", file, "--to", to).exit_code == 0
    ran = restore(place.folder, file, "--identity", opener)
    assert ran.exit_code == 1
    assert "S0002: event 1 or one of its answers was altered" in ran.output
    assert "Nothing was restored" in ran.output
    assert not (place.folder / "new.db").exists()


@SQLITE
def test_one_from_before_a_later_head_is_told_apart(place: Place, opener: Path, to: str) -> None:
    file, later = place.folder / "made.age", place.folder / "later.head"
    assert place.run("backup", file, "--to", to).exit_code == 0
    place.screen("55")
    assert place.run("log", "head", "-o", later).exit_code == 0
    ran = restore(place.folder, file, "--identity", opener, "--head", later)
    assert ran.exit_code == 1
    assert "or it was set back" in ran.output


@SQLITE
def test_without_the_library_it_says_what_to_install(
    place: Place, to: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyrage", None)
    file = place.folder / "made.age"
    ran = place.run("backup", file, "--to", to)
    assert (ran.exit_code, "bedside-screener[exports]" in ran.output) == (2, True)
    assert not file.exists()
    assert place.run("backup", file, "--plain").exit_code == 0


@SQLITE
def test_where_the_log_cannot_be_signed_it_is_backed_up_all_the_same(
    place: Place, opener: Path, to: str
) -> None:
    file = place.folder / "made.age"
    place.key.rename(place.folder / "away")
    ran = place.run("backup", file, "--to", to)
    assert ran.exit_code == 0
    assert "No signed head goes with it" in ran.output
    assert restore(place.folder, file, "--identity", opener).exit_code == 0
