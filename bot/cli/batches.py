"""Files of many entries: ``bedside match``, and what it shares with ``bedside check``."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from bot.batch import stream as streaming
from bot.batch.check import Checker
from bot.batch.match import Matcher
from bot.batch.stream import Replier
from bot.cli.console import (
    UNWRITABLE,
    output,
    site_for,
    site_of,
    source_of,
    stop,
    texts_of,
    today,
    trial_of,
)
from bot.cli.options import LANGUAGE, JobsOption, LanguageOption, SiteOption
from bot.texts.words import Texts
from criteria.trial import catalog
from criteria.trial.site import NO_SITE

EXAMPLE = "Example: bedside match --trials /srv/trials people.jsonl"


def match(
    file: Annotated[str, typer.Argument(help="JSON Lines, one person a line; - for input.")],
    jobs: JobsOption = None,
    language: LanguageOption = LANGUAGE,
    site: SiteOption = None,
) -> None:
    """Verdicts of every trial there is, from answers that are given once for all of them."""
    texts = texts_of(language)
    again = partial(matcher, here(), language, day(site), site)
    again()  # what cannot be used is said once, and not by each process
    stream(file, again, jobs, texts)


def stream(file: str, prepare: Callable[[], Replier], jobs: int | None, texts: Texts) -> None:
    """Reply to a file line by line."""
    try:
        with source_of(file) as source, output() as out:
            streaming.write_replies(source, prepare, out, jobs)
    except BrokenProcessPool:
        stop(texts.input.worker_ended, UNWRITABLE)


def here() -> tuple[Path, ...]:
    """Return a site's folders of trials that are in force, for other processes."""
    return catalog.in_force().own


def day(site: Path | None) -> date:
    """Return the reference date of entries that give none."""
    return today() if site is None else site_of(site).today(datetime.now(UTC))


def checker(
    folders: tuple[Path, ...],
    trial: str | None,
    version: str | None,
    language: str,
    day: date,
    site: Path | None,
) -> Checker:
    """Return what checks against a trial, in this process or in another one."""
    _take_in_another_process(folders)
    chosen = trial_of(trial, version)
    limits = NO_SITE if site is None else site_for(site_of(site), chosen)
    return Checker(chosen, texts_of(language), day, limits)


def matcher(folders: tuple[Path, ...], language: str, day: date, site: Path | None) -> Matcher:
    """Return what matches against every trial, in this process or in another one."""
    _take_in_another_process(folders)
    names = catalog.released()
    return Matcher([checker(folders, name, None, language, day, site) for name in names])


def _take_in_another_process(folders: tuple[Path, ...]) -> None:
    if catalog.in_force().own != folders:
        catalog.use(folders)
