"""What has been read about one name so far, and what each token adds to it.

Every function takes what is collected and a token and returns what is collected then; nothing is
changed in place. Which of them is called when is `transitions`' business.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from criteria.known.values import Comparator
from criteria.reading.results.lexemes import Day, Garbled, Known, Number, Sense, Spread, Unit
from criteria.reading.results.printed import Limits, Printed
from criteria.reading.results.tokens import Kind

if TYPE_CHECKING:
    from criteria.known.values import DateSpan
    from criteria.reading.results.lexemes import Problem
    from criteria.reading.results.tokens import Token

FLAGS = {Sense.AGGREGATES: "aggregates", Sense.HAEMOLYSIS: "haemolysis"}
"""Words about the sample that are kept with its result, by what they say."""
_UPPER = (Comparator.LESS, Comparator.AT_MOST, Comparator.EQUAL)


@dataclass(frozen=True, slots=True)
class Collected:
    """What is printed about one name, as far as it is read."""

    values: tuple[Printed, ...] = ()
    unit: str | None = None
    """A unit in front of the value."""
    limits: tuple[Limits, ...] = ()
    """The reference intervals; with more than one it is not known which applies."""
    dates: tuple[DateSpan | None, ...] = ()
    """The days in front of the value; None for one that is not certain."""
    following: DateSpan | None = None
    """The day in front of the next value."""
    vague: tuple[str, ...] = ()
    """The days that are not certain, as they are written."""
    flags: tuple[str, ...] = ()
    """The flags in front of the value."""
    surface: Number | None = None
    about: bool = False
    """The value to come is only about right."""
    problem: Problem | None = None
    at: int = 0
    """The place of the problem."""
    end: int = 0
    """Up to here the text is read, where more than a token was taken."""

    @property
    def the_limits(self) -> Limits | None:
        """The reference interval, if there is just one."""
        return self.limits[0] if len(self.limits) == 1 else None

    @property
    def has_unit(self) -> bool:
        """Whether the unit of the last value is printed."""
        return self.unit is not None or (bool(self.values) and self.values[-1].unit is not None)

    @property
    def _day_between(self) -> bool:
        """Whether a day between two values may be either's: the second one has none behind it."""
        dated = [value.date is not None for value in self.values if not value.bracketed]
        return any(dated) and not dated[-1]

    def results(self) -> tuple[Printed, ...]:
        """The values with what they share: unit, reference interval, body surface, day."""
        units = {value.unit for value in self.values if value.unit and not value.bracketed}
        shared = self.unit or (units.pop() if len(units) == 1 else None)
        certain = [day for day in self.dates if day is not None]
        own = len(certain) == len(self.values)
        dates = certain if own else [None] * len(self.values)
        return tuple(
            replace(
                value,
                unit=value.unit or shared,
                limits=self.the_limits,
                surface=self.surface,
                date=None if self._day_between else value.date or date,
            )
            for value, date in zip(self.values, dates, strict=True)
        )


def _refused(collected: Collected, token: Token, code: Problem) -> Collected:
    return replace(collected, problem=code, at=token.start)


def keep(collected: Collected, _: Token) -> Collected:
    """The token adds nothing."""
    return collected


def not_understood(collected: Collected, token: Token) -> Collected:
    """What is printed cannot be told apart."""
    return _refused(collected, token, "not_understood")


def not_a_number(collected: Collected, token: Token) -> Collected:
    """A number should be here and is none."""
    return _refused(collected, token, "not_a_number")


def earlier_result(collected: Collected, token: Token) -> Collected:
    """What follows is an earlier result."""
    return _refused(collected, token, "previous")


def limits_alone(collected: Collected, token: Token) -> Collected:
    """A reference interval is printed instead of a value, or in a place where it is one."""
    return _refused(collected, token, "range_not_value")


def unknown_unit(collected: Collected, token: Token) -> Collected:
    """The unit is none of the item's."""
    return _refused(collected, token, "unit_not_known")


def no_number(collected: Collected, token: Token) -> Collected:
    """The digits are no number; the token says why."""
    code = token.lexeme.code if isinstance(token.lexeme, Garbled) else "not_a_number"
    return _refused(collected, token, code)


def value(collected: Collected, token: Token) -> Collected:
    """A number, or two with a dash, is one more value."""
    low, high = _numbers(token)
    flags = () if collected.values else collected.flags
    printed = Printed(
        low,
        token.comparator,
        token.start,
        upto=high,
        flags=flags,
        bracketed=token.bracketed,
        about=collected.about,
    )
    dates = (*collected.dates, collected.following) if collected.following else collected.dates
    values = (*collected.values, printed)
    return replace(collected, values=values, dates=dates, following=None, about=False)


def next_value(collected: Collected, token: Token) -> Collected:
    """One more value; ">" in front of it is an arrow."""
    return value(collected, replace(token, comparator=Comparator.EQUAL))


def _numbers(token: Token) -> tuple[Number, Number | None]:
    match token.lexeme:
        case Number() as number:
            return number, None
        case Spread(low, high):
            return low, high
        case _:
            raise TypeError(f"{token.kind} holds no number")


def bound(collected: Collected, token: Token) -> Collected:
    """A number is one end of the reference interval; without a comparator it is the upper one.

    Behind the day of the next value it is that value.
    """
    if _is_next(collected, token, Kind.BOUND):
        return value(collected, token)
    number, _ = _numbers(token)
    upper = token.comparator in _UPPER
    found = Limits(None, number) if upper else Limits(number, None)
    if collected.limits:
        return replace(collected, limits=(*collected.limits, found))
    return _with_own_unit(collected, token, found)


def interval(collected: Collected, token: Token) -> Collected:
    """Two numbers with a dash are the reference interval, or the value whose day is in front."""
    if _is_next(collected, token, Kind.RANGE):
        return value(collected, token)
    low, high = _numbers(token)
    return _with_own_unit(collected, token, Limits(low, high))


def _is_next(collected: Collected, token: Token, kind: Kind) -> bool:
    """Whether a token is the value that belongs to the day in front of it."""
    return collected.following is not None and token.kind is kind


def _with_own_unit(collected: Collected, token: Token, found: Limits) -> Collected:
    """The interval with the unit directly behind it, unless that is the value's."""
    end = collected.end
    awaited = collected.values and not collected.has_unit and not token.bracketed
    if token.unit is not None and isinstance(token.unit.lexeme, Unit) and not awaited:
        found, end = replace(found, unit=token.unit.lexeme.name or "?"), token.unit.end
    return replace(collected, limits=(*collected.limits, found), end=end)


def surface(collected: Collected, token: Token) -> Collected:
    """A number is the body surface area."""
    number, _ = _numbers(token)
    return replace(collected, surface=number)


def unit_in_front(collected: Collected, token: Token) -> Collected:
    """A unit before the value."""
    name = _unit_name(token)
    if collected.unit not in (None, name):
        return _refused(collected, token, "two_units")
    return replace(collected, unit=name)


def unit(collected: Collected, token: Token) -> Collected:
    """A unit behind a value."""
    *others, last = collected.values
    name = _unit_name(token)
    if name != (last.unit or collected.unit or name):
        return _refused(collected, token, "two_units")
    if last.unit is not None:
        return collected
    return replace(collected, values=(*others, replace(last, unit=name)))


def foreign_unit(collected: Collected, token: Token) -> Collected:
    """A unit of another item, behind something that was not understood."""
    return (
        another_unit(collected, token)
        if collected.values[-1].unit
        else unknown_unit(collected, token)
    )


def another_unit(collected: Collected, token: Token) -> Collected:
    """A unit of another item in a further clause: it matters only beside the value's own."""
    if collected.values[-1].unit is None:
        return collected
    return _refused(collected, token, "two_units")


def _unit_name(token: Token) -> str | None:
    return token.lexeme.name if isinstance(token.lexeme, Unit) else None


def day_in_front(collected: Collected, token: Token) -> Collected:
    """A day before the value, certain or not."""
    span = token.lexeme.span if isinstance(token.lexeme, Day) else None
    collected = collected if span else vague_day(collected, token)
    return replace(collected, dates=(*collected.dates, span))


def vague_day(collected: Collected, token: Token) -> Collected:
    """A day that is not certain: nothing is dated by it."""
    written = token.lexeme.text if isinstance(token.lexeme, Day) else ""
    return replace(collected, vague=(*collected.vague, written))


def day(collected: Collected, token: Token) -> Collected | None:
    """The day of the last value; None where that has one."""
    *others, last = collected.values
    if last.date is not None or collected.dates or not isinstance(token.lexeme, Day):
        return None
    return replace(collected, values=(*others, replace(last, date=token.lexeme.span)))


def next_day(collected: Collected, token: Token) -> Collected | None:
    """The day of the last value, or of the next one where each so far has its own in front."""
    span = token.lexeme.span if isinstance(token.lexeme, Day) else None
    apart = len(collected.dates) == len(collected.values) and None not in collected.dates
    if span is None or not apart or any(one.date for one in collected.values):
        return day(collected, token)
    if collected.following is not None:
        return None
    return replace(collected, following=span)


def flag(collected: Collected, token: Token) -> Collected:
    """A word about the sample: of every value so far, else of the value to come."""
    named = FLAGS[token.lexeme.sense] if isinstance(token.lexeme, Known) else ""
    if not collected.values:
        return replace(collected, flags=(*collected.flags, named))
    flagged = (replace(one, flags=(*one.flags, named)) for one in collected.values)
    return replace(collected, values=tuple(flagged))


def approximate(collected: Collected, _: Token) -> Collected:
    """The value to come is only about right."""
    return replace(collected, about=True)


def strange_word(collected: Collected, token: Token) -> Collected:
    """A word that is not understood may be the unit, if none is printed."""
    if collected.has_unit or token.bracketed:
        return collected
    return unknown_unit(collected, token)


def strange_digits(collected: Collected, token: Token) -> Collected:
    """Digits that are no number may belong to the value, until its unit is printed."""
    return collected if collected.has_unit else no_number(collected, token)


def no_result(collected: Collected, token: Token) -> Collected:
    """A value, and directly behind it that there is none."""
    return collected if token.bracketed else not_understood(collected, token)
