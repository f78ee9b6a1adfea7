"""Which stretches of a report are about another fluid than blood: urine, ascites, drains.

A heading, or such a word with a colon, begins a stretch; one of blood ends it, and so does a blank
line before a name with the prefix of blood. A line that begins with such a word is about it, and
what comes behind it in a sentence may be.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING

from criteria.reading.languages.wordlists import words
from criteria.reading.results.vocabulary import RUN, SAMPLED
from criteria.reading.spelling.dates import written_days

if TYPE_CHECKING:
    from collections.abc import Iterator


class Fluid(Enum):
    """What a name's result was measured in."""

    BLOOD = "blood, or nothing is said"
    OTHER = "another fluid"
    UNSURE = "another fluid is named before it in its sentence"


def _pattern(name: str) -> re.Pattern[str]:
    return re.compile("|".join(words("fluids", name)), re.IGNORECASE)


_OTHER, _OWN, _EXAMINED = map(_pattern, ("other", "own", "examined"))
_SHORT = 2
_LINE = re.compile(r"[^\n]*\n?")
_BEFORE = re.compile(
    r"[ \t*#=|>\"-]{0,9}(?:(?:prov|analys\w{0,3}) (?:från|i|på|av) )?", re.IGNORECASE
)
_COLON = re.compile(r"(?<![0-9]):|:(?![0-9])")
_APART = re.compile(r"(?:[.,;:|\t][ ]*|[ ]{2})(?:[^\W\d_]{3,20}[ -])?$")
"""What ends a part of a line, and a word before the fluid: peripheral blood."""
_SENTENCE = re.compile(r"[.!?;][ ]+(?=[^\W\d_])")
_LONGEST = 80
_PREFIXED = re.compile(r"(?:b|p|s|fp|fs|pt)-", re.IGNORECASE)
_NAMED_BY = re.compile(r"([^\W\d_]{1,20})[ -]")
_NAMED_BEFORE = re.compile(r"(?<![^\W_/])([^\W\d_]{3,20})[ -]$")


def is_other(text: str, *, written_out: bool = False) -> bool:
    """Whether a text names another fluid than blood, as the name of a specimen does.

    With ``written_out`` a letter or two (U) say nothing.
    """
    shortest = _SHORT if written_out else 0
    runs = (run[0] for run in RUN.finditer(text))
    return any(len(run) > shortest and _OTHER.fullmatch(run) for run in runs)


class Fluids:
    """Follows a text from name to name and tells where another fluid is spoken of."""

    def __init__(self, text: str) -> None:
        """Find where it changes."""
        self._text = text
        self._changes = sorted(_changes(text), key=itemgetter(0))
        self._place = 0
        self._fluid = Fluid.BLOOD

    def at(self, start: int) -> Fluid:
        """What the name that starts here was measured in; names come in order."""
        while self._place < len(self._changes) and self._changes[self._place][0] <= start:
            self._fluid = self._changes[self._place][1]
            self._place += 1
        if self._fluid is Fluid.BLOOD:
            return self._fluid
        prefixed = _PREFIXED.match(self._text, start) is not None
        if prefixed and self._text[max(0, start - _LONGEST) : start].rstrip(" \t").endswith("\n\n"):
            self._fluid = Fluid.BLOOD
        return Fluid.BLOOD if prefixed or self._says_blood(start) else self._fluid

    def _says_blood(self, start: int) -> bool:
        """Whether a word for blood is written in front of a name: serum albumin."""
        within = _NAMED_BY.match(self._text, start)
        before = _NAMED_BEFORE.search(self._text, max(0, start - _LONGEST), start)
        return any(found and _is_other(found[1]) is False for found in (within, before))


def _changes(text: str) -> Iterator[tuple[int, Fluid]]:
    """Where what is spoken of changes, and to what."""
    lasting = Fluid.BLOOD
    for line in _LINE.finditer(text):
        ends = None
        for place, fluid, below in _in_line(text, line.start(), line.end()):
            lasting, ends = below or lasting, line.end()
            yield place, fluid or lasting
        if ends is not None:
            yield ends, lasting


def _in_line(text: str, start: int, end: int) -> Iterator[tuple[int, Fluid | None, Fluid | None]]:
    """What begins at a place of a line, and what then holds below it.

    None is what holds already.
    """
    first = _BEFORE.match(text, start, end)
    begin = first.end() if first else start
    whole = False
    for run in RUN.finditer(text, start, end):
        other = _is_other(run[0])
        if other is None or (run.start() > begin and _is_abbreviated(run[0])):
            continue
        before, behind = text[start : run.start()], text[run.end() : end]
        leads = run.start() == begin or _alone(before)
        if _is_heading(before, behind, leads=leads):
            yield run.end(), Fluid.OTHER if other else Fluid.BLOOD, _below(behind, other=other)
            whole = True
        elif other and not whole and len(run[0]) > _SHORT:
            whole = leads
            yield from ((run.end() + at, fluid, None) for at, fluid in _beside(behind, leads=leads))


def _is_heading(before: str, behind: str, *, leads: bool) -> bool:
    """Whether a word heads what is below it, or what is behind its colon."""
    colon = _COLON.search(behind)
    if colon is None or not _alone(behind[: colon.start()]):
        return leads and _alone(behind)
    return leads or not behind[colon.end() :].strip() or _APART.search(before) is not None


def _below(behind: str, *, other: bool) -> Fluid:
    """What a heading says of the lines below: it may be for its own alone, if that goes on."""
    colon = _COLON.search(behind)
    goes_on = colon is not None and any(map(str.isalnum, behind[colon.end() :]))
    if not other:
        return Fluid.BLOOD
    return Fluid.UNSURE if goes_on else Fluid.OTHER


def _beside(behind: str, *, leads: bool) -> Iterator[tuple[int, Fluid | None]]:
    """What a word says of its own line: up to the end of the sentence, and from there."""
    if _COLON.match(behind):
        yield 0, Fluid.OTHER
        return
    yield 0, Fluid.OTHER if leads else Fluid.UNSURE
    sentence = _SENTENCE.search(behind)
    if sentence:
        yield sentence.end(), Fluid.UNSURE if leads else None


def _is_abbreviated(word: str) -> bool:
    """Whether a word is of two letters at most, and any word in another language: du, tu."""
    return len(word) <= _SHORT and not word.isupper()


@lru_cache(maxsize=4096)
def _is_other(word: str) -> bool | None:
    """Whether a word names another fluid; None if it names none."""
    if _OTHER.fullmatch(word):
        return True
    return False if _OWN.fullmatch(word) else None


def _alone(rest: str) -> bool:
    """Whether nothing but a day, and what is examined, is beside a word."""
    if len(rest) > _LONGEST:
        return False
    for _, start, end in reversed(tuple(written_days(rest))):
        rest = rest[:start] + rest[end:]
    runs = [run[0] for run in RUN.finditer(SAMPLED.sub("", rest))]
    return all(_EXAMINED.fullmatch(run) or _OTHER.fullmatch(run) for run in runs)
