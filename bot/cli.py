"""The command line: ``bedside`` and ``python -m bot``. It parses, calls and prints, no more."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, BinaryIO, NoReturn, TextIO

import typer
from rich.console import Console

from bot import reading, streaming
from bot.checking import Checker, Unusable, error_reply
from bot.summary import Summary
from bot.texts import Texts, languages, texts_in
from criteria import catalog
from criteria.examination import examine_folder
from criteria.protocol import Registry
from criteria.trial import Trial

UNUSABLE = 2
"""Exit status for input that can't be used."""
UNWRITABLE = 1
"""Exit status for a reply that can't be written, to a full disk for example."""

LONGEST_FILE = 10_000_000

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
    """Run the command line. What it writes is UTF-8, whatever the locale."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A lone surrogate comes out as \ud800, which is also how JSON writes it.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    app()


def _stop(message: str, status: int = UNUSABLE) -> NoReturn:
    """Say what is wrong and what to do, and end with that status."""
    typer.echo(_printable(message), err=True)
    raise typer.Exit(status)


def _printable(text: str) -> str:
    """Replace signs that would steer a terminal: the text may come from anybody's file."""
    return "".join(char if char.isprintable() or char in "\n\xa0" else "?" for char in text)


@contextmanager
def _output() -> Iterator[TextIO]:
    """Give standard output. That nobody reads on is no error; that it can't be written is one."""
    if sys.stdout is None:
        _stop("Standard output is closed: the reply has nowhere to go.", UNWRITABLE)
    try:
        yield sys.stdout
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            raise typer.Exit from None
        _stop(f"The reply could not be written in full: {error.strerror}.", UNWRITABLE)


def _print(text: str) -> None:
    with _output() as out:
        out.write(text + "\n")


def _texts(language: str) -> Texts:
    known = languages()
    if language.partition("-")[0].lower() not in known:
        _stop(f"There is no such language: write --language {' or '.join(known)}.")
    return texts_in(language)


def _trial(name: str, version: str | None) -> Trial:
    try:
        return catalog.load(name, version)
    except catalog.TrialError as error:
        _stop(str(error))


@contextmanager
def _source(file: str) -> Iterator[BinaryIO]:
    """Open a file, or give standard input for "-"."""
    if file == "-":
        if sys.stdin is None:
            _stop("Standard input is closed: name a file.")
        yield sys.stdin.buffer
        return
    try:
        source = Path(file).open("rb")  # noqa: SIM115 - closed below
    except OSError as error:
        name = file[:80] or '""'
        _stop(f"{name}: {error.strerror}. Name a file that can be read, or - for standard input.")
    with source:
        yield source


def _bytes(file: str, too_long: str) -> bytes:
    with _source(file) as source:
        raw = source.read(LONGEST_FILE + 1)
    if len(raw) > LONGEST_FILE:
        _stop(too_long)
    return raw


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        _stop("The input is not UTF-8 text: save it as UTF-8 and try again.")


def _typed(argument: str) -> str:
    """Give an argument as it was typed, also in a locale that knows only ASCII."""
    try:
        argument.encode()
    except UnicodeEncodeError:
        return _text(os.fsencode(argument))
    return argument


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
    texts = _texts(language)
    checker = Checker(_trial(trial, version), texts, Today())
    if jsonl:
        with _source(file) as source, _output() as out:
            streaming.write_replies(source, checker, out)
        return
    text = _text(_bytes(file, texts.input.say("file_too_long", longest=LONGEST_FILE)))
    try:
        entry = checker.check(text)
    except Unusable as unusable:
        if as_json:
            _print_json(error_reply(unusable))
        _stop(f"{_place(text, unusable.item, texts)}{unusable.text}")
    if as_json:
        _print_json(checker.reply(entry))
    else:
        identity = "" if entry.identity is None else str(entry.identity)
        summary = Summary(entry.verdict, texts, identity, today=not entry.dated)
        _print(_printable(summary.text()))


def _place(text: str, item: str | None, texts: Texts) -> str:
    """Name the item that an error is about, and where there are several the line it stands on."""
    if item is None:
        return ""
    before, found, _ = text.partition(f'"{item}"')
    several = found and "\n" in text.strip()
    line = texts.input.say("line", line=before.count("\n") + 1) + ", " if several else ""
    return f"{line}{item}: "


def _print_json(reply: object) -> None:
    _print(json.dumps(reply, ensure_ascii=False))


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
    texts = _texts(language)
    if text == "-":
        longest = texts.input.say("text_too_long", longest=reading.LONGEST)
        pasted = _text(_bytes("-", longest))
    else:
        pasted = _typed(text)
    try:
        found = reading.read(pasted, chosen, texts)
    except ValueError as error:
        _stop(str(error))
    rows = reading.as_rows(found, chosen, Today())
    if as_json:
        _print_json(rows)
        return
    lines = [] if rows else [texts.command.nothing_read]
    lines += map(_printable, reading.as_lines(found, chosen, texts))
    console = Console(highlight=False)
    with console.capture() as table:
        if rows:
            console.print(reading.as_table(rows, chosen, texts))
    _print((table.get() + "\n".join(lines)).rstrip("\n"))


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
        _print(f"{found.id}  {found.version}  {found.status}  {found.dated}")


@trials_app.command(epilog="Example: bedside trials show start-net --language sv")
def show(
    trial: Annotated[str, typer.Argument(help="Which trial.")] = "start-net",
    version: VersionOption = None,
    language: LanguageOption = "en",
) -> None:
    """A trial: where it comes from, its criteria word for word, its items."""
    chosen = _trial(trial, version)
    texts = _texts(language)
    words = chosen.words_in(texts.language)
    protocol = chosen.protocol
    _print(f"{words.title}\n{protocol.id} {protocol.version} ({protocol.status})")
    _print("\n".join(_origin(protocol.registry, texts)) + "\n")
    _print(f"{words.about}\n\n{words.provenance}\n")
    for line in words.not_in_registry:
        _print(f"- {line}")
    for criterion in protocol.criteria:
        _print(f"\n{criterion.id} {words.criteria[criterion.id].label}: {criterion.text}")
        for item in protocol.items:
            if item.criterion == criterion.id:
                _print(f"   {item.id}  {words.items[item.id].question}")


def _origin(registry: Registry, texts: Texts) -> Iterator[str]:
    """Say where a trial's text comes from."""
    say = texts.command
    yield say.say("registry", id=registry.id, source=registry.text_from)
    if registry.other_ids:
        yield say.say("registry_too", ids=", ".join(registry.other_ids))
    yield say.say("registry_status", status=registry.status, date=registry.status_as_of)


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
        typer.echo(_printable(f"{flaw.where}: {flaw.what}"), err=True)
    if flaws:
        raise typer.Exit(1)
    _print(f"{folder}: no complaint.")
