"""`bedside check --jsonl`: complete patients a second on one core, and whether memory is flat."""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any

from benchmarks.measuring import Report, Run, Target, run, table
from criteria.trial import catalog
from criteria.trial.protocol import NumberItem
from tests.reference.patients import patients

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Answers = dict[str, str]

LINES = (2_000, 20_000, 100_000)
_DISTINCT = 20_000
"""Patients that differ from each other; longer files repeat them."""
_SEED = 7
_FINE = 20
"""Numbers below it are printed with a decimal."""
_HEADINGS = ("lines", "seconds", "CPU s", "patients/s", "per CPU s without start", "peak MB")
_WAYS = {"as one laboratory writes": 10_000, "in every way": 5_000}
"""How numbers are written, and how many patients a second of the processor are wanted so."""
_TRIAL = catalog.load()


def bench(folder: Path, *, quick: bool) -> Report:
    """Time the command on files of three lengths, written in two ways; quick: on the shortest.

    As one laboratory writes: each result in the canonical unit with its usual digits. In every
    way: each number in one of many units and spellings, so that few texts come twice.
    """
    lengths = LINES[:1] if quick else LINES
    tables, targets = [], []
    for (way, wanted), answers in zip(_WAYS.items(), (at_one_laboratory, as_drawn), strict=True):
        sources = {lines: folder / f"{way.split()[0]}-{lines}.jsonl" for lines in lengths}
        _write(sources, answers)
        title = f"bedside check --jsonl: complete patients, one core, numbers written {way}"
        rows, speed = _rows(sources)
        tables.append(table(title, _HEADINGS, rows))
        name = f"check: patients a second of CPU, numbers {way}"
        targets.append(Target(name, speed, wanted, at_least=True))
    return Report("\n\n".join(tables), tuple(targets))


def _rows(sources: Mapping[int, Path]) -> tuple[list[tuple[str, ...]], float]:
    """Return the rows of a table, and the patients a second of CPU of the longest file."""
    start = _check(_first_line(next(iter(sources.values()))))
    rows: list[tuple[str, ...]] = [
        ("1", f"{start.seconds:.2f}", f"{start.cpu:.2f}", "", "", f"{start.megabytes:.0f}")
    ]
    speed = 0.0
    for lines, source in sources.items():
        taken = _check(source)
        # Each command starts up once; what is left is spent on the lines.
        speed = lines / max(taken.cpu - start.cpu, 1e-9)
        rows.append(
            (
                f"{lines:,}",
                f"{taken.seconds:.2f}",
                f"{taken.cpu:.2f}",
                f"{lines / taken.seconds:,.0f}",
                f"{speed:,.0f}",
                f"{taken.megabytes:.0f}",
            )
        )
    return rows, speed


def _check(source: Path) -> Run:
    replies = source.with_suffix(".replies")
    taken = run([sys.executable, "-m", "bot", "check", "--jsonl", "--jobs", "1", source], replies)
    with replies.open(encoding="utf-8") as lines:
        refused = sum('"error":' in line for line in lines)
    if refused:
        raise RuntimeError(f"{refused} patients of {source.name} were refused: nothing to time")
    return taken


def _write(sources: Mapping[int, Path], answers: Callable[[dict[str, Any]], Answers]) -> None:
    """Write a file of each length; nothing is held in memory, which would be counted."""
    for lines, source in sources.items():
        with source.open("w", encoding="utf-8") as out:
            for begin in range(0, lines, _DISTINCT):
                several = patients(min(_DISTINCT, lines - begin), _SEED, complete=True)
                for number, patient in enumerate(several, start=begin):
                    entry = {
                        "id": f"B{number}",
                        "reference_date": patient["reference_date"],
                        "answers": answers(dict(patient)),
                    }
                    out.write(json.dumps(entry, ensure_ascii=False) + "\n")


def as_drawn(patient: dict[str, Any]) -> Answers:
    """Return a patient's answers, each number in one of many units and spellings."""
    return dict(patient["answers"])


def at_one_laboratory(patient: dict[str, Any]) -> Answers:
    """Write a patient's numbers in the canonical units, with a laboratory's usual digits."""
    answers = as_drawn(patient)
    for item, value in patient["typed"].items():
        known = _TRIAL.items[item]
        if isinstance(known, NumberItem) and isinstance(value, tuple):
            sign, number = value
            digits = 2 if known.canonical == "µkat/L" else 1 if number < _FINE else 0
            shown = max(round(Decimal(float(number)), digits), known.hard.low)
            answers[item] = f"{'' if sign == '=' else sign}{shown} {known.canonical}"
    return answers


def _first_line(source: Path) -> Path:
    single = source.with_name("start.jsonl")
    with source.open(encoding="utf-8") as lines:
        single.write_text("".join(islice(lines, 1)), encoding="utf-8")
    return single
