"""Rules on a date, or on the date that came with a value: how far from another day it lies."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple, Self

from pydantic import Field, model_validator

from criteria.known.frozen import Frozen
from criteria.known.months import add_months
from criteria.known.truth import Truth, certain
from criteria.known.values import DateSpan, Interval, Quantity

if TYPE_CHECKING:
    from criteria.known.values import Value
    from criteria.rules.context import RuleContext

_Length = Annotated[int, Field(gt=0, le=40_000)]
_DAYS_OF_A_WEEK = 7
_MONTHS_OF_A_YEAR = 12


def dated(value: Value | None) -> DateSpan | None:
    """Return the date that a value is, or that came with it."""
    when = value if isinstance(value, DateSpan) else getattr(value, "date", None)
    return when if isinstance(when, DateSpan) else None


@lru_cache(maxsize=4096)
def _reached(day: date, at_least: int, at_most: int, today: date) -> tuple[bool, bool]:
    """Whether ``today`` has reached the window that ``day`` opens, and has not left it."""
    return add_months(day, at_least) <= today, today <= add_months(day, at_most)


class MonthsBefore(Frozen):
    """A date some calendar months before the reference date, both ends included.

    Too long ago violates; too recent leaves it open, because waiting cures it (policy P1).
    """

    kind: Literal["months_before"]
    at_least: int
    at_most: int

    def truth(self, value: Value | None, _item: str, around: RuleContext) -> Truth:
        """Judge a day, or a month or year whose every day gives the same result."""
        if not isinstance(value, DateSpan) or value.first > around.reference_date:
            return Truth.UNKNOWN
        today = around.reference_date
        _, first_in = _reached(value.first, self.at_least, self.at_most, today)
        last_old, last_in = _reached(min(value.last, today), self.at_least, self.at_most, today)
        if not last_in:
            return Truth.NO
        return Truth.YES if first_in and last_old else Truth.UNKNOWN


class OlderThan(Frozen):
    """The date that came with the value lies more than so many days or months back."""

    kind: Literal["older_than"]
    days: Annotated[int, Field(gt=0)] | None = None
    months: Annotated[int, Field(gt=0)] | None = None

    @model_validator(mode="after")
    def _one_measure(self) -> OlderThan:
        if (self.days is None) == (self.months is None):
            raise ValueError("write either days or months")
        return self

    def truth(self, value: Value | None, _item: str, around: RuleContext) -> Truth:
        """Judge the date of a result; a result without a date is unknown."""
        when = dated(value)
        if when is None:
            return Truth.UNKNOWN
        ends = {self._older(day, around.reference_date) for day in (when.first, when.last)}
        return certain(ends.pop()) if len(ends) == 1 else Truth.UNKNOWN

    def _older(self, day: date, today: date) -> bool:
        if self.months is not None:
            return add_months(day, self.months) < today
        return (today - day).days > (self.days or 0)


_Days = tuple[date, date]
"""A distance, as the days that it goes from and to."""


class _Distances(NamedTuple):
    """The least distance of two dates, and the greatest one or two, which may be."""

    least: _Days
    greatest: tuple[_Days, ...]


class Window(Frozen):
    """How far a date lies from the reference date or from another date that was answered."""

    kind: Literal["within", "less_than_ago", "at_least_ago", "longer_ago_than", "stable_for"]
    days: _Length | None = None
    weeks: _Length | None = None
    months: _Length | None = None
    years: Annotated[int, Field(gt=0, le=150)] | None = None
    side: Literal["before", "after", "around"] = "before"
    from_: str | None = Field(default=None, alias="from")
    """The date item that is counted from, instead of the reference date."""
    half_lives: Annotated[Decimal, Field(gt=0)] | None = None
    half_life: str | None = None
    """The number item that holds the half-life."""
    whichever: Literal["longer", "shorter"] = "longer"
    """Which counts of the span and the half-lives."""
    ever: str | None = None
    """The item that says whether it ever happened: with `no` there is no date."""
    wait: bool = False
    """What is only too recent leaves it open, because waiting cures it."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        spans = [self.days, self.weeks, self.months, self.years]
        given = len(spans) - spans.count(None)
        if given > 1 or (not given and self.half_lives is None):
            raise ValueError("write one of days, weeks, months and years")
        if (self.half_lives is None) != (self.half_life is None):
            raise ValueError("write half_lives and half_life together")
        if self.side == "around" and self.distant:
            raise ValueError('write side = "around" with within or less_than_ago')
        return self

    @property
    def distant(self) -> bool:
        """Whether it asks for distance; else for nearness."""
        return self.kind in ("at_least_ago", "longer_ago_than", "stable_for")

    @property
    def in_days(self) -> int | None:
        """The span, where it is counted in days."""
        return self.days if self.weeks is None else self.weeks * _DAYS_OF_A_WEEK

    @property
    def in_months(self) -> int | None:
        """The span, where it is counted in calendar months."""
        return self.months if self.years is None else self.years * _MONTHS_OF_A_YEAR

    def truth(self, value: Value | None, _item: str, around: RuleContext) -> Truth:
        """Judge a date as far as it is known; never happened is as far away as can be."""
        when = dated(value)
        if self.ever is not None and around.code(self.ever) == "no":
            return certain(self.distant) if when is None else Truth.UNKNOWN
        anchor = self._anchor(around)
        found = None if when is None or anchor is None else self._distances(when, anchor)
        if found is None:
            return Truth.UNKNOWN
        shortest, longest = self._half_lives(around)
        greatest = max(self._sign(days, shortest) for days in found.greatest)
        return self._decided(self._sign(found.least, longest), greatest)

    @property
    def _waits(self) -> bool:
        """Whether only the reference date decides, so that time passes for it."""
        return self.side == "before" and self.from_ is None and self.half_lives is None

    def _reached(self, day: date) -> date:
        if self.in_days is not None:
            return day + timedelta(days=self.in_days)
        return add_months(day, self.in_months or 0)

    def since(self, when: DateSpan) -> date | None:
        """Return the first day on which a date is far enough back, where only waiting decides."""
        if not self.distant or not self._waits:
            return None
        reached = self._reached(when.last)
        return reached + timedelta(days=1) if self.kind == "longer_ago_than" else reached

    def until(self, when: DateSpan) -> date | None:
        """Return the last day on which a date is near enough for certain, where time decides."""
        if self.distant or not self._waits:
            return None
        reached = self._reached(when.first)
        return reached - timedelta(days=1) if self.kind == "less_than_ago" else reached

    def _decided(self, least: int, greatest: int) -> Truth:
        """Return the truth where the least and the greatest distance agree."""
        ends = {self._holds(least), self._holds(greatest)}
        if len(ends) > 1 or (self.wait and self.distant and ends == {False}):
            return Truth.UNKNOWN
        return certain(ends.pop())

    def _holds(self, sign: int) -> bool:
        """Whether the rule holds for a distance that is shorter, as long, or longer."""
        match self.kind:
            case "within":
                return sign <= 0
            case "less_than_ago":
                return sign < 0
            case "longer_ago_than":
                return sign > 0
            case _:
                return sign >= 0

    def _anchor(self, around: RuleContext) -> DateSpan | None:
        if self.from_ is None:
            return DateSpan(around.reference_date, around.reference_date)
        return dated(around.value(self.from_))

    def _distances(self, when: DateSpan, anchor: DateSpan) -> _Distances | None:
        """Return the distances that are possible; None on the wrong side of the anchor."""
        if self.side == "around":
            return _around(when, anchor)
        early, late = (when, anchor) if self.side == "before" else (anchor, when)
        if early.first > late.last:
            return None
        least = (early.last, late.first) if early.last <= late.first else (late.last, late.last)
        return _Distances(least, ((early.first, late.last),))

    def _half_lives(self, around: RuleContext) -> tuple[Fraction | None, Fraction | None]:
        """Return the least and the greatest length of the half-lives; None is without end."""
        if self.half_lives is None or self.half_life is None:
            return Fraction(0), Fraction(0)
        value = around.value(self.half_life)
        found = around.measured(self.half_life, value) if isinstance(value, Quantity) else None
        interval = Interval(Fraction(0), None) if found is None else found
        one_day = around.canonical(self.half_life, Decimal(1), "days")
        times = Fraction(self.half_lives) / one_day
        high = interval.high
        return interval.low * times, None if high is None else high * times

    def _sign(self, days: _Days, half_lives: Fraction | None) -> int:
        """Compare a distance with the length: -1 shorter, 0 as long, 1 longer."""
        span = self._against_span(*days)
        signs = [] if span is None else [span]
        if self.half_lives is not None:
            signs.append(_compared(Fraction((days[1] - days[0]).days), half_lives))
        return min(signs) if self.whichever == "longer" else max(signs)

    def _against_span(self, start: date, end: date) -> int | None:
        if self.in_months is not None:
            reached = add_months(start, self.in_months)
            return (end > reached) - (end < reached)
        if self.in_days is None:
            return None
        return _compared(Fraction((end - start).days), Fraction(self.in_days))


def _compared(distance: Fraction, length: Fraction | None) -> int:
    return -1 if length is None else (distance > length) - (distance < length)


def _around(when: DateSpan, anchor: DateSpan) -> _Distances:
    """Return the distances of two spans, whichever comes first."""
    if when.last <= anchor.first:
        return _Distances((when.last, anchor.first), ((when.first, anchor.last),))
    if when.first >= anchor.last:
        return _Distances((anchor.last, when.first), ((anchor.first, when.last),))
    ways = ((when.first, anchor.last), (anchor.first, when.last))
    return _Distances((when.first, when.first), ways)
