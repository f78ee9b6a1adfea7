"""What the options of a command name: a language, a trial, a site; or a sentence why not."""

from __future__ import annotations

from pathlib import Path

from bot.cli.console import stop
from bot.config.site import SiteError, SiteFile, read_site
from bot.texts import languages, texts_in
from bot.texts.words import Texts
from criteria.trial import catalog
from criteria.trial.site import Site
from criteria.trial.trial import Trial


def texts_of(language: str) -> Texts:
    """Return the texts in a language, or stop where there is none."""
    known = languages()
    if language.partition("-")[0].lower() not in known:
        stop(f"There is no such language: write --language {' or '.join(known)}.")
    return texts_in(language)


def trial_of(name: str | None, version: str | None) -> Trial:
    """Read a trial, the default one where none is named, or stop and say what is wrong."""
    try:
        return catalog.load(name, version)
    except catalog.TrialError as error:
        stop(str(error))


def see_that_it_is_there(trial: str | None) -> None:
    """Stop where a trial is named that is not there."""
    if trial is not None:
        trial_of(trial, None)


def site_of(file: Path) -> SiteFile:
    """Read a site's file, or stop and say what is wrong."""
    try:
        return read_site(file)
    except catalog.TrialError as error:
        stop(str(error))


def site_for(site: SiteFile, trial: Trial) -> Site:
    """Return what a site adds to a trial, or stop where its limits do not fit."""
    try:
        return site.for_trial(trial)
    except SiteError as error:
        stop(str(error))
