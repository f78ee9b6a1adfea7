"""``bedside validate``: the file that a site's quality manager keeps."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from bot import __version__
from bot.cli.commands import Commands
from bot.cli.console import UNWRITABLE, printable, put, stop
from bot.cli.option_values import texts_of
from bot.cli.options import DATABASE, LANGUAGE, DatabaseOption, LanguageOption
from bot.cli.proof.heads import head_of
from bot.cli.records import now, opened, written_whole
from bot.texts.system import refused_because
from bot.texts.words import Texts
from criteria.trial import catalog

if TYPE_CHECKING:
    from bot.exports.validation.gathering import Validation

app = Commands()


@app.command(epilog="Example: bedside validate --into validation --language sv")
def validate(
    folder: Annotated[
        Path, typer.Option("--into", metavar="DIR", help="Where the files are written.")
    ] = Path(),
    database: DatabaseOption = DATABASE,
    language: LanguageOption = LANGUAGE,
) -> None:
    """Run every worked case here, and write what came of it as PDF and JSON, to sign and file."""
    from bot.exports.context import MissingPartError  # noqa: PLC0415 - only this command needs it
    from bot.exports.validation.gathering import gathered  # noqa: PLC0415 - as above
    from bot.exports.validation.report import as_json, as_pdf  # noqa: PLC0415 - as above

    texts, made = texts_of(language), datetime.now().astimezone()
    _make(folder, texts)
    try:
        found = gathered(made, _log(database, texts))
        files = {"pdf": as_pdf(found, texts, made), "json": as_json(found, texts)}
    except catalog.TrialError as error:
        stop(str(error))
    except MissingPartError as error:
        stop(error.said(texts))
    for kind, content in files.items():
        _write(folder / f"bedside-{__version__}-validation.{kind}", content, texts)
    _tell(found, texts)


def _log(database: str, texts: Texts) -> dict[str, object]:
    """Return what is known of a database's log; nothing where there is no database."""
    file = database.removeprefix("sqlite:///")
    if file != database and not Path(file).exists():
        return {}
    with opened(database, None, texts) as records:
        head = head_of(records.store, database, now(records), texts)
        found = records.store.findings()
        said = [texts.proof_flaws.say(one.code, **one.details) for one in found.flaws]
        return {
            "database": records.store.database.place,
            "head": "" if head is None else head.note,
            "public_key": "" if head is None else head.public_key,
            "log_flaws": [*records.store.flaws(), *said],
        }


def _make(folder: Path, texts: Texts) -> None:
    """Make the folder before the cases are run: whoever can't write there is told at once."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        _stop_unwritten(folder, error, texts)


def _write(file: Path, content: bytes, texts: Texts) -> None:
    try:
        with written_whole(file) as out:
            out.write(content)
    except OSError as error:
        _stop_unwritten(file, error, texts)
    put(printable(str(file)))


def _stop_unwritten(place: Path, error: OSError, texts: Texts) -> NoReturn:
    say = texts.log_command.say
    reason = refused_because(error, texts)
    stop(say("not_written", file=str(place)[:80], reason=reason), UNWRITABLE)


def _tell(found: Validation, texts: Texts) -> None:
    """Say what came of it; exit status 1 where something does not hold."""
    held, cases = sum(case.holds for case in found.cases), len(found.cases)
    name = "all_hold" if found.holds else "some_fail"
    put(texts.validation.say(name, held=held, cases=cases, versions=len(found.trials)))
    if not found.holds:
        raise typer.Exit(1)
