"""What an amendment changed in a question: its rule, its limits, its answers, when it is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.amendments.differences import changes
from bot.presentation.conditions import Conditions
from bot.presentation.sentences import Speaker
from criteria.trial.protocol import ChoiceItem, NumberItem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.texts.words import Texts
    from criteria.known.frozen import Frozen
    from criteria.known.ranges import Range
    from criteria.trial.protocol import Item
    from criteria.trial.trial import Trial

_TOLD = {"rule", "choices", "units", "soft", "hard", "asked", "scored", "analyte"}
"""What is said in words; of everything else only that it changed."""
_CHOICES = ("choices_new", "choices_gone")
_UNITS = ("units_new", "units_gone")
_TOLD_WORDS = {"question"}


class ItemChanges:
    """Compares the questions of two versions of a trial."""

    def __init__(self, old: Trial, new: Trial, texts: Texts) -> None:
        """Compare from old to new, in the language of the texts."""
        self.old = Speaker(old, texts)
        self.new = Speaker(new, texts)
        self.before = Conditions(self.old)
        self.after = Conditions(self.new)
        self.say = texts.amendments

    def of(self, criterion: str) -> Iterator[str]:
        """Say what changed in a criterion's questions: new ones, changed ones, those gone."""
        old, new = self.old.trial.items, self.new.trial.items
        for name, item in new.items():
            if item.criterion != criterion:
                continue
            if name not in old:
                yield self._added(name, item)
            else:
                yield from self._changed(name, old[name], item)
        for name, item in old.items():
            if item.criterion == criterion and name not in new:
                yield self.say.say("item_gone", item=self.old.label(name), id=name)

    def wording(self, item: str) -> tuple[str, ...]:
        """Name the parts of a question's wording that changed, but for the question itself."""
        before, after = self.old.words.items.get(item), self.new.words.items.get(item)
        if before is None or after is None:
            return ()
        return tuple(field for field in differing(before, after) if field not in _TOLD_WORDS)

    def _added(self, name: str, item: Item) -> str:
        question = self.new.words.items[name].question
        label = self.new.label(name)
        if item.rule is None:
            return self.say.say("item_new", item=label, id=name, question=question)
        rule = self.after.rule(name, item.rule)
        return self.say.say("item_new_rule", item=label, id=name, question=question, rule=rule)

    def _changed(self, name: str, old: Item, new: Item) -> Iterator[str]:
        label = self.new.label(name)
        if old.kind != new.kind:
            yield self.say.say("item_kind", item=label, before=old.kind, after=new.kind)
            return
        before, after = self.before.rule(name, old.rule), self.after.rule(name, new.rule)
        if before != after:
            yield self.say.say("item_rule", item=label, before=before, after=after)
        if old.asked != new.asked:
            yield self.say.say(
                "item_asked", item=label, before=self._asked(old), after=self._asked(new)
            )
        if old.scored != new.scored:
            yield self.say.say("item_counts" if new.scored else "item_counts_not", item=label)
        if isinstance(old, ChoiceItem) and isinstance(new, ChoiceItem):
            yield from self._listed(label, _CHOICES, self._choices(old), self._choices(new))
        if isinstance(old, NumberItem) and isinstance(new, NumberItem):
            yield from self._number(label, old, new)
        yield from self._question(name, label)
        others = [field for field in differing(old, new) if field not in _TOLD]
        if others:
            yield self.say.say("item_other", item=label, fields=", ".join(others))

    def _asked(self, item: Item) -> str:
        """Say when a question is asked."""
        says = self.before if self.old.trial.items.get(item.id) is item else self.after
        return self.say.asked_always if item.asked is None else says.expression(item.asked)

    def _choices(self, item: ChoiceItem) -> dict[str, str]:
        words = self.old.words if self.old.trial.items.get(item.id) is item else self.new.words
        return {code: words.choice(item.id, code) for code in item.choices}

    def _listed(
        self, label: str, says: tuple[str, str], old: dict[str, str], new: dict[str, str]
    ) -> Iterator[str]:
        """Say what a list gained and lost."""
        gained = [new[code] for code in new if code not in old]
        lost = [old[code] for code in old if code not in new]
        if gained:
            yield self.say.say(says[0], item=label, what=", ".join(gained))
        if lost:
            yield self.say.say(says[1], item=label, what=", ".join(lost))

    def _number(self, label: str, old: NumberItem, new: NumberItem) -> Iterator[str]:
        units = [{unit: self.new.unit(unit) for unit in item.units} for item in (old, new)]
        yield from self._listed(label, _UNITS, *units)
        for unit in old.units.keys() & new.units.keys():
            if old.units[unit] != new.units[unit]:
                yield self.say.say("unit_factor", item=label, unit=self.new.unit(unit))
        for name, sentence in (("soft", "range_soft"), ("hard", "range_hard")):
            before, after = self._range(old, name), self._range(new, name)
            if before != after:
                yield self.say.say(sentence, item=label, before=before, after=after)

    def _range(self, item: NumberItem, name: str) -> str:
        found: Range | None = getattr(item, name)
        if found is None:
            return self.after.say.nothing
        end = self.new.amount(found.high, item.canonical)
        return self.new.texts.findings.say("and_range", low=self.new.number(found.low), high=end)

    def _question(self, name: str, label: str) -> Iterator[str]:
        before, after = self.old.words.items[name].question, self.new.words.items[name].question
        if before != after:
            yield self.say.say("item_question", item=label, before=before, after=after)


def differing(old: Frozen, new: Frozen) -> Iterable[str]:
    """Name the fields in which two descriptions of one kind differ."""
    fields = type(new).model_fields
    return [name for name in fields if getattr(old, name) != getattr(new, name)]


def text_changes(title: str, before: str, after: str, texts: Texts) -> Iterator[str]:
    """Say word by word how a text changed."""
    say = texts.amendments
    for change in changes(before, after):
        if change.before and change.after:
            sentence = "words_other"
        elif change.after:
            sentence = "words_new" if change.behind else "words_new_first"
        else:
            sentence = "words_gone"
        yield f"{title}: {say.say(sentence, **change._asdict())}"
