"""`bedside check --jsonl`: complete patients a second on one core, and whether memory is flat."""

from __future__ import annotations

import json
import sys
from itertools import islice
from typing import TYPE_CHECKING

from benchmarks.measuring import Run, run, table
from tests.reference.patients import patients

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LINES = (2_000, 20_000, 100_000)
_DISTINCT = 20_000
"""Patients that differ from each other; longer files repeat them under other ids."""
_SEED = 7
_HEADINGS = ("lines", "seconds", "CPU s", "patients/s", "per CPU s without start", "peak MB")


def bench(folder: Path) -> str:
    """Time the command on files of three lengths and give the table."""
    sources = [folder / f"{lines}.jsonl" for lines in LINES]
    _write(sources)
    start = _check(_first_line(sources[0]))
    rows = [("1", f"{start.seconds:.2f}", f"{start.cpu:.2f}", "", "", f"{start.megabytes:.0f}")]
    for lines, source in zip(LINES, sources, strict=True):
        taken = _check(source)
        # Each command starts up once; what is left is spent on the lines.
        warm = max(taken.cpu - start.cpu, 1e-9)
        rows.append(
            (
                f"{lines:,}",
                f"{taken.seconds:.2f}",
                f"{taken.cpu:.2f}",
                f"{lines / taken.seconds:,.0f}",
                f"{lines / warm:,.0f}",
                f"{taken.megabytes:.0f}",
            )
        )
    return table("bedside check --jsonl: complete patients, one core", _HEADINGS, rows)


def _check(source: Path) -> Run:
    replies = source.with_suffix(".replies")
    taken = run([sys.executable, "-m", "bot", "check", "--jsonl", source], replies)
    with replies.open(encoding="utf-8") as lines:
        refused = sum('"error":' in line for line in lines)
    if refused:
        raise RuntimeError(f"{refused} patients of {source.name} were refused: nothing to time")
    return taken


def _write(sources: list[Path]) -> None:
    """Write a file of each length, in one pass over the patients."""
    known = [_line(patient) for patient in _distinct()]
    for lines, source in zip(LINES, sources, strict=True):
        with source.open("w", encoding="utf-8") as out:
            for number in range(lines):
                out.write(f'{{"id": "B{number}", {known[number % len(known)]}\n')


def _distinct() -> Iterator[dict[str, object]]:
    for patient in patients(_DISTINCT, _SEED, complete=True):
        yield {key: patient[key] for key in ("reference_date", "answers")}


def _line(patient: dict[str, object]) -> str:
    """Write an entry without its opening brace: the id comes first."""
    return json.dumps(patient, ensure_ascii=False)[1:]


def _first_line(source: Path) -> Path:
    single = source.with_name("start.jsonl")
    with source.open(encoding="utf-8") as lines:
        single.write_text("".join(islice(lines, 1)), encoding="utf-8")
    return single
