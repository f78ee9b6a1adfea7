"""Screenings to count, made of short answers, without a store."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from bot.dialogs.session import Script
from bot.exports.pictures.counts import Counts, counts
from bot.exports.pictures.observations import Scope
from bot.screenings.records import Screened
from bot.store import Stored
from criteria.trial.site import NO_SITE, Site
from tests.bot.exports.inventing import answered
from tests.making import MAN, TODAY, TRIAL

if TYPE_CHECKING:
    from collections.abc import Mapping

LOW_GFR = {"I9.gfr": "48"}
LOW_BLOOD = {"I10.hb": "84", "I10.plt": "96"}
UNFIT = {"I3.ecog": "2", **LOW_GFR}
WAITS = {"I2.consent": "unknown"}
BEGUN = {item: None for item in MAN if item != "I1.age"}
"""Only the age was answered so far."""


def screened(
    changes: Mapping[str, str | None] | None = None,
    *,
    number: int = 1,
    day: date = TODAY,
    touched: date | None = None,
    site: Site = NO_SITE,
) -> Screened:
    """Return the screening of a man who meets every criterion, but for some changes."""
    answers = {**MAN, **(changes or {})}
    session = answered({item: text for item, text in answers.items() if text}, number)
    began, changed = (datetime.combine(one, time(9), UTC) for one in (day, touched or day))
    stored = Stored(session, "nurse", 1, began, changed, changed)
    return Screened(stored, Script(TRIAL, site), UTC, list)


def purged(outcome: str, *failing: str) -> Screened:
    """Return a screening whose answers were deleted."""
    began = datetime.combine(TODAY, time(9), UTC)
    kept = json.dumps({"outcome": outcome, "failing": failing, "pending": ["I2"]})
    stored = Stored(answered({}), "nurse", 1, began, began, began, began, kept)
    return Screened(stored, Script(TRIAL), UTC, list)


def count(*changes: Mapping[str, str | None], scope: Scope | None = None) -> Counts:
    """Count one screening for each set of changes."""
    found = [screened(one, number=number) for number, one in enumerate(changes, 1)]
    return counts(found, scope or Scope())
