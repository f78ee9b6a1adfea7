"""Answers that do not go together (policies P20, P23, P25): where they occur, what then counts.

The trial states them as data (`AtOdds`). They are looked for among the answers as they were given;
in the criteria that an entry concerns, what it names then counts as unknown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from criteria.known.truth import Truth
from criteria.rules.rules import reads

if TYPE_CHECKING:
    from criteria.rules.leaves import Answered
    from criteria.rules.rules import Rule
    from criteria.trial.protocol import AtOdds
    from criteria.trial.trial import Trial


class AsGiven:
    """The answers with nothing set aside, other criteria's rules among them."""

    __slots__ = ("_facts", "_trial")

    def __init__(self, facts: Answered, trial: Trial) -> None:
        """Look at the facts of one screening."""
        self._facts = facts
        self._trial = trial

    def item_truth(self, item: str) -> Truth:
        """Judge the item's value by the item's own rule."""
        return self._facts.item_truth(item)

    def test(self, item: str, rule: Rule) -> Truth:
        """Judge the item's value by another rule."""
        return self._facts.test(item, rule)

    def code(self, item: str) -> str | None:
        """Return the choice code that was answered; None if none was."""
        return self._facts.code(item)

    def criterion_truth(self, criterion: str) -> Truth:
        """Judge another criterion's rule on the answers as they were given."""
        return self._trial.criteria[criterion].rule.truth(self)


class AsCounted:
    """The answers as one criterion counts them: some of them are not known to it."""

    __slots__ = ("_aside", "_facts")

    def __init__(self, facts: Answered, trial: Trial, aside: frozenset[str]) -> None:
        """Look at the facts without these items and criteria, and what goes by them."""
        self._facts = facts
        leaning = (name for name, others in trial.leaning.items() if not aside.isdisjoint(others))
        self._aside = aside.union(leaning)

    def item_truth(self, item: str) -> Truth:
        """Judge the item's value by the item's own rule."""
        return Truth.UNKNOWN if item in self._aside else self._facts.item_truth(item)

    def test(self, item: str, rule: Rule) -> Truth:
        """Judge the item's value by another rule."""
        aside = item in self._aside or not self._aside.isdisjoint(reads(rule))
        return Truth.UNKNOWN if aside else self._facts.test(item, rule)

    def code(self, item: str) -> str | None:
        """Return the choice code that counts; None if none was answered."""
        return "unknown" if item in self._aside else self._facts.code(item)

    def criterion_truth(self, criterion: str) -> Truth:
        """Judge another criterion's rule."""
        aside = criterion in self._aside
        return Truth.UNKNOWN if aside else self._facts.criterion_truth(criterion)


def occurring(facts: Answered, trial: Trial) -> tuple[AtOdds, ...]:
    """Return the entries of the trial whose answers do not go together here."""
    given = AsGiven(facts, trial)
    return tuple(entry for entry in trial.protocol.at_odds if entry.when.truth(given) is Truth.YES)
