"""How `serve` ends when something unforeseen happens: no traceback, which could quote somebody."""

from __future__ import annotations

import socket
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.config.settings import Settings
from bot.platforms.chat.access import Access
from bot.platforms.chat.environment import Environment
from bot.platforms.telegram.service import starting
from bot.platforms.telegram.service.serving import Serving
from bot.store import Store, StoreError

if TYPE_CHECKING:
    from pathlib import Path

TOKEN = "123456:AAF-opens-nothing"  # noqa: S105 - of no real bot
NUMBER = "19121212-1212"


def served(**settings: object) -> int:
    """Serve with no Telegram there; give the exit status."""
    here = {"token": TOKEN, "telegram_api": "http://127.0.0.1:1/bot", **settings}
    with Store.open("sqlite://") as store:
        given = Settings(**here)  # type: ignore[arg-type]
        environment = Environment(Access(given.owners, given.open), lambda: datetime.now(UTC))
        return starting.serve(
            given, lambda client, _: Serving(given, store, environment, client).run
        )


def fail_with(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run(_: object) -> int:
        raise error

    monkeypatch.setattr(Serving, "run", run)


def test_an_error_that_nobody_foresaw_is_named_and_not_quoted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fail_with(ValueError(f"{NUMBER} {TOKEN}"), monkeypatch)
    assert served() == 1
    told = capsys.readouterr().err
    assert "ValueError in run" in told
    assert NUMBER not in told
    assert TOKEN not in told
    assert "Traceback" not in told


def test_a_database_that_fails_keeps_its_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fail_with(StoreError("The disk is full."), monkeypatch)
    assert served() == 2
    assert "The disk is full.\n" in capsys.readouterr().err


def test_a_port_that_is_taken_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        assert served(webhook="https://example.org/hook", listen=listen, open=True) == 2
    told = capsys.readouterr().err
    assert f"cannot listen on {listen}" in told
    assert "BEDSIDE_LISTEN" in told
    assert TOKEN not in told


def test_a_file_that_cannot_be_held_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "bedside.db-serve").mkdir()
    with (
        Store.open(f"sqlite:///{tmp_path}/bedside.db") as store,
        pytest.raises(StoreError, match=r"bedside\.db-serve can't be written \(Is a directory\)"),
        store.exclusive(),
    ):
        pass
