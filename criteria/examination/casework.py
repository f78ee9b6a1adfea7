"""Answers for worked cases that are not there yet: everything met, and both sides of each limit.

What follows from the answers is for whoever works the case out from the criteria's text: a verdict
that the rules gave would test the rules by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from criteria.examination.edges import edges
from criteria.examination.limits import untried
from criteria.examination.specimens import changes, items_of, specimens
from criteria.examination.walks import eligible_answers
from criteria.known.truth import Truth
from criteria.known.values import DateSpan, Doubt, NotKnown, Refusal
from criteria.reading.answers.answers import AnswerReader
from criteria.rules.rules import Window, plain
from criteria.trial.examples import shown
from criteria.trial.protocol import NumberItem
from criteria.verdict.facts import Facts
from criteria.verdict.statuses import Status
from criteria.verdict.verdict import Outcome, next_question, status, verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from criteria.known.values import Value
    from criteria.trial.catalog import Case
    from criteria.trial.trial import Trial

_Texts = dict[str, str]
_BOTH = {Status.MET, Status.NOT_MET}
_MOST_BESIDE = 2
"""So many other answers are changed to make one limit decide."""
_MOST_TRIED = 5_000


@dataclass(frozen=True, slots=True)
class Side:
    """Answers beside those that meet everything, by which one limit is met or missed."""

    item: str
    passes: bool
    answers: _Texts


def all_met(trial: Trial, today: date) -> _Texts:
    """Return an answer to each question that somebody is asked who meets everything."""
    best = eligible_answers(trial, today)
    reader = AnswerReader(trial)
    given: dict[str, Value] = {}
    while (item := next_question(Facts(trial, given, today))) is not None:
        if item not in best:
            best[item] = _harmless(item, best, trial, today)
        best[item] = _plain(item, best, reader, trial, today)
        given[item] = best[item]
    return {item: _written(item, value, reader, today) for item, value in given.items()}


def _plain(
    item: str, best: dict[str, Value], reader: AnswerReader, trial: Trial, today: date
) -> Value:
    """Return a number as somebody would write it, if everything stays met; else the answer."""
    known = trial.items[item]
    if isinstance(known, NumberItem):
        number, unit = shown(known, trial)
        value = reader.read(item, f"{number:f} {unit}", today)
        if not isinstance(value, Refusal | Doubt) and _is_met({**best, item: value}, trial, today):
            return value
    return best[item]


def _is_met(answers: dict[str, Value], trial: Trial, today: date) -> bool:
    return verdict(trial, answers, today).outcome is Outcome.ELIGIBLE


def _harmless(item: str, best: dict[str, Value], trial: Trial, today: date) -> Value:
    """Return an answer to what decides nothing by itself that leaves everything met."""
    for value in specimens(item, trial, today):
        if _is_met({**best, item: value}, trial, today):
            return value
    return NotKnown()


def _written(item: str, value: Value, reader: AnswerReader, today: date) -> str:
    return reader.write(item, value, today).text


def sides(trial: Trial, cases: Iterable[Case], base: _Texts, today: date) -> Iterator[Side]:
    """Return answers for each side of a limit that no case tries, as near to it as can be.

    Args:
        trial: the trial.
        cases: the worked cases that there are.
        base: answers that meet everything.
        today: the reference date of the cases.
    """
    reader = AnswerReader(trial)
    for item, missing in untried(trial, cases, reader):
        found = {
            truth: answers
            for truth in (Truth.YES, Truth.NO)
            if (answers := _nearest(item, truth, base, trial, reader, today)) is not None
        }
        beside = _deciding(item, tuple(found.values()), base, trial, reader, today)
        for truth in missing:
            if truth in found:
                yield Side(item, truth is Truth.YES, {**beside, **found[truth]})


def _deciding(
    item: str,
    both: tuple[_Texts, ...],
    base: _Texts,
    trial: Trial,
    reader: AnswerReader,
    today: date,
) -> _Texts:
    """Return other answers with which the criterion is met on one side and not on the other.

    They ask an item that is not asked of everybody, and take away what else would do. Nothing
    where what meets everything will do, and where no few answers were found.
    """
    criterion = trial.criteria.get(trial.items[item].criterion)
    if criterion is None or len(both) != len(_BOTH):
        return {}
    given = [_read({**base, **answers}, reader, today) for answers in both]
    possible = {
        name: _said_plainly(name, trial, reader, today)
        for name in items_of(criterion, trial)
        if not any(name in answers for answers in both)
    }
    tries = chain.from_iterable(changes(possible, several) for several in range(_MOST_BESIDE + 1))
    for changed in islice(tries, _MOST_TRIED):
        facts = (Facts(trial, {**answers, **changed}, today) for answers in given)
        if {status(criterion, each) for each in facts} == _BOTH:
            return {name: _written(name, value, reader, today) for name, value in changed.items()}
    return {}


def _said_plainly(item: str, trial: Trial, reader: AnswerReader, today: date) -> tuple[Value, ...]:
    """Return answers on every side that are not asked back when somebody writes them."""
    values = specimens(item, trial, today)
    return tuple(
        value
        for value in values
        if _read({item: _written(item, value, reader, today)}, reader, today)
    )


def _nearest(
    item: str, truth: Truth, base: _Texts, trial: Trial, reader: AnswerReader, today: date
) -> _Texts | None:
    """Return the first answer, the nearest first, that comes out so."""
    before = dict.fromkeys(_in_front(item, trial), "yes")
    for text in _near(item, trial, Facts(trial, _read(base, reader, today), today)):
        answers = {**before, item: text}
        read = _read({**base, **answers}, reader, today)
        if item in read and Facts(trial, read, today).item_truth(item) is truth:
            return answers
    return None


def _read(answers: _Texts, reader: AnswerReader, today: date) -> dict[str, Value]:
    """Return the answers that are read without a doubt."""
    found = {item: reader.read(item, text, today) for item, text in answers.items()}
    return {item: one for item, one in found.items() if not isinstance(one, Refusal | Doubt)}


def _in_front(item: str, trial: Trial) -> tuple[str, ...]:
    """Return the questions whether something ever was, in front of a date."""
    rules = plain(trial.items[item].rule)
    return tuple(rule.ever for rule in rules if isinstance(rule, Window) and rule.ever)


def _near(item: str, trial: Trial, facts: Facts) -> Iterator[str]:
    """Return answers at each edge of a rule, a little on both sides of it, and then any."""
    known = trial.items[item]
    for rule in plain(known.rule):
        for edge in edges(rule, known, facts):
            below, there, above = edge.texts
            yield from (there, below, above)
    if isinstance(known, NumberItem):
        number, unit = shown(known, trial)
        yield f"{number:f} {unit}"
    else:
        for value in specimens(item, trial, facts.reference_date):
            if isinstance(value, DateSpan):
                yield str(value.first)
