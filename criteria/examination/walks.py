"""Walks through a trial's questions: whether somebody can be eligible, and what is never asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from criteria.examination.specimens import pairs, satisfying, specimens
from criteria.known.values import NotKnown
from criteria.rules.tree import mentioned
from criteria.trial.protocol import NumberItem
from criteria.verdict.facts import Facts
from criteria.verdict.verdict import Outcome, Status, next_question, verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from criteria.known.values import Value
    from criteria.trial.trial import Trial

_Answers = dict[str, "Value"]


def eligible(trial: Trial, today: date) -> tuple[str, ...]:
    """Look for answers that make somebody eligible; give the criteria that stand in the way."""
    return _stuck(eligible_answers(trial, today), trial, today)


def eligible_answers(
    trial: Trial, today: date, fixed: Mapping[str, Value] | None = None
) -> dict[str, Value]:
    """Return answers that leave as few criteria open or failing as could be found.

    It begins with what satisfies every item by itself, and changes one answer after the other as
    long as that leaves fewer criteria open or failing.

    Args:
        trial: the trial.
        today: the reference date.
        fixed: answers that stay as they are.
    """
    fixed = fixed or {}
    possible = {item: specimens(item, trial, today) for item in trial.items if item not in fixed}
    answers = {**satisfying(possible, trial, today), **fixed}
    stuck = _stuck(answers, trial, today)
    better = True
    while stuck and better:
        better = False
        for item, value in pairs(possible):
            left = _stuck({**answers, item: value}, trial, today)
            if len(left) < len(stuck):
                answers, stuck, better = {**answers, item: value}, left, True
    return answers


def _stuck(answers: _Answers, trial: Trial, today: date) -> tuple[str, ...]:
    found = verdict(trial, answers, today)
    if found.outcome is Outcome.ELIGIBLE:
        return ()
    good = (Status.MET, Status.NOT_APPLICABLE)
    return tuple(name for name, status in found.statuses.items() if status not in good)


def never_asked(trial: Trial, today: date) -> tuple[str, ...]:
    """Return the items that no walk comes to, in the order of the trial.

    A walk answers whatever is asked next: with what satisfies or with not known, but for one item
    that what was not asked so far depends on, which gets each of its answers in turn.
    """
    missing = [name for name, item in trial.items.items() if not item.volunteered]
    for answers in _walks(trial, today, missing):
        asked = _walked(answers, trial, today)
        missing[:] = [item for item in missing if item not in asked]
        if not missing:
            break
    return tuple(missing)


def _walks(trial: Trial, today: date, missing: list[str]) -> Iterator[_Answers]:
    """Return what each walk answers; what is not named in it is not known."""
    possible = {item: specimens(item, trial, today) for item in trial.items}
    best = satisfying(possible, trial, today)
    yield best
    yield {}
    for item in dict.fromkeys(name for unasked in missing for name in _steering(unasked, trial)):
        for value in possible[item]:
            yield {**best, item: value}
            yield {item: value}


def _steering(item: str, trial: Trial) -> Iterator[str]:
    """Return the items that decide whether an item is asked."""
    known = trial.items[item]
    if known.asked is not None:
        yield from mentioned(known.asked)
    if isinstance(known, NumberItem) and known.limit_of is not None:
        yield known.limit_of
    for criterion in trial.protocol.criteria:
        if criterion.id == known.criterion:
            for name in mentioned(criterion.rule):
                yield from (name, *trial.leaning.get(name, ()))
            if criterion.applies is not None:
                yield from mentioned(criterion.applies)


def _walked(answers: _Answers, trial: Trial, today: date) -> set[str]:
    """Answer what is asked next until nothing is; give what was asked."""
    given: _Answers = {}
    while (item := next_question(Facts(trial, given, today))) is not None:
        given[item] = answers.get(item, NotKnown())
    return set(given)
