"""What a stretch of a report consists of: numbers, units, signs, days, words. Data only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from decimal import Decimal

    from criteria.known.values import Comparator, DateSpan


class Sense(Enum):
    """What a known word says."""

    FLAG = "flag"
    FILLER = "filler"
    MISSING = "missing"
    AGGREGATES = "aggregates"
    HAEMOLYSIS = "haemolysis"
    REFERENCE = "reference"
    NORMAL = "normal"
    PREVIOUS = "previous"
    SURFACE = "surface"
    COMMENT = "comment"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written, and every decimal that it may stand for."""

    text: str
    candidates: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """Two numbers with a dash or `to` between them."""

    low: Number
    high: Number


@dataclass(frozen=True, slots=True)
class Sign:
    """A comparator, as a sign or in words."""

    comparator: Comparator


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit; the name is None where the item cannot have it."""

    text: str
    name: str | None


@dataclass(frozen=True, slots=True)
class Day:
    """Something written like a day; None where it is not certain which, with its text."""

    span: DateSpan | None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A word whose meaning is known."""

    sense: Sense


@dataclass(frozen=True, slots=True)
class Word:
    """A word or character that is not understood."""

    text: str


Problem = Literal[
    "negative",
    "not_a_number",
    "not_understood",
    "previous",
    "range_not_value",
    "too_long",
    "two_units",
    "unit_not_known",
]
"""Why what follows a name is not read."""


@dataclass(frozen=True, slots=True)
class Garbled:
    """Digits that are no number: two marks, letters inside, a minus in front."""

    code: Problem


@dataclass(frozen=True, slots=True)
class Mark:
    """Punctuation, a cell border (tab) or a line's end."""

    text: str


Lexeme = Number | Spread | Sign | Unit | Day | Known | Word | Garbled | Mark


@dataclass(frozen=True, slots=True)
class Placed:
    """A lexeme with its place in the text."""

    lexeme: Lexeme
    start: int
    end: int
