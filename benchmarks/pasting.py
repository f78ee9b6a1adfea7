"""What a pasted report costs: from the text to the screen that asks whether it was read right."""

from __future__ import annotations

import time
from random import Random
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.hops import REPORT
from benchmarks.measuring import Report, Target, table
from benchmarks.operations import LONG, NOW, Chat
from bot.platforms.chat.access import Access
from bot.platforms.chat.commands.router import Router
from bot.platforms.chat.environment import Environment
from bot.platforms.telegram.outbox import drawn
from bot.store import Store

if TYPE_CHECKING:
    from pathlib import Path

_TARGET = 1.5
"""Milliseconds of the processor that a report of 40 lines may take."""
_REPORTS = {"8 lines": REPORT, "40 lines": LONG}
_PASTED, _QUICK, _WARM = 200, 40, 10
_HEADINGS = ("report", "median CPU ms", "least", "most")


def bench(folder: Path, *, quick: bool) -> Report:  # noqa: ARG001 - in memory
    """Paste reports with values of their own, each in a screening of its own."""
    count = _QUICK if quick else _PASTED
    taken = {name: _milliseconds(report, count) for name, report in _REPORTS.items()}
    rows = [
        (name, f"{median(each):.2f}", f"{min(each):.2f}", f"{max(each):.2f}")
        for name, each in taken.items()
    ]
    name = "CPU ms of a pasted report of 40 lines"
    target = Target(name, median(taken["40 lines"]), _TARGET)
    return Report(table(f"{count} pasted reports", _HEADINGS, rows), (target,))


def _milliseconds(report: str, count: int) -> list[float]:
    """Return the CPU time of each paste, in ms: all of the process, in memory."""
    chance, taken = Random(7), []  # noqa: S311 - for a bench
    with Store.open("sqlite://") as store:
        router = Router(Environment(Access(everybody=True), lambda: NOW, drawn=drawn))
        for number in range(_WARM + count):
            chat = Chat(store, router, 100 + number)
            chat.write("/screen")
            text = report.format(**_values(chance))
            begin = time.process_time()
            chat.write(text)
            taken.append(1000 * (time.process_time() - begin))
    return taken[_WARM:]


def _values(chance: Random) -> dict[str, str]:
    def tenths(low: int, high: int) -> str:
        return f"{chance.randint(low, high) / 10:.1f}".replace(".", ",")

    whole = {"hb": (95, 175), "platelets": (90, 420), "creatinine": (45, 130), "gfr": (40, 95)}
    whole |= {"sodium": (130, 147), "bilirubin": (4, 30)}
    parts = {"neutrophils": (12, 70), "alt": (2, 20), "ast": (2, 20)}
    return {
        **{name: str(chance.randint(*ends)) for name, ends in whole.items()},
        **{name: tenths(*ends) for name, ends in parts.items()},
    }
