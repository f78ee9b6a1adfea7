"""Whether a screening is open, unfinished or decided, and what it waits for.

Everything here follows from the answers, never from the phase of the conversation, so that every
list, file and reminder says the same of a screening.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from criteria.verdict.findings import findings
from criteria.verdict.openness import is_awaited
from criteria.verdict.verdict import Outcome, open_items

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bot.dialogs.session import Script
    from bot.store import Stored
    from criteria.known.codes import FindingReason
    from criteria.verdict.verdict import Verdict


class Stage(Enum):
    """How far a screening is; each one is in exactly one stage."""

    NOT_ELIGIBLE = "not_eligible"
    """Decided: a criterion is not met, though questions may be left."""
    PENDING = "pending"
    """Everything was asked, and something is not known yet."""
    IN_PROGRESS = "in_progress"
    """Nothing fails so far, and questions are left."""
    ELIGIBLE = "eligible"
    """Decided: every criterion is met or does not apply."""

    @property
    def decided(self) -> bool:
        """Whether no answer is waited for."""
        return self in (Stage.ELIGIBLE, Stage.NOT_ELIGIBLE)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An answer that was given and leaves a criterion open."""

    item: str
    reason: FindingReason
    """Why it is open."""
    ready: date | None = None
    """The day from which it settles itself: a scan that is too recent now."""
    awaited: bool = False
    """Only time is missing: it was ordered and has not come yet, or has such a day."""


@dataclass(frozen=True, slots=True)
class Waits:
    """What a screening waits for."""

    answered: tuple[Waiting, ...]
    """What was answered and is not settled, in the registry's order."""
    unasked: tuple[str, ...]
    """The items that are still to be asked, in the order of asking."""

    @property
    def items(self) -> tuple[str, ...]:
        """Every item that is waited for, those still to be asked first."""
        return (*self.unasked, *(one.item for one in self.answered))


NOTHING = Waits((), ())


def stage_of(verdict: Verdict) -> Stage:
    """Return the stage of a screening whose answers are kept."""
    if verdict.outcome is not Outcome.PENDING:
        return Stage(verdict.outcome.value)
    return Stage.IN_PROGRESS if open_items(verdict.facts) else Stage.PENDING


def can_wait(stored: Stored) -> bool:
    """Whether a screening can wait for answers: something was answered, nothing was deleted."""
    return stored.purged is None and bool(stored.session.answers)


def is_open(stored: Stored, script: Script) -> bool:
    """Whether a screening waits for answers: not decided, something answered, nothing deleted.

    Args:
        stored: the screening.
        script: its trial in its own version.
    """
    return can_wait(stored) and not stage_of(script.verdict(stored.session)).decided


def is_unfinished(stored: Stored, script: Script) -> bool:
    """Whether somebody is still to be asked: questions of an open screening, or a due reason.

    Args:
        stored: the screening.
        script: its trial in its own version.
    """
    if not can_wait(stored):
        return False
    if stored.session.unexplained:
        return True
    return stage_of(script.verdict(stored.session)) is Stage.IN_PROGRESS


def waits_for(verdict: Verdict) -> Waits:
    """Return what a screening waits for; nothing once it is decided."""
    if verdict.outcome is not Outcome.PENDING:
        return NOTHING
    answered = {one.item: one for one in _unsettled(verdict)}
    return Waits(tuple(answered.values()), open_items(verdict.facts))


def _unsettled(verdict: Verdict) -> Iterator[Waiting]:
    for criterion in verdict.pending:
        for found in findings(verdict, criterion):
            if found.item not in verdict.facts.answers:
                continue  # it is still to be asked, or only if another answer asks for it
            ready = found.since if found.reason == "too_recent" else None
            yield Waiting(found.item, found.reason, ready, is_awaited(found))
