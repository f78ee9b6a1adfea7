"""The closed list of rules: what an item's value must be, and the truth that follows.

A rule sees one value, an upper limit where it compares with one, and the reference date. It
never sees text. What this list cannot say is asked as the investigator's judgement instead.
"""

from __future__ import annotations

from datetime import date  # noqa: TC003 - pydantic and dataclasses need it at run time
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Annotated, Literal, Protocol

from pydantic import Field, model_validator

from criteria.known.frozen import Frozen
from criteria.known.months import add_months
from criteria.known.truth import Truth, certain
from criteria.known.values import (
    Choice,
    DateSpan,
    Interval,
    NotApplicable,
    Quantity,
    Value,
    exactly,
)


class Surroundings(Protocol):
    """What a rule may ask about the rest of the screening."""

    @property
    def reference_date(self) -> date:
        """The day that ages and windows are counted from."""

    def measured(self, item: str, quantity: Quantity) -> Interval | None:
        """Return a result in the item's canonical unit; None if it cannot be had."""

    def upper_limit(self, item: str, quantity: Quantity) -> Interval:
        """Return the upper limit of normal for a result, as far as it is known."""


class OneOf(Frozen):
    """A choice decides: some codes satisfy, some violate, every other leaves it open."""

    kind: Literal["choice"]
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()

    def truth(self, value: Value | None, _item: str, _around: Surroundings) -> Truth:
        """Judge a chosen code; "not applicable" is one where a rule names it (policy P24)."""
        if isinstance(value, Choice):
            code = value.code
        elif isinstance(value, NotApplicable):
            code = "not_applicable"
        else:
            return Truth.UNKNOWN
        if code in self.yes:
            return Truth.YES
        return Truth.NO if code in self.no else Truth.UNKNOWN


class _Numeric(Frozen):
    """A rule on a number in the item's canonical unit."""

    def truth(self, value: Value | None, item: str, around: Surroundings) -> Truth:
        """Judge a quantity; anything else is unknown."""
        if not isinstance(value, Quantity):
            return Truth.UNKNOWN
        measured = value.interval or around.measured(item, value)
        if measured is None:
            return Truth.UNKNOWN
        return self.compare(measured, self.limits(value, item, around))

    def limits(self, value: Quantity, item: str, around: Surroundings) -> Interval:
        """Return the limit that the result is compared with, as far as it is known."""
        raise NotImplementedError

    def compare(self, measured: Interval, limit: Interval) -> Truth:
        """Compare a result with its limit, both in the canonical unit."""
        raise NotImplementedError


class _Fixed(_Numeric):
    """A rule whose limit is a number of the protocol."""

    limit: Decimal

    @cached_property
    def _limit(self) -> Interval:
        return exactly(Fraction(self.limit))

    def limits(self, _value: Quantity, _item: str, _around: Surroundings) -> Interval:
        """Return the protocol's limit."""
        return self._limit


class Above(_Fixed):
    """Strictly above the limit; at the limit it is violated."""

    kind: Literal["above"]

    def compare(self, measured: Interval, limit: Interval) -> Truth:
        """Yes where every number reported is above the limit."""
        return limit.less_than(measured)


class AtLeast(_Fixed):
    """At the limit or above it."""

    kind: Literal["at_least"]

    def compare(self, measured: Interval, limit: Interval) -> Truth:
        """Yes where no number reported is below the limit."""
        return ~measured.less_than(limit)


class BelowUpperLimit(_Numeric):
    """Strictly below a multiple of the laboratory's upper limit of normal."""

    kind: Literal["below_upper_limit"]
    times: Decimal
    upper_limit: str
    """The item that holds the laboratory's upper limit."""

    @cached_property
    def factor(self) -> Fraction:
        """The multiple, exactly."""
        return Fraction(self.times)

    def limits(self, value: Quantity, item: str, around: Surroundings) -> Interval:
        """Return the multiple of every upper limit that is possible."""
        return around.upper_limit(item, value).scaled(self.factor)

    def compare(self, measured: Interval, limit: Interval) -> Truth:
        """Yes where every number reported is below every limit that is possible."""
        return measured.less_than(limit)


@lru_cache(maxsize=4096)
def _window(day: date, at_least: int, at_most: int, today: date) -> tuple[bool, bool]:
    """Whether ``today`` has reached the window that ``day`` opens, and has not left it."""
    return add_months(day, at_least) <= today, today <= add_months(day, at_most)


class MonthsBefore(Frozen):
    """A date some calendar months before the reference date, both ends included.

    Too long ago violates; too recent leaves it open, because waiting cures it (policy P1).
    """

    kind: Literal["months_before"]
    at_least: int
    at_most: int

    def truth(self, value: Value | None, _item: str, around: Surroundings) -> Truth:
        """Judge a day, or a month or year whose every day gives the same result."""
        if not isinstance(value, DateSpan) or value.first > around.reference_date:
            return Truth.UNKNOWN
        today = around.reference_date
        _, first_in = _window(value.first, self.at_least, self.at_most, today)
        last_old, last_in = _window(min(value.last, today), self.at_least, self.at_most, today)
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

    def truth(self, value: Value | None, _item: str, around: Surroundings) -> Truth:
        """Judge the date of a result; a result without a date is unknown."""
        when = value if isinstance(value, DateSpan) else getattr(value, "date", None)
        if not isinstance(when, DateSpan):
            return Truth.UNKNOWN
        ends = {self._older(day, around.reference_date) for day in (when.first, when.last)}
        return certain(ends.pop()) if len(ends) == 1 else Truth.UNKNOWN

    def _older(self, day: date, today: date) -> bool:
        if self.months is not None:
            return add_months(day, self.months) < today
        return (today - day).days > (self.days or 0)


Rule = Annotated[
    OneOf | Above | AtLeast | BelowUpperLimit | MonthsBefore | OlderThan,
    Field(discriminator="kind"),
]
