"""How names of people are written: two to four words with capitals, or a title and a surname."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from bot.identity.introductions import alternatives, words
from bot.identity.results import MEASURED, first_result
from criteria.reading.languages.wordlists import every_word

if TYPE_CHECKING:
    from collections.abc import Iterator


_UPPER = r"[^\W\d_a-zåäöæøéèüßłśżźćńáíóúðþ]"
WORD = rf"(?:{_UPPER}['´])?{_UPPER}[^\W\d_]+(?:['´\-][^\W\d_]+)?"
_INITIAL = r"[^\W\d_a-z]\."
_LEAST_IN_CAPITALS = 3
"""Letters of a title that may be in capitals: MR and MS mean other things."""


def _written(kind: str) -> str:
    """Return an expression for words as they precede names, with capitals."""
    known = words(kind)
    forms = {word.capitalize() for word in known}
    forms |= {word.upper() for word in known if len(word) >= _LEAST_IN_CAPITALS}
    return rf"(?:{alternatives(forms)})(?![^\W_])\.?[ ]{{1,2}}"


_TITLE, _SHORT_TITLE, _DOCTOR, _GREETING = map(
    _written, ("title", "title_short", "doctor", "greeting")
)
_OF = rf"(?:(?:{'|'.join(sorted(words('particle')))}) ){{0,2}}"
PART = rf"(?:{WORD}|{_INITIAL})"
NAME = rf"(?:{_TITLE})?(?:{_DOCTOR}){{0,2}}{PART}(?:,? {_OF}{PART}){{1,3}}"
"""An expression for a name with two parts or more."""
ONE = re.compile(rf"{WORD}(?=[ \t]*(?:$|[\t|;,\n]|[ ]{{2}}))")
"""A name of one part, with nothing more in its field or before a comma."""
INITIALLED = re.compile(rf"{WORD},? [^\W\d_a-z](?![^\W_.])")
"""A surname and an initial without its full stop."""
_SURNAME = rf"(?P<name>{_OF}{PART}(?:[ ]{_OF}{PART}){{0,3}})"
_TITLED = re.compile(rf"(?<![^\W_])(?:{_TITLE})(?:{_DOCTOR}){{0,2}}{_SURNAME}")
_SHORT_TITLED = re.compile(rf"(?m:^)[ \t]*(?:{_SHORT_TITLE}){_SURNAME}(?=[ ]?[:,])")
_DOCTORS = re.compile(rf"(?m:^)[ \t]*(?:{_GREETING})?(?:{_DOCTOR}){{1,2}}{_SURNAME}")
_STEM = 8
"""Letters with which a word of answers begins in each of its forms: progress, progressive."""
_LETTERS = re.compile(r"[^\W\d_]+")
_LINE = re.compile(r"[^\n]*")
_MEASURED = re.compile(rf"[ ]?[:,][ ]?[<>]?{MEASURED}")
"""A result behind what stands like a name: M Spike: 3 g/L."""


def is_ordinary(name: str) -> bool:
    """Whether every word of a name is one of answers and reports, or begins as one of them."""
    found = _LETTERS.findall(name.casefold())
    return all(word in every_word() or word[:_STEM] in _stems() for word in found)


@cache
def _stems() -> frozenset[str]:
    return frozenset(word[:_STEM] for word in every_word() if len(word) >= _STEM)


@cache
def told() -> re.Pattern[str]:
    """Return the pattern of a title anywhere in a sentence with the name behind it.

    In small letters one word is looked for, which may be any other.
    """
    small = words("doctor") | {word for word in words("title") if len(word) >= _LEAST_IN_CAPITALS}
    low = rf"(?i:{alternatives(small)})(?![^\W_])\.?[ ]{{1,2}}"
    name = rf"{_OF}{PART}(?:[ ]{_OF}{PART}){{0,3}}|[^\W\d_]{{3,}}(?![^\W_])"
    return re.compile(rf"(?<![^\W_])(?:{_TITLE}|{_DOCTOR}|{low}){{1,3}}(?P<name>{name})")


def titled(plain: str) -> Iterator[re.Match[str]]:
    """Return every title with the name behind it; a short one is in front of results alone."""
    yield from _TITLED.finditer(plain)
    for found in _SHORT_TITLED.finditer(plain):
        line = None if _MEASURED.match(plain, found.end()) else _LINE.match(plain, found.end())
        if line and first_result(plain, found.end(), line.end()) >= 0:
            yield found


def doctors(plain: str) -> Iterator[re.Match[str]]:
    """Return every name of a doctor with their title that a line begins with."""
    return _DOCTORS.finditer(plain)
