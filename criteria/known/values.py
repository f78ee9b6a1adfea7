"""What is known about an item: exactly, within an interval, not at all, or only after asking back.

Values are frozen and tagged. Three things are kept apart: an item that was never asked is absent
from the answers, :class:`NotKnown` was asked and nobody knows, :class:`NotApplicable` was
answered as not applying. Nothing here reads text (`reading`) or judges (`rules`).
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING

from criteria.known.truth import Truth

if TYPE_CHECKING:
    from decimal import Decimal

    from criteria.known.codes import DoubtCode, RefusalCode


class Comparator(Enum):
    """How a result was reported: exactly, or only as a bound."""

    EQUAL = "="
    LESS = "<"
    AT_MOST = "≤"
    MORE = ">"
    AT_LEAST = "≥"


_NARROW = 10**20
"""An interval is narrow where its ends differ by less than this part of them."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Every number that a result may stand for, in the item's canonical unit.

    ``high`` of None means that there is no upper end. Ends are closed unless marked open.
    """

    low: Fraction
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False

    @classmethod
    def reported(cls, comparator: Comparator, bound: Fraction) -> Interval:
        """Return the interval behind a reported bound; below '<' it starts at 0 (no negatives)."""
        if comparator is Comparator.EQUAL:
            return cls(bound, bound)
        if comparator in (Comparator.LESS, Comparator.AT_MOST):
            is_open = comparator is Comparator.LESS
            return cls(min(Fraction(0), bound), bound, high_open=is_open)
        return cls(bound, None, low_open=comparator is Comparator.MORE)

    @property
    def narrow(self) -> bool:
        """Whether it holds one number, as far as anybody could tell by printing its ends."""
        if self.high is None or self.high == self.low:
            return self.high is not None
        return self.high - self.low <= abs(self.low) / _NARROW

    def scaled(self, factor: Fraction) -> Interval:
        """Multiply both ends by a positive factor."""
        low = self.low * factor
        if self.high is None or self.high is self.low:
            return Interval(low, None if self.high is None else low, self.low_open, self.high_open)
        return Interval(low, self.high * factor, self.low_open, self.high_open)

    def times(self, other: Interval) -> Interval:
        """Multiply by another interval; neither may reach below 0."""
        high = None if self.high is None or other.high is None else self.high * other.high
        return Interval(
            self.low * other.low,
            high,
            self.low_open or other.low_open,
            self.high_open or other.high_open,
        )

    def hull(self, other: Interval) -> Interval:
        """Return the smallest closed interval around both."""
        low = min(self.low, other.low)
        if self.high is None or other.high is None:
            return Interval(low, None)
        return Interval(low, max(self.high, other.high))

    def less_than(self, other: Interval) -> Truth:
        """Whether every number here lies strictly below every number of ``other``.

        Yes if all do, no if none does, else unknown: the table of censored results.
        """
        if self.high is not None and _is_below(self.high, other.low):
            return Truth.YES
        if other.high is not None and not _is_below(self.low, other.high):
            return Truth.NO
        touching = self.high == other.low and (self.high_open or other.low_open)
        return Truth.YES if touching else Truth.UNKNOWN


def _is_below(one: Fraction, other: Fraction) -> bool:
    """Whether one is less than the other; much sooner than `<` says it."""
    numerator, denominator = one.as_integer_ratio()
    over, under = other.as_integer_ratio()
    return numerator * under < over * denominator


def exactly(number: Fraction | int) -> Interval:
    """Return the interval that holds one number."""
    exact = Fraction(number)
    return Interval(exact, exact)


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A day, or all the days of a month or a year when no more is known. Both ends included."""

    first: date
    last: date
    text: str = field(default="", compare=False)
    """As it was written; the same days are the same however that was."""

    @classmethod
    def of(cls, year: int, month: int | None = None, day: int | None = None) -> DateSpan:
        """Build the span of a year, a month or a day.

        Raises:
            ValueError: there is no such day or month.
        """
        if month is None:
            return cls(date(year, 1, 1), date(year, 12, 31))
        if day is None:
            return cls(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
        return cls(date(year, month, day), date(year, month, day))

    @property
    def exact(self) -> bool:
        """Whether the day is known."""
        return self.first == self.last

    def __str__(self) -> str:
        """Write the span as far as it is known: a day, month or year, or its two ends."""
        iso = self.first.isoformat()
        if self.exact:
            return iso
        if self == DateSpan.of(self.first.year, self.first.month):
            return iso[:7]
        return iso[:4] if self == DateSpan.of(self.first.year) else f"{iso}/{self.last.isoformat()}"

    @property
    def partial(self) -> str:
        """The day, month or year that all its days lie in; empty beyond one year."""
        first, last = self.first.isoformat(), self.last.isoformat()
        return next((first[:end] for end in (10, 7, 4) if first[:end] == last[:end]), "")


@dataclass(frozen=True, slots=True)
class Reference:
    """The reference interval printed beside a result, in the result's own unit."""

    low: Decimal | None
    high: Decimal | None
    upper: Fraction | None = None
    """The upper end in the item's canonical unit; None without an upper end."""


ABOUT = "about"
"""Flag of a number that is only about right."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as printed, and what it means in the item's canonical unit."""

    text: str
    number: Decimal
    comparator: Comparator
    unit: str
    """The standard name of the printed unit; empty where the item has none."""
    interval: Interval | None
    """In the canonical unit; None if it cannot be converted (per cent, absolute clearance)."""
    date: DateSpan | None = None
    reference: Reference | None = None
    method: str | None = None
    """Choice code of the method that the text names ("eGFR_creatinine")."""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One of an item's choice codes, with the date that came with it."""

    code: str
    text: str = ""
    date: DateSpan | None = None


@dataclass(frozen=True, slots=True)
class NotKnown:
    """Asked, and nobody knows: don't know, not done, haemolysed."""

    text: str = ""
    awaited: bool = False
    """Whether the result was ordered and has not come yet."""


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """Answered as not applying to this candidate."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Read, but not certain: counts as not known until somebody has confirmed a candidate."""

    code: DoubtCode
    candidates: tuple[Quantity | DateSpan | Choice, ...]
    text: str = ""
    also: tuple[DoubtCode, ...] = ()
    """What else is not certain."""

    @property
    def codes(self) -> tuple[DoubtCode, ...]:
        """Everything that is not certain, the first thing to settle first."""
        return (self.code, *self.also)


@dataclass(frozen=True, slots=True)
class Several:
    """More than one result for one item. Nothing is overwritten: all are kept."""

    results: tuple[Quantity | Choice | DateSpan, ...]
    text: str = ""


Value = Quantity | DateSpan | Choice | NotKnown | NotApplicable | Doubt | Several


@dataclass(frozen=True, slots=True)
class Refusal:
    """Text that is no answer, and what to write instead. Never a value."""

    code: RefusalCode
    text: str = ""
    detail: tuple[tuple[str, str], ...] = ()
    """Names and values for the sentence that tells what to write instead."""
