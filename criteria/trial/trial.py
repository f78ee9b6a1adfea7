"""A trial: its protocol with its wording in every language, and what is looked up in it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from pydantic import Field

from criteria.known.frozen import Frozen
from criteria.rules.leaves import Test
from criteria.rules.rules import OfNormal, plain, reads
from criteria.rules.tree import gates, mentioned, nodes, others
from criteria.trial.protocol import (
    AtOdds,
    ChoiceItem,
    Criterion,
    DateItem,
    Judge,
    NotAbove,
    NumberItem,
    Protocol,
    Screen,
)
from criteria.trial.wording import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from criteria.rules.limits import Side
    from criteria.rules.rules import Rule
    from criteria.rules.tree import Expression


_INVESTIGATOR: Judge = "investigator"
"""How a registry's text names who judges; criteria are word for word, and those are in English."""


_REGISTRYS = "en"
"""The language of a registry's text."""

OF_PREGNANCY = ("pregnant", "breastfeeding", "pregnancy_planned")
"""Concepts that a man is not asked about where the criterion is not for men."""


class Trial(Frozen):
    """A trial's protocol with its wording in every language that it claims."""

    protocol: Protocol
    words: dict[str, Words]
    named_concepts: dict[str, str] = Field(default_factory=dict)
    """Concept -> the item that carries it, as the trial's own concepts.toml has it."""

    named_judges: dict[str, Judge] = Field(default_factory=dict)
    """Item -> who alone may judge it, as the trial's own concepts.toml has it."""

    @cached_property
    def items(self) -> dict[str, ChoiceItem | NumberItem | DateItem]:
        """Every item by its id, in the file's order."""
        return {item.id: item for item in self.protocol.items}

    @cached_property
    def place(self) -> dict[str, int]:
        """Item -> its place in the file's order."""
        return {item: place for place, item in enumerate(self.items)}

    @cached_property
    def criteria(self) -> dict[str, Criterion]:
        """Every criterion by its id, in the registry's order."""
        return {criterion.id: criterion for criterion in self.protocol.criteria}

    @cached_property
    def concepts(self) -> dict[str, str]:
        """Concept -> the item that carries it: by its role, by itself, or by concepts.toml."""
        return dict(self.concept_pairs())

    def concept_pairs(self) -> Iterator[tuple[str, str]]:
        """Return every concept with an item that is said to carry it."""
        yield from self.protocol.roles.items()
        yield from ((item.carries, item.id) for item in self.protocol.items if item.carries)
        yield from self.named_concepts.items()

    @cached_property
    def of_pregnancy(self) -> frozenset[str]:
        """The items that ask about a pregnancy or breast-feeding, by their concepts."""
        pairs = self.concept_pairs()
        return frozenset(item for concept, item in pairs if concept in OF_PREGNANCY)

    @cached_property
    def screen_of(self) -> dict[str, Screen]:
        """Item -> the screen that it is asked on."""
        return {item: screen for screen in self.protocol.screens for item in screen.items}

    @cached_property
    def upper_limits(self) -> dict[str, NumberItem]:
        """Item -> the item that holds its upper limit of normal."""
        return {
            item.upper_limit_of: item
            for item in self.protocol.items
            if isinstance(item, NumberItem) and item.upper_limit_of
        }

    @cached_property
    def lower_limits(self) -> dict[str, NumberItem]:
        """Item -> the item that holds its lower limit of normal."""
        return {
            item.lower_limit_of: item
            for item in self.protocol.items
            if isinstance(item, NumberItem) and item.lower_limit_of
        }

    def limits(self, side: Side) -> dict[str, NumberItem]:
        """Item -> the item that holds its limit of normal on a side."""
        return self.upper_limits if side == "upper" else self.lower_limits

    @cached_property
    def of_normal(self) -> dict[str, tuple[OfNormal, ...]]:
        """Item -> the rules by which it is compared with limits of normal, wherever they are."""
        found: dict[str, list[OfNormal]] = {}
        for item, rule in self._rules():
            for one in plain(rule):
                if isinstance(one, OfNormal):
                    found.setdefault(item, []).append(one)
        return {item: tuple(rules) for item, rules in found.items()}

    def _rules(self) -> Iterator[tuple[str, Rule | None]]:
        for item in self.protocol.items:
            yield item.id, item.rule
        for criterion in self.protocol.criteria:
            parts = [*nodes(criterion.rule)]
            parts += [] if criterion.applies is None else nodes(criterion.applies)
            yield from ((node.item, node.test) for node in parts if isinstance(node, Test))

    @cached_property
    def derived(self) -> dict[str, NumberItem]:
        """Every item that is worked out of others."""
        numbers = (item for item in self.protocol.items if isinstance(item, NumberItem))
        return {item.id: item for item in numbers if item.derived is not None}

    @cached_property
    def leaning(self) -> dict[str, tuple[str, ...]]:
        """Item -> the other items whose answers its own value or truth goes by, where any do."""
        found = {name: tuple(_leaning(name, self.items)) for name in self.items}
        return {name: others for name, others in found.items() if others}

    @cached_property
    def bounded(self) -> dict[str, NotAbove]:
        """Item -> the other item that it cannot exceed."""
        return {
            item.id: item.not_above
            for item in self.protocol.items
            if isinstance(item, NumberItem) and item.not_above
        }

    @cached_property
    def methods(self) -> dict[str, str]:
        """Item that holds a method -> the number measured by it."""
        return {
            item.method: item.id
            for item in self.protocol.items
            if isinstance(item, NumberItem) and item.method
        }

    @cached_property
    def of_choices(self) -> dict[str, tuple[str, ...]]:
        """Criterion -> every item that its status goes by, where all of them are choices."""
        numbers = set(self.items) - self._choices
        found = {name: self._goes_by(name) for name in self.criteria}
        return {name: tuple(items) for name, items in found.items() if not items & numbers}

    @cached_property
    def judged_choices(self) -> dict[tuple[str, tuple[object, ...]], Any]:
        """What is remembered of those criteria: a criterion and codes -> its status."""
        return {}

    @property
    def _choices(self) -> set[str]:
        """The items that are choices, and never told by a number's method."""
        choices = {item.id for item in self.protocol.items if isinstance(item, ChoiceItem)}
        return choices - self.methods.keys()

    def _goes_by(self, criterion: str) -> set[str]:
        """Return the items that a criterion's status goes by, through whatever leads to them."""
        found: set[str] = set()
        criteria = {criterion}
        waiting = [criterion]
        while waiting:
            for expression in self._expressions(waiting.pop()):
                for item in mentioned(expression):
                    found |= {item, *self.leaning.get(item, ())}
                new = set(others(expression)) - criteria
                criteria |= new
                waiting += new
        return found

    def _expressions(self, criterion: str) -> Iterator[Expression]:
        """Return what decides a criterion: its rule, where it applies, what contradicts there."""
        known = self.criteria[criterion]
        yield known.rule
        if known.applies is not None:
            yield known.applies
        yield from (one.when for one in self.protocol.at_odds if criterion in one.criteria)

    @cached_property
    def gates(self) -> dict[str, tuple[str, ...]]:
        """Item -> the codes that open the gate it holds (accepted methods and tracers)."""
        return {
            gate.answered: gate.among
            for criterion in self.protocol.criteria
            for gate in gates(criterion.rule)
        }

    @cached_property
    def judged(self) -> dict[str, bool]:
        """Criterion that the investigator's judgement has a part in -> whether nothing else has."""
        found: dict[str, bool] = {}
        for name, criterion in self.criteria.items():
            ruled = {item for item in self.reached(criterion.rule) if item in self.items}
            parts = [self.items[item].judgement for item in ruled]
            if any(parts):
                found[name] = all(parts)
        return found

    @cached_property
    def contradictions(self) -> dict[str, tuple[AtOdds, ...]]:
        """Criterion -> the entries by which some of its answers count as unknown."""
        return {
            name: found
            for name in self.criteria
            if (
                found := tuple(e for e in self.protocol.at_odds if e.unknown and name in e.criteria)
            )
        }

    @cached_property
    def contradicting(self) -> dict[str, tuple[AtOdds, ...]]:
        """Item -> the entries of answers that cannot both be true that go by it."""
        excluding = [entry for entry in self.protocol.at_odds if entry.unknown]
        return {
            name: found
            for name, item in self.items.items()
            if not item.volunteered
            if (found := tuple(e for e in excluding if name in self.named_at_odds[e.id]))
        }

    @cached_property
    def listed_with(self) -> dict[str, tuple[str, ...]]:
        """Line of a checklist -> the other lines of the same list."""
        lists = (
            [name for name in screen.items if set(self._codes(name)) == {"yes", "no"}]
            for screen in self.protocol.screens
            if screen.style == "checklist"
        )
        return {
            name: tuple(other for other in lines if other != name)
            for lines in lists
            for name in lines
        }

    def _codes(self, item: str) -> tuple[str, ...]:
        known = self.items[item]
        return known.choices if isinstance(known, ChoiceItem) else ()

    @cached_property
    def named_at_odds(self) -> dict[str, tuple[str, ...]]:
        """Entry of answers that do not go together -> the items that it goes by."""
        return {
            entry.id: tuple(dict.fromkeys(self.reached(entry.when)))
            for entry in self.protocol.at_odds
        }

    @cached_property
    def investigators(self) -> tuple[str, ...]:
        """The items that only an investigator may judge."""
        named = self.named_judges
        judges = {item.id: item.judge or named.get(item.id) for item in self.protocol.items}
        return tuple(item for item, judge in judges.items() if judge == _INVESTIGATOR)

    def reached(self, expression: Expression) -> Iterator[str]:
        """Return every item that an expression goes by, through other criteria's rules too."""
        yield from mentioned(expression)
        for other in others(expression):
            yield from self.reached(self.criteria[other].rule)

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Every item in the order of asking."""
        return tuple(item for screen in self.protocol.screens for item in screen.items)

    def said(self, criterion: str, language: str) -> tuple[str, str]:
        """Return a criterion's text and its language: the registry's, or if retold the reader's."""
        words = self.words_in(language)
        text = words.criteria[criterion].text if self.protocol.retold else None
        return (text, words.language) if text else (self.criteria[criterion].text, _REGISTRYS)

    def words_in(self, language: str) -> Words:
        """Return the wording in a language, or the trial's first where it has none."""
        return self.words.get(language) or next(iter(self.words.values()))


def _leaning(name: str, items: dict[str, ChoiceItem | NumberItem | DateItem]) -> Iterator[str]:
    """Return what an item goes by, and what that goes by, each once."""
    seen = {name}
    waiting = [*reads(items[name].rule), *_inputs(items[name])]
    while waiting:
        other = waiting.pop(0)
        if other in seen or other not in items:
            continue
        seen.add(other)
        yield other
        waiting += _inputs(items[other])


def _inputs(item: ChoiceItem | NumberItem | DateItem) -> list[str]:
    """Return what an item is worked out of."""
    derived = item.derived if isinstance(item, NumberItem) else None
    return [] if derived is None else list(derived.from_.values())
