"""``bedside log``: what a site keeps of its screenings, as a list and as files.

The files are those of `bot.exports.registry`: a new export is found here by its name.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.cli.commands import Commands
from bot.cli.console import printable, put, stop, texts_of, trial_of
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
from bot.exports.pictures.catalogue import PICTURES
from bot.exports.registry import BY_KEY
from bot.exports.setting import Setting
from bot.exports.worklist.text import lines
from bot.exports.worklist.worklist import worklist as open_screenings
from bot.screenings.records import Records, Screened
from bot.texts.words import Texts
from criteria.trial import catalog
from criteria.verdict.verdict import Outcome

if TYPE_CHECKING:
    from bot.exports.registry import Export
    from bot.store import Head

app = Commands(
    help="The screening log: list it, write it to files, one checklist.",
    no_args_is_help=True,
    epilog="Example: bedside log list --since 2026-03-01",
)

_FEW = 3
_PICTURE_KINDS = ("png", "svg")
_NO_HEAD = ("head", "py")
"""Files that no head goes with: the head itself, and the program that verifies it."""
_ELIGIBLE = {
    Outcome.ELIGIBLE: "eligible_yes",
    Outcome.NOT_ELIGIBLE: "eligible_no",
    Outcome.PENDING: "eligible_open",
}


@app.command("list", epilog="Example: bedside log list --since 2026-03-01 --until 2026-03-31")
def list_screenings(
    database: DatabaseOption = DATABASE,
    since: SinceOption = None,
    until: UntilOption = None,
    language: LanguageOption = LANGUAGE,
    site: SiteOption = None,
    trial: OnlyTrialOption = None,
) -> None:
    """Every screening on a line: when, what came of it, what fails and what is open."""
    texts = texts_of(language)
    _see_that_it_is_there(trial)
    words = texts.log
    only = catalog.offered()
    table = Table(words.number, box=None, pad_edge=False)
    for name in ("started", "ended", "version", "eligible", "not_met", "pending"):
        table.add_column(getattr(words.columns, name), no_wrap=True)
    with opened(database, site, texts) as records:
        for one in records.between(*days(since, until, texts), trial):
            table.add_row(
                one.token,
                f"{one.started:%Y-%m-%d}",
                f"{one.ended:%Y-%m-%d}" if one.ended else "",
                _version(one, only),
                words.say(_ELIGIBLE[one.result.outcome]),
                _few(one.result.failing),
                _few(one.result.pending),
            )
    if not table.row_count:
        put(texts.log_command.no_screenings)
        return
    console = Console(highlight=False)
    with console.capture() as shown:
        console.print(table)
    put(printable(shown.get().rstrip("\n")))


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
    _see_that_it_is_there(trial)
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
        setting = Setting(texts, now(records), records.store, code, *period, trial, head)
        if one is not None:
            count = write(found, [one], target, setting)
        else:
            expected = _count(records, setting) if sys.stderr.isatty() else None
            with progress(expected) as advance:
                chosen = records.between(setting.since, setting.until, trial)
                count = write(found, chosen, target, replace(setting, progress=advance))
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


@app.command(epilog="Example: bedside log worklist --language sv")
def worklist(
    database: DatabaseOption = DATABASE,
    since: SinceOption = None,
    until: UntilOption = None,
    language: LanguageOption = LANGUAGE,
    site: SiteOption = None,
    trial: OnlyTrialOption = None,
) -> None:
    """What is open, what each waits for, and what runs out when; the most urgent first."""
    texts = texts_of(language)
    with opened(database, site, texts) as records:
        today = now(records).date()
        rows = open_screenings(records.between(*days(since, until, texts), trial), today)
    for line in lines(rows, texts, today):
        put(printable(line))


@app.command(epilog="Example: bedside log demo demo-files --language sv")
def demo(
    folder: Annotated[Path, typer.Argument(help="A new folder for the database and all files.")],
    count: Annotated[int, typer.Option(min=1, max=10_000, help="How many screenings.")] = 100,
    language: LanguageOption = LANGUAGE,
) -> None:
    """Fill a new database with invented screenings, and write every file that there is of them."""
    from bot.exports.demo.demo import fill  # noqa: PLC0415 - it needs the database
    from bot.exports.demo.showcase import write_all  # noqa: PLC0415 - as above

    texts = texts_of(language)
    say = texts.log_command
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        stop(say.say("no_folder", folder=str(folder)[:80], reason=error.strerror))
    database = folder / "demo.db"
    database.touch(mode=0o600)
    total = count if sys.stderr.isatty() else None
    with opened(f"sqlite:///{database}", None, texts) as records:
        with progress(total) as advance:
            for done, _ in enumerate(fill(records.store, count, now(records)), 1):
                advance(done)
        head = head_of(records.store, f"sqlite:///{database}", now(records), texts)
        setting = Setting(texts, now(records), records.store, head=head)
        put(say.say("invented", file=database, count=count))
        for file in write_all(records, folder, setting):
            put(str(file))


def _version(one: Screened, only: list[str]) -> str:
    """Name a version, with its trial unless that is the only one that is offered."""
    protocol = one.trial.protocol
    return one.version if [protocol.id] == only else f"{protocol.acronym} {one.version}"


def _see_that_it_is_there(trial: str | None) -> None:
    """Stop where a trial is named that is not there."""
    if trial is not None:
        trial_of(trial, None)


def _few(criteria: tuple[str, ...]) -> str:
    """Name criteria, or say how many they are."""
    return " ".join(criteria) if len(criteria) <= _FEW else str(len(criteria))


def _count(records: Records, setting: Setting) -> int:
    return sum(1 for _ in records.between(setting.since, setting.until, setting.trial))
