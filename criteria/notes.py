"""What somebody should look at again: doubts that were left open, old results, contradictions.

A note is a code and its details; it never changes a status. The sentences are made elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from criteria.facts import printed_limits
from criteria.findings import finding, near_limit
from criteria.screening import Status
from criteria.trial import ChoiceItem, NumberItem
from criteria.truth import Truth
from criteria.values import Choice, DateSpan, Doubt, Quantity, Several

if TYPE_CHECKING:
    from collections.abc import Iterator

    from criteria.facts import Facts
    from criteria.screening import Verdict
    from criteria.values import Value


@dataclass(frozen=True, slots=True)
class Note:
    """Something about one item's answer, by a code of the texts."""

    item: str
    code: str
    value: Value | None = None


def notes(verdict: Verdict) -> tuple[Note, ...]:
    """Give everything that should be looked at, in the order of the trial's items."""
    facts = verdict.facts
    found: list[Note] = []
    for item in facts.trial.items:
        value = facts.answers.get(item)
        if value is not None:
            found.extend(Note(item, code, value) for code in _codes(item, value, verdict))
    return tuple(found)


def _codes(item: str, value: Value, verdict: Verdict) -> Iterator[str]:
    facts = verdict.facts
    if isinstance(value, Doubt):
        yield value.code
    elif isinstance(value, Several) and isinstance(facts.value(item), Several):
        yield "contradiction"
    elif isinstance(value, Quantity):
        yield from _of_quantity(item, value, facts)
    elif isinstance(value, Choice):
        yield from _of_choice(item, value, verdict)
    elif isinstance(value, DateSpan) and finding(item, facts).reason == "too_recent":
        yield "too_recent"
    if _is_old(item, value, facts):
        yield "old_result"


def _of_quantity(item: str, value: Quantity, facts: Facts) -> Iterator[str]:
    if facts.method_differs(item, value):
        yield "method_differs"
    if facts.measured(item, value) is None:
        yield "absolute" if "absolute" in value.flags else "unconverted"
    if value.unit and near_limit(item, value, facts):
        yield "near_limit"
    limit = facts.trial.upper_limits.get(item)
    if limit is not None:
        yield from _of_limit(limit, value, facts)


def _of_limit(limit: NumberItem, value: Quantity, facts: Facts) -> Iterator[str]:
    """Name what is wrong with the upper limits printed beside a result."""
    upper = None if value.reference is None else value.reference.upper
    if upper is not None and not limit.hard.holds(upper):
        yield "upper_limit_unlikely"
    if len(set(printed_limits(facts, limit, value))) > 1:
        yield "upper_limits_differ"


def _of_choice(item: str, value: Choice, verdict: Verdict) -> Iterator[str]:
    """Name answers that leave something to do, and answers that do not count though they could."""
    known = verdict.facts.trial.items[item]
    if isinstance(known, ChoiceItem) and value.code in known.todo:
        yield "todo"
    if (
        verdict.statuses.get(known.criterion) is Status.NOT_APPLICABLE
        and verdict.facts.item_truth(item) is Truth.NO
    ):
        yield "not_counted"


def _is_old(item: str, value: Value, facts: Facts) -> bool:
    """Whether the result is older than what is warned about (policy P15)."""
    rule = facts.trial.items[item].age_warning
    if rule is None:
        return False
    results = value.results if isinstance(value, Several) else (value,)
    return any(rule.truth(result, item, facts) is Truth.YES for result in results)
