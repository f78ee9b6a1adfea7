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
    failed_by: dict[Code, str] = {}
    """What to add instead when it was this choice that failed."""
    advice: str | None = None
    """What could change a failure, instead of the words that all items share."""
    advice_by: dict[Code, str] = {}
    """The same for one choice."""
    example: str | None = None
    """An answer as somebody would type it, that passes."""
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
    at_odds: dict[Code, str] = {}
    """Why answers do not go together, and who can tell which of them holds."""

    def choice(self, item: str, code: str) -> str:
        """Return the label of a choice of an item."""
        return self.items[item].choices.get(code) or self.choices[code]

    def why_failed(self, item: str, code: str = "") -> str | None:
        """Return what to add when an item fails, by the choice that was answered."""
        words = self.items[item]
        return words.failed_by.get(code) or words.failed

    def could_change(self, item: str, change: Change | None, code: str = "") -> str | None:
        """Return what could change a failure of an item, by the choice that was answered."""
        words = self.items[item]
        own = words.advice_by.get(code) or words.advice
        return own or (None if change is None else self.changes[change])
