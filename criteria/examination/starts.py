"""Answers to try something from: worked cases of somebody eligible, with other answers changed."""

from __future__ import annotations

from datetime import timedelta
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from criteria.examination.edges import whole_months
from criteria.examination.specimens import changes, items_of, specimens
from criteria.known.values import Choice, DateSpan, Doubt, NotKnown, Quantity, Refusal
from criteria.reading.answers.answers import AnswerReader
from criteria.verdict.facts import Facts
from criteria.verdict.verdict import Outcome, status

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import date

    from criteria.known.values import Value
    from criteria.rules.rules import Rule
    from criteria.trial.catalog import Case
    from criteria.trial.trial import Trial
    from criteria.verdict.statuses import Status

MOST_TRIED = 6_000
"""So many sets of other answers are tried to bring a limit into force."""

Changes = dict[str, str]
_Answers = dict[str, "Value"]


class Start(NamedTuple):
    """Answers to start from: a worked case, what is changed, the reference date."""

    like: str
    changes: Changes
    day: date


class Outcomes(NamedTuple):
    """What answers come to, of the criteria that an item concerns."""

    statuses: tuple[Status, ...]
    at_odds: tuple[str, ...]


class Starts:
    """Finds them for one version of a trial."""

    def __init__(self, trial: Trial, worked: tuple[Case, ...]) -> None:
        """Begin with the worked cases that come out eligible."""
        self.trial = trial
        self.reader = AnswerReader(trial)
        eligible = [case for case in worked if case.overall == Outcome.ELIGIBLE.value]
        self.bases = {case.id: case for case in eligible}
        self._read = {
            case.id: self._all_read(case.answers, case.reference_date) for case in eligible
        }
        self._concerned = {item: self._criteria_of(item) for item in trial.items}

    @property
    def first(self) -> Start:
        """The first worked case as it is."""
        like, case = next(iter(self.bases.items()))
        return Start(like, {}, case.reference_date)

    def all(self, item: str, rule: Rule | None = None) -> Iterator[Start]:
        """Return answers to look from: the worked cases, then with other answers changed."""
        days = {like: self._day(case.reference_date, rule) for like, case in self.bases.items()}
        yield from (Start(like, {}, day) for like, day in days.items())
        near = [other for other in self.near(item) if other != item]
        tries = (
            (
                Start(like, changed, day)
                for like, day in days.items()
                for changed in self.changed(near, like, n)
            )
            for n in (1, 2)
        )
        yield from islice(chain.from_iterable(tries), MOST_TRIED)

    def _day(self, day: date, rule: Rule | None) -> date:
        """Return the day, or one a little before it at which a window ends on a day that is."""
        back = (day - timedelta(days=n) for n in range(4))
        return next((each for each in back if whole_months(rule, each)), day)

    def differ(self, start: Start, item: str, texts: tuple[str, ...]) -> bool:
        """Whether some of the answers come out differently."""
        return len(set(self.outcomes(start, item, texts))) > 1

    def outcomes(self, start: Start, item: str, texts: tuple[str, ...]) -> list[Outcomes]:
        """Return what each answer that is read for certain comes to."""
        answers = self._answers(start)
        read = (self.reader.read(item, text, start.day) for text in texts)
        certain = (value for value in read if not isinstance(value, Refusal | Doubt))
        return [self._outcome(item, {**answers, item: value}, start.day) for value in certain]

    def _outcome(self, item: str, answers: _Answers, day: date) -> Outcomes:
        facts = Facts(self.trial, answers, day)
        named = (status(self.trial.criteria[name], facts) for name in self._concerned[item])
        return Outcomes(tuple(named), tuple(entry.id for entry in facts.at_odds()))

    def changed(self, items: Collection[str], like: str, n: int) -> Iterator[Changes]:
        """Return changes of so many answers that can be typed."""
        day = self.bases[like].reference_date
        possible = {item: specimens(item, self.trial, day) for item in items}
        for changed in changes(possible, n):
            texts = {item: _text(value) for item, value in changed.items()}
            if all(self.typed(item, text, day) for item, text in texts.items()):
                yield texts

    def typed(self, item: str, text: str, day: date) -> bool:
        """Whether a text is read as an answer, and for certain."""
        return not isinstance(self.reader.read(item, text, day), Refusal | Doubt)

    def near(self, item: str) -> dict[str, None]:
        """Return the items that the criteria go by which an item concerns, and contradictions."""
        named = (self.trial.criteria[name] for name in self._concerned[item])
        beside = (names for names in self.trial.named_at_odds.values() if item in names)
        every = (*(items_of(one, self.trial) for one in named), *beside)
        return dict.fromkeys(chain.from_iterable(every))

    def _criteria_of(self, item: str) -> tuple[str, ...]:
        """Return the criteria that go by an item, whatever way."""
        return tuple(
            name
            for name, criterion in self.trial.criteria.items()
            if item in _with_limits(items_of(criterion, self.trial), self.trial)
        )

    def facts(self, start: Start) -> Facts:
        """Return what the answers amount to."""
        return Facts(self.trial, self._answers(start), start.day)

    def _answers(self, start: Start) -> _Answers:
        return {**self._read[start.like], **self._all_read(start.changes, start.day)}

    def _all_read(self, texts: Mapping[str, str], day: date) -> _Answers:
        read = {name: self.reader.read(name, text, day) for name, text in texts.items()}
        return {name: value for name, value in read.items() if not isinstance(value, Refusal)}


def _with_limits(items: tuple[str, ...], trial: Trial) -> set[str]:
    """Add the limits of normal of items."""
    sides = (trial.limits("upper"), trial.limits("lower"))
    return {*items, *(side[item].id for side in sides for item in items if item in side)}


def _text(value: Value) -> str:
    """Write a specimen as somebody would type it."""
    match value:
        case NotKnown():
            return "unknown"
        case Choice(code=code):
            return code
        case Quantity():
            return f"{value.number:f} {value.unit}".rstrip()
        case DateSpan():
            return str(value)
        case _:
            raise TypeError(value)
