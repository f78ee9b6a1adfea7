"""Updates a second over loopback HTTP: the Telegram service side by side with other bots."""

from __future__ import annotations

import json
import os
import platform
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING
from urllib.request import urlopen

import psutil

from benchmarks.measuring import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_HERE = Path(__file__).parent
_RIVALS = _HERE.parent / ".venv-bench/bin/python"
_USERS = 50
_TARGET = 3.0
_START_TARGET = 1.5
SERVE = (sys.executable, "-m", "bot", "serve")
_HEADINGS = ("bot", "updates/s", "calls/s", "CPU ms/update", "RSS MiB", "ratio", "target")
_BASE = "ConversationHandler, nothing kept"


@dataclass(frozen=True, slots=True)
class Speed:
    """What a bot did in the time measured."""

    updates: float
    calls: float
    cpu: float
    """Milliseconds of the processor for an update."""
    memory: float
    """MiB resident at the end."""


def bench(folder: Path) -> str:
    """Measure every bot on the same server and give the table."""
    quick = "--quick" in sys.argv
    warm, seconds = (2.0, 4.0) if quick else (5.0, 20.0)
    found = {"Bedside": _bedside(folder, warm, seconds)}
    for name, (script, root, extra) in {
        _BASE: ("ptb.py", "/bot", ()),
        "the same, PicklePersistence, 100 users": ("ptb.py", "/bot", (folder / "a", "100")),
        "the same, PicklePersistence, 10,000 users": ("ptb.py", "/bot", (folder / "b", "10000")),
        "aiogram FSM, MemoryStorage": ("fsm.py", "", ()),
    }.items():
        with server("/start") as port:
            rival: list[str | Path] = [
                _RIVALS,
                _HERE / "rivals" / script,
                f"http://127.0.0.1:{port}{root}",
                *extra,
            ]
            found[name] = speed_of(rival, port, {}, warm, seconds)
    title = f"Telegram service: {_USERS} people tap; {os.cpu_count()} cores, Python "
    speeds = table(title + platform.python_version(), _HEADINGS, _rows(found))
    return f"{speeds}\n\n{_starts(folder, 3 if quick else 5)}"


def _starts(folder: Path, times: int) -> str:
    """Time from the start of a process to its first getUpdates, in turn."""
    ours, theirs = [], []
    for _ in range(times):
        with server("/screen") as port:
            ours.append(_start(SERVE, port, environment(folder, port)))
        with server("/start") as port:
            echo: list[str | Path] = [
                _RIVALS,
                _HERE / "rivals/echo.py",
                f"http://127.0.0.1:{port}/bot",
            ]
            theirs.append(_start(echo, port, {}))
    ratio = median(ours) / median(theirs)
    reached = "reached" if ratio <= _START_TARGET else "missed"
    rows = [
        (name, f"{median(some):.2f}", f"{min(some):.2f}-{max(some):.2f}", shown, target)
        for name, some, shown, target in (
            ("Bedside", ours, f"{ratio:.2f}", f"<= {_START_TARGET:g}: {reached}"),
            ("python-telegram-bot, echo", theirs, "1.00", ""),
        )
    ]
    title = f"Start to the first getUpdates, {times} starts each, seconds"
    return table(title, ("bot", "median", "spread", "ratio", "target"), rows)


def _start(command: Sequence[str | Path], port: int, more: Mapping[str, str]) -> float:
    begin = time.perf_counter()
    with _process(command, more) as running:
        _wait(port, running)
        return time.perf_counter() - begin


def _rows(found: Mapping[str, Speed]) -> list[tuple[str, ...]]:
    base = found[_BASE].updates
    rows: list[tuple[str, ...]] = []
    for name, speed in found.items():
        ratio = speed.updates / base if base else float("nan")
        reached = "reached" if ratio >= _TARGET else "missed"
        rows.append(
            (
                name,
                f"{speed.updates:,.0f}",
                f"{speed.calls:,.0f}",
                f"{speed.cpu:.2f}",
                f"{speed.memory:.1f}",
                f"{ratio:.2f}",
                f">= {_TARGET:g}: {reached}" if name == "Bedside" else "",
            )
        )
    return rows


def _bedside(folder: Path, warm: float, seconds: float) -> Speed:
    with server("/screen") as port:
        return speed_of(SERVE, port, environment(folder, port), warm, seconds)


def environment(folder: Path, port: int) -> dict[str, str]:
    """Give the settings that the service is run with."""
    return {
        "BEDSIDE_TOKEN": "1:abc",
        "BEDSIDE_TELEGRAM_API": f"http://127.0.0.1:{port}/bot",
        "BEDSIDE_DATABASE": f"sqlite:///{folder / 'bench.db'}",
        "BEDSIDE_OPEN": "1",
        "BEDSIDE_MESSAGES_PER_SECOND": "0",
    }


def speed_of(
    command: Sequence[str | Path], port: int, more: Mapping[str, str], warm: float, seconds: float
) -> Speed:
    """Run a bot against a server, and measure it after it has warmed up."""
    with _process(command, more) as running:
        bot = psutil.Process(running.pid)
        _wait(port, running)
        time.sleep(warm)
        before, spent, begin = _count(port), sum(bot.cpu_times()[:2]), time.perf_counter()
        time.sleep(seconds)
        after, used, end = _count(port), sum(bot.cpu_times()[:2]), time.perf_counter()
        updates = after["confirmed"] - before["confirmed"]
        calls = after["calls"] - before["calls"]
        taken = end - begin
        cpu = (used - spent) * 1000 / max(updates, 1)
        return Speed(updates / taken, calls / taken, cpu, bot.memory_info().rss / 2**20)


@contextmanager
def server(begin: str) -> Iterator[int]:
    """Run a server with its people; give its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    with _process([sys.executable, "-m", "benchmarks.taps", str(port), str(_USERS), begin], {}):
        for _ in range(100):
            try:
                _count(port)
                break
            except OSError:
                time.sleep(0.05)
        yield port


@contextmanager
def _process(
    command: Sequence[str | Path], more: Mapping[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    # No shell and no text from outside: the benches name what they run.
    running = subprocess.Popen(  # noqa: S603
        command, env={**os.environ, **more}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield running
    finally:
        running.terminate()
        try:
            running.wait(5)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


def _wait(port: int, running: subprocess.Popen[bytes]) -> None:
    for _ in range(3000):
        if _count(port)["polls"]:
            return
        if running.poll() is not None:
            raise RuntimeError(f"{running.args!r} ended with status {running.returncode}")
        time.sleep(0.01)
    raise RuntimeError(f"{running.args!r} never asked for updates")


def _count(port: int) -> dict[str, int]:
    with urlopen(f"http://127.0.0.1:{port}/count", timeout=5) as reply:
        counts: dict[str, int] = json.load(reply)["result"]
        return counts
