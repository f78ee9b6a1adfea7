"""``bedside trials``: list trials, show one, compare two versions, check a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from bot.amendments.amendments import diff
from bot.cli.commands import Commands
from bot.cli.console import printable, put, stop, texts_of, today, trial_of
from bot.cli.options import LANGUAGE, LanguageOption, TrialOption, VersionOption
from bot.texts.words import Texts
from criteria.analytes.analytes import analytes
from criteria.examination.examination import examine_folder
from criteria.examination.limits import limited, untried
from criteria.known.truth import Truth
from criteria.reading.answers.answers import AnswerReader
from criteria.trial import catalog
from criteria.trial.protocol import Protocol
from criteria.trial.trial import Trial

app = Commands(
    help="Trials: list, show, compare, check a folder.",
    no_args_is_help=True,
    epilog="Example: bedside trials show start-net",
)


@app.command("list", epilog="Example: bedside trials list")
def list_trials() -> None:
    """The trials there are, with their versions."""
    collection = catalog.in_force()
    offered = catalog.offered()
    for found in sorted(collection.available(), key=lambda release: release.id not in offered):
        own = "" if collection.is_shipped(*found[:2]) else f"  {collection.folder(*found[:2])}"
        put(printable(f"{found.id}  {found.version}  {found.status}  {found.dated}{own}"))


@app.command(epilog="Example: bedside trials show --language sv")
def show(
    trial: Annotated[str | None, typer.Argument(help="Which trial.")] = None,
    version: VersionOption = None,
    language: LanguageOption = LANGUAGE,
) -> None:
    """A trial: where it comes from, its criteria, its items."""
    chosen = trial_of(trial, version)
    texts = texts_of(language)
    words = chosen.words_in(texts.language)
    protocol = chosen.protocol
    put(f"{words.title}\n{protocol.id} {protocol.version} ({protocol.status})")
    put("\n".join(_origin(protocol, texts)) + "\n")
    put(f"{words.about}\n\n{words.provenance}\n")
    for line in words.not_in_registry:
        put(f"- {line}")
    for criterion in protocol.criteria:
        text, _ = chosen.said(criterion.id, texts.language)
        put(f"\n{criterion.id} {words.criteria[criterion.id].label}: {text}")
        for item in protocol.items:
            if item.criterion == criterion.id:
                put(f"   {item.id}  {words.items[item.id].question}")


def _origin(protocol: Protocol, texts: Texts) -> Iterator[str]:
    """Say where a trial's text comes from."""
    say, registry = texts.command, protocol.registry
    yield say.say("registry", id=registry.id, source=registry.text_from)
    if registry.other_ids:
        yield say.say("registry_too", ids=", ".join(registry.other_ids))
    yield say.say("registry_status", status=registry.status, date=registry.status_as_of)
    if protocol.retold:
        yield texts.registry.say("retold", id=registry.id)


@app.command("diff", epilog="Example: bedside trials diff R1 R2 --language sv")
def diff_trials(
    old: Annotated[str, typer.Argument(help="The version before.")],
    new: Annotated[str, typer.Argument(help="The version after.")],
    trial: TrialOption = None,
    language: LanguageOption = LANGUAGE,
) -> None:
    """What changed from one version of a trial to another, criterion by criterion."""
    versions = (trial_of(trial, old), trial_of(trial, new))
    put(printable("\n".join(diff(*versions, texts_of(language)))))


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
    if flaws:
        raise typer.Exit(1)
    trial = catalog.read_folder(folder)
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


@app.command("analytes", epilog="Example: bedside trials analytes creat")
def list_analytes(
    named: Annotated[str, typer.Argument(help="A part of a name, a unit or a code.")] = "",
) -> None:
    """The analytes that a trial's items can be taken from: key, name, units, codes."""
    for key, analyte in analytes().items():
        said = (key, analyte.label["en"], ", ".join(analyte.units), " ".join(analyte.codes))
        line = "  ".join(filter(None, said))
        if named.casefold() in " ".join((line, *analyte.names)).casefold():
            put(line)
