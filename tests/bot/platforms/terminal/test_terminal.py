"""The terminal in processes of their own: through pipes, and on a real pseudo-terminal."""

from __future__ import annotations

import os
import pty
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from bot.platforms.terminal.terminal import chat
from bot.store import StoreError

if TYPE_CHECKING:
    from pathlib import Path

    from bot.screenings.service import Service

PROGRAM = """
import sys
from datetime import UTC, datetime
from bot.platforms.terminal.terminal import chat
from bot.screenings.service import Service
from bot.store import Store
with Store.open(sys.argv[1]) as store:
    service = Service(store, lambda: datetime.now(UTC))
    token = sys.argv[2] if len(sys.argv) > 2 else None
    sys.exit(chat(service, trial="start-net", version="R1", language="en", token=token))
"""


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    return [sys.executable, "-c", PROGRAM, f"sqlite:///{tmp_path / 'bedside.db'}"]


def piped(command: list[str], script: bytes) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command, input=script, capture_output=True, check=False, timeout=60)  # noqa: S603 - this Python


def test_a_script_holds_a_conversation_and_another_goes_on(command: list[str]) -> None:
    first = piped(command, b"62 m\r\nnet\n")
    assert (first.returncode, first.stderr) == (0, b"")
    shown = first.stdout.decode()
    assert "Everything is saved as S0001" in shown.splitlines()[-1]
    assert "\x1b" not in shown
    second = piped([*command, "s0001"], b"/change\n1\n63\n\xff\xb5\n")
    assert (second.returncode, second.stderr) == (0, b"")
    assert "Age: 63" in second.stdout.decode()


def test_a_language_asked_for_counts_and_one_that_is_only_the_default_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("BEDSIDE_DATABASE", "BEDSIDE_SITE", "BEDSIDE_LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    bedside = [sys.executable, "-m", "bot", "chat", f"--database=sqlite:///{tmp_path / 'b.db'}"]
    assert "Tumour type" in piped(bedside, b"62 m\n").stdout.decode()
    for options in (["--language", "sv", "--resume", "S0001"], ["--resume", "S0001"]):
        assert "Tumörtyp" in piped([*bedside, *options], b"").stdout.decode()


def test_the_command_that_goes_on_works_as_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("MAKELEVEL", "BEDSIDE_DATABASE", "BEDSIDE_SITE"):
        monkeypatch.delenv(name, raising=False)
    bedside = [sys.executable, "-m", "bot"]
    database = f"sqlite:///{tmp_path}/on the {{ward}}.db"
    first = piped([*bedside, "chat", "--database", database], b"62 m\n").stdout.decode()
    command, *options = shlex.split(first.rstrip().partition("To go on: ")[2])
    assert command == "bedside"
    assert options == ["chat", "--resume", "S0001", "--database", database]
    assert "S0001" in piped([*bedside, *options], b"net\n").stdout.decode()


@pytest.mark.parametrize(
    ("trial", "token", "status", "said"),
    [
        ("start-net", "S0099", 2, "no screening S0099 to go on with in the database here.db"),
        ("start-net", "s0099", 2, "bedside log list --database sqlite:///here.db"),
        ("start-net", "19121212-1212", 2, "There is no such screening here.\n"),
        ("no-such-trial", None, 2, "no-such-trial"),
    ],
)
def test_what_does_not_exist_is_an_error(
    service: Service,
    capsys: pytest.CaptureFixture[str],
    trial: str,
    token: str | None,
    status: int,
    said: str,
) -> None:
    begun = chat(
        service,
        trial=trial,
        version=None,
        language="en",
        token=token,
        given="--database sqlite:///here.db",
        place="here.db",
    )
    assert begun == status
    out, error = capsys.readouterr()
    assert not out
    assert said in error


def test_a_store_that_fails_at_the_start(
    service: Service, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> str:
        raise StoreError("The database is gone.")

    monkeypatch.setattr(service.store, "next_token", gone)
    assert chat(service, trial="start-net", version=None, language="en") == 1
    assert capsys.readouterr().err == "The database is gone.\n"


def test_on_a_terminal_nothing_is_left_behind(command: list[str], tmp_path: Path) -> None:
    main, side = pty.openpty()
    environment = {
        **os.environ,
        "TERM": "xterm",
        "PROMPT_TOOLKIT_NO_CPR": "1",
        "HOME": str(tmp_path),
    }
    with subprocess.Popen(  # noqa: S603 - this Python
        command, stdin=side, stdout=side, stderr=side, env=environment, cwd=tmp_path
    ) as process:
        os.close(side)
        shown = until(main, b"Ctrl-D")
        os.write(main, b"62 m\r")
        shown += until(main, b"Ctrl-D")
        os.write(main, b"\x03")
        shown += until(main, b"--resume S0001")
        assert process.wait(timeout=30) == 0
    os.close(main)
    assert b"\x1b[1m" in shown or b"\x1b[0;1m" in shown  # the question is bold
    assert {path.name.partition("-")[0] for path in tmp_path.iterdir()} == {"bedside.db"}


def until(terminal: int, sign: bytes) -> bytes:
    """Read from a terminal as far as a sign."""
    shown = b""
    while sign not in shown:
        shown += os.read(terminal, 4096)
    return shown
