"""What benches share: a command run on one core, its time and memory, and how results look."""

from __future__ import annotations

import math
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import resource
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_MEGABYTE = 1_000_000
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024
"""macOS counts the memory of a process in bytes, Linux in units of 1,024."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a command took."""

    seconds: float
    """By the clock: other work on the machine makes it longer."""
    cpu: float
    """Seconds of the processor: other work changes these little."""
    megabytes: float
    """The most memory that it held at any time."""


@dataclass(frozen=True, slots=True)
class Target:
    """A figure that is wanted to be so large at least, or so small at most."""

    name: str
    figure: float
    limit: float
    at_least: bool = False

    @property
    def reached(self) -> bool:
        """Whether it is; never where nothing could be measured."""
        return self.figure >= self.limit if self.at_least else self.figure <= self.limit

    def row(self) -> tuple[str, str, str, str]:
        """Write it as a row of a table."""
        wanted = f"{'>=' if self.at_least else '<='} {self.limit:g}"
        return self.name, f"{self.figure:.2f}", wanted, "reached" if self.reached else "MISSED"


@dataclass(frozen=True, slots=True)
class Report:
    """What a bench gives: its tables, and the targets that it has figures for."""

    tables: str
    targets: tuple[Target, ...] = ()


def run(command: Sequence[str | Path], output: Path) -> Run:
    """Run a command on one core, with its output in a file.

    Raises:
        RuntimeError: it failed.
    """
    with output.open("wb") as out:
        start = time.perf_counter()
        # No shell and no text from outside: the benches name what they run.
        process = subprocess.Popen(command, stdout=out, preexec_fn=_one_core)  # noqa: S603, PLW1509
        usage = _wait(process)
        seconds = time.perf_counter() - start
    cpu = usage.ru_utime + usage.ru_stime
    return Run(seconds, cpu, usage.ru_maxrss * _RSS_UNIT / _MEGABYTE)


def _one_core() -> None:
    """Keep this process to one core, where the system can."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def _wait(process: subprocess.Popen[bytes]) -> resource.struct_rusage:
    """Wait for one process and give what it alone has used."""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{process.args!r} ended with status {process.returncode}")
    return usage


def middle(figures: Iterable[float]) -> float:
    """Return the median of what could be measured; not a number where nothing could."""
    able = _able(figures)
    return median(able) if able else math.nan


def spread(figures: Iterable[float], digits: int) -> str:
    """Write the least and the most of what could be measured; nothing where it is one figure."""
    able = _able(figures)
    return f"{able[0]:,.{digits}f}-{able[-1]:,.{digits}f}" if len(able) > 1 else ""


def _able(figures: Iterable[float]) -> list[float]:
    return sorted(figure for figure in figures if not math.isnan(figure))


def table(title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write rows below headings, aligned to the right."""
    lines = [tuple(headings), *map(tuple, rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    written = ("  ".join(map(str.rjust, line, widths)) for line in lines)
    return "\n".join([title, *(f"  {line}" for line in written)])
