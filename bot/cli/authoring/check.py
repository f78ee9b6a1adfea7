"""``bedside trials check``: whether a version folder is as it should be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.commands import Commands
from bot.cli.console import UNUSABLE, printable, put, stop, today
from criteria.examination.examination import examine_folder
from criteria.examination.limits import limited, untried
from criteria.known.truth import Truth
from criteria.reading.answers.answers import AnswerReader
from criteria.trial import catalog
from criteria.trial.trial import Trial

app = Commands()


@app.command("check", epilog="Example: bedside trials check my-trial/1")
def check_trial(
    folder: Annotated[Path, typer.Argument(help="A version folder with its TOML files.")],
) -> None:
    """Check a trial folder: files, wording, that each outcome can be reached, worked cases."""
    try:
        flaws = list(examine_folder(folder, today()))
    except catalog.TrialError as error:
        stop(str(error))
    for flaw in flaws:
        typer.echo(printable(f"{flaw.where}: {flaw.what}"), err=True)
    trial = catalog.read_folder(folder)
    if flaws:
        lacking = trial.protocol.drafting is None and not catalog.has_cases(folder)
        raise typer.Exit(UNUSABLE if lacking else 1)
    for line in (*_judged(trial), *_untried(trial, folder)):
        put(f"{folder}: {line}")
    put(f"{folder}: no complaint.")


def _judged(trial: Trial) -> Iterator[str]:
    """Say which criteria no rule decides by itself."""
    whole = [name for name, alone in trial.judged.items() if alone]
    part = [name for name, alone in trial.judged.items() if not alone]
    every = len(trial.criteria)
    if whole:
        yield f"{len(whole)} of {every} criteria are the investigator's judgement: " + ", ".join(
            whole
        )
    if part:
        yield f"{len(part)} of {every} are it in part: " + ", ".join(part)


def _untried(trial: Trial, folder: Path) -> Iterator[str]:
    """Say which limits the worked cases do not try on both sides."""
    said = {Truth.YES: "none passes", Truth.NO: "none fails"}
    found = [
        f"{item} ({', '.join(said[truth] for truth in missing)})"
        for item, missing in untried(trial, catalog.cases(folder), AnswerReader(trial))
    ]
    if found:
        count = f"{len(found)} of {len(limited(trial))}"
        yield f"{count} limits are not tried on both sides by worked cases: {', '.join(found)}"
