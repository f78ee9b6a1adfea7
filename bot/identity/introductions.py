"""The words that precede a number, a date or a name and say what it is.

They are data, in ``introductions.toml``: a list a language and a kind.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_BEFORE_NUMBERS = (
    *("number", "record", "record_short", "birth", "birth_short", "telephone"),
    "harmless",
)
_FILLER = r"[\s.:;#=\-_/()\[\]\"'>|*,^~]{0,12}"
_LETTER = r"[^\W\d_]"
_FORM = r"(?:[dmyjåat]{1,4}[./ -]){2}[dmyjåat]{1,4}"
"""How a date is to be written, as forms say it: dd/mm/yyyy."""


class Introduction(NamedTuple):
    """A word that says what follows it."""

    kind: str
    start: int
    end: int
    """Where what it introduces begins."""
    word: str
    """The word with its ending, as it is written in small letters."""


@cache
def words(kind: str) -> frozenset[str]:
    """Return the words of a kind in every language."""
    listed = (word for each in _data()[kind].values() for word in each)
    return frozenset(unicodedata.normalize("NFKC", word) for word in listed)


@cache
def _data() -> dict[str, dict[str, list[str]]]:
    file = resources.files(__package__) / "introductions.toml"
    return tomllib.loads(file.read_text("utf-8"))


def alternatives(known: Iterable[str]) -> str:
    """Return an expression that finds the longest of some words; a star is any ending."""
    by_first: dict[str, list[str]] = {}
    for word in sorted(known, key=len, reverse=True):
        by_first.setdefault(word[0], []).append(_expression(word[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rests)})" for first, rests in by_first.items())


def _expression(rest: str) -> str:
    parts = rest.removesuffix("*").split(" ")
    ending = f"{_LETTER}{{0,20}}" if rest.endswith("*") else ""
    return r"\.?[ \t]{1,2}".join(map(re.escape, parts)) + ending


def whole(known: Iterable[str]) -> str:
    """Return an expression that finds some words where they are whole, in lower case."""
    return rf"(?<![^\W_])(?:{alternatives(known)})(?!{_LETTER})"


def ending() -> str:
    """Return an expression for what may end a word: nr, no., -id."""
    return rf"(?:[ .\-/]{{0,2}}(?:{alternatives(words('ending'))})(?!{_LETTER})){{0,2}}"


@cache
def _pattern() -> re.Pattern[str]:
    known = {word for kind in _BEFORE_NUMBERS for word in words(kind)}
    between = rf"(?:(?:{_FORM}|(?:{alternatives(words('copula'))})(?![^\W_])){_FILLER}){{0,2}}"
    return re.compile(rf"(?P<word>(?P<known>{whole(known)}){ending()}){_FILLER}{between}")


def introductions(lower: str) -> Iterator[Introduction]:
    """Return every introduction in a text in lower case, in the order of the text."""
    for found in _pattern().finditer(lower):
        yield Introduction(_kind(" ".join(found["known"].split())), *found.span(), found["word"])


@cache
def _kinds() -> dict[str, str]:
    return {word: kind for kind in reversed(_BEFORE_NUMBERS) for word in words(kind)}


def _kind(word: str) -> str:
    """Return the kind of a word that was found; what no list has whole has a star."""
    known = _kinds()
    return known.get(word) or known.get(word.replace(". ", " ")) or "harmless"
