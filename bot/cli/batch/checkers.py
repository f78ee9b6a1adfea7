"""What checks a file's entries, in this process or in another one."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from bot.batch.check import Checker
from bot.cli.console import today
from bot.cli.option_values import site_for, site_of, texts_of, trial_of
from criteria.trial import catalog
from criteria.trial.site import NO_SITE


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
    take_in_another_process(folders)
    chosen = trial_of(trial, version)
    limits = NO_SITE if site is None else site_for(site_of(site), chosen)
    return Checker(chosen, texts_of(language), day, limits)


def take_in_another_process(folders: tuple[Path, ...]) -> None:
    """Take a site's folders of trials where they are not in force already."""
    if catalog.in_force().own != folders:
        catalog.use(folders)
