"""Why a criterion is met, not met or open: each item's value against its limit, in data, not words.

A finding names the reason by a code and gives the numbers; the sentences are made elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from criteria.known.months import add_months
from criteria.known.truth import Truth
from criteria.known.values import (
    Choice,
    Comparator,
    DateSpan,
    Doubt,
    NotApplicable,
    NotKnown,
    Quantity,
    Several,
)
from criteria.rules.rules import Between, MonthsBefore, OfNormal, OneOf, Single, Window
from criteria.rules.tree import mentioned
from criteria.trial.protocol import NumberItem
from criteria.verdict.facts import LimitOrigin, NormalLimit
from criteria.verdict.statuses import Status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from criteria.known.codes import FindingReason
    from criteria.known.values import Interval, Value
    from criteria.rules.limits import Side, Sign
    from criteria.verdict.facts import Facts
    from criteria.verdict.verdict import Verdict

UNANSWERED: frozenset[FindingReason] = frozenset(("not_asked", "not_known"))
"""The reasons of an item that has no answer."""


@dataclass(frozen=True, slots=True)
class Bound:
    """What a value must be, in the item's canonical unit: ">", "≥", "<" or "≤" a number."""

    sign: Sign
    low: Fraction
    high: Fraction
    """Differs from ``low`` where the upper limit of normal is known only as a range."""
    unit: str
    times: Fraction | None = None
    """The multiple of a limit of normal, where there is one."""
    normal: NormalLimit | None = None
    side: Side = "upper"
    """Which limit of normal that is."""
    other: Bound | None = None
    """The other end, where a value must lie between two."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One item's part in a criterion."""

    item: str
    truth: Truth
    value: Value | None
    reason: FindingReason
    bound: Bound | None = None
    distance: Fraction | None = None
    """Value less limit in the canonical unit, where both are exact."""
    near: bool = False
    """The limit lies within the printed value's own rounding."""
    since: date | None = None
    """The first day on which the date satisfies the window for certain."""
    until: date | None = None
    """The last day on which it does for certain; of a date too old, the last on which it could."""
    accepted: tuple[str, ...] = ()
    """The choice codes that satisfy."""
    window: Window | None = None
    """What is asked of a date, where it is a window of time."""

    @property
    def code(self) -> str:
        """The choice that was answered; empty where it was none."""
        return self.value.code if isinstance(self.value, Choice) else ""


@lru_cache(maxsize=64)
def findings(verdict: Verdict, criterion: str) -> tuple[Finding, ...]:
    """Return the findings behind a criterion's status, the deciding ones first.

    Of a criterion that is not met these are the items that fail it; of an open one the items
    that are missing; else all that were judged.
    """
    facts = verdict.facts
    rule = facts.trial.criteria[criterion].rule
    within = facts.within(criterion)
    everything = [finding(item, facts, criterion) for item in dict.fromkeys(mentioned(rule))]
    status = verdict.statuses[criterion]
    if status is Status.NOT_MET:
        failing = tuple(f for f in everything if f.truth is Truth.NO)
        return failing or tuple(everything)  # it fails by what holds: its rule says "not"
    if status is Status.UNKNOWN:
        undecided = set(rule.open_items(within))
        shown = [f for f in everything if f.item in undecided]
        shown += [finding(item, facts, criterion) for item in _says_whether(criterion, facts)]
        return (*shown, *_missing_beside(shown, facts, criterion))
    return tuple(everything)


def _says_whether(criterion: str, facts: Facts) -> Iterator[str]:
    """Return the items that are missing to know whether a criterion applies."""
    applies, within = facts.trial.criteria[criterion].applies, facts.within(criterion)
    if applies is not None and applies.truth(within) is Truth.UNKNOWN:
        yield from dict.fromkeys(applies.open_items(within))


def _missing_beside(shown: list[Finding], facts: Facts, criterion: str) -> Iterator[Finding]:
    """Return the unanswered items that open ones go by: what they depend on or are made of."""
    named = {found.item for found in shown}
    beside = (other for found in shown for other in facts.trial.leaning.get(found.item, ()))
    for other in dict.fromkeys(beside):
        found = finding(other, facts, criterion)
        if other not in named and found.reason in UNANSWERED:
            yield found


def finding(item: str, facts: Facts, criterion: str | None = None) -> Finding:
    """Explain one item's truth, in its own criterion or in another one that goes by it."""
    value = facts.answers.get(item)
    home = facts.trial.items[item].criterion if criterion is None else criterion
    truth = facts.within(home).item_truth(item)
    reason = _without_number(item, value, facts, home)
    if reason is not None and item in facts.trial.derived:
        reason = "underived"
    if reason is not None:
        return Finding(item, truth, value, reason if truth is Truth.UNKNOWN else "never")
    counted = _counted(item, facts)
    if isinstance(counted, Quantity):
        return _of_quantity(item, counted, facts)
    if isinstance(counted, DateSpan):
        return _of_date(item, counted, facts)
    if isinstance(counted, Choice):
        return _of_choice(item, counted, facts, truth)
    differ = isinstance(value, Several) and not facts.set_aside(item)
    return Finding(item, truth, value, "several" if differ else "set_aside")


def _counted(item: str, facts: Facts) -> Value | None:
    """Return the value that counts: as a choice too where a method or "not applicable" does."""
    counted = facts.value(item)
    if counted is None:  # the method that the result names
        return Choice(facts.code(item) or "")
    if isinstance(counted, NotApplicable):  # a choice that settles (policy P24)
        return Choice("not_applicable")
    return counted


def _of_choice(item: str, value: Choice, facts: Facts, truth: Truth) -> Finding:
    rule = facts.in_force(item)
    if isinstance(rule, OneOf):
        return Finding(item, truth, value, "choice", accepted=rule.yes)
    return Finding(item, truth, value, "gate", accepted=facts.trial.gates.get(item, ()))


def _without_number(
    item: str, value: Value | None, facts: Facts, home: str
) -> FindingReason | None:
    """Name the reason where there is no value to judge."""
    if item in facts.trial.derived and facts.value(item) not in (None, value):
        return None
    if value is None:
        return "not_asked" if facts.code(item) is None else None
    if item in facts.contradicted(home) and not isinstance(value, NotKnown):
        return "at_odds"
    if isinstance(value, NotApplicable) and facts.item_truth(item) is not Truth.UNKNOWN:
        return None
    if isinstance(value, Quantity) and facts.method_differs(item, value):
        return "method"
    return _REASONS.get(type(value))


_REASONS: dict[type, FindingReason] = {
    NotKnown: "not_known",
    NotApplicable: "not_applicable",
    Doubt: "doubt",
}
"""Why an answer says nothing, by its kind."""


def _of_quantity(item: str, value: Quantity, facts: Facts) -> Finding:
    truth = facts.item_truth(item)
    known = facts.trial.items[item]
    measured = facts.measured(item, value)
    bound = bound_of(item, value, facts)
    if measured is None:
        return Finding(item, truth, value, "unconverted", bound)
    if bound is None or not isinstance(known, NumberItem):
        return Finding(item, truth, value, _without_limit(item, facts))
    distance = None
    if measured.narrow and bound.low == bound.high:
        distance = measured.low - bound.low
    reason = _against(truth, distance, bound)
    near = near_limit(item, value, facts)
    return Finding(item, truth, value, reason, bound, distance, near)


def _without_limit(item: str, facts: Facts) -> FindingReason:
    """Name the reason where no limit is compared with: there is none, or it depends."""
    open_ = facts.in_force(item) is None and facts.trial.items[item].rule is not None
    return "depends" if open_ and facts.item_truth(item) is Truth.UNKNOWN else "recorded"


def _against(truth: Truth, distance: Fraction | None, bound: Bound) -> FindingReason:
    """Name on which side of its limit a value is."""
    if truth is Truth.UNKNOWN:
        assumed = bound.normal is not None and bound.normal.origin is LimitOrigin.ASSUMED
        if not assumed:
            return "undecided"
        return "limit_assumed" if bound.side == "upper" else "limit_assumed_lower"
    if truth is Truth.YES:
        return "inside"
    return "at_limit" if distance == 0 else "outside"


def near_limit(item: str, value: Quantity, facts: Facts) -> bool:
    """Whether rounding in the printed digits could have hidden the limit (not: at the limit).

    Only a converted result can be that near; a canonical one is at the limit or beside it.
    """
    known = facts.trial.items[item]
    if not isinstance(known, NumberItem) or value.unit == known.canonical:
        return False
    factor = known.units.get(value.unit)
    if factor is None or value.comparator is not Comparator.EQUAL:
        return False
    rule = facts.in_force(item)
    if value.interval is None or not isinstance(rule, Single | Between):
        return False
    half, low = _half_digit(_exponent(value), factor), value.interval.low
    limits = [end.limits(value, item, facts) for end in rule.ends]
    return any(end.low == end.high and 0 < abs(low - end.low) < half for end in limits)


def _exponent(value: Quantity) -> int:
    """Return the place of the last printed digit, as a power of ten."""
    return int(value.number.as_tuple().exponent)


@lru_cache(maxsize=1024)
def _half_digit(exponent: int, factor: Fraction) -> Fraction:
    """Return half of the last printed digit, in the canonical unit."""
    return factor / 2 * Fraction(10) ** exponent


def bound_of(item: str, value: Quantity, facts: Facts) -> Bound | None:
    """Return what the item's rule asks of a value; None where the rule has no limit."""
    known = facts.trial.items[item]
    rule = facts.in_force(item)
    if not isinstance(known, NumberItem) or not isinstance(rule, Single | Between):
        return None
    bounds = [_bound(end, item, value, facts) for end in rule.ends]
    if len(bounds) == 1:
        return bounds[0]
    return _nearer(bounds, facts.measured(item, value))


def _bound(end: Single, item: str, value: Quantity, facts: Facts) -> Bound:
    """Return one limit as a bound."""
    known = facts.trial.items[item]
    limits = end.limits(value, item, facts)
    high = limits.low if limits.high is None else limits.high
    unit = known.canonical if isinstance(known, NumberItem) else ""
    if not isinstance(end, OfNormal):
        return Bound(end.sign, limits.low, high, unit)
    normal = facts.limit_found(item, value, end.side)
    return Bound(end.sign, limits.low, high, unit, end.factor, normal, end.side)


def _nearer(bounds: list[Bound], measured: Interval | None) -> Bound:
    """Return the end that a value fails or is nearer to, with the other one beside it."""
    low, high = bounds
    if measured is None or 2 * measured.low <= low.low + high.low:
        return replace(low, other=high)
    return replace(high, other=low)


def _of_date(item: str, value: DateSpan, facts: Facts) -> Finding:
    truth = facts.item_truth(item)
    rule = facts.in_force(item)
    if isinstance(rule, Window):
        return _of_window(item, value, rule, facts)
    if not isinstance(rule, MonthsBefore):
        return Finding(item, truth, value, _without_limit(item, facts))
    since = add_months(value.last, rule.at_least)
    until = add_months(value.last if truth is Truth.NO else value.first, rule.at_most)
    reason = _in_window(truth)
    if truth is Truth.UNKNOWN and facts.reference_date < add_months(value.first, rule.at_least):
        reason = "too_recent"
    return Finding(item, truth, value, reason, since=since, until=until)


def _of_window(item: str, value: DateSpan, rule: Window, facts: Facts) -> Finding:
    truth = facts.item_truth(item)
    if truth is Truth.YES:
        return Finding(item, truth, value, "in_time", window=rule)
    since = rule.since(value) if value.first <= facts.reference_date else None
    if since is not None and since > facts.reference_date:
        reason: FindingReason = "in_time_from" if truth is Truth.NO else "too_recent"
        return Finding(item, truth, value, reason, since=since, window=rule)
    reason = "out_of_time" if truth is Truth.NO else "time_open"
    return Finding(item, truth, value, reason, window=rule)


def _in_window(truth: Truth) -> FindingReason:
    """Name on which side of its window a date is."""
    if truth is Truth.UNKNOWN:
        return "window"
    return "in_window" if truth is Truth.YES else "too_old"


def all_findings(verdict: Verdict) -> Iterator[tuple[str, Finding]]:
    """Return every criterion's findings in the registry's order."""
    for criterion in verdict.statuses:
        for found in findings(verdict, criterion):
            yield criterion, found
