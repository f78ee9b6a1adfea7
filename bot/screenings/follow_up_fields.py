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

OTHER = "other"
"""The code of every closed list that is told in somebody's own words."""


class Kind(Enum):
    """What a field holds."""

    DAY = "day"
    CODE = "code"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that can be noted."""

    kind: Kind
    codes: tuple[str, ...] = ()


FIELDS: Mapping[str, Field] = {
    "consent_date": Field(Kind.DAY),
    "consent_version": Field(Kind.WORDS),
    "referred_to": Field(Kind.WORDS),
    "referred_on": Field(Kind.DAY),
    "outcome": Field(
        Kind.CODE,
        ("enrolled", "randomised", "screen_failure", "declined", "withdrew", "died", "lost", OTHER),
    ),
    "not_approached": Field(
        Kind.CODE,
        (
            *("not_eligible", "clinician_decided", "too_unwell", "other_trial", "not_reached"),
            *("language", "no_capacity", "no_staff", OTHER),
        ),
    ),
}
"""Field -> what it holds."""


def field_label(field: str, texts: Texts) -> str:
    """Return a field's name in a language."""
    return str(getattr(texts.follow_up_fields, field))


def label(field: str, code: str, texts: Texts) -> str:
    """Return the label of a code of a closed list in a language."""
    words = texts.follow_up_outcome if field == "outcome" else texts.follow_up_not_approached
    return str(getattr(words, code))


def said(fact: Fact | Noted, texts: Texts) -> str:
    """Write what is noted in a field: a day, a label, or somebody's words."""
    value = fact.value or ""
    if value in FIELDS[fact.field].codes:
        value = label(fact.field, value, texts)
    return ": ".join(filter(None, (value, fact.words)))
