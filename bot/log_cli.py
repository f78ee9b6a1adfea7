"""``bedside log``: what a site keeps of its screenings, as a list and as files.

The files are those of `bot.exports.registry`: a new export is found here by its name.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import mkstemp
from typing import Annotated, BinaryIO

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from bot.console import UNWRITABLE, output, printable, put, site_of, stop, texts_of
from bot.exports.pictures import PICTURES
from bot.exports.records import Records, Screened
from bot.exports.registry import BY_KEY, Export
from bot.exports.setting import MissingPartError, Setting, Unsuitable
from bot.exports.worklist import worklist as open_screenings
from bot.exports.worklist_text import lines
from criteria.catalog import TrialError

app = typer.Typer(
    help="The screening log: list it, write it to files, one checklist.", no_args_is_help=True
)

DatabaseOption = Annotated[
    str, typer.Option("--database", envvar="BEDSIDE_DATABASE", help="Where screenings are kept.")
]
LanguageOption = Annotated[
    str, typer.Option("--language", envvar="BEDSIDE_LANGUAGE", help="en or sv.")
]
SinceOption = Annotated[
    datetime | None,
    typer.Option("--since", formats=["%Y-%m-%d"], help="Only those begun on this day or later."),
]
UntilOption = Annotated[
    datetime | None,
    typer.Option("--until", formats=["%Y-%m-%d"], help="Only those begun on this day or before."),
]
SiteOption = Annotated[
    Path | None,
    typer.Option("--site", envvar="BEDSIDE_SITE", help="The site's file: its limits and its day."),
]
OutputOption = Annotated[
    str, typer.Option("--output", "-o", help="The file to write, or - for standard output.")
]
_FEW = 3
DATABASE = "sqlite:///bedside.db"


@app.command("list", epilog="Example: bedside log list --since 2026-03-01 --until 2026-03-31")
def list_screenings(
    database: DatabaseOption = DATABASE,
    since: SinceOption = None,
    until: UntilOption = None,
    language: LanguageOption = "en",
    site: SiteOption = None,
) -> None:
    """Every screening on a line: when, what came of it, what fails and what is open."""
    columns = texts_of(language).log.columns
    table = Table(box=None, pad_edge=False)
    for name in (
        "screening_number",
        "started",
        "ended",
        "version",
        "outcome",
        "not_met",
        "pending",
    ):
        table.add_column(getattr(columns, name), no_wrap=True)
    with opened(database, site) as records:
        for one in records.between(*days(since, until)):
            table.add_row(
                one.token,
                f"{one.started:%Y-%m-%d}",
                f"{one.ended:%Y-%m-%d}" if one.ended else "",
                one.version,
                one.result.outcome.value,
                _few(one.result.failing),
                _few(one.result.pending),
            )
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
    language: LanguageOption = "en",
    site: SiteOption = None,
) -> None:
    """Write screenings to a file, in any of the formats there are."""
    found = BY_KEY.get(kind)
    if found is None:
        stop(f"There is no such format: write one of {', '.join(BY_KEY)}.")
    if found.single and number is None:
        stop(f"{kind} is about one screening: write its number behind it, such as S0001.")
    texts = texts_of(language)
    with opened(database, site) as records:
        code = "" if records.site is None else records.site.code
        setting = Setting(texts, _now(records), records.store, code, *days(since, until))
        if number is not None:
            write(found, [one_of(records, number)], target, setting)
            return
        count = _count(records, setting) if sys.stderr.isatty() else None
        with _progress(count) as advance:
            chosen = records.between(setting.since, setting.until)
            write(found, chosen, target, replace(setting, progress=advance))


@app.command(epilog="Example: bedside log checklist S0001 --language sv -o S0001.pdf")
def checklist(
    number: Annotated[str, typer.Argument(help="The screening number.")],
    target: OutputOption,
    database: DatabaseOption = DATABASE,
    language: LanguageOption = "en",
    site: SiteOption = None,
) -> None:
    """Write the eligibility checklist of one screening: a PDF to print, sign and file."""
    export("checklist.pdf", target, number, database, language=language, site=site)


@app.command(epilog="Example: bedside log picture reasons --since 2026-01-01 -o reasons.png")
def picture(  # noqa: PLR0913, PLR0917 - an option each
    name: Annotated[str, typer.Argument(help=f"One of {', '.join(PICTURES)}.")],
    target: OutputOption,
    database: DatabaseOption = DATABASE,
    since: SinceOption = None,
    until: UntilOption = None,
    language: LanguageOption = "en",
    site: SiteOption = None,
) -> None:
    """Draw the counts of a period: an SVG where the file is called so, else a PNG."""
    if name not in PICTURES:
        stop(f"There is no such picture: write one of {', '.join(PICTURES)}.")
    kind = "svg" if target.lower().endswith(".svg") else "png"
    export(f"{name}.{kind}", target, None, database, since, until, language, site)


@app.command(epilog="Example: bedside log worklist --language sv")
def worklist(
    database: DatabaseOption = DATABASE,
    since: SinceOption = None,
    until: UntilOption = None,
    language: LanguageOption = "en",
    site: SiteOption = None,
) -> None:
    """What is open, what each waits for, and what runs out when; the most urgent first."""
    texts = texts_of(language)
    with opened(database, site) as records:
        today = _now(records).date()
        rows = open_screenings(records.between(*days(since, until)), today)
    for line in lines(rows, texts, today):
        put(printable(line))


@app.command(epilog="Example: bedside log demo demo-files --language sv")
def demo(
    folder: Annotated[Path, typer.Argument(help="A new folder for the database and all files.")],
    count: Annotated[int, typer.Option(min=1, max=10_000, help="How many screenings.")] = 100,
    language: LanguageOption = "en",
) -> None:
    """Fill a new database with invented screenings, and write every file that there is of them."""
    from bot.exports.demo import fill  # noqa: PLC0415 - it needs the database
    from bot.exports.showcase import write_all  # noqa: PLC0415 - as above

    texts = texts_of(language)
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        stop(f"{str(folder)[:80]}: {error.strerror}. Name a folder that is not there yet.")
    database = folder / "demo.db"
    database.touch(mode=0o600)
    total = count if sys.stderr.isatty() else None
    with opened(f"sqlite:///{database}", None) as records:
        with _progress(total) as advance:
            for done, _ in enumerate(fill(records.store, count, _now(records)), 1):
                advance(done)
        setting = Setting(texts, _now(records), records.store)
        put(f"{database}: {count} invented screenings")
        for file in write_all(records, folder, setting):
            put(str(file))


@contextmanager
def opened(database: str, site: Path | None) -> Iterator[Records]:
    """Open a database that is there already; whatever goes wrong is said in a sentence."""
    from bot.store import Store, StoreError  # noqa: PLC0415 - the other commands need no database

    file = database.removeprefix("sqlite:///")
    if file not in (database, "", ":memory:") and not Path(file).exists():
        stop(f"There is no database {file}: name the one that was screened with (--database).")
    at = None if site is None else site_of(site)
    try:
        with Store.open(database) as store:
            yield Records(store, at)
    except (StoreError, TrialError, MissingPartError, Unsuitable) as error:
        stop(str(error))


def one_of(records: Records, number: str) -> Screened:
    """Give a screening by its number, or stop where there is none."""
    found = records.of(number.strip().upper())
    if found is None:
        stop(f"There is no screening {number[:20]}: `bedside log list` shows their numbers.")
    return found


def days(since: datetime | None, until: datetime | None) -> tuple[date | None, date | None]:
    """Give the days of a period, or stop where it ends before it begins."""
    if since is not None and until is not None and until < since:
        stop("The period ends before it begins: write --since with the earlier day.")
    return since and since.date(), until and until.date()


def write(export: Export, screenings: Iterable[Screened], target: str, setting: Setting) -> None:
    """Write an export to a file, which is there in whole or not at all, or to standard output."""
    if target == "-":
        with output() as out:
            export.write(screenings, out.buffer, setting)
        return
    try:
        with _whole(Path(target)) as file:
            count = export.write(screenings, file, setting)
    except OSError as error:
        stop(f"{target[:80]} could not be written: {error.strerror}.", UNWRITABLE)
    typer.echo(f"{target}: {count} screening{'' if count == 1 else 's'}.", err=True)


@contextmanager
def _whole(path: Path) -> Iterator[BinaryIO]:
    """Give a file that takes its name only once it is whole; nobody else may read it."""
    if path.exists() and not path.is_file():  # a pipe, a device
        with path.open("wb") as file:
            yield file
        return
    descriptor, name = mkstemp(dir=path.parent, prefix=".bedside-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _few(criteria: tuple[str, ...]) -> str:
    """Name criteria, or say how many they are."""
    return " ".join(criteria) if len(criteria) <= _FEW else str(len(criteria))


def _now(records: Records) -> datetime:
    """Give the time where the screenings are made."""
    return datetime.now(UTC).astimezone(records.zone)


def _count(records: Records, setting: Setting) -> int:
    return sum(1 for _ in records.between(setting.since, setting.until))


@contextmanager
def _progress(total: int | None) -> Iterator[Callable[[int], None]]:
    """Show how far it is, on standard error where that is a terminal."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=total is None) as bar:
        task = bar.add_task("", total=total)
        yield lambda done: bar.update(task, completed=done)
