"""The lines of one criterion on the checklist: an item's answer, its day, its source, its limit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.exports.checklist.sources import sources_of
from bot.presentation.hints import limit_of
from criteria.known.truth import Truth
from criteria.known.values import Choice, Doubt, NotApplicable, NotKnown, Quantity, Several
from criteria.rules.rules import OneOf
from criteria.rules.tree import First, mentioned, others
from criteria.trial.protocol import ChoiceItem, NumberItem
from criteria.verdict.findings import finding, findings
from criteria.verdict.statuses import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.presentation.sentences import Speaker
    from bot.screenings.records import Screened
    from criteria.known.values import Value
    from criteria.rules.tree import Expression
    from criteria.verdict.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Line:
    """One item's answer."""

    item: str
    value: str = ""
    date: str = ""
    source: str = ""
    required: str = ""
    grave: bool = False
    """It is why the criterion is not met, or is open."""


class Lines:
    """Writes the lines of one screening."""

    def __init__(self, screened: Screened, speaker: Speaker) -> None:
        self.screened = screened
        self.verdict: Verdict = screened.verdict
        self.speaker = speaker
        self.words = speaker.texts.checklist
        self.sources = sources_of(screened)

    def of(self, criterion: str) -> list[Line]:
        """Return the lines of a criterion: what was answered, what is missing, what follows."""
        lines = [*self._own(criterion), *self._applies(criterion)]
        return lines or [Line("")]

    def _applies(self, criterion: str) -> Iterator[Line]:
        """Return what other questions say of whether a criterion applies, where it does not."""
        applies = self.screened.trial.criteria[criterion].applies
        if applies is None or self.verdict.statuses[criterion] is not Status.NOT_APPLICABLE:
            return
        answers, items = self.verdict.facts.answers, self.screened.trial.items
        for item in dict.fromkeys(mentioned(applies)):
            if item in answers and items[item].criterion != criterion:
                yield self._answered(item, answers[item])

    def _own(self, criterion: str) -> Iterator[Line]:
        """Return the lines of a criterion's own questions, in their order."""
        answers = self.verdict.facts.answers
        status = self.verdict.statuses[criterion]
        told = {found.item for found in findings(self.verdict, criterion)}
        behind = told if status in (Status.NOT_MET, Status.UNKNOWN) else set()
        derived = dict(_derived(self.screened.trial.criteria[criterion].rule, self))
        for item, known in self.screened.trial.items.items():
            if known.criterion != criterion or getattr(known, "upper_limit_of", None):
                continue
            if item in derived:
                follows = self.words.say("follows", items=derived[item])
                yield self._line(item, follows, source=self.words.derived)
            elif item in answers:
                yield replace(self._answered(item, answers[item]), grave=item in behind)
            elif isinstance(value := self.verdict.facts.value(item), Quantity):
                line = self._line(item, self._told(item, value), source=self.words.derived)
                yield replace(line, grave=item in behind)
            elif item in behind:
                yield replace(self._line(item, self.words.not_asked), grave=True)

    def _line(self, item: str, value: str, date: str = "", source: str = "") -> Line:
        return Line(self.speaker.label(item), value, date, source, self._required(item))

    def _answered(self, item: str, value: Value) -> Line:
        source = getattr(self.words, self.sources[item].value)
        if self._worked_out(item, value):
            source = self.words.derived
        told = self._told(item, value) + self._converted(item, value)
        remark = self.screened.answers[item].remark
        if remark:
            told = self.words.say("remarked", value=told, remark=remark)
        return self._line(item, told, self._days(value), source)

    def _converted(self, item: str, value: Value) -> str:
        """Write what a percentage amounts to, where that is known to the digit."""
        known, facts = self.screened.trial.items[item], self.verdict.facts
        if not isinstance(known, NumberItem) or not isinstance(value, Quantity):
            return ""
        found = None if value.unit in known.units else facts.measured(item, value)
        if found is None or found.low != found.high:
            return ""
        return f" = {self.speaker.amount(found.low, known.canonical)}"

    def _worked_out(self, item: str, value: Value) -> bool:
        """Whether the value was not given as it counts, but follows from others."""
        if not isinstance(value, Quantity):
            return False
        known = self.screened.trial.items[item]
        return "derived" in value.flags or (
            isinstance(known, NumberItem) and value.unit not in known.units
        )

    def _told(self, item: str, value: Value) -> str:
        """Write a value without its day and its upper limit, which have cells of their own."""
        match value:
            case NotKnown():
                return self.words.awaited if value.awaited else self.words.not_known
            case NotApplicable():
                return self.words.answered_not_applicable
            case Doubt():
                candidates = self.speaker.candidates(item, value)
                return self.words.say("to_confirm", value=candidates)
            case Several():
                return " / ".join(self._told(item, result) for result in value.results)
            case Quantity():
                value = replace(value, date=None, reference=None)
            case Choice():
                value = replace(value, date=None)
        return self.speaker.value(item, value)

    def _days(self, value: Value) -> str:
        """Write the days that came with a value; a value that is a day has none."""
        return self.speaker.dates(value) if isinstance(value, Quantity | Choice | Several) else ""

    def _required(self, item: str) -> str:
        """Write what the protocol asks of an item."""
        known, facts = self.screened.trial.items[item], self.verdict.facts
        if isinstance(known, ChoiceItem):
            wanted = known.rule.yes if isinstance(known.rule, OneOf) else self._accepted(item)
            return self.speaker.one_of(item, wanted)
        found = finding(item, facts)
        if found.bound is not None:
            return self.speaker.bound(found.bound, found.value, item)
        return limit_of(known, facts, self.speaker)

    def _accepted(self, item: str) -> tuple[str, ...]:
        """Return the methods that count; of what only says whether a criterion applies, nothing."""
        trial = self.screened.trial
        criterion = trial.criteria.get(trial.items[item].criterion)
        applies = None if criterion is None else criterion.applies
        if applies is not None and item in mentioned(applies):
            return ()
        return trial.gates.get(item, ())


def _derived(rule: Expression, lines: Lines) -> Iterator[tuple[str, str]]:
    """Return the items that others were taken instead of, with the names of the others."""
    if isinstance(rule, First):
        yield from _stood_in(rule, lines)
    for part in getattr(rule, "parts", tuple)():
        yield from _derived(part, lines)


def _stood_in(rule: First, lines: Lines) -> Iterator[tuple[str, str]]:
    facts, (asked, *rest) = lines.verdict.facts, rule.first
    if asked.truth(facts) is not Truth.UNKNOWN:
        return
    for part in rest:
        if part.truth(facts) is not Truth.UNKNOWN:
            settled = [item for item in mentioned(part) if facts.item_truth(item) is Truth.YES]
            names = [*map(lines.speaker.label, settled), *others(part)]
            yield from ((item, ", ".join(names)) for item in mentioned(asked))
            return
