"""From a printed result to a quantity: its unit, the limits, and what must be asked back.

Everything is exact: decimals as printed, fractions in the canonical unit.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from criteria.known.unit_spellings import MULTIPLES
from criteria.known.values import (
    ABOUT,
    Comparator,
    Doubt,
    Interval,
    Quantity,
    Refusal,
    exactly,
)
from criteria.reading.results.lexemes import Number
from criteria.reading.results.plausibility import (
    Meaning,
    impossible_limit,
    odd_limit,
    reference,
    unlikely,
)
from criteria.reading.spelling.numbers import candidates

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from criteria.known.codes import DoubtCode
    from criteria.reading.results.printed import Printed
    from criteria.trial.protocol import NumberItem
    from criteria.trial.trial import Trial

PER_CENT = "%"
SURFACE_UNIT = "m2"
_STANDARD_SURFACE = Fraction("1.73")
_SURFACES = (Fraction("0.5"), Fraction(3))


def written_units(item: NumberItem) -> tuple[str, ...]:
    """Every unit that is understood after the item's number."""
    more = [PER_CENT] if item.percent_of and PER_CENT not in item.units else []
    more += [
        unit
        for unit, (base, _) in MULTIPLES.items()
        if base in item.units and unit not in item.units
    ]
    if item.body_surface_unit:
        more += [item.body_surface_unit, SURFACE_UNIT]
    return (*item.units, *more)


def judge(
    printed: Printed, item: NumberItem, trial: Trial, text: str
) -> Quantity | Doubt | Refusal:
    """Decide what one printed result means.

    A missing unit is never chosen silently: it comes as a doubt with every unit that puts the
    number inside the hard limits. Outside them for every reading is a refusal.
    """
    wrong = _wrong_kind(printed, item, text)
    if wrong is not None:
        return wrong
    ends = _ends(printed, item)
    if ends:
        return _either(ends, printed, item, trial, text)
    printed = _upper_end(printed, item)
    every = _possible(printed, item)
    if not every:
        return _out_of_range(printed, item, text)
    possible = _with_their_limit(every, printed, item, trial, text)
    quantities = tuple(_quantity(meaning, printed, item, trial, text) for meaning in possible)
    codes = [*_doubts(possible, printed, item), *_odd(possible, quantities, printed, item, trial)]
    return Doubt(codes[0], quantities, text, tuple(codes[1:])) if codes else quantities[0]


def _with_their_limit(
    possible: list[Meaning], printed: Printed, item: NumberItem, trial: Trial, text: str
) -> list[Meaning]:
    """Return the meanings of a number without its unit in which its upper limit is possible too.

    All of them where it is in none. The unit of the limits is the likeliest.
    """
    if printed.unit is not None or printed.limits is None:
        return possible
    same = [each for each in possible if each.unit == printed.limits.unit]
    possible = same or possible
    read = ((each, _quantity(each, printed, item, trial, text)) for each in possible)
    fitting = [each for each, quantity in read if not impossible_limit(quantity, item, trial)]
    return fitting or possible


def _ends(printed: Printed, item: NumberItem) -> tuple[Number, ...]:
    """The numbers that one may be: the ends of a range, or two that only a space joins.

    95 201 without a unit is a thousand only where 95 and 201 cannot be two results.
    """
    if printed.upto is not None:
        taken = item.takes_ranges or item.limit_of
        return () if taken else (printed.number, printed.upto)
    if " " not in printed.number.text or printed.unit is not None or item.unit_in_question:
        return ()
    parts = [Number(part, candidates(part)) for part in printed.number.text.split()]
    usual = all(
        any(
            item.usual(Fraction(number), unit, item.in_canonical(number, unit))
            for number in part.candidates
            for unit in item.units
        )
        for part in parts
    )
    return tuple(parts) if usual else ()


def _either(
    ends: tuple[Number, ...], printed: Printed, item: NumberItem, trial: Trial, text: str
) -> Doubt | Refusal:
    """Ask which of several numbers is meant."""
    answers = [judge(replace(printed, number=end, upto=None), item, trial, text) for end in ends]
    meant = tuple(
        candidate
        for answer in answers
        if not isinstance(answer, Refusal)
        for candidate in (answer.candidates if isinstance(answer, Doubt) else (answer,))
    )
    if len(ends) > len([each for each in answers if not isinstance(each, Refusal)]):
        return _out_of_range(printed, item, text)
    return Doubt("value_ambiguous", meant, text)


def _wrong_kind(printed: Printed, item: NumberItem, text: str) -> Refusal | None:
    numbers = [printed.number, *([printed.upto] if printed.upto else [])]
    if item.whole and any(not _is_whole(number) for number in numbers):
        return Refusal("not_whole", text)
    if printed.upto is not None and not (item.unit_in_question or item.limit_of):
        return Refusal("range_not_value", text)
    wrong = _BEYOND["lower" if item.lower_limit_of else "upper"]
    if item.limit_of and printed.comparator in wrong:
        return Refusal("range_not_value", text)
    return None


_BEYOND = {
    "upper": (Comparator.MORE, Comparator.AT_LEAST),
    "lower": (Comparator.LESS, Comparator.AT_MOST),
}
"""The signs that say that a number lies outside a limit, not that it is one."""


def _is_whole(number: Number) -> bool:
    return any(candidate == int(candidate) for candidate in number.candidates)


def _upper_end(printed: Printed, item: NumberItem) -> Printed:
    """Take "<26" and "5-25" as 26 and 25 where the upper limit is asked for; the lower as 5."""
    if not item.limit_of:
        return printed
    number = (printed.upto if item.upper_limit_of else None) or printed.number
    return replace(printed, number=number, upto=None, comparator=Comparator.EQUAL)


def _units(printed: Printed, item: NumberItem) -> tuple[str, ...]:
    if printed.unit is not None:
        return (printed.unit,)
    if item.unit_in_question:
        return (item.canonical,)
    return (*item.units, PER_CENT) if _may_be_share(printed, item) else tuple(item.units)


def _may_be_share(printed: Printed, item: NumberItem) -> bool:
    """Whether a bare number may be a per cent of the whole, as it is unusual for a count."""
    if item.percent_of is None or PER_CENT in item.units:
        return False
    return any(
        number <= 100 and not item.usual(Fraction(number), item.canonical, Fraction(number))  # noqa: PLR2004
        for number in printed.number.candidates
    )


def _possible(printed: Printed, item: NumberItem) -> list[Meaning]:
    meanings = []
    for unit in _units(printed, item):
        for number in printed.number.candidates:
            canonical = _canonical(number, unit, printed, item)
            if _allowed(number, unit, canonical, item) and _ends_allowed(printed, item):
                meanings.append(Meaning(number, unit, canonical))
    return meanings


def _canonical(number: Decimal, unit: str, printed: Printed, item: NumberItem) -> Fraction | None:
    factor = _factor(unit, item)
    if factor is not None:
        return Fraction(number) * factor + item.offsets.get(unit, 0)
    surface = _surface(printed) if unit == item.body_surface_unit else None
    return None if surface is None else Fraction(number) * _STANDARD_SURFACE / surface


def _factor(unit: str, item: NumberItem) -> Fraction | None:
    """The factor to the canonical unit, of a multiple of one of the item's units too."""
    base, times = MULTIPLES.get(unit, (unit, Fraction(1)))
    factor = item.units.get(base)
    return None if factor is None else factor * times


def _surface(printed: Printed) -> Fraction | None:
    """The body surface area in m² where a believable one is printed."""
    if printed.surface is None or len(printed.surface.candidates) != 1:
        return None
    surface = Fraction(printed.surface.candidates[0])
    low, high = _SURFACES
    return surface if low <= surface <= high else None


def _allowed(number: Decimal, unit: str, canonical: Fraction | None, item: NumberItem) -> bool:
    if canonical is not None:
        return item.possible(Fraction(number), unit, canonical)
    if unit == PER_CENT:
        return number <= 100  # noqa: PLR2004 - per cent
    return item.hard.holds(Fraction(number))


def _ends_allowed(printed: Printed, item: NumberItem) -> bool:
    """Whether the other end of a range lies inside the hard limits too, and not below the first."""
    upto = printed.upto
    if upto is None:
        return True
    first = min(printed.number.candidates)
    return any(end >= first and item.hard.holds(Fraction(end)) for end in upto.candidates)


def _out_of_range(printed: Printed, item: NumberItem, text: str) -> Refusal:
    """The numbers between which a value can lie, in the printed unit where that is stated."""
    stated = item.printed_ranges.get(printed.unit or "")
    if printed.unit == PER_CENT and PER_CENT not in item.units:
        low, high, unit = "0", "100", PER_CENT
    elif stated is not None and printed.unit is not None:
        low, high, unit = f"{stated.hard.low:f}", f"{stated.hard.high:f}", printed.unit
    else:
        low, high, unit = f"{item.hard.low:f}", f"{item.hard.high:f}", item.canonical
    return Refusal("out_of_range", text, (("low", low), ("high", high), ("unit", unit)))


def _doubts(possible: list[Meaning], printed: Printed, item: NumberItem) -> Iterator[DoubtCode]:
    """Return what is not certain of the unit and of the number as it is printed."""
    if len({meaning.unit for meaning in possible}) > 1:
        yield "unit_ambiguous"
    elif len(possible) > 1:
        yield "number_ambiguous"
    elif printed.unit is None and len(_units(printed, item)) > 1:
        yield "unit_missing"
    if printed.about:
        yield "approximate"


def _odd(
    possible: list[Meaning],
    quantities: tuple[Quantity, ...],
    printed: Printed,
    item: NumberItem,
    trial: Trial,
) -> Iterator[DoubtCode]:
    """Return what is unusual of a number that can mean one thing only."""
    if len(possible) > 1:
        return
    if unlikely(possible[0], printed.comparator, item):
        yield "unlikely"
    if odd_limit(quantities[0], item, trial):
        yield "upper_limit_unlikely"


def _quantity(
    meaning: Meaning, printed: Printed, item: NumberItem, trial: Trial, text: str
) -> Quantity:
    return Quantity(
        text=text,
        number=meaning.number,
        comparator=printed.comparator,
        unit=meaning.unit,
        interval=_interval(meaning, printed, item),
        date=printed.date,
        reference=reference(printed.limits, meaning, item, trial),
        flags=(*printed.flags, *((ABOUT,) if printed.about else ()), *_origin(meaning, item)),
    )


def _interval(meaning: Meaning, printed: Printed, item: NumberItem) -> Interval | None:
    if meaning.canonical is None:
        return None
    if printed.upto is not None:
        factor = _factor(meaning.unit, item) or Fraction(1)
        offset = item.offsets.get(meaning.unit, 0)
        high = Fraction(printed.upto.candidates[0]) * factor + offset
        return exactly(meaning.canonical).hull(exactly(high))
    return Interval.reported(printed.comparator, meaning.canonical)


def _origin(meaning: Meaning, item: NumberItem) -> tuple[str, ...]:
    """Mark what is not the value itself: per cent, absolute clearance, conversion by surface."""
    if _factor(meaning.unit, item) is not None:
        return ()
    absolute = meaning.unit == item.body_surface_unit and meaning.canonical is None
    return ("absolute",) if absolute else ("derived",)


def with_method(value: Quantity | Doubt, method: str | None) -> Quantity | Doubt:
    """Add the method that a name tells."""
    if method is None:
        return value
    if isinstance(value, Quantity):
        return replace(value, method=method)
    named = tuple(
        replace(candidate, method=method) if isinstance(candidate, Quantity) else candidate
        for candidate in value.candidates
    )
    return replace(value, candidates=named)
