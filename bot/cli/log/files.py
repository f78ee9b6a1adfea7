"""``bedside log export`` and its kin: screenings written to a file.

The files are those of `bot.exports.registry`: a new export is found here by its name.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.commands import Commands
from bot.cli.console import printable, stop
from bot.cli.option_values import see_that_it_is_there, texts_of
from bot.cli.options import (
    DATABASE,
    LANGUAGE,
    DatabaseOption,
    LanguageOption,
    OnlyTrialOption,
    OutputOption,
    SinceOption,
    SiteOption,
    UntilOption,
)
from bot.cli.proof.heads import head_of
from bot.cli.proof.log import keep
from bot.cli.records import days, now, one_of, opened, progress, write
from bot.exports.context import ExportContext
from bot.exports.pictures.catalogue import PICTURES
from bot.exports.registry import BY_KEY
from bot.screenings.records import Records
from bot.texts.words import Texts

if TYPE_CHECKING:
    from bot.exports.registry import Export
    from bot.store import Head

app = Commands()

_PICTURE_KINDS = ("png", "svg")
_NO_HEAD = ("head", "py")
"""Files that no head goes with: the head itself, and the program that verifies it."""


@app.command(epilog="Example: bedside log export log.xlsx --since 2026-01-01 -o screening-log.xlsx")
def export(  # noqa: PLR0913, PLR0917 - an option each
    kind: Annotated[str, typer.Argument(metavar="FORMAT", help=f"One of {', '.join(BY_KEY)}.")],
    target: OutputOption,
    number: Annotated[
        str | None, typer.Argument(help="A screening number, for a file about one screening.")
    ] = None,
    database: DatabaseOption = DATABASE,
    since: SinceOption = None,
    until: UntilOption = None,
    language: LanguageOption = LANGUAGE,
    site: SiteOption = None,
    trial: OnlyTrialOption = None,
) -> None:
    """Write screenings to a file, in any of the formats there are."""
    texts = texts_of(language)
    say = texts.log_command
    see_that_it_is_there(trial)
    found = BY_KEY.get(kind)
    if found is None:
        stop(say.say("no_format", formats=", ".join(BY_KEY)))
    if found.single and number is None:
        stop(say.say("number_needed", format=kind))
    with opened(database, site, texts) as records:
        code = "" if records.site is None else records.site.code
        period = days(since, until, texts)
        one = None if number is None else one_of(records, number, texts)
        head = head_of(records.store, database, now(records), texts)
        context = ExportContext(texts, now(records), records.store, code, *period, trial, head)
        if one is not None:
            count = write(found, [one], target, context)
        else:
            expected = _count(records, context) if sys.stderr.isatty() else None
            with progress(expected) as advance:
                chosen = records.between(context.since, context.until, trial)
                count = write(found, chosen, target, replace(context, progress=advance))
    if target != "-":
        typer.echo(printable(say.say("written", file=target, count=count)), err=True)
        _beside(found, target, head, texts)


def _beside(written: Export, target: str, head: Head | None, texts: Texts) -> None:
    """Write the signed head beside a file that goes out."""
    if head is not None and written.extension not in _NO_HEAD:
        keep(head, Path(f"{target}.head"), texts)


@app.command(epilog="Example: bedside log checklist S0001 --language sv -o S0001.pdf")
def checklist(
    number: Annotated[str, typer.Argument(help="The screening number.")],
    target: OutputOption,
    database: DatabaseOption = DATABASE,
    language: LanguageOption = LANGUAGE,
    site: SiteOption = None,
) -> None:
    """Write the eligibility checklist of one screening: a PDF to print, sign and file."""
    export("checklist.pdf", target, number, database, language=language, site=site)


@app.command(epilog="Example: bedside log calendar S0007 --language sv -o S0007.ics")
def calendar(
    number: Annotated[str, typer.Argument(help="The screening number.")],
    target: OutputOption,
    database: DatabaseOption = DATABASE,
    language: LanguageOption = LANGUAGE,
    site: SiteOption = None,
) -> None:
    """Write when something of one screening runs out, and its reminders, for a calendar."""
    export("calendar.ics", target, number, database, language=language, site=site)


@app.command(epilog="Example: bedside log picture reasons --since 2026-01-01 -o reasons.png")
def picture(  # noqa: PLR0913, PLR0917 - an option each
    name: Annotated[str, typer.Argument(help=f"One of {', '.join(PICTURES)}.")],
    target: OutputOption,
    database: DatabaseOption = DATABASE,
    since: SinceOption = None,
    until: UntilOption = None,
    language: LanguageOption = LANGUAGE,
    site: SiteOption = None,
    trial: OnlyTrialOption = None,
) -> None:
    """Draw the counts of a period, as a PNG or an SVG: by what the file is called."""
    if name not in PICTURES:
        stop(texts_of(language).log_command.say("no_picture", pictures=", ".join(PICTURES)))
    kind = Path(target).suffix.lower().removeprefix(".") or "png"
    if kind not in _PICTURE_KINDS:
        stop(texts_of(language).log_command.say("no_picture_kind", file=target[:80]))
    export(f"{name}.{kind}", target, None, database, since, until, language, site, trial)


def _count(records: Records, context: ExportContext) -> int:
    return sum(1 for _ in records.between(context.since, context.until, context.trial))
