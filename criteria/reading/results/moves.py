"""Where two numbers are one that has moved: from 118 to 97 g/L.

An interval goes up, so two numbers that go down are none; those that go up are one unless a word
for rising leads to them.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from criteria.reading.languages.wordlists import words
from criteria.reading.spelling import numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

Span = tuple[int, int]
_NUMBER = r"[0-9]{1,6}(?:[.,][0-9]{1,3})?"
_UNIT = r"(?: ?(?:[^\W\d_]{1,6}/[^\W\d_]{1,6}|%))?"

_TO = re.compile(rf" (?:{'|'.join(words('report', 'moved_to'))}) ", re.IGNORECASE)
"""Without which nothing moves, as in most lines."""


def moves_in(text: str) -> Iterator[tuple[Span, Span]]:
    """Return what leads to the first and what to the second of such numbers, in order."""
    if _TO.search(text) is None:
        return
    for found in _pattern().finditer(text):
        if found["moved"] or _falls(found["first"], found["second"]):
            yield (found.start(), found.start("first")), found.span("to")


def _falls(first: str, second: str) -> bool:
    """Whether the first of two numbers is the higher one however they are meant."""
    return min(numbers.candidates(first), default=0) > max(numbers.candidates(second), default=0)


@cache
def _pattern() -> re.Pattern[str]:
    moved, left, reached = (
        "|".join(map(re.escape, sorted(words("report", name), key=len, reverse=True)))
        for name in ("moved", "moved_from", "moved_to")
    )
    return re.compile(
        rf"(?<![^\W_])(?:(?P<moved>{moved}) )?(?:{left}) (?P<first>{_NUMBER}){_UNIT}"
        rf"(?P<to> (?:{reached}) )(?P<second>{_NUMBER})(?![0-9]|[.,/:\-][0-9])",
        re.IGNORECASE,
    )
