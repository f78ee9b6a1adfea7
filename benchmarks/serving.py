"""Updates a second over loopback HTTP: the Telegram service side by side with other bots.

All of them are measured in turn, several times over, and the median round of each is shown: a
machine that slows down for a while slows all of them. The pickles are written after each update,
without waiting for the disk; Bedside waits for it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from benchmarks.measuring import Report, Target, spread, table
from benchmarks.running import SERVE, USERS, Speed, environment, rival, server, speed_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

_OURS = "Bedside, every answer on disk"
_BASE = "ConversationHandler, nothing kept"
_PICKLE = "ConversationHandler, PicklePersistence, {:,} people's data"
_PICKLED = (100, 10_000)
_TARGET = 4.0
_CPU = 0.6
"""Milliseconds of the processor that an update may take."""
_HEADINGS = (
    "bot",
    "updates/s",
    "of rounds",
    "calls/s",
    "CPU ms/update",
    "RSS MiB",
    "server's core",
    "ratio",
)


def bench(folder: Path, *, quick: bool) -> Report:
    """Measure every bot on the same server."""
    rounds, warm, seconds = (1, 1.5, 2.5) if quick else (3, 3.0, 10.0)
    bots: dict[str, Callable[[Path], Speed]] = {
        _OURS: lambda place: _bedside(place, warm, seconds),
        _BASE: lambda _: _rival("ptb.py", "/bot", (), warm, seconds),
        "aiogram FSM, MemoryStorage": lambda _: _rival("fsm.py", "", (), warm, seconds),
    }
    for people in _PICKLED:

        def pickled(place: Path, people: int = people) -> Speed:
            return _rival("ptb.py", "/bot", (place / "pickle", str(people)), warm, seconds)

        bots[_PICKLE.format(people)] = pickled
    found: dict[str, list[Speed]] = {name: [] for name in bots}
    for _ in range(rounds):
        for name, measure in bots.items():
            place = folder / str(sum(map(len, found.values())))
            place.mkdir()
            found[name].append(measure(place))
    return _report(found)


def _bedside(place: Path, warm: float, seconds: float) -> Speed:
    with server("/screen") as port:
        return speed_of(SERVE, port, environment(place, port), warm, seconds)


def _rival(
    script: str, root: str, more: Sequence[str | Path], warm: float, seconds: float
) -> Speed:
    with server("/start") as port:
        command = rival(script, f"http://127.0.0.1:{port}{root}", *more)
        return speed_of(command, port, {}, warm, seconds)


def _report(found: Mapping[str, Sequence[Speed]]) -> Report:
    medians = {name: median_of(speeds) for name, speeds in found.items()}
    base = medians[_BASE].updates or math.nan
    rows = [
        (
            name,
            f"{one.updates:,.0f}",
            spread((speed.updates for speed in found[name]), 0),
            f"{one.calls:,.0f}",
            f"{one.cpu:.2f}",
            f"{one.memory:.0f}",
            f"{one.server:.0%}",
            f"{one.updates / base:.2f}",
        )
        for name, one in medians.items()
    ]
    name = "updates a second, against the ConversationHandler that keeps nothing"
    targets = (
        Target(name, medians[_OURS].updates / base, _TARGET, at_least=True),
        Target("CPU ms an update, every answer on disk", medians[_OURS].cpu, _CPU),
    )
    title = f"Telegram service: {USERS} people tap, one update of each in flight"
    return Report(table(title, _HEADINGS, rows), targets)


def median_of(speeds: Sequence[Speed]) -> Speed:
    """Return the round in the middle, of those that could be measured."""
    able = sorted(
        (one for one in speeds if not math.isnan(one.updates)), key=lambda one: one.updates
    )
    return able[len(able) // 2] if able else Speed()
