"""Several readings of one item: sums of parts, per cent of another, doubles, contradictions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from criteria.known.values import Comparator, DateSpan, Doubt, Interval, Quantity
from criteria.reading.results.judging import PER_CENT
from criteria.trial.protocol import NumberItem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from criteria.trial.trial import Trial

Source = Literal["printed", "assumed", "derived"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One value read for one item; ``part`` names what it is only a part of."""

    item: str
    value: Quantity | Doubt
    source: Source
    part: str | None = None


def combined(readings: list[Reading], trial: Trial) -> list[Reading]:
    """Make one reading of those that belong together, in order of appearance.

    Different values for one day, or without a day, become a doubt with all of them.
    """
    readings = _summed(readings, trial)
    better = _direct(readings, trial)
    readings = [reading for reading in readings if not _displaced(reading, better, trial)]
    by_item: dict[str, list[Reading]] = {}
    for reading in readings:
        by_item.setdefault(reading.item, []).append(reading)
    readings = [_derived(reading, by_item, trial) for reading in readings]
    groups: dict[tuple[str, DateSpan | None, str | None], list[Reading]] = {}
    for reading in readings:
        first = _first(reading)
        groups.setdefault((reading.item, _day(first), first.method), []).append(reading)
    return [_agreed(group) for group in groups.values()]


def _first(reading: Reading) -> Quantity:
    value = reading.value
    candidate = value.candidates[0] if isinstance(value, Doubt) else value
    if not isinstance(candidate, Quantity):
        raise TypeError("a number's doubt holds quantities")
    return candidate


def _day(quantity: Quantity) -> DateSpan | None:
    """The day without the text it was written as, so that equal days are equal."""
    return replace(quantity.date, text="") if quantity.date else None


def _candidates(readings: Iterable[Reading]) -> tuple[Quantity | DateSpan | object, ...]:
    found: list[object] = []
    for reading in readings:
        value = reading.value
        found.extend(value.candidates if isinstance(value, Doubt) else (value,))
    return tuple(found)


def _meaning(reading: Reading) -> tuple[object, ...]:
    """What makes two readings the same result."""
    value = reading.value
    if isinstance(value, Doubt):
        return (value.code, *(_result(each) for each in value.candidates))
    return ("", _result(value))


def _result(value: object) -> tuple[object, ...]:
    if not isinstance(value, Quantity):
        return (value,)
    return (value.number, value.comparator, value.unit, value.interval)


def _agreed(group: list[Reading]) -> Reading:
    if len({_meaning(reading) for reading in group}) == 1:
        with_limits = [reading for reading in group if _first(reading).reference]
        return (with_limits or group)[0]
    doubts = [reading.value for reading in group if isinstance(reading.value, Doubt)]
    candidates = tuple(
        candidate for candidate in _candidates(group) if isinstance(candidate, Quantity)
    )
    text = doubts[0].text if doubts else _first(group[0]).text
    return replace(group[0], value=Doubt("value_ambiguous", candidates, text))


def _direct(readings: list[Reading], trial: Trial) -> dict[str, set[DateSpan | None]]:
    """The days for which an item has a result in one of its own units."""
    days: dict[str, set[DateSpan | None]] = {}
    for reading in readings:
        if _is_direct(reading, trial):
            days.setdefault(reading.item, set()).add(_day(_first(reading)))
    return days


def _is_direct(reading: Reading, trial: Trial) -> bool:
    item = trial.items[reading.item]
    return isinstance(item, NumberItem) and _first(reading).unit in item.units


def _displaced(reading: Reading, better: dict[str, set[DateSpan | None]], trial: Trial) -> bool:
    """Whether a better reading of the same result exists: a count, a relative clearance."""
    days = better.get(reading.item)
    if not days or _is_direct(reading, trial):
        return False
    mine = _day(_first(reading))
    return mine is None or bool(days & {None, mine})


def _derived(reading: Reading, by_item: dict[str, list[Reading]], trial: Trial) -> Reading:
    """The count from a percentage, where the whole is in the same text."""
    item = trial.items[reading.item]
    value = reading.value
    if not isinstance(item, NumberItem) or not isinstance(value, Quantity):
        return reading
    if item.percent_of is None or value.unit != PER_CENT or value.interval is not None:
        return reading
    wholes = by_item.get(item.percent_of, [])
    whole = wholes[0].value if len(wholes) == 1 else None
    if whole is None or _day(_first(wholes[0])) != _day(value):
        return reading
    return _share(reading, value, whole)


def _share(reading: Reading, value: Quantity, whole: Quantity | Doubt) -> Reading:
    """Multiply; where the whole's unit is only assumed, so is what follows from it."""
    counts = whole.candidates if isinstance(whole, Doubt) else (whole,)
    if len(counts) != 1 or not isinstance(counts[0], Quantity) or counts[0].interval is None:
        return reading
    part = Interval.reported(value.comparator, Fraction(value.number) / 100)
    part = replace(part, high=Fraction(1)) if part.high is None else part
    count = replace(value, interval=counts[0].interval.times(part))
    if isinstance(whole, Doubt):
        return replace(reading, value=Doubt(whole.code, (count,), value.text), source="derived")
    return replace(reading, value=count, source="derived")


def _summed(readings: list[Reading], trial: Trial) -> list[Reading]:
    """Add up parts where all of a set are there, in one unit and for one day."""
    done = [reading for reading in readings if reading.part is None]
    parts = [reading for reading in readings if reading.part is not None]
    for item in trial.items.values():
        if not isinstance(item, NumberItem) or any(other.item == item.id for other in done):
            continue
        for names in item.summed_names:
            own = [part for part in parts if part.item == item.id and part.part in names]
            total = _sum(own, names)
            if total is not None:
                done.insert(_place(done, readings, own[0]), total)
    return done


def _place(done: list[Reading], readings: list[Reading], part: Reading) -> int:
    """The place of a sum in order of appearance."""
    before = readings[: readings.index(part)]
    return sum(1 for reading in done if reading in before)


def _certain(value: Quantity | Doubt) -> bool:
    """Whether a part is read for certain; that it is small by itself is no doubt."""
    return isinstance(value, Quantity) or value.code == "unlikely"


def _sum(parts: list[Reading], names: tuple[str, ...]) -> Reading | None:
    values = [_first(part) for part in parts]
    certain = all(_certain(part.value) for part in parts)
    if not certain or len(values) != len(names) or {part.part for part in parts} != set(names):
        return None
    same = len({(value.unit, _day(value), value.comparator) for value in values}) == 1
    if not same or values[0].comparator is not Comparator.EQUAL:
        return None
    number = sum((value.number for value in values[1:]), values[0].number)
    intervals = [value.interval for value in values if value.interval is not None]
    low = sum((interval.low for interval in intervals), Fraction(0))
    exact = Interval(low, low) if len(intervals) == len(values) else None
    flags = values[0].flags if "derived" in values[0].flags else (*values[0].flags, "derived")
    text = " + ".join(value.text for value in values)
    total = replace(
        values[0], number=number, interval=exact, flags=flags, reference=None, text=text
    )
    return Reading(parts[0].item, total, "derived")
