"""How far values lie from their limits: those that fail, and those that pass by a little."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from criteria.known.truth import Truth
from criteria.trial.protocol import NumberItem
from criteria.verdict.findings import finding
from criteria.verdict.statuses import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from criteria.verdict.facts import Facts
    from criteria.verdict.findings import Finding
    from criteria.verdict.verdict import Verdict

NEAR = Fraction(1, 10)
"""A value that passes is near when it lies within this part of the limit."""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A value that fails its limit, or that lies within a tenth of it."""

    token: str
    criterion: str
    item: str
    value: Fraction
    """In the item's canonical unit, as the limit."""
    limit: Fraction
    sign: str
    """What the value must be: ">", "≥", "<" or "≤" the limit."""
    passes: bool
    times: Fraction | None = None
    """The multiple of the upper limit of normal, where the limit is one."""

    @property
    def margin(self) -> Fraction:
        """How far the value lies on the passing side, as a part of the limit; else below 0."""
        distance = (self.value - self.limit) / self.limit
        return -distance if self.sign in ("<", "≤") else distance


def near_misses(token: str, verdict: Verdict) -> Iterator[NearMiss]:
    """Return the values of a screening that fail their limits or lie near them.

    Left out is what has no distance: results such as "<0.5", and limits that are known only as a
    range because the laboratory's upper limit was not given.
    """
    facts = verdict.facts
    for item, known in facts.trial.items.items():
        status = verdict.statuses.get(known.criterion)
        if not isinstance(known, NumberItem) or known.rule is None or facts.value(item) is None:
            continue
        if status in (None, Status.NOT_APPLICABLE) or not _counts(known, facts):
            continue
        miss = _near_miss(token, known.criterion, finding(item, facts))
        fails = status is Status.NOT_MET and miss is not None and not miss.passes
        if miss is not None and (fails or abs(miss.margin) <= NEAR):
            yield miss


def _counts(known: NumberItem, facts: Facts) -> bool:
    """Whether the number was measured by a method that the criterion accepts."""
    if known.method is None or known.method not in facts.trial.gates:
        return True
    return facts.code(known.method) in facts.trial.gates[known.method]


def _near_miss(token: str, criterion: str, found: Finding) -> NearMiss | None:
    bound = found.bound
    if found.distance is None or bound is None or bound.low <= 0 or found.truth is Truth.UNKNOWN:
        return None
    value = bound.low + found.distance
    passes = found.truth is Truth.YES
    return NearMiss(token, criterion, found.item, value, bound.low, bound.sign, passes, bound.times)
