"""From the start of a process to its first getUpdates, beside python-telegram-bot's echo bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.measuring import Report, Target, middle, spread, table
from benchmarks.running import SERVE, environment, rival, server, start_of

if TYPE_CHECKING:
    from pathlib import Path

_TARGET = 1.3


def bench(folder: Path, *, quick: bool) -> Report:
    """Start both in turn, with nobody there who writes to them.

    The first start of each is not counted: it makes the database, and Python compiles modules.
    """
    times = 3 if quick else 5
    pairs = [(_ours(folder), _theirs()) for _ in range(times + 1)][1:]
    ours, theirs = zip(*pairs, strict=True)
    ratio = middle(ours) / middle(theirs)
    rows = [
        (name, f"{middle(some):.2f}", spread(some, 2), f"{shown:.2f}")
        for name, some, shown in (
            ("Bedside", ours, ratio),
            ("python-telegram-bot, echo", theirs, 1.0),
        )
    ]
    title = f"Start to the first getUpdates, {times} starts each"
    headings = ("bot", "median s", "of starts", "ratio")
    target = Target("start to the first getUpdates, against the echo bot", ratio, _TARGET)
    return Report(table(title, headings, rows), (target,))


def _ours(folder: Path) -> float:
    with server("/screen", people=0) as port:
        return start_of(SERVE, port, environment(folder, port))


def _theirs() -> float:
    with server("/start", people=0) as port:
        return start_of(rival("echo.py", f"http://127.0.0.1:{port}/bot"), port, {})
