"""Trials made ready for conversations. Nothing here needs a database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dialogs.session import Script
from criteria.trial import catalog
from criteria.trial.site import NO_SITE

if TYPE_CHECKING:
    from bot.config.site import SiteFile


def script_of(trial: str, version: str | None = None, site: SiteFile | None = None) -> Script:
    """Return a trial made ready for conversations at a site; made once for each that is read.

    Raises:
        catalog.TrialError: the trial cannot be read.
        bot.config.site.SiteError: the site's limits do not fit this version of it.
    """
    chosen = catalog.load(trial, version)
    key = (id(chosen), site)  # the script keeps the trial, so that no other one gets its number
    found = _SCRIPTS.get(key)
    if found is None:
        made = Script(chosen, NO_SITE if site is None else site.for_trial(chosen))
        found = _SCRIPTS.setdefault(key, made)
    return found


_SCRIPTS: dict[tuple[int, SiteFile | None], Script] = {}
