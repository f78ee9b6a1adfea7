"""Trials made ready for conversations. Nothing here needs a database."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from bot.dialogs.session import Script
from criteria.trial import catalog
from criteria.trial.site import NO_SITE

if TYPE_CHECKING:
    from bot.config.site import SiteFile


@cache
def script_of(trial: str, version: str | None = None, site: SiteFile | None = None) -> Script:
    """Return a trial made ready for conversations at a site; read once.

    Raises:
        catalog.TrialError: the trial cannot be read.
        bot.config.site.SiteError: the site's limits do not fit this version of it.
    """
    chosen = catalog.load(trial, version)
    return Script(chosen, NO_SITE if site is None else site.for_trial(chosen))
