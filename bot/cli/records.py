"""How ``bedside log`` opens the screenings that it reads, and writes the files that it makes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import mkstemp
from typing import TYPE_CHECKING, BinaryIO

from bot.cli.console import UNWRITABLE, output, stop
from bot.cli.option_values import site_of
from bot.exports.context import ExportContext, MissingPartError, Unsuitable
from bot.screenings.records import Records, Screened
from bot.texts.system import refused_because
from bot.texts.words import Texts
from criteria.trial.catalog import TrialError

if TYPE_CHECKING:
    from bot.exports.registry import Export


@contextmanager
def opened(database: str, site: Path | None, texts: Texts) -> Iterator[Records]:
    """Open a database that is there already; whatever goes wrong is said in a sentence."""
    from bot.store import Store, StoreError  # noqa: PLC0415 - the help needs no database

    file = database.removeprefix("sqlite:///")
    if file not in (database, "", ":memory:") and not Path(file).exists():
        stop(texts.log_command.say("no_database", file=file))
    at = None if site is None else site_of(site)
    try:
        with Store.open(database) as store:
            yield Records(store, at)
    except (MissingPartError, Unsuitable) as error:
        stop(error.said(texts))
    except (StoreError, TrialError) as error:
        stop(str(error))


def one_of(records: Records, number: str, texts: Texts) -> Screened:
    """Return a screening by its number, or stop where there is none."""
    found = records.of(number.strip().upper())
    if found is None:
        stop(texts.log_command.say("no_screening", number=number[:20]))
    return found


def days(
    since: datetime | None, until: datetime | None, texts: Texts
) -> tuple[date | None, date | None]:
    """Return the days of a period, or stop where it ends before it begins."""
    if since is not None and until is not None and until < since:
        stop(texts.log_command.period_reversed)
    return since and since.date(), until and until.date()


def write(
    export: Export, screenings: Iterable[Screened], target: str, context: ExportContext
) -> int:
    """Write an export to a file, which is there in whole or not at all, or to standard output.

    Returns how many screenings are in it.
    """
    if target == "-":
        with output() as out:
            return export.write(screenings, out.buffer, context)
    try:
        with written_whole(Path(target)) as file:
            return export.write(screenings, file, context)
    except OSError as error:
        reason = refused_because(error, context.texts)
        told = context.texts.log_command.say("not_written", file=target[:80], reason=reason)
        stop(told, UNWRITABLE)


@contextmanager
def written_whole(path: Path) -> Iterator[BinaryIO]:
    """Return a file that takes its name only once it is whole; nobody else may read it."""
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


def now(records: Records) -> datetime:
    """Return the time where the screenings are made."""
    return datetime.now(UTC).astimezone(records.zone)


@contextmanager
def progress(total: int | None) -> Iterator[Callable[[int], None]]:
    """Show how far it is, on standard error where that is a terminal."""
    from rich.console import Console  # noqa: PLC0415 - a list shows no progress
    from rich.progress import (  # noqa: PLC0415 - as above
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

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
