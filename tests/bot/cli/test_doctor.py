"""What doctor finds in order, and what not: real databases, real files that somebody changed."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from bot.cli import doctor_checks as checks
from bot.cli import main as cli
from bot.config.check import Check
from bot.config.settings import Settings
from bot.store import Store
from criteria.trial import catalog

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = datetime(2026, 3, 31, 12, tzinfo=UTC)
EXAMPLE = Path(__file__).parents[3] / "docs" / "site.example.toml"


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for field in Settings.model_fields:
        monkeypatch.delenv(f"BEDSIDE_{field.upper()}", raising=False)


@pytest.fixture
def trials(tmp_path: Path) -> Path:
    """A copy of the trials that somebody can change."""
    return shutil.copytree(catalog.trials_folder(), tmp_path / "trials")


def test_everything_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path / 'bedside.db'}"
    Store.open(url).close()
    monkeypatch.setenv("BEDSIDE_DATABASE", url)
    monkeypatch.setenv("BEDSIDE_SITE", str(EXAMPLE))
    more = [lambda: Check("webhook", ok=True, text="as it is set")]
    found = list(checks.checks(Settings.load(), lambda: NOW, lambda: format_datetime(NOW), more))
    assert [check for check in found if check.ok is not True] == []
    names = [check.name for check in found if not check.name.startswith("trial ")]
    assert names == ["settings", "database", "disk", "site", "texts", "clock", "webhook"]
    assert checks.exit_status(found) == 0


def test_who_lets_anybody_in_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEDSIDE_OPEN", "1")
    found = {check.name: check for check in checks.checks(Settings.load(), lambda: NOW)}
    assert found["access"].ok is None
    assert "anybody may screen" in found["access"].text


def test_a_check_has_a_mark_and_its_lines() -> None:
    assert checks.as_text(Check("a", ok=True, text="b")) == "✓ a: b"
    assert checks.as_text(Check("a", ok=False, text="b\nc")) == "✗ a: b\n    c"
    assert checks.as_text(Check("a", ok=None, text="")) == "– a: "


@pytest.mark.parametrize(("oks", "status"), [((), 0), ((True, None), 0), ((True, False, None), 1)])
def test_only_a_failure_fails(oks: tuple[bool | None, ...], status: int) -> None:
    assert checks.exit_status(Check("a", ok, "b") for ok in oks) == status


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    file = tmp_path / "bedside.db"
    found = checks.database(f"sqlite:///{file}")
    assert (found.ok, found.text) == (
        None,
        f"there is none yet: {file} is made when it is first needed",
    )
    assert not file.exists()
    absent = checks.database(f"sqlite:///{tmp_path}/absent/bedside.db")
    assert absent.ok is False
    assert "Make the folder" in absent.text


def test_a_database_that_is_none(tmp_path: Path) -> None:
    file = tmp_path / "bedside.db"
    file.write_text("no database " * 1000)
    found = checks.database(f"sqlite:///{file}")
    assert found.ok is False
    assert "damaged, or is no database" in found.text


def test_a_server_that_is_not_there_shows_no_password() -> None:
    url = "postgresql+psycopg://bedside:hunter2@127.0.0.1:9/bedside"
    found = checks.database(url)
    assert found.ok is False
    assert "can't be reached" in found.text
    assert "hunter2" not in found.text
    assert checks.disk(url).ok is None


def test_too_little_space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path}/bedside.db"
    assert checks.disk(url).ok is True
    monkeypatch.setattr(checks, "LEAST_FREE", 2**80)
    found = checks.disk(url)
    assert found.ok is False
    assert "free some space" in found.text


def only(found: list[Check]) -> Check:
    (failed,) = [check for check in found if check.ok is False]
    return failed


def added(file: Path) -> None:
    file.with_name("de.txt").write_text("neu", encoding="utf-8")


def edited(file: Path) -> None:
    file.write_text(file.read_text("utf-8") + "\n# harmless\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (edited, "start-net/R1/en.toml was changed after its release"),
        (added, "start-net/R1/de.txt is not listed in SHA256SUMS"),
        (Path.unlink, "start-net/R1/en.toml is missing"),
    ],
)
def test_released_files_are_as_they_were_released(
    change: Callable[[Path], None], said: str, trials: Path
) -> None:
    assert all(check.ok for check in checks.trials(trials))
    shutil.move(trials, trials.with_name("changed"))  # a trial is read once from one place
    top = trials.with_name("changed")
    change(top / "start-net" / "R1" / "en.toml")
    failed = only(list(checks.trials(top)))
    assert failed.name == "trial start-net R1"
    assert said in failed.text


def test_a_worked_case_that_does_not_hold(trials: Path) -> None:
    file = trials / "start-net" / "R1" / "protocol.toml"
    text = file.read_text("utf-8")
    file.write_text(
        text.replace('kind = "at_least", limit = "18"', 'kind = "at_least", limit = "99"')
    )
    text = only(list(checks.trials(trials))).text
    assert "everything-met-man: I1: is not_met, not met" in text
    assert "protocol.toml was changed after its release" in text


def test_a_trial_that_cannot_be_read(trials: Path, tmp_path: Path) -> None:
    (trials / "start-net" / "R1" / "protocol.toml").write_text("id = ", encoding="utf-8")
    assert "protocol.toml" in only(list(checks.trials(trials))).text
    (empty,) = checks.trials(tmp_path / "nothing")
    assert (empty.ok, "there are none" in empty.text) == (False, True)


def test_a_sites_file(tmp_path: Path) -> None:
    assert checks.site(None).ok is None
    told = checks.site(EXAMPLE)
    assert (told.ok, told.text) == (
        True,
        "SE-01, Europe/Stockholm; answers are purged so many days after a screening ended: 365",
    )
    file = tmp_path / "site.toml"
    file.write_text('code = "SE-01"\ntime_zone = "UTC"', encoding="utf-8")
    assert checks.site(file).text == "SE-01, UTC; answers are kept; no contact for strangers"
    assert checks.site(tmp_path / "absent.toml").ok is False


def refuse() -> str:
    raise ConnectionRefusedError


@pytest.mark.parametrize(
    ("served", "ok", "said"),
    [
        (lambda: format_datetime(NOW + timedelta(seconds=20)), True, "as a server says"),
        (lambda: format_datetime(NOW - timedelta(seconds=40)), False, "40 s from a server's time"),
        (lambda: format_datetime(NOW + timedelta(hours=1)), False, "time synchronisation"),
        (lambda: "Tue, 31 Mar 2026 12:00:00 GMT", True, "as a server says"),
        (lambda: "yesterday", None, "no server told the time"),
        (refuse, None, "no server told the time"),
        (None, None, "compared with nothing"),
    ],
)
def test_the_clock(served: Callable[[], str] | None, ok: bool | None, said: str) -> None:  # noqa: FBT001 - pytest gives it by its name
    found = checks.clock(lambda: NOW, served)
    assert found.ok is ok
    assert found.text.startswith("it is 2026-03-31 12:00:00 UTC")
    assert said in found.text


def test_the_command(tmp_path: Path) -> None:
    file = tmp_path / "bedside.env"
    lines = [
        f"BEDSIDE_DATABASE=sqlite:///{tmp_path}/b.db",
        "BEDSIDE_TELEGRAM_API=http://127.0.0.1:1/bot",
    ]
    file.write_text("\n".join(lines), encoding="utf-8")
    fine = CliRunner().invoke(cli.app, ["doctor", "--config", str(file)])
    assert fine.exit_code == 0
    assert "– telegram: there is no BEDSIDE_TOKEN" in fine.output
    file.write_text("\n".join([*lines, "BEDSIDE_TOKEN=1:AAsecret"]), encoding="utf-8")
    alone = CliRunner().invoke(cli.app, ["doctor", "--config", str(file)])
    assert alone.exit_code == 1
    assert "✗ token: Telegram cannot be reached" in alone.output
    assert "BEDSIDE_TOKEN=********" in alone.output
    assert "AAsecret" not in alone.output
    file.write_text("\n".join([*lines, f"BEDSIDE_SITE={tmp_path}/absent.toml"]), encoding="utf-8")
    failed = CliRunner().invoke(cli.app, ["doctor", "--config", str(file)])
    assert failed.exit_code == 1
    assert "✗ site: " in failed.output
    assert "✓ texts: complete in en, sv" in failed.output
    file.write_text("BEDSIDE_OPEN=perhaps", encoding="utf-8")
    unusable = CliRunner().invoke(cli.app, ["doctor", "--config", str(file)])
    assert unusable.exit_code == 2
    assert (
        unusable.output
        == "BEDSIDE_OPEN is neither 0 nor 1: write 1 to let anybody screen, else 0.\n"
    )
