"""The tokens of the parser: each lexeme with what it can be in its place.

A number in brackets, a bound before the value, a line that does not go on with the result: all
that depends on the neighbours is decided here, once, so that the parser looks at one token at a
time.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from itertools import accumulate
from typing import TYPE_CHECKING

from criteria.known.values import Comparator
from criteria.reading.results.lexemes import (
    Day,
    Garbled,
    Known,
    Mark,
    Number,
    Sense,
    Sign,
    Spread,
    Unit,
    Word,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import UnionType

    from criteria.reading.results.lexemes import Lexeme, Placed


class Kind(Enum):
    """What a token can be. "Aside" is inside brackets."""

    NUMBER = "a number"
    NUMBER_ASIDE = "a number in brackets"
    BOUND = "a number with a comparator"
    BOUND_ASIDE = "a bound in brackets, and no number outside comes any more"
    CHANGE = 'a number behind a ">" that may be an arrow: 105 > 88'
    RANGE = "two numbers with a dash"
    LIMIT = "a bound that can only be an end of the reference interval"
    INTERVAL = "two numbers that can only be the reference interval"
    AREA = "the body surface area"
    EARLIER = "a number of an earlier result"
    UNIT = "a unit of the item"
    UNIT_ASIDE = "a unit of the item in brackets"
    UNKNOWN_UNIT = "a unit that the item cannot have"
    DAY = "a day"
    DAY_IN_REMARK = "a day in a remark"
    VAGUE_DAY = "something written like a day, and not certain which"
    ABOUT = "a word that makes the number to come approximate"
    FLAG = "a word for aggregates or haemolysis"
    MISSING = "a word that says that there is no result"
    PREVIOUS = "a word for an earlier result"
    REFERENCE = "a word for the reference interval, which follows"
    NO_REFERENCE = "a word for the reference interval, and no number follows"
    SURFACE = "a word for the body surface area"
    WORD = "a word that is not understood"
    STRAY_SIGN = "a comparator without a number"
    GARBLED = "digits that are no number"
    REFUSED = "digits that are no number, for a reason that can be named"
    COLON = "a colon or an equals sign"
    EMPTY = "an empty cell"
    DASH = "a dash that fills its cell or its line"
    PAUSE = "a comma, a line's end or the like"
    STOP = "a full stop, and nothing behind it goes on with the result"
    END = "a line's end, and the next line is about something else"
    NOTHING = "what says nothing: a filler, a quotation mark, a bracket"


@dataclass(frozen=True, slots=True)
class Token:
    """A lexeme with its kind; a number includes its comparator."""

    kind: Kind
    lexeme: Lexeme
    start: int
    comparator: Comparator = Comparator.EQUAL
    bracketed: bool = False
    unit: Placed | None = None
    """The unit directly behind a number."""


AREA_UNIT = "m2"
_SENSES: dict[Sense, Kind] = {
    Sense.ABOUT: Kind.ABOUT,
    Sense.AGGREGATES: Kind.FLAG,
    Sense.HAEMOLYSIS: Kind.FLAG,
    Sense.MISSING: Kind.MISSING,
    Sense.PREVIOUS: Kind.PREVIOUS,
    Sense.SURFACE: Kind.SURFACE,
}
_MARKS: dict[str, Kind] = {
    **dict.fromkeys(":=", Kind.COLON),
    **dict.fromkeys(",;.\n→", Kind.PAUSE),
    "\t\t": Kind.EMPTY,
    "\n\n": Kind.END,
}
_BORDERS = tuple(map(Mark, ("\t", "\t\t", "\n", "\n\n", ";", '"', "-")))
_LINE_ENDS = (Mark("\n"), Mark("\n\n"))
_COMMENT = Known(Sense.COMMENT)
_PREVIOUS = Known(Sense.PREVIOUS)
_ENDS_EARLIER = frozenset(",;.\n→)]")
_NUMERIC = (Kind.NUMBER, Kind.NUMBER_ASIDE, Kind.BOUND, Kind.BOUND_ASIDE, Kind.CHANGE, Kind.LIMIT)
_IN_EARLIER: dict[Kind, Kind] = {
    **dict.fromkeys(_NUMERIC, Kind.EARLIER),
    **dict.fromkeys(
        (
            *(Kind.RANGE, Kind.INTERVAL, Kind.UNIT, Kind.UNIT_ASIDE, Kind.UNKNOWN_UNIT),
            *(Kind.DAY, Kind.DAY_IN_REMARK, Kind.VAGUE_DAY),
        ),
        Kind.NOTHING,
    ),
}
"""What is said about an earlier result says nothing about this one."""


def tokens_of(lexemes: Sequence[Placed]) -> list[Token]:
    """The tokens that the lexemes of one stretch of text are."""
    return list(_Stretch(lexemes).tokens())


class _Stretch:
    """The lexemes behind one name, and what holds for stretches of them."""

    def __init__(self, lexemes: Sequence[Placed]) -> None:
        self.lexemes = lexemes
        plain = [placed.lexeme for placed in lexemes]
        self.at: Callable[[int], Lexeme | None] = dict(enumerate(plain)).get
        """Returns the lexeme at a place; None beyond the ends."""
        marks = [each.text if isinstance(each, Mark) else "" for each in plain]
        self.depths = list(accumulate(marks, _depth_behind, initial=0))[1:]
        self.earlier = list(self._about_earlier(plain, marks))
        numbers = [place for place, each in enumerate(plain) if isinstance(each, Number | Spread)]
        self.last_number = max(numbers, default=-1)
        self.last_outside = max(
            (at for at in numbers if isinstance(plain[at], Number) and not self.depths[at]),
            default=-1,
        )
        self.remark = plain.index(_COMMENT) if _COMMENT in plain else len(plain)

    def tokens(self) -> Iterator[Token]:
        """Every token in order."""
        for place, placed in enumerate(self.lexemes):
            if isinstance(placed.lexeme, Sign) and self._is(place + 1, Number):
                continue
            kind = self._kind(place, placed.lexeme)
            kind = _IN_EARLIER.get(kind, kind) if self.earlier[place] else kind
            yield Token(
                kind,
                placed.lexeme,
                placed.start,
                self._comparator(place) or Comparator.EQUAL,
                self.depths[place] > 0,
                self._unit_behind(place),
            )

    def _is(self, place: int, kind: type | UnionType) -> bool:
        return isinstance(self.at(place), kind)

    def _comparator(self, place: int) -> Comparator | None:
        """The comparator that belongs to a number."""
        before = self.at(place - 1) if self._is(place, Number) else None
        return before.comparator if isinstance(before, Sign) else None

    def _unit_behind(self, place: int) -> Placed | None:
        """The unit directly behind a number, or behind two."""
        numeric = self._is(place, Number | Spread) and self._is(place + 1, Unit)
        return self.lexemes[place + 1] if numeric else None

    def _about_earlier(self, lexemes: Sequence[Lexeme], marks: Sequence[str]) -> Iterator[bool]:
        """Whether each is about an earlier result: up to a pause or the end of a bracket."""
        earlier = False
        for lexeme, mark, depth in zip(lexemes, marks, self.depths, strict=True):
            earlier = earlier or (isinstance(lexeme, Known) and lexeme == _PREVIOUS)
            earlier = earlier and not (depth == 0 and mark in _ENDS_EARLIER)
            yield earlier

    def _kind(self, place: int, lexeme: Lexeme) -> Kind:
        match lexeme:
            case Number():
                return self._kind_of_number(place)
            case Spread():
                return Kind.INTERVAL if self._aside(place) else Kind.RANGE
            case Unit(name=name):
                return self._kind_of_unit(place, name)
            case Mark(text):
                return self._kind_of_mark(place, text)
            case Day() | Known():
                return self._kind_of_word(place, lexeme)
            case _:
                return _kind_of_strange(lexeme)

    def _kind_of_word(self, place: int, lexeme: Day | Known) -> Kind:
        match lexeme:
            case Day(None):
                return Kind.VAGUE_DAY
            case Day():
                return Kind.DAY if place < self.remark else Kind.DAY_IN_REMARK
            case Known(Sense.REFERENCE):
                return Kind.REFERENCE if place < self.last_number else Kind.NO_REFERENCE
            case Known(Sense.NORMAL):
                return Kind.REFERENCE if place < self.last_number else Kind.NOTHING
            case Known(sense):
                return _SENSES.get(sense, Kind.NOTHING)

    def _kind_of_number(self, place: int) -> Kind:
        comparator = self._comparator(place)
        if self.depths[place] == 0:
            if comparator is None:
                return Kind.NUMBER
            return Kind.CHANGE if self._may_be_arrow(place, comparator) else Kind.BOUND
        if comparator is None:
            return Kind.NUMBER_ASIDE
        return Kind.LIMIT if place < self.last_outside else Kind.BOUND_ASIDE

    def _aside(self, place: int) -> bool:
        """Whether two numbers cannot be the value: in brackets, or the value is still to come."""
        return self.depths[place] > 0 or place < self.last_outside

    def _may_be_arrow(self, place: int, comparator: Comparator) -> bool:
        """Whether ">" can lead from one result to the next: 105 > 88, 105 g/L > 88 g/L."""
        if comparator is not Comparator.MORE:
            return False
        spaced = self.lexemes[place - 1].end < self.lexemes[place].start
        return self._is(place - 2, Number) or (self._is(place - 2, Unit) and spaced)

    def _kind_of_unit(self, place: int, name: str | None) -> Kind:
        if name == AREA_UNIT:
            return Kind.NOTHING
        if name is None:
            return Kind.UNKNOWN_UNIT
        return Kind.UNIT_ASIDE if self.depths[place] else Kind.UNIT

    def _kind_of_mark(self, place: int, text: str) -> Kind:
        if text == "-":
            sides = (self.at(place - 1), self.at(place + 1))
            alone = all(side is None or side in _BORDERS for side in sides)
            return Kind.DASH if alone else Kind.NOTHING
        if text in (",", ";") and self.at(place - 1) == Mark(text):
            return Kind.EMPTY
        if text == "." and not self._continues(place + 1):
            return Kind.STOP
        if text == "\n" and not self._goes_on(place):
            return Kind.END
        return _MARKS.get(text, Kind.NOTHING)

    def _continues(self, place: int) -> bool:
        """Whether a sentence may be about the result before it; not with a word behind a filler."""
        if self.at(place) == Known(Sense.FILLER) and self._is(place + 1, Word):
            return False
        return self._is(place, Number | Sign | Known)

    def _goes_on(self, place: int) -> bool:
        """Whether the next line belongs to this name: all of it is understood and fits."""
        line: list[Lexeme] = []
        for placed in self.lexemes[place + 1 :]:
            if placed.lexeme in _LINE_ENDS:
                break
            line.append(placed.lexeme)
        kinds = set(map(type, line))
        if _COMMENT in line and Number not in kinds:
            return True
        if kinds & {Word, Garbled}:
            return False
        if Day in kinds and not kinds & {Number, Unit}:
            return False
        return bool(line)


def _kind_of_strange(lexeme: Sign | Garbled | Word) -> Kind:
    match lexeme:
        case Sign():
            return Kind.STRAY_SIGN
        case Garbled(code):
            return Kind.GARBLED if code == "not_a_number" else Kind.REFUSED
        case Word():
            return Kind.WORD


def _depth_behind(depth: int, mark: str) -> int:
    """How deep in brackets the text is behind this mark."""
    if mark in ("(", "["):
        return depth + 1
    return max(0, depth - 1) if mark in (")", "]") else depth
