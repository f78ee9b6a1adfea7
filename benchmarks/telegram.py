"""`bedside serve` beside other bots, over loopback HTTP: updates a second, start, memory.

Every bot talks with the same lean server (`botapi`), whose users tap as fast as they are answered.
Bedside commits each answer to disk before it is acknowledged; the rivals keep nothing, or a pickle.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING
from urllib.request import urlopen

import psutil

from benchmarks.botapi import FIRST_USER
from benchmarks.measuring import table
from bot.dialogs.session import Kept, Session
from bot.store import Chat, Store, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
RIVALS = Path(__file__).parent / "rivals"
OTHER_PYTHON = ROOT / ".venv-bench" / "bin" / "python"
USERS = 50
WARM_UP, SECONDS = 4.0, 12.0
STARTS = 5
FEW, MANY = 100, 100_000
_AT_ONCE = 5_000
_NOW = datetime(2026, 3, 31, 9, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Measured:
    """What a bot did in the time."""

    updates: float
    """A second, acknowledged."""
    calls: float
    """A second."""
    cpu: float
    """Microseconds of the processor for an update."""
    megabytes: float
    """Resident at the end."""


def bench(folder: Path) -> str:
    """Measure all bots one after the other, and give the tables."""
    if not OTHER_PYTHON.exists():
        return "telegram: the other bots are not installed: run it by `make bench`."
    rows = [("Bedside, SQLite, each answer on disk", _bedside(folder / "speed.db"))]
    rows += [(name, _rival(*command)) for name, *command in _rivals(folder)]
    base = rows[1][1].updates
    speed = table(
        f"updates a second, {USERS} users tapping ({os.cpu_count()} cores)",
        ("bot", "updates/s", "calls/s", "CPU µs/update", "MiB", "ratio"),
        [
            (
                name,
                f"{one.updates:.0f}",
                f"{one.calls:.0f}",
                f"{one.cpu:.0f}",
                f"{one.megabytes:.0f}",
                f"{one.updates / base:.2f}",
            )
            for name, one in rows
        ],
    )
    return "\n\n".join([speed, _sizes(folder), _starts(folder)])


def _rivals(folder: Path) -> list[tuple[str, ...]]:
    talk = str(RIVALS / "conversation_handler.py")
    return [
        ("ConversationHandler, nothing kept", talk),
        ("ConversationHandler, pickle, 100 users", talk, str(folder / "few.pickle"), "100"),
        ("ConversationHandler, pickle, 10,000 users", talk, str(folder / "many.pickle"), "10000"),
        ("aiogram FSM, nothing kept", str(RIVALS / "fsm.py")),
    ]


def _sizes(folder: Path) -> str:
    """Compare few open screenings with many."""
    found = {}
    for count in (FEW, MANY):
        path = folder / f"{count}.db"
        with Store.open(f"sqlite:///{path}") as store:
            _prefill(store, count)
        found[count] = _bedside(path)
    few, many = found[FEW], found[MANY]
    rows = [
        (f"{count:,}", f"{one.cpu:.0f}", f"{one.megabytes:.1f}") for count, one in found.items()
    ]
    rows.append(
        ("ratio, growth", f"{many.cpu / few.cpu:.2f}", f"{many.megabytes - few.megabytes:+.1f}")
    )
    return table("open screenings in the database", ("screenings", "CPU µs/update", "MiB"), rows)


def _prefill(store: Store, count: int) -> None:
    """Store open screenings of other people."""

    def some(first: int) -> None:
        def work(unit: Unit) -> None:
            for number in range(first, min(first + _AT_ONCE, count)):
                user, answers = 1_000_000 + number, {"I1.age": Kept("62"), "CTX.sex": Kept("male")}
                session = Session(
                    unit.next_token(), "start-net", "R1", date(2026, 3, 31), answers=answers
                )
                unit.add(session, f"telegram:{user}", _NOW)
                unit.mail.keep_chat(Chat(user, "en", session.token))

        store.within(work)

    for first in range(0, count, _AT_ONCE):
        some(first)


def _starts(folder: Path) -> str:
    """Time each bot from its start to its first poll."""
    ours = [_start([sys.executable, "-m", "bot", "serve"], folder) for _ in range(STARTS)]
    echo = [_start([str(OTHER_PYTHON), str(RIVALS / "echo.py")], folder) for _ in range(STARTS)]
    rows = [
        (
            name,
            f"{median(times):.2f}",
            f"{min(times):.2f}-{max(times):.2f}",
            f"{median(times) / median(echo):.2f}",
        )
        for name, times in (("Bedside", ours), ("python-telegram-bot's echo bot", echo))
    ]
    return table(
        f"start to first poll, {STARTS} starts", ("bot", "median s", "range", "ratio"), rows
    )


def _start(command: list[str], folder: Path) -> float:
    with _server(0, "/start") as port:
        began = time.time()
        with _running(command, port, folder / "start.db"):
            while not (first := _asked(port)[2]):
                time.sleep(0.01)
    return first - began


def _bedside(path: Path) -> Measured:
    with (
        _server(USERS, "/screen") as port,
        _running([sys.executable, "-m", "bot", "serve"], port, path) as pid,
    ):
        return _measured(port, pid)


def _rival(script: str, *arguments: str) -> Measured:
    with _server(USERS, "/start") as port:
        command = [str(OTHER_PYTHON), script]
        with _running(command, port, None, *arguments) as pid:
            return _measured(port, pid)


def _measured(port: int, pid: int) -> Measured:
    process = psutil.Process(pid)
    while not _asked(port)[0]:
        time.sleep(0.1)
    time.sleep(WARM_UP)
    before, cpu, began = _asked(port), sum(process.cpu_times()[:2]), time.perf_counter()
    time.sleep(SECONDS)
    after, cpu = _asked(port), sum(process.cpu_times()[:2]) - cpu
    seconds = time.perf_counter() - began
    updates, calls = after[0] - before[0], after[1] - before[1]
    memory = process.memory_info().rss / 1024**2
    return Measured(updates / seconds, calls / seconds, cpu / max(updates, 1) * 1e6, memory)


def _asked(port: int) -> list[float]:
    with urlopen(f"http://127.0.0.1:{port}/bot/measure") as answer:
        told: list[float] = json.loads(answer.read())
    return told


@contextmanager
def _server(users: int, begins: str) -> Iterator[int]:
    command = [sys.executable, "-m", "benchmarks.botapi", str(users), begins]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)  # noqa: S603 - ours
    try:
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()


@contextmanager
def _running(command: list[str], port: int, path: Path | None, *arguments: str) -> Iterator[int]:
    """Run a bot against the server; give its process."""
    url = f"http://127.0.0.1:{port}"
    settings = {
        "BEDSIDE_TOKEN": "1:abc",
        "BEDSIDE_TELEGRAM_API": f"{url}/bot",
        "BEDSIDE_DATABASE": f"sqlite:///{path}",
        "BEDSIDE_OPEN": "1",
        "BEDSIDE_MESSAGES_PER_SECOND": "0",
    }
    given = [] if "bot" in command else [url, *arguments]
    process = subprocess.Popen(  # noqa: S603 - our own commands
        [*command, *given], cwd=ROOT, env={**os.environ, **settings}, stderr=subprocess.DEVNULL
    )
    try:
        yield process.pid
    finally:
        process.kill()
        process.wait()


assert FIRST_USER < 1_000_000  # noqa: S101, PLR2004 - other people's screenings are other people's
