"""How far a candidate came after the screening, as the site has noted it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.store import Fact

_ANSWERED = ("declined", "withdrew", "enrolled", "randomised")
_ENROLLED = ("enrolled", "randomised")


@dataclass(frozen=True, slots=True)
class Course:
    """What is known of it. A later step is a step that was reached: who consented was asked."""

    approached: bool = False
    not_approached: bool = False
    declined: bool = False
    consented: bool = False
    enrolled: bool = False
    """And not taken back."""
    randomised: bool = False
    """The same."""
    overridden: bool = False
    """Enrolled against what the answers amount to."""
    undone: bool = False
    """An enrolment or a randomisation was taken back."""


def course_of(noted: Mapping[str, Fact]) -> Course:
    """Return how far somebody came, of the facts that count.

    An enrolment that was noted in error never was, and nothing follows from it.
    """
    undone = "undone" in noted
    if undone and noted["undone"].value == "noted_in_error":
        noted = {field: fact for field, fact in noted.items() if not _enrols(field, fact)}
    outcome = noted["outcome"].value if "outcome" in noted else None
    randomised = "randomised_on" in noted or outcome == "randomised"
    enrolled = randomised or "enrolled_on" in noted or outcome in _ENROLLED
    consented = enrolled or "consent_date" in noted
    declined = "declined_because" in noted or outcome == "declined"
    asked = {"approached_on", "informed_on"} & noted.keys()
    return Course(
        approached=bool(asked) or consented or declined or outcome in _ANSWERED,
        not_approached="not_approached" in noted,
        declined=declined,
        consented=consented,
        enrolled=enrolled and not undone,
        randomised=randomised and not undone,
        overridden=enrolled and not undone and "overridden" in noted,
        undone=undone,
    )


def _enrols(field: str, fact: Fact) -> bool:
    """Whether a fact says that somebody was enrolled or randomised."""
    return field in ("enrolled_on", "randomised_on") or (
        field == "outcome" and fact.value in _ENROLLED
    )
