"""Answers about people whom nobody has met, for any trial: drawn by chance, judged by its rules.

Everybody begins as somebody who would be eligible; then each answer is drawn anew as long as the
criteria that go by it stay met, and some fail as often as the trial's own figures say. The same
numbers drawn give the same person.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from criteria.examination.walks import eligible_answers
from criteria.known.values import Choice, Comparator, DateSpan, Quantity, exactly
from criteria.rules.rules import Window, plain
from criteria.rules.tree import mentioned
from criteria.trial.protocol import ChoiceItem, NumberItem
from criteria.verdict.crosschecks import impossible
from criteria.verdict.facts import Facts
from criteria.verdict.statuses import Status
from criteria.verdict.verdict import status

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from random import Random

    from criteria.known.ranges import Range
    from criteria.known.values import Value
    from criteria.trial.protocol import DateItem, Screen
    from criteria.trial.trial import Trial

    Known = ChoiceItem | NumberItem | DateItem

_FAILS = 0.05
"""How often somebody fails by a screen whose trial does not say."""
_UNKNOWN = 0.012
"""How often an answer is not known."""
_LEFT_OPEN = 0.03
"""How often an answer is looked for that decides nothing yet, such as what is planned."""
_TRIES = 12
"""Draws until an answer keeps, or fails, what it should."""
_FAR = 400
"""Days: dates lie at most so far back."""
_GOOD = (Status.MET, Status.NOT_APPLICABLE)
_DRAWN = (1, 2, 3, 5, 7, 10, 14, 21, 34)
"""Days since a report was made."""


@dataclass(frozen=True)
class Candidates:
    """Invents people for one trial, on one day."""

    trial: Trial
    today: date
    chance: Random
    _begun: dict[tuple[str, str], dict[str, Value]] = field(default_factory=dict)

    def invent(self) -> dict[str, str]:
        """Return the answers about one invented candidate, as texts, item by item."""
        answers = self._somebody()
        for item in self._told:
            self._draw(item, answers, Status.MET)
            if self.chance.random() < _LEFT_OPEN:
                self._draw(item, answers, Status.UNKNOWN)
        for screen in self.trial.protocol.screens:
            if self.chance.random() < (_FAILS if screen.fails is None else float(screen.fails)):
                self._fail(screen, answers)
        return {
            item: _text(value, self.trial.items[item])
            for item, value in answers.items()
            if self.chance.random() >= _UNKNOWN
        }

    def report(self, items: tuple[str, ...], answers: Mapping[str, str]) -> str:
        """Return the answers to a panel as a report that is pasted in one message."""
        drawn = self.today - timedelta(days=self.chance.choice(_DRAWN))
        return "\n".join([f"Provtagning {drawn}", *self._lines(items, answers)])

    def _lines(self, items: tuple[str, ...], answers: Mapping[str, str]) -> Iterator[str]:
        for item in items:
            known = self.trial.items[item]
            if item in answers and isinstance(known, NumberItem) and not known.upper_limit_of:
                limit = self.trial.upper_limits.get(item)
                beside = answers.get(limit.id) if limit else None
                printed = f" (<{beside.partition(' ')[0]})" if beside else ""
                yield f"{(*known.names, item)[0]} {answers[item]}{printed}"

    def _somebody(self) -> dict[str, Value]:
        """Return the answers of somebody eligible who differs from the others in one choice."""
        item, code = self.chance.choice(self._ways)
        if (item, code) not in self._begun:
            fixed = {item: Choice(code, code)} if item else {}
            found = eligible_answers(self.trial, self.today, fixed)
            told = {name: value for name, value in found.items() if name in self._told}
            self._begun[item, code] = told
        return dict(self._begun[item, code])

    @cached_property
    def _told(self) -> tuple[str, ...]:
        """The items that are answered: what a formula gives follows from what goes in."""
        return tuple(item for item in self.trial.items if item not in self.trial.derived)

    @cached_property
    def _ways(self) -> list[tuple[str, str]]:
        """Every answer to a choice that no rule of its own judges: sex, methods, gates."""
        found = [
            (item.id, code)
            for item in self.trial.protocol.items
            if isinstance(item, ChoiceItem) and (item.rule is None or not item.scored)
            for code in item.choices
            if item.id not in self.trial.gates or code in self.trial.gates[item.id]
        ]
        return found or [("", "")]

    @cached_property
    def _criteria(self) -> dict[str, list[str]]:
        """Item -> the criteria that go by it."""
        reached = {
            criterion.id: {
                *self.trial.reached(criterion.rule),
                *(mentioned(criterion.applies) if criterion.applies is not None else ()),
            }
            for criterion in self.trial.protocol.criteria
        }
        for items in reached.values():
            items |= {into for name in items for into in self._into(name)}
        return {
            item: [name for name, items in reached.items() if self._decides(item) in items]
            for item in self.trial.items
        }

    def _into(self, item: str) -> tuple[str, ...]:
        """Return what goes into a formula, or into a window: whether ever, and half-lives."""
        windows = any(isinstance(rule, Window) for rule in plain(self.trial.items[item].rule))
        goes = windows or item in self.trial.derived
        return self.trial.leaning.get(item, ()) if goes else ()

    def _decides(self, item: str) -> str:
        """Return the item that a rule names for one: a limit goes with its value."""
        known = self.trial.items[item]
        return (known.upper_limit_of or item) if isinstance(known, NumberItem) else item

    def _draw(self, item: str, answers: dict[str, Value], wanted: Status) -> bool:
        """Answer an item anew, so that what goes by it is met, or something fails or is open."""
        before = answers.get(item)
        for tried in range(_TRIES):
            rare = wanted is Status.NOT_MET and tried >= _TRIES // 2
            answers[item] = self._value(self.trial.items[item], rare=rare)
            if not any(impossible(self.trial, answers)) and self._fits(item, answers, wanted):
                return True
        if before is None:
            del answers[item]
        else:
            answers[item] = before
        return False

    def _fits(self, item: str, answers: dict[str, Value], wanted: Status) -> bool:
        facts = Facts(self.trial, answers, self.today)
        found = [status(self.trial.criteria[name], facts) for name in self._criteria[item]]
        if wanted is Status.MET:
            return all(one in _GOOD for one in found)
        return wanted in found and (wanted is Status.NOT_MET or Status.NOT_MET not in found)

    def _fail(self, screen: Screen, answers: dict[str, Value]) -> None:
        """Let somebody fail by a screen, if it can be."""
        items = [item for item in screen.items if item not in self.trial.derived]
        self.chance.shuffle(items)
        any(self._draw(item, answers, Status.NOT_MET) for item in items)

    def _value(self, known: Known, *, rare: bool) -> Value:
        """Draw an answer: a choice, a number that is usual or only possible, a day."""
        if isinstance(known, ChoiceItem):
            code = self.chance.choice(known.choices)
            return Choice(code, code)
        if isinstance(known, NumberItem):
            return self._number(known, known.hard if rare else known.soft or known.hard)
        far = min(_FAR, (self.today - known.earliest).days)
        day = self.today - timedelta(days=self.chance.randint(0, max(0, far)))
        return DateSpan(day, day, str(day))

    def _number(self, known: NumberItem, within: Range) -> Quantity:
        low, high = float(within.low), float(within.high)
        number = self.chance.triangular(low, high)
        width = high - low
        digits = 0 if known.whole else next((d for d, least in _DIGITS if width > least), 2)
        printed = min(max(Decimal(f"{number:.{digits}f}"), within.low), within.high)
        exact = exactly(Fraction(printed))
        return Quantity(str(printed), printed, Comparator.EQUAL, known.canonical, exact)


_DIGITS = ((0, 50), (1, 5))
"""Decimals of a number, and the width of its range from which so few are printed."""


def _text(value: Value, known: Known) -> str:
    """Write an answer as somebody would type it."""
    match value:
        case Choice():
            return value.code
        case Quantity() if isinstance(known, NumberItem) and known.unit_in_question:
            return f"{value.number:f}"
        case Quantity():
            return f"{value.number:f} {value.unit}"
        case DateSpan():
            return str(value.first)
        case _:
            return "unknown"
