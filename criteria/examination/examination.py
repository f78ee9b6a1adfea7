"""Examine a trial folder: it must be whole, its questions must decide, its worked cases hold.

A folder that passes can be screened with: each outcome of each criterion can be reached by
answers that a person can give, every rule can come out both ways, somebody can be eligible, every
item comes to be asked, answers that do not go together can be given, the examples pass, and every
case beside the files comes out as it says.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, islice, product
from typing import TYPE_CHECKING

from criteria.examination.contradictions import met_unasked, never_met
from criteria.examination.drafts import cut_labels, left_to_do
from criteria.examination.examples import bad_examples
from criteria.examination.limits import otherwise_worded, outside_usual
from criteria.examination.specimens import changes, items_of, satisfying, specimens, violating
from criteria.examination.walks import eligible, never_asked, never_together
from criteria.known.truth import Truth
from criteria.known.values import Refusal
from criteria.reading.answers.answers import AnswerReader
from criteria.rules.leaves import Item
from criteria.rules.rules import OneOf, Window
from criteria.rules.tree import mentioned
from criteria.trial import catalog
from criteria.trial.version import strange_names
from criteria.verdict.facts import Facts
from criteria.verdict.statuses import Status
from criteria.verdict.verdict import status, verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from criteria.known.values import Value
    from criteria.trial.protocol import Criterion
    from criteria.trial.trial import Trial


_MOST_TRIED = 4000
"""So many combinations of other answers are tried at most."""
_MOST_ATTEMPTS = 30_000
"""So many sets of answers to the questions of one criterion."""
_MOST_CHANGED = 3


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that a trial folder lacks: where, and what is the matter."""

    where: str
    what: str


def examine_folder(folder: Path, today: date) -> Iterator[Flaw]:
    """Examine a version folder: its files, its questions, its worked cases.

    Raises:
        TrialError: the files cannot be used at all; it names file, key, finding and remedy.
    """
    trial = catalog.read_folder(folder)
    lacking = not catalog.has_cases(folder)
    cases = () if lacking else catalog.cases(folder)
    for left in (*left_to_do(trial.protocol), *cut_labels(trial)):
        yield Flaw(*left)
    yield from examine(trial, today)
    if lacking:
        what = "there is none yet: bedside trials cases writes answers; work out what must follow"
        yield Flaw(catalog.CASES, what)
        return
    yield from unheld_cases(trial, cases)
    for concept, item in strange_names(folder).items():
        yield Flaw(f"concepts.toml: {concept}", f"no version has the item {item}")


def examine(trial: Trial, today: date) -> Iterator[Flaw]:
    """Find what keeps a trial's questions from deciding.

    Args:
        trial: a trial whose files were read without complaint.
        today: the reference date to try the rules with.
    """
    for item in trial.items:
        yield from _undecided_rule(item, trial, today)
    for criterion in trial.protocol.criteria:
        yield from _unreached_statuses(criterion, trial, today)
    stuck = eligible(trial, today)
    if stuck:
        end = "stays open or fails" if len(stuck) == 1 else "stay open or fail"
        what = f"no answers were found that make it eligible: {', '.join(stuck)} {end}"
        yield Flaw("outcome", what)
        for one, other in never_together(trial, today, stuck):
            yield Flaw(f"{one}, {other}", "no answers were found that meet both")
    for item in never_asked(trial, today):
        yield Flaw(item, f"is never asked{_why_unasked(item, trial)}")
    for entry in never_met(trial, today):
        yield Flaw(f"at_odds[{entry}]", "no answers were found that do not go together by it")
    for entry in met_unasked(trial, today):
        yield Flaw(f"at_odds[{entry}]", "holds before anything was answered")
    for where, what in (*outside_usual(trial), *otherwise_worded(trial)):
        yield Flaw(where, what)
    for where, what in bad_examples(trial, AnswerReader(trial), today):
        yield Flaw(where, what)


def _why_unasked(item: str, trial: Trial) -> str:
    """Say what is lacking where an item only says whether another one is asked."""
    asked = (one.id for one in trial.protocol.items if one.asked and item in mentioned(one.asked))
    of = next(asked, None)
    if of is None or trial.items[item].rule is not None:
        return ""
    home = trial.items[item].criterion
    return f": it says only whether {of} is asked; name it in the rule of {home} if it decides"


def unheld_cases(trial: Trial, cases: tuple[catalog.Case, ...]) -> Iterator[Flaw]:
    """Run the worked cases and give those that come out otherwise, and what none of them shows."""
    reader = AnswerReader(trial)
    for case in cases:
        yield from _unheld(trial, reader, case)
    shown = {entry for case in cases for entry in case.at_odds}
    for entry in trial.protocol.at_odds:
        if entry.id not in shown:
            yield Flaw(f"at_odds[{entry.id}]", "no worked case in cases.toml shows it")


def _unheld(trial: Trial, reader: AnswerReader, case: catalog.Case) -> Iterator[Flaw]:
    """Run one worked case."""
    where = f"cases.toml: {case.id}"
    answers: dict[str, Value] = {}
    for item, text in case.answers.items():
        found = reader.read(item, text, case.reference_date)
        if isinstance(found, Refusal):
            yield Flaw(f"{where}: {item}", f"“{text}” is refused ({found.code})")
        else:
            answers[item] = found
    result = verdict(trial, answers, case.reference_date)
    for criterion, wanted in case.expected.items():
        got = result.statuses[criterion].value
        if got != wanted:
            yield Flaw(f"{where}: {criterion}", f"is {got}, not {wanted}")
    if result.outcome.value != case.overall:
        yield Flaw(f"{where}: overall", f"is {result.outcome.value}, not {case.overall}")
    at_odds = [entry.id for entry in result.facts.at_odds()]
    if set(at_odds) != set(case.at_odds):
        what = f"is {_listed(at_odds)}, not {_listed(case.at_odds)}"
        yield Flaw(f"{where}: at_odds", what)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "nothing"


def _undecided_rule(item: str, trial: Trial, today: date) -> Iterator[Flaw]:
    """See that an item's rule can be satisfied and, if it names failures, violated."""
    rule = trial.items[item].rule
    if rule is None:
        return
    wanted = {Truth.YES: "satisfies", Truth.NO: "violates"}
    if isinstance(rule, OneOf) and not rule.no:
        del wanted[Truth.NO]
    if isinstance(rule, Window) and rule.wait:
        del wanted[Truth.NO]
    reached = set()
    for others_ in _beside(item, trial, today):
        facts = Facts(trial, others_, today)
        reached |= {rule.truth(value, item, facts) for value in specimens(item, trial, today)}
        if wanted.keys() <= reached:
            return
    for truth, word in wanted.items():
        if truth not in reached:
            yield Flaw(item, f"no possible answer {word} its rule")


def _beside(item: str, trial: Trial, today: date) -> Iterator[dict[str, Value]]:
    """Return what can be answered to the items that another one goes by, nothing first."""
    names = trial.leaning.get(item, ())
    values = [specimens(name, trial, today) for name in names]
    yield {}
    for chosen in islice(product(*values), _MOST_TRIED):
        yield dict(zip(names, chosen, strict=True))


def _unreached_statuses(criterion: Criterion, trial: Trial, today: date) -> Iterator[Flaw]:
    """Look for answers that give each status that the criterion should be able to have."""
    wanted = [Status.MET, Status.UNKNOWN]
    if not _takes_everybody(criterion, trial):
        wanted.append(Status.NOT_MET)
    if criterion.applies is not None:
        wanted.append(Status.NOT_APPLICABLE)
    reached = set()
    items = items_of(criterion, trial)
    every = (_attempts(items, trial, today), _attempts(_with_limits(items, trial), trial, today))
    for answers in chain.from_iterable(islice(tries, _MOST_ATTEMPTS) for tries in every):
        reached.add(status(criterion, Facts(trial, answers, today)))
        if reached.issuperset(wanted):
            return
    for missing in wanted:
        if missing not in reached:
            yield Flaw(criterion.id, f"no answers were found that make it {missing.value}")


def _takes_everybody(criterion: Criterion, trial: Trial) -> bool:
    """Whether a criterion is one choice of which no answer fails: people of any sex."""
    part = criterion.rule
    rule = trial.items[part.name].rule if isinstance(part, Item) else None
    return isinstance(rule, OneOf) and not rule.no


def _with_limits(items: tuple[str, ...], trial: Trial) -> tuple[str, ...]:
    """Add the limits of normal of items; nothing where they have none."""
    sides = (trial.limits("upper"), trial.limits("lower"))
    limits = [side[item].id for side in sides for item in items if item in side]
    return (*items, *limits) if limits else ()


def _attempts(items: tuple[str, ...], trial: Trial, today: date) -> Iterator[dict[str, Value]]:
    """Return sets of answers: nothing, all that satisfies or violates, and up to three changed."""
    possible = {item: specimens(item, trial, today) for item in items}
    starts = ({}, *(make(possible, trial, today) for make in (satisfying, violating)))
    yield from starts
    for several in range(1, _MOST_CHANGED + 1):
        for start in starts:
            yield from ({**start, **changed} for changed in changes(possible, several))
