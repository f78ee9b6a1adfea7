"""A trial's rules in words: what an item must be, and how a criterion follows from its items."""

from __future__ import annotations

from typing import TYPE_CHECKING

from criteria.rules.leaves import Always, AnsweredAmong, Item, OtherCriterion, Test
from criteria.rules.rules import Chosen, Depends, MonthsBefore, OlderThan, OneOf, Tested
from criteria.rules.tree import (
    All,
    Any_,
    AtLeastOf,
    AtMostOf,
    First,
    Gate,
    Not,
    Possible,
    Settles,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.presentation.sentences import Speaker
    from criteria.rules.rules import Rule
    from criteria.rules.tree import Expression

_LEAVES = (Item, AnsweredAmong, Chosen, Test, OtherCriterion, Always)


class Conditions:
    """Says the rules of one trial in one language."""

    def __init__(self, speaker: Speaker) -> None:
        """Speak as the speaker does."""
        self.speaker = speaker
        self.say = speaker.texts.conditions

    def rule(self, item: str, rule: Rule | None) -> str:
        """Say what an item's value must be."""
        match rule:
            case None:
                text = self.say.nothing
            case OneOf():
                text = self._choice(item, rule)
            case Depends():
                text = self._depends(item, rule)
            case MonthsBefore():
                low, high = rule.at_least, rule.at_most
                text = self.say.say("months_before", low=low, high=high, count=high)
            case OlderThan(days=None):
                text = self.say.say("older_months", count=rule.months)
            case OlderThan():
                text = self.say.say("older_days", count=rule.days)
            case _:
                text = self.speaker.wanted(item, rule)
        return text

    def _depends(self, item: str, rule: Depends) -> str:
        """Say a table: what is asked of whom."""
        cases = []
        for case in rule.cases:
            wanted = self.rule(item, case.rule)
            if case.when:
                when = f" {self.say.and_word} ".join(map(self._condition, case.when))
                cases.append(self.say.say("case", rule=wanted, when=when))
            else:
                cases.append(self.say.say("case_else", rule=wanted))
        if rule.otherwise:
            cases.append(self.say.case_none)
        return "; ".join(cases)

    def _condition(self, condition: Chosen | Tested) -> str:
        if isinstance(condition, Chosen):
            return self._answered(condition.chosen, condition.among)
        rule = self.rule(condition.item, condition.test)
        return self.say.say("test", item=self.speaker.label(condition.item), rule=rule)

    def _answered(self, item: str, codes: tuple[str, ...]) -> str:
        answers = self.speaker.one_of(item, codes)
        return self.say.say("answered", item=self.speaker.label(item), answers=answers)

    def expression(self, node: Expression) -> str:
        """Say how a criterion follows from its items."""
        match node:
            case All():
                text = self._joined(node.all, self.say.and_word)
            case Any_():
                text = self._joined(node.any, self.speaker.texts.findings.or_word)
            case First():
                text = self._joined(node.first, self.say.else_word)
            case Settles():
                text = self.say.say("settles", part=self._part(node.settles))
            case Not():
                text = self._not(node)
            case Possible():
                text = self.say.say("possible", part=self._part(node.possible))
            case Gate():
                then, when = self._part(node.then), self._part(node.when)
                text = self.say.say("gate", then=then, when=when)
            case AtLeastOf(at_least_of=counted):
                parts = ", ".join(map(self._part, counted.of))
                text = self.say.say("at_least_of", n=counted.n, parts=parts)
            case AtMostOf(at_most_of=counted):
                parts = ", ".join(map(self._part, counted.of))
                text = self.say.say("at_most_of", n=counted.n, parts=parts)
            case _:
                text = self._leaf(node)
        return text

    def _not(self, node: Not) -> str:
        """Say what must not be; "not (settles (not part))" is a part that can only fail."""
        inner = node.not_.settles if isinstance(node.not_, Settles) else None
        if isinstance(inner, Not):
            return self.say.say("against", part=self._part(inner.not_))
        return self.say.say("not_word", part=self._part(node.not_))

    def changed(self, old: Expression, other: Conditions, new: Expression) -> tuple[str, str]:
        """Say two rules; of lists that must all hold only the parts that are not in both."""
        if not isinstance(old, All) or not isinstance(new, All):
            return self.expression(old), other.expression(new)
        gone = [part for part in old.all if part not in new.all]
        come = [part for part in new.all if part not in old.all]
        return self._together(gone), other._together(come)

    def _together(self, parts: Sequence[Expression]) -> str:
        if len(parts) < 2:  # noqa: PLR2004 - one needs no brackets
            return self.expression(parts[0]) if parts else self.say.nothing
        return self._joined(parts, self.say.and_word)

    def _leaf(self, leaf: Item | AnsweredAmong | Chosen | Test | OtherCriterion | Always) -> str:
        if isinstance(leaf, Item):
            return self.say.say("item", item=self.speaker.label(leaf.name))
        if isinstance(leaf, AnsweredAmong):
            return self._answered(leaf.answered, leaf.among)
        if isinstance(leaf, Chosen):
            return self._answered(leaf.chosen, leaf.among)
        if isinstance(leaf, Test):
            rule = self.rule(leaf.item, leaf.test)
            return self.say.say("test", item=self.speaker.label(leaf.item), rule=rule)
        if isinstance(leaf, OtherCriterion):
            label = self.speaker.words.criteria[leaf.criterion].label
            return self.say.say("criterion", criterion=leaf.criterion, label=label)
        return self.say.always

    def _joined(self, parts: Iterable[Expression], word: str) -> str:
        return f" {word} ".join(self._part(part) for part in parts).replace(" ,", ",")

    def _part(self, node: Expression) -> str:
        """Say a part of something larger: in brackets where it has parts of its own."""
        text = self.expression(node)
        simple = isinstance(node, (*_LEAVES, Settles, Not, Possible))
        return text if simple else f"({text})"

    def _choice(self, item: str, rule: OneOf) -> str:
        """Say which answers satisfy and which fail; the others leave it open."""
        parts = [
            self.say.say(name, answers=self.speaker.one_of(item, codes))
            for name, codes in (("met_with", rule.yes), ("not_met_with", rule.no))
            if codes
        ]
        return "; ".join(parts)
