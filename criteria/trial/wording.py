"""The shape of a trial's wording in one language (en.toml, sv.toml)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

from criteria.known.frozen import Frozen
from criteria.trial.protocol import Change, Code, CriterionId, ItemId


class ItemWords(Frozen):
    """How an item is asked in one language."""

    label: Annotated[str, StringConstraints(min_length=2, max_length=32)]
    """Its name in lists and summaries."""
    question: Annotated[str, StringConstraints(min_length=3, max_length=160)]
    help: str
    needed: str
    """What is needed while it is open."""
    choices: dict[Code, str] = {}
    """Labels that differ from the common ones."""
    synonyms: dict[Code, tuple[str, ...]] = {}
    """Other words for a choice."""
    hints: dict[str, tuple[Code, ...]] = {}
    """Words that suggest a choice and must be confirmed, or leave several open."""
    failed: str | None = None
    """Something to add when this item fails."""
    remarks: dict[Code, str] = {}
    """Something to add in the summary when this was answered."""


class CriterionWords(Frozen):
    """A criterion's short label, and its text in the language."""

    label: Annotated[str, StringConstraints(min_length=2, max_length=40)]
    text: str | None = None


class Words(Frozen):
    """One language's wording of a trial."""

    language: str
    language_name: str
    title: str
    about: str
    provenance: str
    not_in_registry: tuple[str, ...]
    outcomes: dict[Literal["eligible", "not_eligible", "pending"], str]
    changes: dict[Change, str]
    choices: dict[Code, str]
    criteria: dict[CriterionId, CriterionWords]
    items: dict[ItemId, ItemWords]
    screens: dict[Code, str]
    advisories: dict[Code, str]

    def choice(self, item: str, code: str) -> str:
        """Return the label of a choice of an item."""
        return self.items[item].choices.get(code) or self.choices[code]
