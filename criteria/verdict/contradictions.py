"""Answers that do not go together (policies P20, P23, P25): where they occur, what then counts.

The trial states them as data (`AtOdds`). They are looked for among the answers as they were given;
in the criteria that an entry concerns, what it names then counts as unknown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from criteria.known.truth import Truth
from criteria.rules.rules import reads

if TYPE_CHECKING:
    from collections.abc import Iterable

    from criteria.rules.leaves import Answered
    from criteria.rules.rules import Rule
    from criteria.trial.protocol import AtOdds
    from criteria.trial.trial import Trial


class AsGiven:
    """The answers with nothing set aside, other criteria's rules among them."""

    __slots__ = ("_trial", "code", "item_truth", "test")

    def __init__(self, facts: Answered, trial: Trial) -> None:
        """Look at the facts of one screening; of items they are asked directly."""
        self._trial = trial
        self.item_truth = facts.item_truth
        self.test = facts.test
        self.code = facts.code

    def criterion_truth(self, criterion: str) -> Truth:
        """Judge another criterion's rule on the answers as they were given."""
        return self._trial.criteria[criterion].rule.truth(self)


class AsCounted:
    """The answers as one criterion counts them: some of them are not known to it."""

    __slots__ = ("_facts", "_unknown", "aside")

    def __init__(self, facts: Answered, trial: Trial, aside: set[str]) -> None:
        """Look at the facts without these items and criteria, and what goes by them."""
        self._facts = facts
        self.aside = aside
        leaning = (name for name, others in trial.leaning.items() if not aside.isdisjoint(others))
        self._unknown = aside.union(leaning)

    def item_truth(self, item: str) -> Truth:
        """Judge the item's value by the item's own rule."""
        return Truth.UNKNOWN if item in self._unknown else self._facts.item_truth(item)

    def test(self, item: str, rule: Rule) -> Truth:
        """Judge the item's value by another rule."""
        aside = item in self._unknown or not self._unknown.isdisjoint(reads(rule))
        return Truth.UNKNOWN if aside else self._facts.test(item, rule)

    def code(self, item: str) -> str | None:
        """Return the choice code that counts; None if none was answered."""
        return "unknown" if item in self._unknown else self._facts.code(item)

    def criterion_truth(self, criterion: str) -> Truth:
        """Judge another criterion's rule."""
        aside = criterion in self._unknown
        return Truth.UNKNOWN if aside else self._facts.criterion_truth(criterion)


def occurring(facts: Answered, trial: Trial) -> tuple[AtOdds, ...]:
    """Return the entries of the trial whose answers do not go together here."""
    given = AsGiven(facts, trial)
    return tuple(entry for entry in trial.protocol.at_odds if entry.when.truth(given) is Truth.YES)


def set_aside(entries: Iterable[AtOdds]) -> dict[str, set[str]]:
    """Return criterion -> what counts as unknown in it, by the entries that occur."""
    found: dict[str, set[str]] = {}
    for entry in entries:
        for criterion in entry.criteria if entry.unknown else ():
            found.setdefault(criterion, set()).update(entry.unknown)
    return found
