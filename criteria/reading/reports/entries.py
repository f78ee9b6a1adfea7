"""Cut a report at its names: each name with the stretch of text that may hold its value."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from criteria.reading.languages.wordlists import words
from criteria.reading.reports.context import methods_of
from criteria.reading.reports.fluids import Fluid, Fluids
from criteria.reading.reports.sections import lines_of
from criteria.reading.results.lexemes import Known, Mark, Sense, Unit
from criteria.reading.results.scanner import Scanner
from criteria.reading.results.vocabulary import CONJUNCTION
from criteria.reading.spelling.dates import find_dates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from criteria.known.values import DateSpan
    from criteria.reading.reports.context import Found
    from criteria.reading.reports.sections import Line

WINDOW = 400
"""How far behind its name a value is looked for, in characters."""

SHOWN = 120
"""How much of it is kept to show, in characters."""

_NUMBER = r"[<>]?[0-9]{1,6}(?:[.,][0-9]{1,3})?"
_LIST = re.compile(rf"[ :=\t]{{0,4}}({_NUMBER}(?: ?/ ?{_NUMBER}){{1,9}})(?![0-9.,/])")
_UNFINISHED = re.compile(r"[0-9.,' ^/xX*<>≤≥=-]{1,60}$")
_NUMBERING = re.compile(r"\n[ \t]{0,9}[0-9]{1,2}[.)][ \t]{0,9}$")
"""The next name's number in a list."""
_LISTED = re.compile(r",(?=[0-9])")
"""A comma directly behind a name separates; it is no decimal mark."""
_COMMAS_ALONE = re.compile(r",[1-9][0-9]*,[0-9]+,(?! )")
"""Numbers between commas that separate everything in their line: 105,118 may be two of them."""
_HYPHEN = re.compile(r"-(?=[0-9])")
"""A hyphen between a name and its number joins them; no result is negative."""
_BETWEEN = 30
_LONGEST_CONJUNCTION = 12
_METHOD = re.compile(
    rf"\n[ \t]*(?:{'|'.join(words('report', 'method_forms'))})[ \t:]*$", re.IGNORECASE
)

Unfit = Literal["name_unclear", "not_a_result", "not_understood", "ratio"]
"""Why what is named is not read at all."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A name or several for the same item, and the text behind."""

    names: tuple[Found, ...]
    shown: str
    window: str
    days: tuple[DateSpan, ...]
    problem: Unfit | None = None
    unclear: tuple[str, ...] = ()
    """What is written like the day of its line or head, and is not certain."""

    @property
    def item(self) -> str | None:
        """The item that is named; None for another analyte."""
        return self.names[-1].name.item


def entries_of(text: str, found: Iterable[Found]) -> Iterator[Entry]:
    """Every entry in order, of the names that were found in a text."""
    groups = _merged(text, _slashed(found))
    starts = [group[0].start for group in groups]
    lines = lines_of(text, starts)
    fluids = Fluids(text)
    line: Line | None = None
    carried: tuple[DateSpan, ...] = ()
    for place, group in enumerate(groups):
        if line is None or group[0].start >= line.end:
            line, carried = _line_at(lines, group[0].start), ()
        stop = starts[place + 1] if place + 1 < len(groups) else len(text)
        window = _window(text, group[-1].end, stop)
        days, carried = carried or line.days, ()
        if line.leading and stop < line.end:
            window, carried = _without_next_day(window)
        shown = text[group[0].start : min(stop, group[0].start + SHOWN)]
        fluid = fluids.at(group[0].start)
        named = [_in(fluid, found) for found in (*group, *_behind(text, groups, place))]
        problem = _problem(text, group[-1].end, line)
        for entry in _entries(named, shown, window, days, problem):
            unclear = () if days else line.unclear
            yield replace(entry, unclear=unclear) if unclear else entry


def _in(fluid: Fluid, found: Found) -> Found:
    """A name as it is meant where a fluid is spoken of."""
    match fluid:
        case Fluid.BLOOD:
            return found
        case Fluid.OTHER:
            return replace(found, misleading=True)
        case Fluid.UNSURE:
            return replace(found, name=replace(found.name, unsure=True))


def _behind(text: str, groups: list[list[Found]], place: int) -> list[Found]:
    """The name of a method that follows the result alone: 72 mL/min (CKD-EPI)."""
    group, following = groups[place], groups[place + 1 : place + 2]
    if not following or not following[0][0].name.method or following[0][0].joined:
        return []
    start, end = following[0][0].start, following[0][-1].end
    stop = groups[place + 2][0].start if place + 2 < len(groups) else end + _BETWEEN
    rest, _, _ = text[end : min(stop, end + _BETWEEN)].partition("\n")
    between = text[group[-1].end : start]
    same = group[-1].name.item == following[0][0].name.item
    if not same or ("\n" in between and not _METHOD.search(between)) or rest.strip(" \t().,;:[]|"):
        return []
    return following[0]


def _line_at(lines: Iterator[Line], place: int) -> Line:
    return next(line for line in lines if line.end > place)


def _slashed(found: Iterable[Found]) -> list[list[Found]]:
    """Put names together that slashes join."""
    groups: list[list[Found]] = []
    for name in found:
        if name.joined and groups:
            groups[-1].append(name)
        else:
            groups.append([name])
    return groups


def _merged(text: str, groups: list[list[Found]]) -> list[list[Found]]:
    """Put names of the same item together that only punctuation separates: Hemoglobin (Hb)."""
    merged: list[list[Found]] = []
    for group in groups:
        if merged and _same(merged[-1], group) and _nothing(text, merged[-1][-1].end, group):
            merged[-1].extend(replace(name, joined=False) for name in group)
        else:
            merged.append(group)
    return merged


def _same(group: list[Found], following: list[Found]) -> bool:
    names = [found.name for found in (group[0], group[-1], *following)]
    return len({(name.item, name.part) for name in names}) == 1 and names[0].item is not None


def _nothing(text: str, end: int, group: list[Found]) -> bool:
    """Whether nothing between two names could be a value."""
    between = text[end : group[0].start]
    if len(between) > _BETWEEN or any(char.isdigit() for char in between):
        return False
    lexemes = [placed.lexeme for placed in Scanner(between, ()).lexemes()]
    return all(
        isinstance(lexeme, Mark | Unit) or lexeme == Known(Sense.FILLER) for lexeme in lexemes
    )


def _window(text: str, start: int, stop: int) -> str:
    """The text behind a name; a cut never goes through a number."""
    window = _NUMBERING.sub("\n", text[start : min(stop, start + WINDOW)])
    if stop - start > WINDOW:
        window = _UNFINISHED.sub("", window)
    joined = CONJUNCTION.search(window, max(0, len(window) - _LONGEST_CONJUNCTION))
    window = window[: joined.start() + 1] if joined else window
    separated = _LISTED.match(window) or _HYPHEN.match(window)
    return f" {window[1:]}" if separated else window


def _problem(text: str, end: int, line: Line) -> Unfit | None:
    """Say why what follows a name is no result, whatever it is."""
    if line.demanding:
        return "not_a_result"
    return "not_understood" if _COMMAS_ALONE.match(text, end) else None


def _without_next_day(window: str) -> tuple[str, tuple[DateSpan, ...]]:
    """The window without the day at its end, which is the next name's where days precede names."""
    days = find_dates(window)
    if days and not window[days[-1][2] :].strip(" :,;"):
        span, start, _ = days[-1]
        return window[:start], (span,)
    return window, ()


def _entries(
    group: list[Found],
    shown: str,
    window: str,
    days: tuple[DateSpan, ...],
    problem: Unfit | None,
) -> Iterator[Entry]:
    if any(found.misleading for found in group) or len(methods_of(group)) > 1:
        problem = "name_unclear"
    different = {(found.name.item, found.name.part) for found in group}
    if len(different) == 1:
        yield Entry(tuple(group), shown, window, days, problem)
        return
    numbers = _LIST.match(window)
    values = numbers[1].split("/") if numbers else []
    fits = len(values) == len(group) and numbers is not None
    for place, found in enumerate(group):
        own = f"{values[place].strip()}{window[numbers.end() :]}" if fits and numbers else window
        yield Entry((found,), shown, f" {own}", days, problem or (None if fits else "ratio"))
