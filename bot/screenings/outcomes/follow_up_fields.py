"""The fields of a follow-up, the codes of those that have a closed list, and what they are called.

The names of fields and codes are stored and never change meaning.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.store import Fact, Noted
    from bot.texts.words import Texts

STUDY_NUMBER, ON_LIST = "study_number", "on_list"  # as the store has them
OTHER = "other"
"""The code of every closed list that is told in somebody's own words."""


class Kind(Enum):
    """What a field holds."""

    DAY = "day"
    CODE = "code"
    WORDS = "words"
    NUMBER = "number"
    """That of a participant in the trial."""


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that can be noted."""

    kind: Kind
    codes: tuple[str, ...] = ()


_OUTCOMES = (
    "enrolled",
    "randomised",
    "screen_failure",
    "declined",
    "withdrew",
    "died",
    "lost",
    OTHER,
)
_NOT_APPROACHED = (
    *("not_eligible", "clinician_decided", "too_unwell", "other_trial", "not_reached"),
    *("language", "no_capacity", "no_staff", OTHER),
)
_DECLINED = ("too_far", "burden", "risk", "chance", "other_treatment", "no_reason", OTHER)
_OVERRIDDEN = ("newer_result", "judgement", "sponsor", "wrong_answer", OTHER)
_UNDONE = ("consent_withdrawn", "found_ineligible", "noted_in_error", "stopped", OTHER)

FIELDS: Mapping[str, Field] = {
    "approached_on": Field(Kind.DAY),
    "informed_on": Field(Kind.DAY),
    "consent_date": Field(Kind.DAY),
    "consent_version": Field(Kind.WORDS),
    "referred_to": Field(Kind.WORDS),
    "referred_on": Field(Kind.DAY),
    "outcome": Field(Kind.CODE, _OUTCOMES),
    "enrolled_on": Field(Kind.DAY),
    "randomised_on": Field(Kind.DAY),
    STUDY_NUMBER: Field(Kind.NUMBER),
    "not_approached": Field(Kind.CODE, _NOT_APPROACHED),
    "declined_because": Field(Kind.CODE, _DECLINED),
    "overridden": Field(Kind.CODE, _OVERRIDDEN),
    "undone": Field(Kind.CODE, _UNDONE),
}
"""Field -> what it holds: the way of a candidate in its order, then why it went otherwise.

``overridden`` is why somebody was enrolled against what the answers amount to, ``undone`` why an
enrolment or a randomisation was taken back. The study number goes with the answers.
"""


def field_label(field: str, texts: Texts) -> str:
    """Return a field's name in a language."""
    return str(getattr(texts.follow_up_fields, field))


def label(field: str, code: str, texts: Texts) -> str:
    """Return the label of a code of a closed list in a language."""
    return str(getattr(getattr(texts, f"follow_up_{field}"), code))


def said(fact: Fact | Noted, texts: Texts) -> str:
    """Write what is noted in a field: a day, a label, or somebody's words."""
    value = fact.value or ""
    if (fact.field, value) == (STUDY_NUMBER, ON_LIST):
        return texts.enrolment.on_list
    if value in FIELDS[fact.field].codes:
        value = label(fact.field, value, texts)
    return ": ".join(filter(None, (value, fact.words)))
