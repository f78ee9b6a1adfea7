"""The verdict on a set of answers, and the next question that follows from them.

Nothing is stored here: status, outcome and question are derived from the answers each time.
Why a criterion has its status is told in `findings`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from criteria.known.truth import Truth
from criteria.known.values import Quantity, Several, exactly
from criteria.rules.tree import mentioned
from criteria.trial.site import NO_SITE, Site
from criteria.verdict.facts import Facts, printed_limits
from criteria.verdict.possible_contradictions import could_occur, with_entry
from criteria.verdict.statuses import Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from criteria.known.values import Value
    from criteria.rules.leaves import Answered
    from criteria.rules.rules import OfNormal
    from criteria.trial.protocol import AtOdds, Criterion, NumberItem
    from criteria.trial.trial import Trial


class Outcome(Enum):
    """What the criteria together say. It is never more than a prescreening."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    PENDING = "pending"


_MOST_JUDGED = 20_000
"""Combinations of codes whose status is remembered, for all criteria of a trial together."""
_STATUS = {Truth.YES: Status.MET, Truth.NO: Status.NOT_MET, Truth.UNKNOWN: Status.UNKNOWN}


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """The statuses in the registry's order, the outcome, and what was taken into account.

    One is equal to itself only, so that what is worked out of it can be kept by it.
    """

    facts: Facts
    statuses: dict[str, Status]
    outcome: Outcome
    advisories: tuple[str, ...]

    @property
    def failing(self) -> tuple[str, ...]:
        """The criteria that are not met."""
        return self._with(Status.NOT_MET)

    @property
    def pending(self) -> tuple[str, ...]:
        """The criteria that are open."""
        return self._with(Status.UNKNOWN)

    def _with(self, wanted: Status) -> tuple[str, ...]:
        return tuple(name for name, status in self.statuses.items() if status is wanted)


def verdict(
    trial: Trial, answers: Mapping[str, Value], reference_date: date, site: Site = NO_SITE
) -> Verdict:
    """Judge every criterion of a trial on the answers given so far.

    Args:
        trial: the trial in the version that the screening was begun with.
        answers: item id -> value; an item that was never asked is absent.
        reference_date: the day that ages and windows are counted from.
        site: the site's own limits and maximum ages of results.
    """
    facts = Facts(trial, answers, reference_date, site)
    judged = statuses(facts)
    advisories = tuple(
        advisory.id
        for advisory in trial.protocol.advisories
        if advisory.when.truth(facts) is Truth.YES
    )
    return Verdict(facts, judged, outcome(judged), advisories)


def statuses(facts: Facts) -> dict[str, Status]:
    """Judge every criterion, in the registry's order, once for each set of answers."""
    if facts.statuses is None:
        every = facts.trial.criteria.items()
        facts.statuses = {name: status(criterion, facts) for name, criterion in every}
    return facts.statuses


def status(criterion: Criterion, facts: Facts) -> Status:
    """Judge one criterion; what goes by the codes of choices alone is judged once for each."""
    items = facts.trial.of_choices.get(criterion.id)
    codes = None if items is None else facts.plain_codes(items)
    if codes is None:
        return judge(criterion, facts)
    judged = facts.trial.judged_choices
    found = judged.get((criterion.id, codes))
    if found is None:
        if len(judged) >= _MOST_JUDGED:
            judged.clear()
        found = judged[criterion.id, codes] = judge(criterion, facts)
    return found


def judge(criterion: Criterion, facts: Facts) -> Status:
    """Judge one criterion: applicability first, then its rule.

    What may not apply to this candidate fails nobody: it stays open until that is known.
    """
    return _judged(criterion, facts.within(criterion.id))


def _judged(criterion: Criterion, within: Answered) -> Status:
    """Judge a criterion on the answers as it counts them."""
    applies = Truth.YES if criterion.applies is None else criterion.applies.truth(within)
    if applies is Truth.NO:
        return Status.NOT_APPLICABLE
    truth = criterion.rule.truth(within)
    return _STATUS[Truth.UNKNOWN if truth is Truth.NO and applies is not Truth.YES else truth]


def outcome(statuses: Mapping[str, Status]) -> Outcome:
    """One criterion not met decides; else one open leaves it pending; else eligible."""
    found = statuses.values()
    if Status.NOT_MET in found:
        return Outcome.NOT_ELIGIBLE
    return Outcome.PENDING if Status.UNKNOWN in found else Outcome.ELIGIBLE


def open_items(facts: Facts) -> tuple[str, ...]:
    """Return the unanswered items that still matter, in the order of asking.

    Left out is what does not apply, what earlier answers have settled, and what is only taken
    when it is volunteered. What could show that a failure rests on a mistake comes first.
    """
    if facts.still_open is None:
        for name, judged in statuses(facts).items():
            criterion, within = facts.trial.criteria[name], facts.within(name)
            facts.open_by_criterion[name] = tuple(_open(criterion, judged, within, facts))
        matter = set().union(*facts.open_by_criterion.values())
        beside = _probe(matter, facts)
        order = facts.trial.order
        unanswered = [item for item in order if item not in facts.answers]
        found = [item for item in unanswered if _to_ask(item, matter, facts)]
        if beside:
            listed = facts.trial.listed_with
            beside = {one for one in beside if not set(found).isdisjoint(listed.get(one, ()))}
            found = [item for item in unanswered if item in beside or item in found]
        if facts.probing:
            first = set().union(*facts.probing.values())
            found.sort(key=lambda item: item not in first)
        facts.still_open = tuple(found)
    return facts.still_open


def doubted(facts: Facts) -> Mapping[str, tuple[str, ...]]:
    """Return the failing criteria that may rest on a mistake, each with what to ask about it.

    An answer to one of these items could contradict those that the criterion fails by.
    """
    open_items(facts)
    return facts.probing


def _probe(matter: set[str], facts: Facts) -> set[str]:
    """Add to what matters what could contradict the answers that a criterion fails by.

    Return what could contradict those that settle one otherwise: it is asked only as a line of a
    list that is asked anyway. A contradiction leaves open what was decided.
    """
    beside: set[str] = set()
    failing = {name for name, found in statuses(facts).items() if found is Status.NOT_MET}
    for item, entries in facts.trial.contradicting.items():
        if item in facts.answers or (
            not failing and (item in matter or item not in facts.trial.listed_with)
        ):
            continue
        if not _to_ask(item, {item}, facts):
            continue
        for entry in entries:
            counts_in = _contradicted(entry, item, facts)
            beside.update((item,) if counts_in else ())
            for name in failing.intersection(counts_in):
                matter.add(item)
                facts.probing[name] = (*facts.probing.get(name, ()), item)
    return beside - matter


def _contradicted(entry: AtOdds, item: str, facts: Facts) -> tuple[str, ...]:
    """Return the criteria that an answer to an item would open, because an entry then occurs."""
    if not could_occur(entry, item, facts):
        return ()
    found: list[str] = []
    for name in entry.criteria:
        criterion, within = facts.trial.criteria[name], with_entry(entry, name, facts)
        if item in _open(criterion, _judged(criterion, within), within, facts):
            found.append(name)
    return tuple(found)


def next_question(facts: Facts) -> str | None:
    """Return the item to ask next; None when nothing is left to ask."""
    return next(iter(open_items(facts)), None)


def _to_ask(name: str, matter: set[str], facts: Facts) -> bool:
    item = facts.trial.items[name]
    if item.volunteered:
        return False
    if item.scored and name not in matter:
        return False
    return item.asked is None or item.asked.truth(facts) is not Truth.NO


def _open(criterion: Criterion, found: Status, within: Answered, facts: Facts) -> Iterator[str]:
    """Return the items that could still decide a criterion, or whether it applies.

    Args:
        criterion: the criterion.
        found: its status on the answers as it counts them.
        within: these answers.
        facts: all answers.
    """
    if criterion.applies is not None and found in (Status.UNKNOWN, Status.NOT_APPLICABLE):
        of_women = facts.trial.of_pregnancy if _is_no_woman(found, facts) else ()
        yield from (item for item in mentioned(criterion.applies) if item not in of_women)
    if found is not Status.UNKNOWN:
        return
    for item in criterion.rule.open_items(within):
        yield from (item, *facts.trial.leaning.get(item, ()))
        for rule in facts.trial.of_normal.get(item, ()):
            limit = facts.trial.limits(rule.side).get(item)
            if limit is not None and _settles(item, rule, limit, facts):
                yield limit.id


def _is_no_woman(found: Status, facts: Facts) -> bool:
    """Whether nobody asks about a pregnancy: a criterion that is not for a man (policy P9).

    A yes that is said all the same counts, and brings the criterion back.
    """
    sex = facts.trial.protocol.roles.get("sex")
    return found is Status.NOT_APPLICABLE and sex is not None and facts.code(sex) == "male"


def _settles(item: str, rule: OfNormal, limit: NumberItem, facts: Facts) -> bool:
    """Whether some possible limit of normal would settle a result that has none beside it."""
    value = facts.value(item)
    for result in value.results if isinstance(value, Several) else (value,):
        if not isinstance(result, Quantity):
            continue
        measured = facts.measured(item, result)
        if measured is None or printed_limits(facts, limit, result):
            continue
        ends = (limit.hard.lowest * rule.factor, limit.hard.highest * rule.factor)
        if any(rule.compare(measured, exactly(end)) is not Truth.UNKNOWN for end in ends):
            return True
    return False
