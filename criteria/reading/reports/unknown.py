"""Lines that begin like a result of one of the trial's numbers, with a name that is not known.

Nothing is read from them; that they were not read is said, with their names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from criteria.reading.reports.heads import kind_of
from criteria.reading.results.judging import written_units
from criteria.reading.results.vocabulary import meaning_at
from criteria.reading.spelling.unit_scanner import unit_at
from criteria.trial.protocol import NumberItem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from criteria.reading.reports.names import Names
    from criteria.trial.trial import Trial

MOST = 20
_RESULT = re.compile(
    r"[ \t|>*•#\"-]{0,9}([^\W\d_][^\n\t|:=;<>\"]{0,40}?)\"?[ \t|:=]{1,20}"
    r"(?:[<>≤≥] ?)?[0-9]{1,7}(?:[.,][0-9]{1,4})?[ \t|]{0,20}"
)
_MOST_WORDS = 5
_LONGEST_LINE = 400


def unknown_names(text: str, names: Names, trial: Trial) -> Iterator[str]:
    """The name of each such line, at most so many."""
    units = _units(trial)
    left = MOST
    for line in text.split("\n"):
        result = _RESULT.match(line) if len(line) <= _LONGEST_LINE else None
        if result is None or not _measured(line, result.end(), units):
            continue
        name = " ".join(result[1].split())
        known = next(names.find(line), None)
        behind = known is None or known.start >= result.end()
        if len(name.split()) <= _MOST_WORDS and _is_name(name) and behind:
            yield name
            left -= 1
            if not left:
                return


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
