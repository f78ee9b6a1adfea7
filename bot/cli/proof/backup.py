"""``bedside backup`` and ``bedside restore``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.console import UNWRITABLE, printable, put, stop
from bot.cli.option_values import texts_of
from bot.cli.options import DATABASE, LANGUAGE, DatabaseOption, LanguageOption
from bot.cli.proof.heads import head_of, kept, key_of
from bot.cli.records import opened
from bot.texts.system import refused_because
from bot.texts.words import Texts

if TYPE_CHECKING:
    from bot.backups.restoring import Restored

app = typer.Typer()


@app.command(epilog="Example: bedside backup 2026-03-31.age --to age1…")
def backup(
    target: Annotated[Path | None, typer.Argument(metavar="FILE", help="A new file.")] = None,
    to: Annotated[
        str,
        typer.Option(
            "--to",
            envvar="BEDSIDE_BACKUP_TO",
            metavar="AGE1",
            help="The public key of age that it is encrypted for.",
        ),
    ] = "",
    plain: Annotated[bool, typer.Option("--plain", help="Do not encrypt it.")] = False,
    make_key: Annotated[
        Path | None,
        typer.Option("--make-key", metavar="KEYFILE", help="Make a key that opens back-ups."),
    ] = None,
    database: DatabaseOption = DATABASE,
    language: LanguageOption = LANGUAGE,
) -> None:
    """Write a back-up of the database, while it is served, that only a private key can open."""
    texts = texts_of(language)
    if make_key is not None:
        _make_key(make_key, texts)
        return
    if target is None:
        stop(texts.backup.no_target)
    if plain == bool(to):
        stop(texts.backup.both if plain else texts.backup.whom)
    _write(target, "" if plain else to, database, texts)


def _write(target: Path, to: str, database: str, texts: Texts) -> None:
    from bot.backups.making import back_up  # noqa: PLC0415 - only this command needs it

    when = datetime.now(UTC)
    with opened(database, None, texts) as records, _said(texts, target):
        if records.store.database.path is None and not records.store.database.shared:
            stop(texts.backup.in_memory)
        head = head_of(records.store, database, when, texts)
        key = None if head is None else key_of(database)
        back_up(database, target, to, key, (when, "" if head is None else head.note))
    made = f"{when:%Y-%m-%d %H:%M} UTC"
    name = "written" if to else "written_plain"
    put(printable(texts.backup.say(name, file=target, made=made, to=to)))


def _make_key(file: Path, texts: Texts) -> None:
    from bot.backups.sealing import make_key  # noqa: PLC0415 - as above

    with _said(texts, file):
        public_key = make_key(file)
    typer.echo(printable(texts.backup.say("key_made", file=file)), err=True)
    put(public_key)


@app.command(epilog="Example: bedside restore 2026-03-31.age --identity backups.key")
def restore(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="The back-up.")],
    identity: Annotated[
        Path | None,
        typer.Option("--identity", metavar="KEYFILE", help="The private key that opens it."),
    ] = None,
    head: Annotated[
        list[Path] | None,
        typer.Option("--head", metavar="FILE", help="A head that was kept elsewhere; repeatable."),
    ] = None,
    database: DatabaseOption = DATABASE,
    language: LanguageOption = LANGUAGE,
) -> None:
    """Restore a back-up into an empty place, after looking whether trail, log and head agree."""
    from bot.backups.restoring import restore as put_back  # noqa: PLC0415 - as above
    from bot.proof.keyfile import KeyFileError  # noqa: PLC0415 - as above
    from bot.store import StoreError  # noqa: PLC0415 - as above

    texts = texts_of(language)
    elsewhere = tuple(kept(head or (), None, texts))
    place = key_of(database)
    try:
        with _said(texts, source, reading=True):
            found = put_back(source, database, identity, place, elsewhere)
    except (StoreError, KeyFileError) as error:
        stop(str(error))
    _tell(found, database, texts)
    if place is not None and not place.exists():
        typer.echo(texts.backup.restored_without_key, err=True)
    _note(found, database, texts)


def _tell(found: Restored, database: str, texts: Texts) -> None:
    """Say what came of it; end where it does not agree."""
    flaws = [*found.trail, *(texts.proof_flaws.say(one.code, **one.details) for one in found.flaws)]
    for flaw in flaws:
        put(printable(flaw))
    on_server = found.manifest.kind == "postgresql"
    if flaws:
        stop(texts.backup.placed_wrong if on_server else texts.backup.not_placed, UNWRITABLE)
    name = database.rpartition("/")[2] if on_server else database.removeprefix("sqlite:///")
    made = found.manifest.made[:16].replace("T", " ") + " UTC"
    put(printable(texts.backup.say("restored", database=name, made=made, count=found.size)))


def _note(found: Restored, database: str, texts: Texts) -> None:
    """Note in the trail that it was restored, and from when: what came after is not there."""
    when = datetime.now(UTC)
    with opened(database, None, texts) as records:
        records.store.within(
            lambda unit: unit.members.did("command line", "restored", found.manifest.made, when)
        )


@contextmanager
def _said(texts: Texts, file: Path, *, reading: bool = False) -> Iterator[None]:
    """Say in a sentence whatever goes wrong with a back-up."""
    from bot.backups.archive import ArchiveError  # noqa: PLC0415 - as above
    from bot.backups.sealing import MissingPyrageError, SealError  # noqa: PLC0415 - as above

    try:
        yield
    except MissingPyrageError:
        stop(texts.backup.missing_library)
    except (SealError, ArchiveError) as error:
        stop(texts.backup_errors.say(str(error)))
    except OSError as error:
        say, name = texts.backup.say, str(error.filename or file)[:80]
        reason = refused_because(error, texts)
        stop(say("not_read" if reading else "not_written", file=name, reason=reason))
