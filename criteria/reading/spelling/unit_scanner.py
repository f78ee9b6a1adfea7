"""Finds units inside running text: the longest spelling that is one of the item's, or another's."""

from __future__ import annotations

import re
from functools import lru_cache

from criteria.known.unit_spellings import LONGEST, may_be_unit, standard_unit

_MOST_PARTS = 24
_PART = re.compile(r"(?:[^\W_]+|[^\n\t|;])(?P<may_end>(?![\^*/]| /))?")
"""A part of a unit, and whether a unit can end behind it: nothing follows that makes it another."""
_FOREIGN = re.compile(
    r"(?:x ?)?[a-zµ0-9^*]{0,9} ?/ ?[a-zµ][a-z0-9µ^]{0,9}(?: ?/ ?[a-z0-9µ.,^]{1,9})?(?![^\W_])"
    r"|(?:[mµnpf]?g|fl|pg|ml|dl|cl|mol|mmol|µmol|nmol|kg|inr|sek?|mmhg|bpm|%|‰|ppm|lakh|mil|mill"
    r"|mio|kat|ukat|µkat|u|iu|ie|ng)(?![^\W_/])",
    re.IGNORECASE,
)


@lru_cache(maxsize=16384)
def _unit(text: str, units: tuple[str, ...]) -> str | None:
    return standard_unit(text, units)


def unit_at(text: str, start: int, end: int, units: tuple[str, ...]) -> tuple[int, str] | None:
    """The longest of these units that is written here: where it ends, and its name."""
    if not may_be_unit(text[start : start + 2], units):
        return None
    ends: list[int] = []
    behind = start
    for number, part in enumerate(_PART.finditer(text, start, end)):
        if part.start() != behind or part.end() > start + LONGEST or number > _MOST_PARTS:
            break
        behind = part.end()
        if part["may_end"] is not None:
            ends.append(behind)
    for place in reversed(ends):
        name = _unit(text[start:place], units)
        if name is not None and _whole(text[start:place]):
            return place, name
    return None


def _whole(unit: str) -> bool:
    """Whether brackets are closed and nothing hangs on at the end."""
    return unit.count("(") == unit.count(")") and not unit.endswith((" ", ".", ","))


def foreign_unit_at(text: str, start: int) -> int | None:
    """The end of a unit that begins here, whatever unit it is; None if there is none."""
    foreign = _FOREIGN.match(text, start)
    return foreign.end() if foreign else None
