"""Walks through a trial's questions: whether somebody can be eligible, and what is never asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain, combinations, islice
from typing import TYPE_CHECKING

from criteria.examination.specimens import changes, items_of, satisfying, specimens
from criteria.known.values import NotKnown
from criteria.rules.tree import mentioned
from criteria.trial.protocol import NumberItem
from criteria.verdict.facts import Facts
from criteria.verdict.statuses import Status
from criteria.verdict.verdict import Outcome, next_question, status, verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from criteria.known.values import Value
    from criteria.trial.trial import Trial

_Answers = dict[str, "Value"]
_GOOD = (Status.MET, Status.NOT_APPLICABLE)
_MOST_TRIED = 20_000
"""So many changes of answers are tried to meet one criterion more."""
_MOST_WALKS = 2_000
_NOT_KNOWN = NotKnown()


def eligible(trial: Trial, today: date) -> tuple[str, ...]:
    """Look for answers that make somebody eligible; give the criteria that stand in the way."""
    return _stuck(eligible_answers(trial, today), trial, today)


def eligible_answers(
    trial: Trial, today: date, fixed: Mapping[str, Value] | None = None
) -> dict[str, Value]:
    """Return answers that leave as few criteria open or failing as could be found.

    It begins with what satisfies every item by itself, and changes up to three answers at a time
    as long as that leaves fewer criteria open or failing.

    Args:
        trial: the trial.
        today: the reference date.
        fixed: answers that stay as they are.
    """
    fixed = fixed or {}
    possible = {item: specimens(item, trial, today) for item in trial.items if item not in fixed}
    answers = {**satisfying(possible, trial, today), **fixed}
    stuck = _stuck(answers, trial, today)
    while stuck:
        better = _bettered(answers, stuck, possible, trial, today)
        if better is None:
            break
        answers, stuck = better
    return answers


def _bettered(
    answers: _Answers,
    stuck: tuple[str, ...],
    possible: dict[str, tuple[Value, ...]],
    trial: Trial,
    today: date,
) -> tuple[_Answers, tuple[str, ...]] | None:
    """Return answers that leave fewer criteria open or failing, with up to three changed."""
    near = {
        item: possible[item]
        for name in stuck
        for item in items_of(trial.criteria[name], trial)
        if item in possible
    }
    tries = (changes(possible, 1), changes(near, 2), changes(near, 3))
    for changed in islice(chain(*tries), _MOST_TRIED):
        left = _stuck({**answers, **changed}, trial, today)
        if len(left) < len(stuck):
            return {**answers, **changed}, left
    return None


def never_together(
    trial: Trial, today: date, stuck: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    """Return pairs of criteria that no answers were found to meet together.

    Args:
        trial: the trial.
        today: the reference date.
        stuck: the criteria that stay open or fail; one of them is in each pair.
    """
    alone = {name for name in trial.criteria if _met((name,), trial, today)}
    return tuple(
        (one, other)
        for one, other in combinations(trial.criteria, 2)
        if {one, other} & {*stuck}
        and {one, other} <= alone
        and {*items_of(trial.criteria[one], trial)} & {*items_of(trial.criteria[other], trial)}
        and not _met((one, other), trial, today)
    )


def _met(names: tuple[str, ...], trial: Trial, today: date) -> bool:
    """Whether answers were found with which criteria are met, or do not apply."""
    items = [item for name in names for item in items_of(trial.criteria[name], trial)]
    possible = {item: specimens(item, trial, today) for item in items}
    start = satisfying(possible, trial, today)
    every = (changes(possible, several) for several in range(4))
    for changed in islice(chain.from_iterable(every), _MOST_TRIED):
        facts = Facts(trial, {**start, **changed}, today)
        if all(status(trial.criteria[name], facts) in _GOOD for name in names):
            return True
    return False


def _stuck(answers: _Answers, trial: Trial, today: date) -> tuple[str, ...]:
    found = verdict(trial, answers, today)
    if found.outcome is Outcome.ELIGIBLE:
        return ()
    return tuple(name for name, status in found.statuses.items() if status not in _GOOD)


def never_asked(trial: Trial, today: date) -> tuple[str, ...]:
    """Return the items that no walk comes to, in the order of the trial.

    A walk answers whatever is asked next: with what satisfies or with not known, but for one or two
    items that what was not asked so far depends on, which get each of their answers in turn.
    """
    missing = [name for name, item in trial.items.items() if not item.volunteered]
    first = _Step()
    for answers in islice(_walks(trial, today, missing), _MOST_WALKS):
        asked = _walked(answers, first, trial, today)
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
    for several in (1, 2):
        steering = dict.fromkeys(name for unasked in missing for name in _steering(unasked, trial))
        for changed in changes({name: possible[name] for name in steering}, several):
            yield {**best, **changed}
            yield changed


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


@dataclass(slots=True)
class _Step:
    """A place that several walks come to: they begin alike, and are asked the same as far."""

    known: bool = False
    asked: str | None = None
    """What is asked here, once that is known."""
    after: dict[Value, _Step] = field(default_factory=dict)


def _walked(answers: _Answers, step: _Step, trial: Trial, today: date) -> set[str]:
    """Answer what is asked next until nothing is; give what was asked."""
    given: _Answers = {}
    while True:
        if not step.known:
            step.asked, step.known = next_question(Facts(trial, given, today)), True
        if step.asked is None:
            return set(given)
        given[step.asked] = answers.get(step.asked, _NOT_KNOWN)
        step = step.after.setdefault(given[step.asked], _Step())
