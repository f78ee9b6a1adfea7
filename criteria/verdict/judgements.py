"""Judgements that only an investigator may make, and which of them rest on somebody else's word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from criteria.known.truth import Truth
from criteria.verdict.findings import findings
from criteria.verdict.statuses import Status
from criteria.verdict.verdict import Outcome

if TYPE_CHECKING:
    from collections.abc import Collection

    from criteria.verdict.verdict import Verdict


def to_confirm(verdict: Verdict, confirmed: Collection[str] = ()) -> tuple[str, ...]:
    """Return the items that settle a criterion and that no investigator has confirmed.

    Args:
        verdict: the verdict on the answers.
        confirmed: the items whose answers an investigator has confirmed.
    """
    return tuple(
        item
        for item in verdict.facts.trial.investigators
        if item not in confirmed and _settles(item, verdict)
    )


def provisional(verdict: Verdict, confirmed: Collection[str] = ()) -> tuple[str, ...]:
    """Return the criteria whose status holds only once an investigator has confirmed it."""
    items = verdict.facts.trial.items
    return tuple(dict.fromkeys(items[item].criterion for item in to_confirm(verdict, confirmed)))


def outcome_rests_on(verdict: Verdict, confirmed: Collection[str] = ()) -> tuple[str, ...]:
    """Return the provisional criteria without which the outcome would not be known.

    Where another criterion fails beside them, the outcome is known without them.
    """
    found = provisional(verdict, confirmed)
    if verdict.outcome is not Outcome.NOT_ELIGIBLE:
        return found
    certain = set(verdict.failing) - set(found)
    return () if certain else tuple(name for name in found if name in verdict.failing)


def _settles(item: str, verdict: Verdict) -> bool:
    """Whether an answer is one of those that its criterion's status rests on."""
    criterion = verdict.facts.trial.items[item].criterion
    if verdict.statuses[criterion] not in (Status.MET, Status.NOT_MET):
        return False
    return any(
        one.item == item and one.truth is not Truth.UNKNOWN for one in findings(verdict, criterion)
    )
