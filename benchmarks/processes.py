"""One and two processes behind a webhook, on one PostgreSQL database.

Processes, database and people share the machine: with too few cores for all of them it is the
machine that is measured, so that what an update costs is shown beside the speed.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from benchmarks.measuring import Report, Target, spread, table
from benchmarks.running import SERVE, environment, free_port, server, speed_of_several
from benchmarks.serving import median_of
from tests import postgresql

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from benchmarks.running import Speed

_PROCESSES = (1, 2)
_TARGET = 1.7
_CORES_EACH = 2
"""Beside each process its share of the database and of the people."""
_HEADINGS = ("processes", "updates/s", "of rounds", "CPU ms/update", "RSS MiB", "ratio")


def bench(folder: Path, *, quick: bool) -> Report:
    """Measure one process and two in turn; nothing where no server answers."""
    if why := postgresql.missing():
        print(why, file=sys.stderr)
        return Report("Several processes: not measured")
    rounds, warm, seconds = (1, 1.5, 2.5) if quick else (3, 3.0, 10.0)
    found: dict[int, list[Speed]] = {count: [] for count in _PROCESSES}
    for _ in range(rounds):
        for count, speeds in found.items():
            speeds.append(_measured(folder, count, warm, seconds))
    return _report(found)


def _measured(folder: Path, count: int, warm: float, seconds: float) -> Speed:
    ports = [free_port() for _ in range(count)]
    with postgresql.database() as url, server("/screen", hooks=ports) as port:
        common = {
            **environment(folder, port),
            "BEDSIDE_DATABASE": url,
            "BEDSIDE_WEBHOOK": "https://bench.example.org/hook",
        }
        bots = [(SERVE, {**common, "BEDSIDE_LISTEN": f"127.0.0.1:{each}"}) for each in ports]
        return speed_of_several(bots, port, warm, seconds)


def _report(found: Mapping[int, Sequence[Speed]]) -> Report:
    medians = {count: median_of(speeds) for count, speeds in found.items()}
    base = medians[_PROCESSES[0]].updates
    rows = [
        (
            str(count),
            f"{one.updates:,.0f}",
            spread((speed.updates for speed in found[count]), 0),
            f"{one.cpu:.2f}",
            f"{one.memory:.0f}",
            f"{one.updates / base:.2f}",
        )
        for count, one in medians.items()
    ]
    most = _PROCESSES[-1]
    cores, needed = os.cpu_count() or 1, most * _CORES_EACH
    short = f" ({cores} cores for what keeps {needed} busy)" if cores < needed else ""
    name = f"updates a second of {most} processes, against one{short}"
    target = Target(name, medians[most].updates / base, _TARGET, at_least=True)
    title = "Webhook on PostgreSQL: processes that share the work"
    return Report(table(title, _HEADINGS, rows), (target,))
