"""Checks of what Bedside needs, each with a sentence; those of a platform are given to it.

A check that cannot be made, or that only tells something, is neither passed nor failed. What a
platform has to check besides is given to `checks` as callables.
"""

from __future__ import annotations

import os
import shutil
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from bot.config.check import Check
from bot.config.settings import as_lines
from bot.config.site import SiteFile, read_site
from bot.exports.validation.sums import ANEW, BACK, SUMS, altered, sums_of
from bot.platforms.terminal.words import words_in
from bot.store import Store, StoreError
from bot.store.migration import HEAD
from bot.texts import languages, texts_in
from criteria.examination.examination import unheld_cases
from criteria.trial import catalog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from bot.config.settings import Settings

__all__ = ["Check", "as_text", "checks", "exit_status"]

LEAST_FREE = 200 * 1024**2
"""Less free space than this is called too little; a screening takes some kilobytes."""
MOST_SECONDS = 30
"""A clock that differs by more is called wrong."""

_MARKS = {True: "✓", False: "✗", None: "–"}
_FILE = "sqlite:///"


def checks(
    settings: Settings,
    now: Callable[[], datetime],
    served: Callable[[], str] | None = None,
    more: Iterable[Callable[[], Check]] = (),
) -> Iterator[Check]:
    """Make every check, one after the other, each shown as soon as it is known.

    Args:
        settings: what is in force.
        now: this machine's clock; an aware datetime.
        served: gives the ``Date`` header of a server that is asked now; OSError if it can't.
        more: what a platform checks besides.
    """
    yield Check("settings", ok=True, text="\n".join(["in force", *as_lines(settings)]))
    if settings.open:
        yield Check("access", None, "BEDSIDE_OPEN is 1: anybody may screen. Demonstrations only.")
    yield database(settings.database_url)
    yield disk(settings.database_url)
    yield from trials()
    yield site(settings.site)
    yield texts()
    yield clock(now, served)
    for check in more:
        yield check()


def as_text(check: Check) -> str:
    """Write a check: a mark, its name, what was found; more lines follow, indented."""
    first, *rest = check.text.splitlines() or [""]
    lines = [f"{_MARKS[check.ok]} {check.name}: {first}", *(f"    {line}" for line in rest)]
    return "\n".join(lines)


def exit_status(found: Iterable[Check]) -> int:
    """Return 1 if any check failed, else 0."""
    return int(any(check.ok is False for check in found))


def database(url: str) -> Check:
    """Open the database, which brings its tables up to date and sees that it can be written."""
    name, file = "database", _file(url)
    if file is not None and not file.exists():
        if not os.access(file.parent, os.W_OK | os.X_OK):
            wanted = "Make the folder, or give this user the right to write there"
            return Check(name, ok=False, text=f"{file.parent} cannot be written to. {wanted}.")
        return Check(name, None, f"there is none yet: {file} is made when it is first needed")
    try:
        with Store.open(url):
            return Check(name, ok=True, text=f"opens and can be written, tables of version {HEAD}")
    except StoreError as error:
        return Check(name, ok=False, text=str(error))


def disk(url: str) -> Check:
    """See how much space is left where the database is."""
    file = _file(url)
    if file is None:
        return Check("disk", None, "the database is not a file here: not checked")
    try:
        free = shutil.disk_usage(file.parent).free
    except OSError as error:
        return Check("disk", ok=False, text=f"{file.parent}: {error.strerror}")
    left = f"{free / 1024**2:,.0f} MiB free where the database is"
    if free < LEAST_FREE:
        return Check("disk", ok=False, text=f"{left}: free some space on it")
    return Check("disk", ok=True, text=left)


def trials(root: Path | None = None) -> Iterator[Check]:
    """See of every version of every trial that it loads and that its worked cases hold."""
    collection = catalog.in_force() if root is None else catalog.Collection(root)
    for refused in collection.refused:
        yield Check(f"trial folder {refused.folder}", ok=False, text=f"left out: {refused.why}")
    try:
        releases = collection.available()
    except catalog.TrialError as error:
        yield Check("trials", ok=False, text=str(error))
        return
    if not releases:
        yield Check("trials", ok=False, text=f"there are none in {collection.top}")
    for release in releases:
        yield _trial(collection, release)


def _trial(collection: catalog.Collection, release: catalog.Release) -> Check:
    name = f"trial {release.id} {release.version}"
    folder = collection.folder(release.id, release.version)
    try:
        trial = collection.load(release.id, release.version)
        cases = catalog.cases(folder)
    except catalog.TrialError as error:
        return Check(name, ok=False, text=str(error))
    problems = [f"{flaw.where}: {flaw.what}" for flaw in unheld_cases(trial, cases)]
    top = folder.parents[1]
    shipped = collection.is_shipped(*release[:2])
    summed = shipped or (top / SUMS).is_file()
    if release.status == "released" and summed:
        problems += altered(top, folder, sums_of(top), ANEW if shipped else BACK)
    if problems:
        return Check(name, ok=False, text="\n".join(problems))
    return Check(name, ok=True, text=_held(release.status, len(cases), summed=summed))


def _held(status: str, cases: int, *, summed: bool) -> str:
    """Say what is right with a version."""
    held = f"worked cases that hold: {cases}"
    if status != "released":
        return f"{held}; a {status}, not for screening"
    if summed:
        return f"{held}; the files are as they were released"
    return f"{held}; no {SUMS} tells whether the files are as they were released"


def site(file: Path | None) -> Check:
    """Read the site's file."""
    if file is None:
        return Check("site", None, "none is set: no limits and no time zone of a site hold")
    try:
        found = read_site(file)
    except catalog.TrialError as error:
        return Check("site", ok=False, text=str(error))
    return Check("site", ok=True, text=_told(found))


def _told(site: SiteFile) -> str:
    """Say what a site's file sets."""
    days = site.retention_days
    kept = (
        "answers are kept"
        if days is None
        else f"answers are purged so many days after a screening ended: {days}"
    )
    missing = "" if site.contact else "; no contact for strangers"
    return f"{site.code}, {site.zone.key}; {kept}{missing}"


def texts() -> Check:
    """See that no language lacks a sentence, here, in the terminal or in what Bedside offers."""
    collection = catalog.in_force()
    try:
        known = languages()
        for language in known:
            texts_in(language).read_all()
            words_in(language)
        usual = set(catalog.offered()) - collection.own_trials
        lacking = [
            f"{release.id} {release.version} has no wording in {language}"
            for release in collection.available()
            for language in known
            if release.id in usual
            and language not in catalog.load(release.id, release.version).words
        ]
    except ValidationError as error:
        wrong = (".".join(map(str, detail["loc"])) for detail in error.errors(include_input=False))
        return Check("texts", ok=False, text=f"not as they should be: {', '.join(wrong)}")
    except (catalog.TrialError, ValueError, OSError) as error:
        return Check("texts", ok=False, text=str(error))
    if lacking:
        return Check("texts", ok=False, text="\n".join(lacking))
    return Check("texts", ok=True, text=f"complete in {', '.join(known)}")


def clock(now: Callable[[], datetime], served: Callable[[], str] | None) -> Check:
    """Compare this machine's clock with the ``Date`` header of a server."""
    here = now()
    told = f"it is {here:%Y-%m-%d %H:%M:%S %Z}"
    if served is None:
        return Check("clock", None, f"{told}; compared with nothing")
    try:
        away = abs((parsedate_to_datetime(served()) - now()).total_seconds())
    except (OSError, ValueError, TypeError):
        return Check("clock", None, f"{told}; no server told the time")
    if away > MOST_SECONDS:
        wrong = f"{told}, {away:,.0f} s from a server's time: switch time synchronisation on"
        return Check("clock", ok=False, text=wrong)
    return Check("clock", ok=True, text=f"{told}, as a server says")


def _file(url: str) -> Path | None:
    """Return the file of a database; None for one on a server or in memory."""
    path = url.removeprefix(_FILE)
    if path in (url, "", ":memory:"):
        return None
    return Path(path).absolute()
