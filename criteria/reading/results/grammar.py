"""What follows a name: values, each with its unit, reference interval, day and flags.

The order is free as long as everything up to the value is understood. What cannot be told apart
is a problem with a code; nothing is guessed, and which unit a bare number has is not decided here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from criteria.reading.results.collecting import Collector, depth_after
from criteria.reading.results.printed import Parsed
from criteria.reading.results.tokens import (
    Day,
    Garbled,
    Kind,
    Known,
    Mark,
    Number,
    Placed,
    Sign,
    Spread,
    Unit,
    Word,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from criteria.reading.results.tokens import Problem

_FLAGS = {Kind.AGGREGATES: "aggregates", Kind.HAEMOLYSIS: "haemolysis"}
_BORDERS = tuple(map(Mark, ("\t", "\t\t", "\n", "\n\n", ";", '"', "-")))
_TRANSPARENT = (Kind.FLAG, Kind.FILLER)


class _Reader(Collector):
    """Walks over the pieces once."""

    def read(self) -> Parsed:
        """Walk to the end, or to where something cannot be told apart."""
        while self.place < len(self.pieces) and self.problem is None:
            placed = self.pieces[self.place]
            if self._finished(placed):
                break
            self._take(placed)
            self.place += 1
        if self.problem is None and self.sign is not None:
            self.fail("not_a_number")
        values = () if self.problem else tuple(self.completed())
        limits = None if self.spoilt_limits else self.limits
        rest = any(not isinstance(left.piece, Mark) for left in self.pieces[self.place :])
        return Parsed(
            values,
            self.problem,
            self.at,
            self.missing or bool(self.flags and not self.values),
            self.loose,
            self.extra,
            limits,
            tuple(self.dates),
            rest,
        )

    def _take(self, placed: Placed) -> None:
        match placed.piece:
            case Number() as number:
                self.number(number, placed)
            case Spread(low, high):
                self.spread(low, high, placed)
            case Sign(comparator):
                self.signed(comparator)
            case Unit() as unit:
                self.measured(unit)
            case Day(span):
                self.dated(span)
            case Known(kind):
                self._known(kind)
            case Garbled(code):
                self._garbled(code)
            case Word():
                self._strange()
            case Mark(text):
                self._mark(text)

    def _known(self, kind: Kind) -> None:
        if kind in _FLAGS:
            self.flagged(_FLAGS[kind])
        elif kind is Kind.MISSING:
            self._nothing()
        elif kind is Kind.REFERENCE:
            self._reference()
        elif kind is Kind.SURFACE:
            self.expects = kind
        elif kind is Kind.PREVIOUS:
            self._earlier()
        elif kind is Kind.ABOUT and not self.values:
            self.about = True
        elif kind is Kind.COMMENT:
            self.remark = True
        elif kind not in _TRANSPARENT:
            self._strange()

    def _nothing(self) -> None:
        if not self.values:
            self.missing = True
            self.place = len(self.pieces)
        elif self.paused or self.depth:
            self.loose = True
        else:
            self.fail("not_understood")

    def _reference(self) -> None:
        ahead = (placed.piece for placed in self.pieces[self.place :])
        if self.values and not any(isinstance(piece, Number | Spread) for piece in ahead):
            self.fail("range_not_value")
        self.expects = Kind.REFERENCE

    def _earlier(self) -> None:
        if self.values:
            self.previous = self.loose = True
        else:
            self.fail("previous")

    def _garbled(self, code: Problem) -> None:
        if self.values and (self.values[-1].unit or self.unit) and code == "not_a_number":
            self.loose = True
        else:
            self.fail(code)

    def _strange(self) -> None:
        if not self.values:
            self.fail("not_understood")
        elif self.values[-1].unit or self.unit or self.paused or self.depth:
            self.loose = True
        else:
            self.fail("unit_not_known")

    def _mark(self, text: str) -> None:
        if text == "-" and not self.values and self._alone():
            self._nothing()
            return
        before = self.beside(-1)
        twice = text in ",;" and before is not None and before.piece == Mark(text)
        self.gap = (self.gap or twice or text == "\t\t") and text not in ":="
        self.depth = depth_after(self.depth, text)
        if text in ")]" and self.depth == 0:
            self.previous = False
        if text in ",;.\n" or (text == "→" and self.values):
            self.paused = bool(self.values)
            self.previous = self.previous and self.depth > 0
            self.expects = None if self.values else self.expects

    def _alone(self) -> bool:
        """Whether a dash fills its cell or its line: then there is no result."""
        sides = (self.beside(-1), self.beside())
        return all(side is None or side.piece in _BORDERS for side in sides)

    def _finished(self, placed: Placed) -> bool:
        """Whether the reading ends here: a sentence, a blank line or a new line begins."""
        if not isinstance(placed.piece, Mark):
            return False
        text = placed.piece.text
        if text == "\n\n":
            return bool(self.values)
        if text == "\n":
            return not self._goes_on()
        if text == "." and self.values:
            following = self.beside()
            return following is None or not isinstance(following.piece, Number | Sign | Known)
        return False

    def _goes_on(self) -> bool:
        """Whether the next line belongs to this name: all of it is understood and fits."""
        line: list[Placed] = []
        for placed in self.pieces[self.place + 1 :]:
            if placed.piece in (Mark("\n"), Mark("\n\n")):
                break
            line.append(placed)
        kinds = {type(placed.piece) for placed in line}
        comment = any(placed.piece == Known(Kind.COMMENT) for placed in line)
        if comment and Number not in kinds:
            return True
        if kinds & {Word, Garbled}:
            return False
        if Day in kinds and not kinds & {Number, Unit}:
            return False
        return bool(line)


def parse(pieces: Sequence[Placed]) -> Parsed:
    """Read what the pieces say about one name."""
    return _Reader(pieces).read()
