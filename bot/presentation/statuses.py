"""Outcomes and statuses in a word or two, as a recheck and a supposition say them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from criteria.verdict.statuses import Status
from criteria.verdict.verdict import Outcome

if TYPE_CHECKING:
    from bot.texts.words import Texts
    from criteria.trial.protocol import Criterion


def outcome_said(outcome: Outcome, texts: Texts) -> str:
    """Say an outcome in a word or two."""
    say = texts.recheck
    names = {Outcome.ELIGIBLE: say.eligible, Outcome.NOT_ELIGIBLE: say.not_eligible}
    return names.get(outcome, say.pending)


def status_said(criterion: Criterion, status: Status | None, texts: Texts) -> str:
    """Say a status; an exclusion is absent or present."""
    say = texts.recheck
    excludes = criterion.is_exclusion
    names = {
        None: say.nowhere,
        Status.MET: say.absent if excludes else say.met,
        Status.NOT_MET: say.present if excludes else say.not_met,
        Status.UNKNOWN: say.unknown,
        Status.NOT_APPLICABLE: say.not_applicable,
    }
    return names[status]
