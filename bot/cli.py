"""The command line: ``bedside`` and ``python -m bot``. It parses, calls and prints, no more."""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from bot import reading, streaming
from bot.checking import Checker, Unusable, error_reply
from bot.summary import Summary
from bot.texts import texts_in
from criteria import catalog
from criteria.examination import examine_folder
from criteria.trial import Trial

UNUSABLE = 2
"""Exit status for input that can't be used."""

app = typer.Typer(
    name="bedside",
    help="Prescreening for clinical trials. It never decides: the investigator does.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
trials_app = typer.Typer(help="Trials: list, show, check a folder.", no_args_is_help=True)
app.add_typer(trials_app, name="trials")

TrialOption = Annotated[str, typer.Option("--trial", help="Which trial.")]
VersionOption = Annotated[
    str | None, typer.Option("--version", help="Which version; if not given the newest released.")
]
LanguageOption = Annotated[
    str, typer.Option("--language", envvar="BEDSIDE_LANGUAGE", help="en or sv.")
]
DatabaseOption = Annotated[
    str, typer.Option("--database", envvar="BEDSIDE_DATABASE", help="Where screenings are kept.")
]
Today = date.today


def main() -> None:
    """Run the command line."""
    try:
        app()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _stop(message: str) -> NoReturn:
    """Say what is wrong and what to do, and end with status 2."""
    Console(stderr=True, highlight=False, markup=False, soft_wrap=True).print(message)
    raise typer.Exit(UNUSABLE)


def _trial(name: str, version: str | None) -> Trial:
    try:
        return catalog.load(name, version)
    except catalog.TrialError as error:
        _stop(str(error))


def _bytes(file: str) -> bytes:
    """Read a file, or standard input for "-"."""
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        _stop(f"{file}: {error.strerror}. Name a file that can be read, or - for standard input.")


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        _stop("The input is not UTF-8 text: save it as UTF-8 and try again.")


@app.command(
    epilog='Example: echo \'{"reference_date": "2026-03-31", "answers": {"I1.age": "62"}}\''
    " | bedside check -"
)
def check(
    file: Annotated[str, typer.Argument(help="JSON, or JSON Lines with --jsonl; - for input.")],
    trial: TrialOption = "start-net",
    version: VersionOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Reply in JSON.")] = False,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One object a line.")] = False,
    language: LanguageOption = "en",
) -> None:
    """Verdicts without a conversation: answers in a file, statuses and summary out."""
    texts = texts_in(language)
    checker = Checker(_trial(trial, version), texts, Today())
    if jsonl:
        _check_lines(file, checker)
        return
    try:
        entry = checker.check(_text(_bytes(file)))
    except Unusable as unusable:
        if as_json:
            _print_json(error_reply(unusable))
        where = f"{unusable.item}: " if unusable.item else ""
        _stop(f"{where}{unusable.text}")
    if as_json:
        _print_json(checker.reply(entry))
    else:
        typer.echo(Summary(entry.verdict, texts, entry.identity or "").text())


def _print_json(reply: object) -> None:
    typer.echo(json.dumps(reply, ensure_ascii=False))


def _check_lines(file: str, checker: Checker) -> None:
    out = open(sys.stdout.fileno(), "w", encoding="utf-8", closefd=False, buffering=1 << 16)  # noqa: SIM115 - a larger buffer on standard output
    try:
        if file == "-":
            streaming.write_replies(sys.stdin.buffer, checker, out)
        else:
            with Path(file).open("rb") as source:
                streaming.write_replies(source, checker, out)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        _stop(f"{file}: {error.strerror}. Name a file that can be read, or - for standard input.")
    out.flush()


@app.command(epilog='Example: bedside read "Hb 105 g/L, TPK 230 x10^9/L"')
def read(
    text: Annotated[str, typer.Argument(help="Laboratory text, or - for standard input.")],
    trial: TrialOption = "start-net",
    version: VersionOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Reply in JSON.")] = False,
    language: LanguageOption = "en",
) -> None:
    """What is read from pasted laboratory text, and what is not."""
    chosen = _trial(trial, version)
    try:
        found = reading.read(_text(_bytes("-")) if text == "-" else text, chosen)
    except ValueError as error:
        _stop(str(error))
    rows = reading.as_rows(found, chosen, Today())
    if as_json:
        _print_json(rows)
        return
    texts = texts_in(language)
    console = Console(highlight=False)
    if rows:
        console.print(reading.as_table(rows, chosen, texts))
    else:
        console.print(texts.command.nothing_read)
    for unread in found.unread:
        console.print(f"{texts.command.not_read}: {unread.item} – {unread.text}", markup=False)


@app.command(epilog="Example: bedside chat --language sv")
def chat(
    trial: TrialOption = "start-net",
    version: VersionOption = None,
    language: LanguageOption = "en",
    resume: Annotated[
        str | None, typer.Option("--resume", help="The number of a screening to go on with.")
    ] = None,
    database: DatabaseOption = "sqlite:///bedside.db",
) -> None:
    """Screen somebody in the terminal: with arrow keys, or a line at a time from a pipe."""
    from bot import app as parts  # noqa: PLC0415 - the other commands need no database

    try:
        raise typer.Exit(parts.chat(database, trial, version, language, resume))
    except parts.StoreError as error:
        _stop(str(error))


@trials_app.command("list", epilog="Example: bedside trials list")
def list_trials() -> None:
    """The trials there are, with their versions."""
    for found in catalog.available():
        typer.echo(f"{found.id}  {found.version}  {found.status}  {found.dated}")


@trials_app.command(epilog="Example: bedside trials show start-net --language sv")
def show(
    trial: Annotated[str, typer.Argument(help="Which trial.")] = "start-net",
    version: VersionOption = None,
    language: LanguageOption = "en",
) -> None:
    """A trial: where it comes from, its criteria word for word, its items."""
    chosen = _trial(trial, version)
    words = chosen.words_in(language)
    protocol = chosen.protocol
    typer.echo(f"{words.title}\n{protocol.id} {protocol.version} ({protocol.status})\n")
    typer.echo(f"{words.about}\n\n{words.provenance}\n")
    for line in words.not_in_registry:
        typer.echo(f"- {line}")
    for criterion in protocol.criteria:
        typer.echo(f"\n{criterion.id} {words.criteria[criterion.id].label}: {criterion.text}")
        for item in protocol.items:
            if item.criterion == criterion.id:
                typer.echo(f"   {item.id}  {words.items[item.id].question}")


@trials_app.command("check", epilog="Example: bedside trials check my-trial/1")
def check_trial(
    folder: Annotated[Path, typer.Argument(help="A version folder with its TOML files.")],
) -> None:
    """Check a trial folder: files, wording, that each outcome can be reached, worked cases."""
    try:
        flaws = list(examine_folder(folder, Today()))
    except catalog.TrialError as error:
        _stop(str(error))
    for flaw in flaws:
        typer.echo(f"{flaw.where}: {flaw.what}", err=True)
    if flaws:
        raise typer.Exit(1)
    typer.echo(f"{folder}: no complaint.")
