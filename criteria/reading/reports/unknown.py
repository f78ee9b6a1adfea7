"""Parts of a report that begin like a result of the trial's numbers, with a name that isn't known.

A part is a line, or what is between the commas of a line. Nothing is read from them; that
they were not read is said, with their names.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from criteria.reading.reports.column_heads import kind_of
from criteria.reading.results.judging import written_units
from criteria.reading.results.vocabulary import meaning_at
from criteria.reading.spelling.unit_scanner import unit_at
from criteria.trial.protocol import NumberItem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from criteria.trial.trial import Trial

MOST = 20
_RESULT = re.compile(
    r"[ \t|>*•#\"-]{0,9}([^\W\d_][^\n\t|:=;<>\"]{0,40}?)\"?[ \t|:=]{1,20}"
    r"(?:[<>≤≥] ?)?[0-9]{1,7}(?:[.,][0-9]{1,4})?[ \t|]{0,20}"
)
_APART = re.compile(r"[,;][ \t]+")
"""Between the results of a line: a comma in a number has no space behind it."""
_MOST_WORDS = 5
_LONGEST_LINE = 400


def unknown_names(text: str, known: Sequence[int], trial: Trial) -> Iterator[str]:
    """The name of each such line or part, at most so many.

    Args:
        text: the report.
        known: where the names that are known begin in it, in order.
        trial: whose numbers are looked for.
    """
    units = _units(trial)
    left = MOST
    for start, part, within in _parts_of(text):
        result = _RESULT.match(part)
        if result is None or not _measured(part, result.end(), units):
            continue
        name = " ".join(result[1].split())
        small = within and not name[:1].isupper()  # as any word between two commas
        if len(name.split()) > _MOST_WORDS or not _is_name(name) or small:
            continue
        if bisect_left(known, start) == bisect_left(known, start + result.end()):
            yield name
            left -= 1
            if not left:
                return


def _parts_of(text: str) -> Iterator[tuple[int, str, bool]]:
    """Return where each part begins, what it says, and whether it is within a line."""
    place = 0
    for line in text.split("\n"):
        for start, part in _parts(line) if len(line) <= _LONGEST_LINE else ():
            yield place + start, part, start > 0
        place += len(line) + 1


def _parts(line: str) -> Iterator[tuple[int, str]]:
    """Return what is between the commas behind results, and where it begins.

    A name may have commas of its own.
    """
    start = 0
    for comma in _APART.finditer(line):
        if any(map(str.isdigit, line[start : comma.start()])):
            yield start, line[start : comma.start()]
            start = comma.end()
    yield start, line[start:]


def _units(trial: Trial) -> tuple[str, ...]:
    """Every unit of the trial's numbers that laboratories alone write."""
    items = [item for item in trial.items.values() if isinstance(item, NumberItem)]
    units = dict.fromkeys(unit for item in items for unit in written_units(item))
    return tuple(unit for unit in units if "/" in unit or unit == "%")


def _measured(line: str, place: int, units: tuple[str, ...]) -> bool:
    return unit_at(line, place, len(line), units) is not None


def _is_name(name: str) -> bool:
    """Whether a text may name an analyte: it is no head, and begins with no word around one."""
    return kind_of(name) is None and meaning_at(name, 0, len(name)) is None and len(name) > 1
