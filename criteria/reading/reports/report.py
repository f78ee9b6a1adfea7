"""Pasted laboratory text to results: one analyte or twenty, in lines, sentences or tables.

Names are found first; what follows each of them is read as far as it is understood. What is
named but not read is reported with the reason. Never a guess: a wrong value is the worst failure.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from criteria.known.values import Doubt, Quantity, Refusal
from criteria.reading.reports import pairs
from criteria.reading.reports.combining import Reading, Source, combined
from criteria.reading.reports.context import method_of
from criteria.reading.reports.entries import Entry, Unfit, entries_of
from criteria.reading.reports.layouts import as_lines
from criteria.reading.reports.names import names_of
from criteria.reading.reports.unknown import unknown_names
from criteria.reading.results.judging import judge, with_method, written_units
from criteria.reading.results.lexemes import Problem
from criteria.reading.results.parser import parse
from criteria.reading.results.scanner import Scanner
from criteria.reading.spelling.cleaning import clean
from criteria.trial.protocol import NumberItem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from criteria.known.codes import RefusalCode
    from criteria.reading.results.printed import Parsed, Printed
    from criteria.trial.trial import Trial

_FRAGMENT = 60
_IDENTIFIER = re.compile(r"[0-9]{6,8}[-+ ]?[0-9]{1,4}")
"""What may be a personal identity number is not repeated."""
UnreadCode = Literal[
    Problem,
    Unfit,
    "day_unclear",
    "name_not_known",
    "no_value",
    "not_known",
    "not_whole",
    "out_of_range",
    "part_only",
]
"""Why something that is named was not read; the bot's texts hold the sentences."""
_REFUSED: dict[RefusalCode, UnreadCode] = {
    "not_whole": "not_whole",
    "out_of_range": "out_of_range",
    "range_not_value": "range_not_value",
}
"""Why a value was refused; anything else was not understood."""
_ROUNDING = Fraction("1.02")
"""How far the same result may differ when it is printed in two units."""


@dataclass(frozen=True, slots=True)
class Result:
    """One result read from a report, or a doubt about it."""

    item: str
    value: Quantity | Doubt
    unit_source: Source


@dataclass(frozen=True, slots=True)
class Unread:
    """What was named but not read, and why: a code and the place.

    Without an item it is the name of something that looks like a result, and is not known, or a
    day that is not certain beside a result, which is read without one.
    """

    item: str
    code: UnreadCode
    text: str


@dataclass(frozen=True, slots=True)
class LaboratoryReading:
    """Everything that a report says about a trial's items, in order of appearance."""

    results: tuple[Result, ...]
    unread: tuple[Unread, ...]


def read_laboratory(text: str, trial: Trial) -> LaboratoryReading:
    """Read every result of the trial's numbers that the text holds and names beyond doubt.

    Of any length; the time is linear. A per cent is worked out where its whole is in the text.
    """
    names = names_of(trial)
    plain = as_lines(pairs.rewritten(clean(text), trial), names)
    readings: list[Reading] = []
    unread: list[Unread] = []
    empty = False
    found_names = list(names.find(plain))
    for entry in entries_of(plain, found_names):
        answers = list(_of_entry(entry, trial, after_empty=empty))
        empty = any(isinstance(found, Unread) and found.code == "no_value" for found in answers)
        for found in answers:
            if isinstance(found, Reading):
                readings.append(found)
            else:
                unread.append(found)
    parts = {reading.item for reading in readings if reading.part is not None}
    unsure = [one for one in readings if _is_unsure(one)]
    if unsure:
        certain = {_result_of(one) for one in readings if not _is_unsure(one)}
        unsure = [one for one in unsure if one.item in parts or _result_of(one) in certain]
    unread.extend(Unread(one.item, "name_unclear", one.value.text) for one in unsure)
    results = combined([one for one in readings if one not in unsure], trial)
    read = {result.item for result in results}
    unread.extend(
        Unread(part.item, "part_only", part.value.text)
        for part in readings
        if part.part is not None and part.item not in read
    )
    unknown = unknown_names(plain, [name.start for name in found_names], trial)
    unread.extend(Unread("", "name_not_known", name) for name in unknown)
    return LaboratoryReading(
        tuple(Result(each.item, each.value, each.source) for each in results),
        tuple(_once(each for each in unread if each.code != "no_value" or each.item not in read)),
    )


def _once(unread: Iterator[Unread]) -> Iterator[Unread]:
    """All that was not read; the same day of several results once."""
    days: set[str] = set()
    for each in unread:
        if each.code != "day_unclear" or each.text not in days:
            yield each
        if each.code == "day_unclear":
            days.add(each.text)


def _result_of(reading: Reading) -> tuple[str, str]:
    """Which result a reading is of: its item and its day."""
    value = reading.value.candidates[0] if isinstance(reading.value, Doubt) else reading.value
    day = value.date if isinstance(value, Quantity) else None
    return reading.item, str(day) if day else ""


def _is_unsure(reading: Reading) -> bool:
    """Whether its name only usually means the item.

    Beside parts of the item it is one of them; beside a result of its day it is another test's.
    """
    value = reading.value
    return isinstance(value, Doubt) and value.code == "analyte_unsure" and reading.part is None


def _of_entry(entry: Entry, trial: Trial, *, after_empty: bool) -> Iterator[Reading | Unread]:
    """Read one entry. Below a list of names nothing tells which number belongs to the last."""
    item = trial.items.get(entry.item or "")
    if not isinstance(item, NumberItem):
        return
    fragment = _fragment(entry)
    if entry.problem is not None:
        if any(char.isdigit() for char in fragment):
            yield Unread(item.id, entry.problem, fragment)
        return
    parsed = _parsed(entry, item)
    if not parsed.values:
        yield Unread(item.id, _reason(parsed), fragment)
        return
    if after_empty and "\n" in entry.window[: parsed.values[0].start]:
        yield Unread(item.id, "no_value", fragment)
        return
    yield from _of_values(parsed, entry, item, trial)
    unclear = (*entry.unclear, *parsed.vague)
    if unclear and any(value.date is None for value in parsed.values):
        yield from (Unread("", "day_unclear", day) for day in unclear)


def _of_values(
    parsed: Parsed, entry: Entry, item: NumberItem, trial: Trial
) -> Iterator[Reading | Unread]:
    """Judge what is printed; a number too many makes all of them a doubt."""
    fragment = _fragment(entry)
    judged = [(printed, judge(printed, item, trial, fragment)) for printed in parsed.values]
    values = [
        _reading(value, printed, entry, item)
        for printed, value in judged
        if not isinstance(value, Refusal)
    ]
    if any(_is_unsure(reading) and _outside(reading.value) for reading in values):
        yield Unread(item.id, "name_unclear", fragment)
    elif not values:
        refusal = next(value for _, value in judged if isinstance(value, Refusal))
        yield Unread(item.id, _REFUSED.get(refusal.code, "not_understood"), fragment)
    elif _same_in_two_units(values) and not parsed.extra:
        yield values[0]
    elif len(values) == len(judged) and not parsed.extra:
        yield from values
    elif len(values) < len(judged) and _is_torn(parsed, entry):
        yield Unread(item.id, "not_a_number", fragment)
    else:
        yield _doubtful(values)


def _is_torn(parsed: Parsed, entry: Entry) -> bool:
    """Whether two values are the halves of one number: a blank and nothing else is between them."""
    ends = [(one.start, one.start + len(one.number.text)) for one in parsed.values]
    return any(entry.window[end:start] == " " for (_, end), (start, _) in itertools.pairwise(ends))


def _outside(value: Quantity | Doubt) -> bool:
    """Whether a result lies outside the interval beside it: with an unsure name, two doubts."""
    for one in value.candidates if isinstance(value, Doubt) else (value,):
        printed = one.reference if isinstance(one, Quantity) else None
        if isinstance(one, Quantity) and printed is not None:
            below = printed.low is not None and one.number < printed.low
            return below or (printed.high is not None and one.number > printed.high)
    return False


def _same_in_two_units(values: list[Reading]) -> bool:
    """Whether one result is printed in two units: 10.5 g/dL (105 g/L)."""
    quantities = [reading.value for reading in values if isinstance(reading.value, Quantity)]
    if len(quantities) != len(values) or len({each.unit for each in quantities}) != len(values):
        return False
    lows = [each.interval.low for each in quantities if each.interval is not None]
    return 1 < len(lows) == len(values) and max(lows) <= min(lows) * _ROUNDING


def _doubtful(values: list[Reading]) -> Reading:
    """The question which is meant, where a further number beside a value cannot be one itself."""
    candidates = tuple(
        candidate
        for reading in values
        for candidate in (
            reading.value.candidates if isinstance(reading.value, Doubt) else (reading.value,)
        )
    )
    text = values[0].value.text
    return replace(values[0], value=Doubt("value_ambiguous", candidates, text))


def _reason(parsed: Parsed) -> UnreadCode:
    if parsed.problem is not None:
        return parsed.problem
    if parsed.missing:
        return "not_known"
    return "range_not_value" if parsed.limits is not None else "no_value"


def _fragment(entry: Entry) -> str:
    """The text to show: the names and their line, or the next one where theirs says no more."""
    named, *below = entry.shown.split("\n")
    if not any(map(str.isalnum, entry.window.partition("\n")[0])):
        named += " " + next(filter(str.strip, below), "")
    shown = " ".join(named.split())
    return _IDENTIFIER.sub("…", shown)[:_FRAGMENT]


def _parsed(entry: Entry, item: NumberItem) -> Parsed:
    """What follows the name; days in a head belong to the values one by one."""
    units = written_units(item)
    parsed = parse(Scanner(entry.window, units).lexemes())
    if len(entry.days) > 1 and not any(value.date for value in parsed.values):
        apart = parse(Scanner(entry.window, units, grouped=False).lexemes())
        for way in (apart, parsed):
            if len(way.values) == len(entry.days):
                return replace(way, values=_dated(way.values, entry))
        return parsed
    if len(entry.days) == 1 and len(parsed.values) == 1:
        value = parsed.values[0]
        return replace(parsed, values=(replace(value, date=value.date or entry.days[0]),))
    return parsed


def _dated(values: tuple[Printed, ...], entry: Entry) -> tuple[Printed, ...]:
    pairs = zip(values, entry.days, strict=True)
    return tuple(replace(value, date=day) for value, day in pairs)


def _reading(value: Quantity | Doubt, printed: Printed, entry: Entry, item: NumberItem) -> Reading:
    name = entry.names[-1].name
    value = with_method(value, method_of(entry.names))
    if any(found.name.unsure for found in entry.names):
        candidates = value.candidates if isinstance(value, Doubt) else (value,)
        value = Doubt("analyte_unsure", candidates, value.text)
    unsure_day = len(entry.days) > 1 and printed.date is None
    if unsure_day and isinstance(value, Quantity):
        value = Doubt("value_ambiguous", (value,), value.text)
    assumed = printed.unit is None and not item.unit_in_question and len(item.units) > 1
    return Reading(item.id, value, "assumed" if assumed else "printed", name.part)
