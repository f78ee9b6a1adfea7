"""Collects what is printed about one name: values, units, reference interval, days, flags.

The order of the pieces is `grammar`'s business; here is what each of them means for the values.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from criteria.known.values import Comparator
from criteria.reading.results.printed import Limits, Printed
from criteria.reading.results.tokens import Kind, Mark, Number, Placed, Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from criteria.known.values import DateSpan
    from criteria.reading.results.tokens import Problem

_BELOW = (Comparator.LESS, Comparator.AT_MOST)


@dataclass
class Collector:
    """The state of one walk over the pieces. Mutable, and gone when the walk is over."""

    pieces: Sequence[Placed]
    place: int = 0
    depth: int = 0
    values: list[Printed] = field(default_factory=list)
    unit: str | None = None
    """A unit that stands before the value."""
    limits: Limits | None = None
    spoilt_limits: bool = False
    """More than one reference interval is printed, and which applies is not known."""
    dates: list[DateSpan] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    surface: Number | None = None
    problem: Problem | None = None
    at: int = 0
    missing: bool = False
    loose: bool = False
    extra: bool = False
    sign: Comparator | None = None
    expects: Kind | None = None
    previous: bool = False
    about: bool = False
    remark: bool = False
    """A remark has begun: a day in it is not the result's."""
    paused: bool = False
    """A comma or the like stands behind the last value."""
    gap: bool = False
    """A cell was empty, or a unit stands open before: a bound now would be a reference limit."""

    def fail(self, code: Problem) -> None:
        """Stop the walk: what stands here cannot be told apart."""
        self.problem = code
        self.at = self.pieces[min(self.place, len(self.pieces) - 1)].start

    def beside(self, step: int = 1) -> Placed | None:
        """Give the piece so many steps from here."""
        place = self.place + step
        return self.pieces[place] if 0 <= place < len(self.pieces) else None

    def _value_ahead(self) -> bool:
        """Whether a number outside brackets still comes."""
        depth = self.depth
        for placed in self.pieces[self.place + 1 :]:
            if isinstance(placed.piece, Mark):
                depth = depth_after(depth, placed.piece.text)
            elif isinstance(placed.piece, Number) and depth == 0:
                return True
        return False

    def number(self, number: Number, placed: Placed) -> None:
        """Take a number: the value, a bound of the reference interval, a body surface."""
        sign, self.sign = self.sign, None
        if self.expects is Kind.SURFACE:
            self.surface, self.expects = number, None
        elif self.expects is Kind.REFERENCE:
            self._limited(sign or Comparator.LESS, number)
        elif self.previous:
            self.loose = True
        elif self.values and self._changed(sign):
            self._value(number, Comparator.EQUAL, placed)
        elif self.values and sign is not None:
            self._limited(sign, number)
        elif sign is not None and self.gap and not self.depth:
            self.fail("range_not_value")
        elif not self.values and self.depth:
            if sign is None or not self._value_ahead():
                self.fail("not_understood")
            else:
                self._limited(sign, number)
        else:
            self._value(number, sign or Comparator.EQUAL, placed)

    def _changed(self, sign: Comparator | None) -> bool:
        """Whether ">" stands like an arrow between two results: 105 > 88, 105 g/L > 88 g/L."""
        if sign is not Comparator.MORE or self.depth:
            return False
        mark, before = self.beside(-1), self.beside(-2)
        if mark is None or before is None or not isinstance(before.piece, Number | Unit):
            return False
        return isinstance(before.piece, Number) or mark.end < self.pieces[self.place].start

    def _value(
        self, number: Number, sign: Comparator, placed: Placed, upto: Number | None = None
    ) -> None:
        if self.values and self.loose:
            self.extra = True
            return
        flags = () if self.values else tuple(self.flags)
        value = Printed(number, sign, placed.start, placed.end, upto, flags=flags, about=self.about)
        self.about = False
        self.values.append(replace(value, bracketed=self.depth > 0))
        self.paused = False

    def _limited(self, sign: Comparator, number: Number) -> None:
        """Take a bound as one end of the reference interval."""
        self.expects = None
        if self.limits is not None:
            self.spoilt_limits = True
            return
        self.limits = Limits(None, number) if sign in _BELOW else Limits(number, None)
        self._unit_of_limits()

    def spread(self, low: Number, high: Number, placed: Placed) -> None:
        """Take two numbers with a dash: a reference interval, or a range for a value."""
        if self.sign is not None:
            self.fail("not_understood")
        elif self.previous:
            self.loose = True
        elif self.values or self.depth or self.expects is Kind.REFERENCE or self._value_ahead():
            self.expects = None
            self.spoilt_limits = self.spoilt_limits or self.limits is not None
            self.limits = Limits(low, high)
            self._unit_of_limits()
        else:
            self._value(low, Comparator.EQUAL, placed, high)

    def _unit_of_limits(self) -> None:
        """Let the reference interval have the unit that stands directly behind it."""
        following = self.beside()
        if self.limits is None or following is None or not isinstance(following.piece, Unit):
            return
        if self.values and self.values[-1].unit is None and self.unit is None and not self.depth:
            return
        self.limits = replace(self.limits, unit=following.piece.name or "?")
        self.place += 1

    def measured(self, unit: Unit) -> None:
        """Take a unit, before or behind a value."""
        if self.expects is Kind.SURFACE or unit.name == "m2" or self.previous or self.extra:
            return
        if not self.values:
            self._unit_before(unit)
        elif self.values[-1].unit is None:
            self._unit_behind(unit)
        elif unit.name != self.values[-1].unit:
            self.fail("unit_not_known" if unit.name is None and not self.loose else "two_units")

    def _unit_before(self, unit: Unit) -> None:
        if unit.name is None:
            self.fail("unit_not_known")
        elif self.unit is not None and self.unit != unit.name:
            self.fail("two_units")
        self.unit = unit.name
        self.gap = self.gap or not self.depth

    def _unit_behind(self, unit: Unit) -> None:
        if self.paused and self.loose and unit.name is None:
            return
        if unit.name is None:
            self.fail("unit_not_known")
        elif self.unit is not None and self.unit != unit.name:
            self.fail("two_units")
        else:
            last = self.values[-1]
            end = self.pieces[self.place].end
            self.values[-1] = replace(last, unit=unit.name, end=end)

    def dated(self, span: DateSpan | None) -> None:
        """Take a day for the value before it, else for the value to come."""
        if self.previous or span is None or (self.values and (self.loose or self.remark)):
            self.loose = True
        elif self.values and self.values[-1].date is None and not self.dates:
            self.values[-1] = replace(self.values[-1], date=span)
        elif self.values:
            self.loose = True
        else:
            self.dates.append(span)

    def flagged(self, flag: str) -> None:
        """Mark every value so far, else the value to come."""
        if self.values:
            self.values = [replace(value, flags=(*value.flags, flag)) for value in self.values]
        else:
            self.flags.append(flag)

    def signed(self, comparator: Comparator) -> None:
        """Take a comparator; a number must follow."""
        following = self.beside()
        if self.sign is not None or following is None or not isinstance(following.piece, Number):
            if self.values:
                self.loose = True
            else:
                self.fail("not_a_number")
            return
        self.sign = comparator

    def completed(self) -> list[Printed]:
        """Give the values with what they share: unit, reference interval, day."""
        units = {value.unit for value in self.values if value.unit and not value.bracketed}
        shared = self.unit or (units.pop() if len(units) == 1 else None)
        alone = len(self.values) == 1
        limits = None if self.spoilt_limits else self.limits
        date = self.dates[0] if len(self.dates) == 1 and alone else None
        return [
            replace(
                value,
                unit=value.unit or shared,
                limits=limits,
                surface=self.surface,
                date=value.date or date,
            )
            for value in self.values
        ]


def depth_after(depth: int, text: str) -> int:
    """Count how deep in brackets the text is behind this mark."""
    if text in ("(", "["):
        return depth + 1
    return max(0, depth - 1) if text in (")", "]") else depth
