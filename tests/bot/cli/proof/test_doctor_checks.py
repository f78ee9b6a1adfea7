"""What doctor says of the log's key, heads that are kept elsewhere, and back-ups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr

from bot.cli.proof.doctor_checks import checks
from bot.config.settings import Settings, SettingsError
from bot.proof import keyfile

if TYPE_CHECKING:
    from pathlib import Path

    from bot.config.check import Check

TO = "age1hmzcwxj2khqj8keq5sycd0jcr8v2wjhl0r2rhsyzq69cr5n9cyqsq67ycl"


def found(folder: Path, **more: Any) -> dict[str, Check]:  # noqa: ANN401 - settings
    settings = Settings(database=SecretStr(f"sqlite:///{folder}/bedside.db"), **more)
    return {one.name: one for one in (check() for check in checks(settings))}


def test_what_is_not_set_or_not_there_yet_is_no_failure(tmp_path: Path) -> None:
    said = found(tmp_path)
    assert {name: one.ok for name, one in said.items()} == {
        "log key": None, "heads": None, "back-ups": None,
    }  # fmt: skip
    assert str(tmp_path / "bedside.db-key") in said["log key"].text


def test_what_is_in_order_is_said(tmp_path: Path) -> None:
    made = keyfile.make(tmp_path / "key")
    (tmp_path / "2026-03-31-7.head").touch()
    said = found(tmp_path, key=tmp_path / "key", heads=tmp_path, backup_to=TO)
    assert all(one.ok for one in said.values())
    assert str(made.verifier) in said["log key"].text
    assert made.private.hex() not in said["log key"].text
    assert said["heads"].text.endswith(": 1")


def test_what_is_amiss_is_said_with_a_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyfile.make(tmp_path / "key")
    (tmp_path / "key").chmod(0o644)
    monkeypatch.setattr("bot.cli.proof.doctor_checks.find_spec", lambda _name: None)
    said = found(tmp_path, key=tmp_path / "key", heads=tmp_path / "no", backup_to=TO)
    assert [one.ok for one in said.values()] == [False, False, False]
    assert "chmod 600" in said["log key"].text
    (tmp_path / "key").write_text("no key")
    assert "BEDSIDE_KEY" in found(tmp_path, key=tmp_path / "key")["log key"].text


def test_a_public_key_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEDSIDE_BACKUP_TO", "age1")
    with pytest.raises(SettingsError, match="BEDSIDE_BACKUP_TO"):
        Settings.load()
