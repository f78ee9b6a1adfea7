"""The leaves of a criterion's rule: what it asks of a single item, or of another criterion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

from pydantic import Field

from criteria.known.frozen import Frozen
from criteria.known.truth import Truth
from criteria.rules.rules import Rule, reads

if TYPE_CHECKING:
    from collections.abc import Iterator


class Answered(Protocol):
    """What an expression may ask about a screening."""

    def item_truth(self, item: str) -> Truth:
        """Judge the item's value by the item's own rule."""

    def test(self, item: str, rule: Rule) -> Truth:
        """Judge the item's value by another rule."""

    def code(self, item: str) -> str | None:
        """Return the choice code that was answered; None if none was."""

    def criterion_truth(self, criterion: str) -> Truth:
        """Judge another criterion's rule."""


class Item(Frozen):
    """A leaf: an item under its own rule."""

    name: str

    def truth(self, facts: Answered) -> Truth:
        """Judge the item."""
        return facts.item_truth(self.name)

    def open_items(self, facts: Answered) -> Iterator[str]:
        """Return the item if it is not decided."""
        if facts.item_truth(self.name) is Truth.UNKNOWN:
            yield self.name


class AnsweredAmong(Frozen):
    """Whether one of these codes was answered: certain, for it asks about the answer itself."""

    answered: str
    among: tuple[str, ...] = Field(min_length=1)

    def truth(self, facts: Answered) -> Truth:
        """Return yes or no, never unknown."""
        return Truth.YES if facts.code(self.answered) in self.among else Truth.NO

    def open_items(self, facts: Answered) -> Iterator[str]:
        """Return the item unless this was the answer."""
        if facts.code(self.answered) not in self.among:
            yield self.answered


class Test(Frozen):
    """An item under another rule than its own (advisories, sizes)."""

    test: Rule
    item: str

    def truth(self, facts: Answered) -> Truth:
        """Judge the item by this rule."""
        return facts.test(self.item, self.test)

    def open_items(self, facts: Answered) -> Iterator[str]:
        """Return the item, and what the rule goes by, if it is not decided."""
        if self.truth(facts) is Truth.UNKNOWN:
            yield from (self.item, *reads(self.test))


class OtherCriterion(Frozen):
    """The rule of another criterion, for what is derived from it."""

    criterion: str

    def truth(self, facts: Answered) -> Truth:
        """Judge the other criterion's rule."""
        return facts.criterion_truth(self.criterion)

    def open_items(self, _facts: Answered) -> Iterator[str]:
        """Return nothing: the other criterion asks for its own items."""
        yield from ()


class Always(Frozen):
    """Yes, whatever was answered."""

    always: Literal[True]

    def truth(self, _facts: Answered) -> Truth:
        """Return yes."""
        return Truth.YES

    def open_items(self, _facts: Answered) -> Iterator[str]:
        """Return nothing."""
        yield from ()
