"""How open criteria are open: never asked, awaited, or asked and not settled; and what to ask next.

Everything is derived from a verdict; nothing here changes one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from criteria.known.values import NotKnown
from criteria.rules.tree import mentioned
from criteria.verdict.findings import findings
from criteria.verdict.statuses import Status
from criteria.verdict.verdict import open_items

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from criteria.known.values import Value
    from criteria.trial.trial import Trial
    from criteria.verdict.facts import Facts
    from criteria.verdict.findings import Finding
    from criteria.verdict.verdict import Verdict

_WAYS = 2
"""So many criteria are named as the shortest way."""


class Openness(Enum):
    """How a criterion is open. Each open one is in exactly one of these."""

    NOT_ASKED = "not_asked"
    """None of its questions was answered."""
    AWAITED = "awaited"
    """Everything that is missing was ordered, or settles itself on a known day."""
    NOT_KNOWN = "not_known"
    """Something was answered, and does not settle it."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of the criteria that apply are settled, and how."""

    clear: int
    """Met; of exclusions: absent."""
    failed: int
    open: int

    @property
    def total(self) -> int:
        """How many criteria apply, as far as that is known."""
        return self.clear + self.failed + self.open


def counts(verdict: Verdict) -> Counts:
    """Return how many criteria are settled."""
    found = list(verdict.statuses.values())
    wanted = (Status.MET, Status.NOT_MET, Status.UNKNOWN)
    return Counts(*(found.count(status) for status in wanted))


def is_awaited(found: Finding) -> bool:
    """Whether an item is settled by waiting: its result was ordered, or its day is to come."""
    if found.reason == "too_recent":
        return True
    return _is_awaited(found.value)


def openness(verdict: Verdict, criterion: str) -> Openness:
    """Return how an open criterion is open."""
    facts = verdict.facts
    own = _own(criterion, facts.trial)
    if not any(item in facts.answers for item in own):
        return Openness.AWAITED if _all_follow(own, facts) else Openness.NOT_ASKED
    missing = findings(verdict, criterion)
    if missing and all(is_awaited(one) or _all_follow([one.item], facts) for one in missing):
        return Openness.AWAITED
    return Openness.NOT_KNOWN


def _all_follow(items: Sequence[str], facts: Facts) -> bool:
    """Whether unanswered items are asked only once an answer has come that is awaited."""
    to_ask = open_items(facts)
    return all(item not in facts.answers and item not in to_ask for item in items) and all(
        any(_is_awaited(facts.answers.get(name)) for name in asked_after(item, facts.trial))
        for item in items
    )


def asked_after(item: str, trial: Trial) -> Iterator[str]:
    """Return the items whose answers say whether another one is asked."""
    asked = trial.items[item].asked
    return iter(()) if asked is None else mentioned(asked)


def _is_awaited(value: Value | None) -> bool:
    return isinstance(value, NotKnown) and value.awaited


def _own(criterion: str, trial: Trial) -> list[str]:
    """Return the items of a criterion; of one that has none, those that its rule mentions."""
    own = [name for name, known in trial.items.items() if known.criterion == criterion]
    return own or list(mentioned(trial.criteria[criterion].rule))


def by_openness(verdict: Verdict) -> Mapping[Openness, tuple[str, ...]]:
    """Return the open criteria, by how they are open, in the registry's order."""
    found: dict[Openness, tuple[str, ...]] = dict.fromkeys(Openness, ())
    for name in verdict.pending:
        found[openness(verdict, name)] += (name,)
    return found


def shortest_way(verdict: Verdict, first: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the open criteria that the fewest screens can settle, at most two.

    Only what is still to be asked counts. Of those that take as many screens the one that is
    asked first comes first.

    Args:
        verdict: the verdict.
        first: what is asked before everything else, in its order, as in a quick check.
    """
    in_turn = dict.fromkeys((*first, *open_items(verdict.facts)))
    order = {item: place for place, item in enumerate(in_turn)}
    screens = verdict.facts.trial.screen_of
    ways: list[tuple[int, int, str]] = []
    for name in verdict.pending:
        missing = [item for item in verdict.facts.open_by_criterion[name] if item in order]
        if missing:
            needed = {screens[item].id if item in screens else item for item in missing}
            ways.append((len(needed), min(order[item] for item in missing), name))
    return tuple(name for _, _, name in sorted(ways)[:_WAYS])
