"""What the answers of one screening amount to: each item's value and truth, worked out once.

Here stand the rules that need more than one answer: derived values, upper limits of normal,
several results for one item, methods, answers that do not go together, and a site's own limits.
Verdicts are made in `verdict`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING

from criteria.known.truth import Truth
from criteria.known.values import (
    Choice,
    DateSpan,
    Doubt,
    Interval,
    NotApplicable,
    NotKnown,
    Quantity,
    Several,
    Value,
    exactly,
)
from criteria.rules.rules import in_force
from criteria.trial.protocol import NumberItem
from criteria.trial.site import NO_SITE, Site
from criteria.verdict.contradictions import AsCounted, occurring, set_aside
from criteria.verdict.derived import derived
from criteria.verdict.newest import combined, newest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date
    from decimal import Decimal

    from criteria.known.values import Reference
    from criteria.rules.context import Judging
    from criteria.rules.leaves import Answered
    from criteria.rules.limits import Side
    from criteria.rules.rules import Plain
    from criteria.trial.protocol import AtOdds
    from criteria.trial.trial import Trial
    from criteria.verdict.statuses import Status


_AS_GIVEN = frozenset((Choice, DateSpan, NotKnown, NotApplicable, type(None)))
"""Answers that count as they were given, unless a site limits their age: most of them."""


_WITHOUT_CODE = frozenset((NotKnown, NotApplicable, type(None)))


class LimitOrigin(Enum):
    """Where an upper limit of normal was taken from."""

    PRINTED = "printed"
    SITE = "site"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class NormalLimit:
    """A limit of normal in the item's canonical unit, as far as it is known."""

    interval: Interval
    origin: LimitOrigin


class Facts:
    """One screening's answers, read by the rules. Built anew for every set of answers."""

    __slots__ = (
        *("_as_counted", "_at_odds", "_criteria", "_derived", "_items", "_limits", "_limits_age"),
        *("_truths",),
        *("answers", "open_by_criterion", "probing", "reference_date", "site", "statuses"),
        *("still_open", "trial"),
    )

    def __init__(
        self,
        trial: Trial,
        answers: Mapping[str, Value],
        reference_date: date,
        site: Site = NO_SITE,
    ) -> None:
        """Keep what is needed; nothing is worked out until it is asked for."""
        self.trial = trial
        self._items = trial.items
        self.answers = answers
        self.reference_date = reference_date
        self.site = site
        self._limits_age = bool(site.maximum_age_days)
        self._truths: dict[str, Truth] = {}
        self._criteria: dict[str, Truth] = {}
        self._limits: dict[tuple[str, Side], tuple[Reference | None, NormalLimit]] = {}
        self._at_odds: tuple[AtOdds, ...] | None = None
        self._as_counted: dict[str, AsCounted] | None = None
        self._derived: dict[str, Quantity | None] = {}
        self.statuses: dict[str, Status] | None = None
        """What `statuses` has judged every criterion to be; None before it has."""
        self.still_open: tuple[str, ...] | None = None
        """What `open_items` has found; None before it has looked."""
        self.open_by_criterion: dict[str, tuple[str, ...]] = {}
        """The same for each criterion: the items that could still decide it."""
        self.probing: dict[str, tuple[str, ...]] = {}
        """Criterion that fails -> the items that could contradict what it fails by."""

    def item_truth(self, item: str) -> Truth:
        """Judge an item by its own rule; an item without a rule stays unknown."""
        truth = self._truths.get(item)
        if truth is None:
            rule = self._items[item].rule
            truth = Truth.UNKNOWN if rule is None else self.test(item, rule)
            self._truths[item] = truth
        return truth

    def in_force(self, item: str) -> Plain | None:
        """Return the rule that counts for an item; None where it has none or that is not known."""
        rule = self.trial.items[item].rule
        return None if rule is None else in_force(rule, self)

    def test(self, item: str, rule: Judging) -> Truth:
        """Judge an item by a rule; several results count only where they agree (P16, P20)."""
        value = self.value(item)
        if not isinstance(value, Several):
            return rule.truth(value, item, self)
        if not all(isinstance(result, Quantity) for result in value.results):
            return Truth.UNKNOWN
        truths = {rule.truth(result, item, self) for result in value.results}
        return truths.pop() if len(truths) == 1 else Truth.UNKNOWN

    def criterion_truth(self, criterion: str) -> Truth:
        """Judge a criterion's rule, whether or not the criterion applies."""
        truth = self._criteria.get(criterion)
        if truth is None:
            truth = self.trial.criteria[criterion].rule.truth(self.within(criterion))
            self._criteria[criterion] = truth
        return truth

    def at_odds(self) -> tuple[AtOdds, ...]:
        """Return the trial's entries of answers that do not go together, where they occur here."""
        if self._at_odds is None:
            self._at_odds = occurring(self, self.trial) if self.trial.protocol.at_odds else ()
        return self._at_odds

    def contradicted(self, criterion: str) -> Collection[str]:
        """Return what counts as unknown in a criterion, because other answers contradict it."""
        within = self._where_contradicted().get(criterion)
        return within.aside if within else ()

    def within(self, criterion: str) -> Answered:
        """Return the answers as a criterion counts them."""
        counted = self._as_counted
        return (self._where_contradicted() if counted is None else counted).get(criterion, self)

    def _where_contradicted(self) -> Mapping[str, AsCounted]:
        """Return the answers as those criteria count them that some of them are unknown to."""
        if self._as_counted is None:
            self._as_counted = {}
            for criterion, aside in set_aside(self.at_odds()).items():
                self._as_counted[criterion] = AsCounted(self, self.trial, aside)
        return self._as_counted

    def code(self, item: str) -> str | None:
        """Return the code that counts, "unknown" for not known or in doubt, None for nothing."""
        value = self.answers.get(item)
        if type(value) is Choice and not self._limits_age:
            return value.code
        value = self.value(item)
        if isinstance(value, Choice):
            return value.code
        if value is None:
            return self._method_read_with(item) if item in self.trial.methods else None
        return "not_applicable" if isinstance(value, NotApplicable) else "unknown"

    def plain_codes(self, items: Iterable[str]) -> tuple[object, ...] | None:
        """Return what was answered to some choices, as a key; None where it is more than codes."""
        if self._limits_age:
            return None
        found: list[object] = []
        for item in items:
            value = self.answers.get(item)
            if isinstance(value, Choice) and value.date is None:
                found.append(value.code)
            elif type(value) in _WITHOUT_CODE:
                found.append(type(value))
            else:
                return None
        return tuple(found)

    def _method_read_with(self, item: str) -> str | None:
        """Return the method that a result names, where nobody was asked for the method."""
        result = self.answers.get(self.trial.methods[item])
        return result.method if isinstance(result, Quantity) else None

    def value(self, item: str) -> Value | None:
        """Return what counts as the item's answer."""
        value = self.answers.get(item)
        if (value is None or type(value) is NotKnown) and item in self.trial.derived:
            return self._worked_out(item) or value
        if type(value) not in _AS_GIVEN:
            value = self._counted(item, value)
        return self._in_time(item, value) if self._limits_age else value

    def _worked_out(self, item: str) -> Quantity | None:
        """Return what an item's formula gives, worked out once."""
        if item not in self._derived:
            self._derived[item] = derived(self.trial.derived[item], self.trial.items, self)
        return self._derived[item]

    def _counted(self, item: str, value: Value | None) -> Value | None:
        """Return what counts of an answer, whatever its age."""
        if isinstance(value, Doubt):
            return NotKnown(value.text)
        if isinstance(value, Several):
            value = self._chosen(item, value)
        if isinstance(value, Quantity) and value.method and self.method_differs(item, value):
            return NotKnown(value.text)
        return value

    def set_aside(self, item: str) -> bool:
        """Whether the item's answer counts as not known by the site's maximum age alone."""
        if item not in self.site.maximum_age_days:
            return False
        counted = self._counted(item, self.answers.get(item))
        return self._in_time(item, counted) is not counted

    def method_differs(self, item: str, result: Quantity) -> bool:
        """Whether the result names another method than the one that was answered."""
        known = self._items[item]
        if not isinstance(known, NumberItem) or known.method is None or result.method is None:
            return False
        answered = self.code(known.method)
        return answered not in (result.method, None, "unknown", "not_applicable")

    def _chosen(self, item: str, several: Several) -> Value:
        """Take the newest dated result; undated ones stay in doubt beside it (policy P16)."""
        fitting = tuple(
            result
            for result in several.results
            if not isinstance(result, Quantity) or not self.method_differs(item, result)
        )
        if not fitting:
            return NotKnown(several.text)
        known = self.trial.items[item]
        if isinstance(known, NumberItem) and known.repeated != "newest":
            return combined(fitting, known, several.text)
        return newest(Several(fitting, several.text), self.reference_date)

    def _in_time(self, item: str, value: Value | None) -> Value | None:
        """Take a result as not known where the site's maximum age says so (policy P15)."""
        days = self.site.maximum_age_days.get(item)
        if days is None or value is None or isinstance(value, NotKnown | NotApplicable):
            return value
        results = value.results if isinstance(value, Several) else (value,)
        for result in results:
            when = result if isinstance(result, DateSpan) else getattr(result, "date", None)
            if when is None or (self.reference_date - when.first).days > days:
                return NotKnown(result.text)
        return value

    def measured(self, item: str, quantity: Quantity) -> Interval | None:
        """Return a result in the canonical unit, derived from another result where it must be."""
        if quantity.interval is not None:
            return quantity.interval
        known = self._items[item]
        if not isinstance(known, NumberItem) or known.percent_of is None or quantity.unit != "%":
            return None
        whole = self.value(known.percent_of)
        if not isinstance(whole, Quantity) or whole.interval is None:
            return None
        if None not in (whole.date, quantity.date) and whole.date != quantity.date:
            return None
        share = Interval.reported(quantity.comparator, Fraction(quantity.number) / 100)
        return share.times(whole.interval)

    def canonical(self, item: str, number: Decimal, unit: str) -> Fraction:
        """Return a number of the protocol in the item's canonical unit."""
        known = self.trial.items[item]
        return (
            known.in_canonical(number, unit) if isinstance(known, NumberItem) else Fraction(number)
        )

    def upper_limit(self, item: str, quantity: Quantity) -> Interval:
        """Return the upper limit of normal that a result is compared with."""
        return self.limit_found(item, quantity, "upper").interval

    def lower_limit(self, item: str, quantity: Quantity) -> Interval:
        """Return the lower limit of normal that a result is compared with."""
        return self.limit_found(item, quantity, "lower").interval

    def upper_limit_found(self, item: str, quantity: Quantity) -> NormalLimit:
        """Return the upper limit of normal for a result, and its origin."""
        return self.limit_found(item, quantity, "upper")

    def limit_found(self, item: str, quantity: Quantity, side: Side) -> NormalLimit:
        """Return a limit of normal and its origin: printed, the site's, or the item's soft range.

        Two printed limits that differ count as the range between them (policy P4).
        """
        known = self._limits.get((item, side))
        if known is None or known[0] is not quantity.reference:
            known = (quantity.reference, self._look_for_limit(item, quantity, side))
            self._limits[item, side] = known
        return known[1]

    def _look_for_limit(self, item: str, quantity: Quantity, side: Side) -> NormalLimit:
        limit = self.trial.limits(side)[item]
        printed = printed_limits(self, limit, quantity)
        if printed:
            interval = printed[0]
            for other in printed[1:]:
                interval = interval if other == interval else interval.hull(other)
            return NormalLimit(interval, LimitOrigin.PRINTED)
        at_site = self._site_limit(item) if side == "upper" else None
        if at_site is not None:
            return NormalLimit(at_site, LimitOrigin.SITE)
        soft = limit.soft or limit.hard
        return NormalLimit(Interval(soft.lowest, soft.highest), LimitOrigin.ASSUMED)

    def _site_limit(self, item: str) -> Interval | None:
        by_sex = self.site.upper_limits.get(item)
        if not by_sex:
            return None
        asked = self.trial.protocol.roles.get("sex")
        sex = None if asked is None else self.code(asked)
        if sex is not None and sex in by_sex:
            return exactly(by_sex[sex])
        return Interval(min(by_sex.values()), max(by_sex.values()))


def printed_limits(facts: Facts, limit: NumberItem, quantity: Quantity) -> list[Interval]:
    """Return the limits printed beside a result or given by themselves, if plausible ones."""
    printed = []
    beside = _beside(limit, quantity)
    if beside is not None and limit.hard.holds(beside):
        printed.append(exactly(beside))
    given = facts.value(limit.id)
    if isinstance(given, Quantity) and given.interval is not None:
        printed.append(given.interval)
    return printed


def _beside(limit: NumberItem, quantity: Quantity) -> Fraction | None:
    """Return the limit printed beside a result, in the canonical unit."""
    reference = quantity.reference
    if reference is None:
        return None
    if limit.upper_limit_of is not None:
        return reference.upper
    if reference.low is None or quantity.unit not in limit.units:
        return None
    return limit.in_canonical(reference.low, quantity.unit)
