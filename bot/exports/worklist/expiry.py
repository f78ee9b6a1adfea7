"""When what was answered runs out: the window of a scan, and results that grow too old."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from criteria.known.months import add_months
from criteria.known.truth import Truth
from criteria.known.values import DateSpan, Several
from criteria.rules.rules import MonthsBefore, Window
from criteria.trial.protocol import DateItem
from criteria.verdict.findings import finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from criteria.trial.protocol import Item
    from criteria.verdict.verdict import Verdict

Kind = Literal["window", "site", "usual"]
"""A window of the protocol and a site's maximum age decide; a usual age is only warned about."""


@dataclass(frozen=True, slots=True)
class Expiry:
    """The last day on which an answer still counts, or is not yet called old."""

    item: str
    day: date
    kind: Kind
    length: int
    """Months of a window; days of an age, or months of it where it has no days."""
    in_months: bool
    dated: DateSpan
    """The date of the scan or of the result."""

    @property
    def decides(self) -> bool:
        """Whether the answer counts no more after that day, not only is called old."""
        return self.kind != "usual"


def expiries(verdict: Verdict) -> Iterator[Expiry]:
    """Return what runs out, of everything that was answered with a date and has not failed.

    Of a date that is known only to the month the earliest day counts: it is certain until then.
    """
    facts = verdict.facts
    for item, known in facts.trial.items.items():
        answer = facts.answers.get(item)
        value = facts.value(item)
        results = value.results if isinstance(value, Several) else (value or answer,)
        for result in results:
            when = result if isinstance(result, DateSpan) else getattr(result, "date", None)
            if isinstance(when, DateSpan):
                yield from _of(item, known, when, verdict)


def _of(item: str, known: Item, when: DateSpan, verdict: Verdict) -> Iterator[Expiry]:
    facts = verdict.facts
    rule = facts.in_force(item)
    if isinstance(known, DateItem) and isinstance(rule, MonthsBefore):
        until = finding(item, facts).until
        if until is not None and facts.item_truth(item) is not Truth.NO:
            yield Expiry(item, until, "window", rule.at_most, in_months=True, dated=when)
    if isinstance(rule, Window) and facts.item_truth(item) is not Truth.NO:
        until = rule.until(when)
        if until is not None:
            months = rule.in_months
            length = (rule.in_days or 0) if months is None else months
            yield Expiry(item, until, "window", length, in_months=months is not None, dated=when)
    days = facts.site.maximum_age_days.get(item)
    if days is not None:
        day = when.first + timedelta(days=days)
        yield Expiry(item, day, "site", days, in_months=False, dated=when)
    warned = known.age_warning
    if warned is None or days is not None:
        return
    if warned.months is not None:
        day = add_months(when.first, warned.months)
        yield Expiry(item, day, "usual", warned.months, in_months=True, dated=when)
    elif warned.days is not None:
        day = when.first + timedelta(days=warned.days)
        yield Expiry(item, day, "usual", warned.days, in_months=False, dated=when)


def together(found: Iterable[Expiry]) -> Iterator[list[Expiry]]:
    """Take together what runs out for the same reason on the same day, the soonest first."""

    def reason(one: Expiry) -> tuple[date, str, int, bool]:
        return one.day, one.kind, one.length, one.in_months

    for _, same in groupby(sorted(found, key=reason), reason):
        yield list(same)
