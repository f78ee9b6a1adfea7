"""``bedside log verify`` and ``bedside log head``: what proves the log, and whether it holds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.console import UNWRITABLE, printable, put, stop
from bot.cli.option_values import texts_of
from bot.cli.options import DATABASE, LANGUAGE, DatabaseOption, LanguageOption
from bot.cli.proof.heads import heads_of, kept
from bot.cli.records import now, one_of, opened, written_whole
from bot.texts.system import refused_because
from bot.texts.words import Texts

if TYPE_CHECKING:
    from bot.screenings.records import Records
    from bot.store import Head
    from bot.store.proof.checks import Findings, Kept

app = typer.Typer()


FolderOption = Annotated[
    Path | None,
    typer.Option(
        "--heads", envvar="BEDSIDE_HEADS", metavar="DIR", help="A folder of heads kept elsewhere."
    ),
]


@app.command(epilog="Example: bedside log verify --head last-week.head")
def verify(
    number: Annotated[str | None, typer.Argument(help="A screening number; all without.")] = None,
    head: Annotated[
        list[Path] | None,
        typer.Option("--head", metavar="FILE", help="A head that was kept elsewhere; repeatable."),
    ] = None,
    folder: FolderOption = None,
    key: Annotated[
        str, typer.Option("--key", help="The log's public key, as a checklist shows it.")
    ] = "",
    database: DatabaseOption = DATABASE,
    language: LanguageOption = LANGUAGE,
) -> None:
    """Check that trail, log and signed heads agree: whether anything was altered or is missing."""
    texts = texts_of(language)
    _see_that_it_is_one(key, texts)
    elsewhere = tuple(kept(head or (), folder, texts))
    with opened(database, None, texts) as records:
        if number is not None:
            one_of(records, number, texts)
        flaws = records.store.flaws(None if number is None else number.upper())
        found = None
        if number is None or elsewhere:
            found = records.store.findings(elsewhere, known=key)
            flaws += [texts.proof_flaws.say(one.code, **one.details) for one in found.flaws]
    for flaw in flaws:
        put(printable(flaw))
    if flaws:
        raise typer.Exit(1)
    put(texts.log_command.whole)
    if found is not None:
        _tell(found, elsewhere, texts)


def _see_that_it_is_one(key: str, texts: Texts) -> None:
    from bot.proof.notes import NoteError, Verifier  # noqa: PLC0415 - only this command verifies

    try:
        if key:
            Verifier.read(key)
    except NoteError:
        stop(texts.proof.no_key)


def _tell(found: Findings, elsewhere: tuple[Kept, ...], texts: Texts) -> None:
    """Say what agrees."""
    for one in elsewhere:
        put(printable(texts.proof.say("kept_agrees", file=one.place)))
    if found.head:
        put(texts.proof.say("whole", count=found.size, newer=found.newer))
    else:
        put(texts.proof.whole_without_head)


@app.command(epilog="Example: bedside log head -o today.head")
def head(
    target: Annotated[
        str | None, typer.Option("--output", "-o", help="The file to write; else it is printed.")
    ] = None,
    new_key: Annotated[
        bool, typer.Option("--new-key", help="Begin a new key: the old one is lost or known.")
    ] = False,
    database: DatabaseOption = DATABASE,
    language: LanguageOption = LANGUAGE,
) -> None:
    """Sign the log as it is now: the head is what to keep elsewhere, so that it proves the log."""
    texts = texts_of(language)
    with opened(database, None, texts) as records:
        signed = _signed(records, database, texts, new_key=new_key)
    if new_key:
        typer.echo(texts.proof.say("new_key", key=signed.public_key), err=True)
    if target is None:
        typer.echo(texts.proof.say("last_head", key=signed.public_key), err=True)
        put(signed.note.removesuffix("\n"))
        return
    keep(signed, Path(target), texts)
    told = texts.proof.say("head_written", file=target, key=signed.public_key)
    typer.echo(printable(told), err=True)


def _signed(records: Records, database: str, texts: Texts, *, new_key: bool) -> Head:
    from bot.proof.keyfile import KeyFileError  # noqa: PLC0415 - only this command signs

    heads = heads_of(records.store, database)
    if heads is None:
        stop(texts.proof.in_memory)
    try:
        if new_key:
            return heads.renew(now(records), "command line")
        return heads.present(now(records))
    except KeyFileError as error:
        stop(str(error))


def keep(signed: Head, file: Path, texts: Texts) -> None:
    """Write a head to a file of its own."""
    try:
        with written_whole(file) as out:
            out.write(signed.note.encode())
    except OSError as error:
        say = texts.log_command.say
        reason = refused_because(error, texts)
        stop(say("not_written", file=str(file)[:80], reason=reason), UNWRITABLE)
