"""``bedside trials cases``: answers for the worked cases that a version folder lacks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.console import put, stop, today
from criteria.examination.casework import all_met, sides
from criteria.trial import catalog
from criteria.trial.trial import Trial

app = typer.Typer()

_ANY = "all-met"
_HEAD = """\
# Answers that were proposed. Work out from the criteria's text what must follow, and write it."""


@app.command(epilog="Example: bedside trials cases my-trials/iron/1 >> my-trials/iron/1/cases.toml")
def cases(
    folder: Annotated[Path, typer.Argument(help="A version folder with its TOML files.")],
) -> None:
    """Answers for worked cases that are lacking: everything met, each limit on both sides."""
    try:
        trial = catalog.read_folder(folder)
        there = catalog.cases(folder) if catalog.has_cases(folder) else ()
    except catalog.TrialError as error:
        stop(str(error))
    lines = list(_lines(trial, there, there[0].reference_date if there else today()))
    put("\n".join(lines) if lines else "# Nothing to add: every limit is tried on both sides.")


def _lines(trial: Trial, there: tuple[catalog.Case, ...], day: date) -> Iterator[str]:
    """Return the text of the cases, to be added to those that are there."""
    base = there[0].answers if there else all_met(trial, day)
    like = there[0].id if there else _ANY
    if not there:
        yield f"reference_date = {day}\n"
        yield _HEAD
        yield from _case(_ANY, "", base, trial.criteria)
    for side in sides(trial, there, dict(base), day):
        name = f"{side.item}-{'passes' if side.passes else 'fails'}".lower().replace(".", "-")
        criterion = trial.items[side.item].criterion
        judged = [criterion] if criterion in trial.criteria else []
        yield from _case(name, like, side.answers, judged)


def _case(name: str, like: str, answers: Mapping[str, str], judged: Iterable[str]) -> Iterator[str]:
    """Return one case, with what is to be worked out left empty."""
    yield f'\n[[cases]]\nid = "{name}"\nabout = ""'
    if like:
        yield f'like = "{like}"'
    yield 'overall = ""'
    yield "[cases.answers]"
    for item, text in answers.items():
        yield f"{json.dumps(item)} = {json.dumps(text, ensure_ascii=False)}"
    yield "[cases.expected]"
    for criterion in judged:
        yield f'{criterion} = ""'
