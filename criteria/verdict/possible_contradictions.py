"""Whether one more answer would contradict those given (policy P23), and what would then count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from criteria.known.truth import Truth
from criteria.known.values import Choice
from criteria.trial.protocol import ChoiceItem
from criteria.verdict.contradictions import AsCounted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from criteria.rules.rules import Rule
    from criteria.trial.protocol import AtOdds
    from criteria.trial.trial import Trial
    from criteria.verdict.facts import Facts


class _Supposing:
    """The answers as they were given, and one more to an item that has none."""

    __slots__ = ("_given", "_item", "_said", "_trial")

    def __init__(self, facts: Facts, item: str, said: Choice | Truth) -> None:
        """Suppose a choice, or of a number or a date how it stands to whatever rule."""
        self._given = facts
        self._trial = facts.trial
        self._item = item
        self._said = said

    def item_truth(self, item: str) -> Truth:
        """Judge the item's value by the item's own rule."""
        if item != self._item:
            return self._given.item_truth(item)
        rule = self._given.in_force(item)
        return Truth.UNKNOWN if rule is None else self.test(item, rule)

    def test(self, item: str, rule: Rule) -> Truth:
        """Judge the item's value by another rule."""
        if item != self._item:
            return self._given.test(item, rule)
        if isinstance(self._said, Truth):
            return self._said
        return rule.truth(self._said, item, self._given)

    def code(self, item: str) -> str | None:
        """Return the choice code that was answered or is supposed; None if none was."""
        if item != self._item:
            return self._given.code(item)
        return None if isinstance(self._said, Truth) else self._said.code

    def criterion_truth(self, criterion: str) -> Truth:
        """Judge another criterion's rule on the answers as they were given, and this one."""
        return self._trial.criteria[criterion].rule.truth(self)


def could_occur(entry: AtOdds, item: str, facts: Facts) -> bool:
    """Whether an answer to an item that has none would, with those given, make an entry occur."""
    supposed = (_Supposing(facts, item, said) for said in _possible(item, facts.trial))
    return any(entry.when.truth(view) is Truth.YES for view in supposed)


def _possible(item: str, trial: Trial) -> Iterator[Choice | Truth]:
    """Return what an item could be answered by, as far as a rule tells answers apart."""
    known = trial.items[item]
    if isinstance(known, ChoiceItem):
        yield from map(Choice, known.choices)
    else:
        yield from (Truth.YES, Truth.NO)


def with_entry(entry: AtOdds, criterion: str, facts: Facts) -> AsCounted:
    """Return the answers as a criterion would count them if an entry occurred too."""
    return AsCounted(facts, facts.trial, {*facts.contradicted(criterion), *entry.unknown})
