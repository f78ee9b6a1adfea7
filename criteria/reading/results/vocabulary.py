"""The words around a result that are understood, in every language. Their look-up only.

A word that is not here is not understood, and between a name and a number it stops the reading.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from criteria.known.values import Comparator
from criteria.reading.languages.wordlists import words
from criteria.reading.results.lexemes import Sense

if TYPE_CHECKING:
    from collections.abc import Iterable

RUN = re.compile(r"[^\W_]+")
"""Letters and digits without anything between them."""

SENSES = (
    *(Sense.FLAG, Sense.FILLER, Sense.MISSING, Sense.REFERENCE, Sense.PREVIOUS),
    *(Sense.SURFACE, Sense.ABOUT, Sense.COMMENT, Sense.NORMAL),
)
"""The senses that have words of their own; a list of words is called as its sense."""
COMPARATORS = (Comparator.LESS, Comparator.MORE, Comparator.AT_LEAST, Comparator.AT_MOST)
_STEMS = {
    words("report", "haemolysis"): Sense.HAEMOLYSIS,
    words("report", "aggregates"): Sense.AGGREGATES,
}
"""Beginnings of words."""
_NEGATIONS = frozenset(words("report", "negations"))

JOINERS = re.compile("|".join(map(re.escape, words("report", "joiners"))))
"""Words that may stand directly in front of a name without changing what it means."""

CONJUNCTION = re.compile(
    rf"[ \t](?:{'|'.join(words('report', 'conjunctions'))})[ \t]{{1,3}}$", re.IGNORECASE
)
"""A word that joins a result and the next name."""

DEMANDS = re.compile(rf"\b(?:{'|'.join(words('report', 'demands'))})\b", re.IGNORECASE)
"""Words that make what follows a requirement or a condition, not a result."""

SAMPLED = re.compile(rf"\b(?:{'|'.join(words('report', 'sampled'))})\b", re.IGNORECASE)
"""Words that make a day the day of the sample."""

PANEL = re.compile(rf"\b(?:{'|'.join(words('report', 'panels'))})$", re.IGNORECASE)
"""Names for blood tests together, directly in front of the day on which they were taken."""

TAKEN = re.compile(
    rf"\b(?:{'|'.join((*words('report', 'panels'), *words('report', 'sampled')))})\b", re.IGNORECASE
)
"""Names for blood tests and samples, anywhere."""

PLANNED = re.compile(rf"\b(?:{'|'.join(words('report', 'planned'))})\b", re.IGNORECASE)
"""Words that make a day one to come: the next blood test, an appointment."""

DATED = frozenset(words("report", "dated"))
"""Words between what was done and its day."""

_ENTRIES: dict[str, list[tuple[tuple[str, ...], Sense | Comparator]]] = {}


def _enter(phrases: Iterable[str], meaning: Sense | Comparator) -> None:
    for phrase in phrases:
        parts = tuple(phrase.split())
        _ENTRIES.setdefault(parts[0], []).append((parts, meaning))


for _sense in SENSES:
    _enter(words("report", _sense.name.lower()), _sense)
for _comparator in COMPARATORS:
    _enter(words("comparators", _comparator.name.lower()), _comparator)
for _found in _ENTRIES.values():
    _found.sort(key=lambda entry: -len(entry[0]))

_BETWEEN = re.compile(r"[ .'/-]{1,2}")


def meaning_at(text: str, start: int, end: int) -> tuple[int, Sense | Comparator] | None:
    """The longest known phrase that begins here: where it ends, and what it says."""
    first = RUN.match(text, start, end)
    if first is None:
        return None
    word = first[0].casefold()
    if word in _NEGATIONS:
        return _denied(text, first.end(), end) or _phrase(text, first, end)
    for stems, sense in _STEMS.items():
        if word.startswith(stems):
            return first.end(), sense
    return _phrase(text, first, end)


def _phrase(text: str, first: re.Match[str], end: int) -> tuple[int, Sense | Comparator] | None:
    for parts, meaning in _ENTRIES.get(first[0].casefold(), ()):
        stop = _rest(text, first.end(), end, parts[1:])
        if stop is not None:
            return stop, meaning
    return None


def _rest(text: str, start: int, end: int, parts: tuple[str, ...]) -> int | None:
    """Follow the words of a phrase; where it ends, or None if it does not go on."""
    for word in parts:
        between = _BETWEEN.match(text, start, end)
        run = RUN.match(text, between.end(), end) if between else None
        if run is None or run[0].casefold() != word:
            return None
        start = run.end()
    return start


def _denied(text: str, start: int, end: int) -> tuple[int, Sense] | None:
    """Take "no haemolysis" as saying nothing."""
    between = _BETWEEN.match(text, start, end)
    run = RUN.match(text, between.end(), end) if between else None
    if run and any(run[0].casefold().startswith(stems) for stems in _STEMS):
        return run.end(), Sense.FILLER
    return None
