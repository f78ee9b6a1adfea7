"""What one printed result consists of, before anything is decided about it. Data only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from criteria.known.values import Comparator, DateSpan
    from criteria.reading.results.lexemes import Number, Problem


@dataclass(frozen=True, slots=True)
class Limits:
    """A reference interval as printed: its ends, and its own unit if it has one."""

    low: Number | None
    high: Number | None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """One printed result before anything is decided about it."""

    number: Number
    comparator: Comparator
    start: int
    upto: Number | None = None
    """The other end, where a range is written instead of a number."""
    unit: str | None = None
    limits: Limits | None = None
    date: DateSpan | None = None
    flags: tuple[str, ...] = ()
    surface: Number | None = None
    bracketed: bool = False
    about: bool = False
    """The number is only about right."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """Everything that a stretch of text says about one name."""

    values: tuple[Printed, ...] = ()
    problem: Problem | None = None
    at: int = 0
    """The place of the problem in the text."""
    missing: bool = False
    """It says that there is no result."""
    loose: bool = False
    """Something behind the value was not understood."""
    extra: bool = False
    """A further number follows, and which of them counts is not said."""
    limits: Limits | None = None
    """The reference interval, with or without a value."""
    vague: tuple[str, ...] = ()
    """What is written like a day, and is not certain."""
    rest: bool = False
    """The reading ended before the text did."""
