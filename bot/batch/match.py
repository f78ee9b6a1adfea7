"""Answers about one person against every trial at once: each verdict is that of the trial alone.

What is asked for in several trials is answered once, under its concept; what only one trial asks
for goes under the trial's id and the item's.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from bot.batch.check import Checker, Entry, Unusable
from bot.batch.entries import Member, Object

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DATE = "reference_date"


class Matcher:
    """Matches entries against trials, in one language."""

    def __init__(self, checkers: Sequence[Checker]) -> None:
        """Match against the trials of some checkers, of which there is at least one."""
        self.checkers = {checker.trial.protocol.id: checker for checker in checkers}
        self._any = checkers[0]
        self._concepts = sorted({name for one in checkers for name in one.trial.concepts})
        self._any.example_key = self._key(self._any)
        self.unusable = self._any.unusable

    def reply_to(self, text: str, line: int = 1) -> dict[str, Any]:
        """Return the machine-readable reply to an entry, written as a JSON object.

        Args:
            text: the entry.
            line: the line of its file that it begins on.

        Raises:
            Unusable: it is not such an object, or holds an answer that no trial can take.
        """
        with self._any.reading(text, line) as (identity, entry):
            answers = entry.get("answers")
            if not isinstance(answers, Object):
                raise self.unusable("no_answers")
            for answer in answers.members:
                self._see_that_it_is_known(answer)
            found = {name: self._judged(name, entry, answers) for name in self.checkers}
            self._see_that_somebody_takes_it(found)
        return {"id": identity, "trials": {name: _said(one) for name, one in found.items()}}

    @staticmethod
    def _key(checker: Checker) -> str:
        """Return what an entry calls the first item of a trial."""
        trial = checker.trial
        first = trial.order[0]
        carried = (concept for concept, item in trial.concepts.items() if item == first)
        return next(carried, f"{trial.protocol.id}/{first}")

    def _judged(self, name: str, entry: Object, answers: Object) -> Entry | Unusable:
        """Return the checked entry for a trial, or why its answers can't be used there."""
        checker = self.checkers[name]
        written = {self._item(name, answer.key): answer.key for answer in answers.members}
        try:
            return checker.judge(None, self._entry_for(name, entry, answers))
        except Unusable as unusable:
            if unusable.item is not None:
                unusable.item = written.get(unusable.item, unusable.item)
            return unusable

    def _entry_for(self, name: str, entry: Object, answers: Object) -> Object:
        """Return the entry that the trial alone would be given."""
        own = [
            Member(item, answer.value, answer.line)
            for answer in answers.members
            if (item := self._item(name, answer.key)) is not None
        ]
        rest = [member for member in entry.members if member.key != "answers"]
        (given,) = entry.of("answers")
        whole = given._replace(value=Object.made_of(own))
        return Object.made_of([*self._dated(name, rest, answers), whole])

    def _dated(self, name: str, rest: list[Member], answers: Object) -> Iterator[Member]:
        """Return an entry's other members; its day may be among the answers, for every trial."""
        days = answers.of(_DATE) if self._item(name, _DATE) is None else []
        days += [member for member in rest if member.key == _DATE and member.value is not None]
        if len({str(day.value) for day in days}) > 1:
            raise self.unusable("two_dates", _DATE, days[0].line)
        yield from (member for member in rest if member.key != _DATE)
        yield from days[:1]

    def _item(self, name: str, key: str) -> str | None:
        """Return the item of a trial that a key is about."""
        trial, slash, item = key.partition("/")
        if slash:
            return item if trial == name else None
        return self.checkers[name].trial.concepts.get(key)

    def _see_that_it_is_known(self, answer: Member) -> None:
        trial, slash, item = answer.key.partition("/")
        if answer.key == _DATE or (not slash and answer.key in self._concepts):
            return
        checker = self.checkers.get(trial) if slash else None
        if checker is not None and item in checker.trial.items:
            return
        stranger = (checker or self._any).stranger(answer)
        if stranger.item is not None:
            near = get_close_matches(answer.key, self._concepts, 1) or self._concepts[:1]
            known = ", ".join(self.checkers)
            details = {"key": stranger.item, "near": "".join(near), "trials": known}
            stranger = self.unusable("unknown_key", stranger.item, answer.line, **details)
        raise stranger

    def _see_that_somebody_takes_it(self, found: dict[str, Entry | Unusable]) -> None:
        """Raise what every trial says that is asked for an answer, or every trial at all."""
        for one in found.values():
            if isinstance(one, Unusable) and all(
                isinstance(found[name], Unusable) for name in self._asked(one.item)
            ):
                raise one

    def _asked(self, key: str | None) -> list[str]:
        """Return the trials that a key is about; all of them for what is about no answer."""
        names = [name for name in self.checkers if key and self._item(name, key) is not None]
        return names or list(self.checkers)


def _said(found: Entry | Unusable) -> dict[str, Any]:
    if isinstance(found, Unusable):
        return {"error": {"item": found.item, "text": found.text}}
    return {
        "version": found.verdict.facts.trial.protocol.version,
        "overall": found.verdict.outcome.value,
        "criteria": {name: status.value for name, status in found.verdict.statuses.items()},
        "failing": found.verdict.failing,
        "pending": found.verdict.pending,
    }
