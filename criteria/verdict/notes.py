"""What somebody should look at again: doubts that were left open, old results, contradictions.

A note is a code and its details; it never changes a status: what counts as unknown does so in the
verdict already. The sentences are made elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from criteria.known.truth import Truth
from criteria.known.values import (
    Choice,
    DateSpan,
    Doubt,
    NotApplicable,
    NotKnown,
    Quantity,
    Several,
)
from criteria.trial.protocol import ChoiceItem, NumberItem
from criteria.verdict.facts import printed_limits
from criteria.verdict.findings import finding, near_limit
from criteria.verdict.statuses import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from criteria.known.codes import NoteCode
    from criteria.known.values import Reference, Value
    from criteria.trial.protocol import Item
    from criteria.verdict.facts import Facts
    from criteria.verdict.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Note:
    """Something about one item's answer, or several, by a code of the texts."""

    item: str
    code: NoteCode
    value: Value | None = None
    items: tuple[str, ...] = ()
    """All the items, where the note is about more than one."""
    entry: str = ""
    """The trial's entry of answers that do not go together."""


def notes(verdict: Verdict) -> tuple[Note, ...]:
    """Return everything that should be looked at, in the order of the trial's items.

    Answers that do not go together come first.
    """
    facts = verdict.facts
    aged = facts.site.maximum_age_days
    statuses = verdict.statuses.items()
    away = {name for name, status in statuses if status is Status.NOT_APPLICABLE}
    order, items = facts.trial.place, facts.trial.items
    telling = [
        item
        for item, value in facts.answers.items()
        if item in aged or not _plain(value, items[item], away)
    ]
    found: list[Note] = list(_at_odds(facts))
    for item in sorted(telling, key=order.__getitem__):
        value = facts.answers[item]
        found += [Note(item, code, value) for code in _codes(item, value, verdict)]
    return tuple(found)


def _at_odds(facts: Facts) -> Iterator[Note]:
    """Name answers that exclude each other, and those that only sit oddly together."""
    for entry in facts.at_odds():
        named = facts.trial.named_at_odds[entry.id]
        items = tuple(item for item in named if _known(item, facts))
        code: NoteCode = "at_odds" if entry.unknown else "unusual_together"
        yield Note(items[0], code, facts.answers[items[0]], items, entry.id)


def _known(item: str, facts: Facts) -> bool:
    return not isinstance(facts.answers.get(item), NotKnown | None)


def _plain(value: Value, known: Item, away: set[str]) -> bool:
    """Whether there is nothing to say of an answer, as of most of them."""
    if type(value) is Choice:
        if value.date is not None or known.criterion in away:
            return False
        return not (isinstance(known, ChoiceItem) and value.code in known.todo)
    if isinstance(value, Quantity):
        extras = value.date or value.method or value.reference
        canonical = isinstance(known, NumberItem) and value.unit == known.canonical
        return canonical and not extras
    return isinstance(value, NotKnown)


def _codes(item: str, value: Value, verdict: Verdict) -> Iterator[NoteCode]:
    match value:
        case Choice():
            yield from _of_choice(item, value, verdict)
        case Quantity():
            yield from _of_quantity(item, value, verdict.facts)
        case Doubt():
            yield value.code
        case Several() if _contradicts(item, verdict.facts):
            yield "contradiction"
        case DateSpan() if finding(item, verdict.facts).reason == "too_recent":
            yield "too_recent"
    if verdict.facts.set_aside(item):
        yield "set_aside"
    if not isinstance(value, NotKnown | NotApplicable | DateSpan):
        yield from _of_dates(item, value, verdict.facts)


def _contradicts(item: str, facts: Facts) -> bool:
    """Whether several answers leave open what each by itself would decide (P16, P20)."""
    several = isinstance(facts.value(item), Several)
    return several and facts.item_truth(item) is Truth.UNKNOWN


def _of_dates(item: str, value: Value, facts: Facts) -> Iterator[NoteCode]:
    """Name results that are old (policy P15), of those that count, or dated in the future."""
    results = value.results if isinstance(value, Several) else (value,)
    dates = [getattr(result, "date", None) for result in results]
    if any(when is not None and when.first > facts.reference_date for when in dates):
        yield "future_result"
    counted = facts.value(item)
    if counted is not None and _is_old(item, counted, facts):
        yield "old_result"


def _of_quantity(item: str, value: Quantity, facts: Facts) -> Iterator[NoteCode]:
    if facts.method_differs(item, value):
        yield "method_differs"
    if facts.measured(item, value) is None:
        yield "absolute" if "absolute" in value.flags else "unconverted"
    if near_limit(item, value, facts):
        yield "near_limit"
    if value.reference is not None and item in facts.trial.upper_limits:
        yield from _of_limit(facts.trial.upper_limits[item], value.reference, value, facts)


def _of_limit(
    limit: NumberItem, reference: Reference, value: Quantity, facts: Facts
) -> Iterator[NoteCode]:
    """Name what is wrong with the upper limits printed beside a result."""
    if reference.upper is not None and not limit.hard.holds(reference.upper):
        yield "upper_limit_unlikely"
    if len(set(printed_limits(facts, limit, value))) > 1:
        yield "upper_limits_differ"


def _of_choice(item: str, value: Choice, verdict: Verdict) -> Iterator[NoteCode]:
    """Name answers that leave something to do, and answers that do not count though they could."""
    known = verdict.facts.trial.items[item]
    if isinstance(known, ChoiceItem) and value.code in known.todo:
        yield "todo"
    if verdict.statuses.get(known.criterion) is not Status.NOT_APPLICABLE:
        return
    if verdict.facts.item_truth(item) is Truth.NO:
        yield "not_counted"


def _is_old(item: str, value: Value, facts: Facts) -> bool:
    """Whether the result is older than what is warned about (policy P15)."""
    if isinstance(value, Quantity | Choice) and value.date is None:
        return False
    rule = facts.trial.items[item].age_warning
    if rule is None:
        return False
    results = value.results if isinstance(value, Several) else (value,)
    return any(rule.truth(result, item, facts) is Truth.YES for result in results)
