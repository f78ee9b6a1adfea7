"""Several trials at once: questions beside those of each alone; `match` on twenty trials."""

from __future__ import annotations

import json
import shutil
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measuring import Report, Run, Target, run, table
from bot.dialogs.session import Script
from criteria.trial import catalog
from criteria.trial.version import read_folder
from tests import own
from tests.together import Person, alone, people, together

if TYPE_CHECKING:
    from collections.abc import Sequence

PEOPLE = 1_000
_QUICK = 100
TRIALS = 20
"""Trials that `match` is measured on."""
_TODAY = date(2026, 3, 31)
_QUESTIONS = 0.6
"""What is aimed at: so many of the questions of the separate screenings."""
_SECONDS = 10.0
_GROWTH = 1.1
"""Memory is flat: ten times the lines take no more than this times as much."""
_HF = Path(own.__file__).parent / "data" / "trials" / "hf" / "1"


def bench(folder: Path, *, quick: bool) -> Report:
    """Count the questions, and time `bedside match`; quick: on fewer people."""
    count = _QUICK if quick else PEOPLE
    asked, share = _asked(count)
    matched, seconds, growth = _matched(folder, count)
    targets = (
        Target("questions together / separately", share, _QUESTIONS),
        Target(f"match: {count:,} people x {TRIALS} trials, CPU s", seconds, _SECONDS),
        Target("match: memory at ten times the lines", growth, _GROWTH),
    )
    return Report(f"{asked}\n\n{matched}", targets)


def _sets() -> dict[str, tuple[Script, ...]]:
    """Return the sets of trials that somebody is screened for together."""
    released = tuple(Script(catalog.load(name)) for name in catalog.in_force().released())
    tests = tuple(Script(read_folder(one)) for one in (own.SOVA, own.BESIDE / "rena" / "1", _HF))
    return {
        "all": (*released, *tests),
        "those that ship": released,
        "one with the tests' own": (Script(catalog.load()), *tests),
        "two that share most": tests[:2],
    }


def _asked(count: int) -> tuple[str, float]:
    """Return a table of how many questions are asked, and the share where all are asked."""
    rows, shares = [], []
    for name, scripts in _sets().items():
        somebody = people(scripts, count, _TODAY)
        separately, at_once, least = _means(somebody, scripts)
        shares.append(at_once / separately)
        figures = (
            *(f"{separately:.1f}", f"{at_once:.1f}", f"{shares[-1]:.0%}"),
            f"{least / separately:.0%}",
        )
        acronyms = ", ".join(script.trial.protocol.acronym for script in scripts)
        rows.append((name, acronyms, *figures))
    headings = ("trials", "", "separately", "together", "share", "foreseen")
    title = f"Questions to each of {count:,} invented people, until each trial is settled"
    return table(title, headings, rows), shares[0]


def _means(somebody: Sequence[Person], scripts: Sequence[Script]) -> tuple[float, float, float]:
    """Return the questions asked separately and together, and what foresight would leave of them.

    That is if each trial that falls out were asked the one question by which it does.
    """
    separately = at_once = least = 0
    script_of = {script.trial.protocol.id: script for script in scripts}
    for one in somebody:
        separately += alone(one, scripts, _TODAY).questions
        asked = together(one, scripts, _TODAY)
        at_once += asked.questions
        for trial, session in asked.sessions.items():
            is_out = bool(script_of[trial].verdict(session).failing)
            least += min(asked.put[trial], 1) if is_out else asked.put[trial]
    count = len(somebody)
    return separately / count, at_once / count, least / count


def _matched(folder: Path, count: int) -> tuple[str, float, float]:
    """Time `match` on one core: a table, the seconds, and how much memory grows by."""
    trials = folder / "trials"
    for number in range(TRIALS - len(catalog.in_force().released())):
        _copied(trials, number)
    runs = [_run(folder, trials, lines) for lines in (count, 10 * count)]
    rows = [
        (f"{lines:,}", f"{one.seconds:.1f}", f"{one.cpu:.1f}", f"{one.megabytes:.0f}")
        for lines, one in zip((count, 10 * count), runs, strict=True)
    ]
    title = f"bedside match on {TRIALS} trials, one core"
    headings = ("people", "seconds", "CPU s", "peak MB")
    return table(title, headings, rows), runs[0].cpu, runs[1].megabytes / runs[0].megabytes


def _copied(folder: Path, number: int) -> None:
    """Put one of the tests' trials into a folder under an id of its own."""
    source = (own.SOVA, own.BESIDE / "rena" / "1")[number % 2]
    trial = source.parent.name
    made = shutil.copytree(source, folder / f"{trial}{number}" / source.name)
    own.renamed(made, f'id = "{trial}"', f'id = "{trial}{number}"')


def _run(folder: Path, trials: Path, count: int) -> Run:
    scripts = _sets()["all"]
    source = folder / f"people-{count}.jsonl"
    distinct = [_line(one, scripts) for one in people(scripts, min(count, PEOPLE), _TODAY)]
    with source.open("w", encoding="utf-8") as out:
        for number in range(count):
            entry = {"id": number, "reference_date": _TODAY.isoformat()}
            out.write(json.dumps({**entry, "answers": distinct[number % len(distinct)]}) + "\n")
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "bot",
        "match",
        "--trials",
        trials,
        "--jobs",
        "1",
        source,
    ]
    return run(command, folder / "replies.jsonl")


def _line(person: Person, scripts: Sequence[Script]) -> dict[str, str]:
    """Return what a person answers, under concepts, and for the shipped trials by their items."""
    found: dict[str, str] = {}
    shipped = {*catalog.in_force().released()}
    for script in scripts:
        trial = script.trial.protocol.id
        for item, text in person.answers[trial].items():
            concept = script.concept_of.get(item)
            if concept in _ASKED or (concept and trial in shipped):
                found[concept] = text
            elif trial in shipped:
                found[f"{trial}/{item}"] = text
    return found


_ASKED = frozenset(("age", "creatinine", "ahi"))
"""Concepts of the trials that are copied."""
