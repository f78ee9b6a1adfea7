"""Deleting a screening's answers: what remains of it, and when a site has it done."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from bot.screenings.scripts import script_of
from criteria.trial.catalog import TrialError
from criteria.verdict.verdict import Outcome

if TYPE_CHECKING:
    from datetime import datetime

    from bot.config.site import SiteFile
    from bot.store import Stored, UnitOfWork
    from criteria.verdict.verdict import Verdict


class Result(NamedTuple):
    """What a screening came to: all that remains of it when its answers are deleted."""

    outcome: Outcome
    failing: tuple[str, ...]
    pending: tuple[str, ...]


def result_of(verdict: Verdict) -> Result:
    """Return what remains of a verdict without the answers behind it."""
    return Result(verdict.outcome, verdict.failing, verdict.pending)


def remaining(stored: Stored) -> Result:
    """Return what was kept of a screening when its answers were deleted."""
    kept = json.loads(stored.result or "{}")
    failing, pending = kept.get("failing", ()), kept.get("pending", ())
    return Result(Outcome(kept.get("outcome", "pending")), tuple(failing), tuple(pending))


def purge(unit: UnitOfWork, stored: Stored, site: SiteFile | None, now: datetime) -> bool:
    """Delete a screening's answers, events, audit trail and reminders; its result remains.

    False if another process has done so already.

    Args:
        unit: the transaction.
        stored: the screening.
        site: whose limits count in its result.
        now: an aware datetime.
    """
    session = stored.session
    result = result_of(script_of(session.trial, session.version, site).verdict(session))
    kept = {**result._asdict(), "outcome": result.outcome.value}
    if not unit.purge(stored, kept, now):
        return False
    unit.members.forget_reminders(session.token)
    return True


def purge_ended(unit: UnitOfWork, site: SiteFile | None, now: datetime, most: int) -> int:
    """Delete the answers of screenings that ended longer ago than a site keeps them.

    Returns how many there were, at most so many.
    """
    if site is None or site.retention_days is None:
        return 0
    over = unit.ended_before(now - timedelta(days=site.retention_days), most)
    for stored in over:
        with suppress(TrialError):  # its folder is gone: there is no result to keep
            if purge(unit, stored, site, now):
                unit.members.did("retention", "purged", stored.session.token, now)
    return len(over)
