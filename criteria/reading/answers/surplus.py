"""A number with words beside it that are no part of it: "62 yrs femail", "105 g/L after the drip".

Words that could change what the number means are never surplus: then there is nothing to part.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from criteria.reading.languages.wordlists import named_lists, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_MOST_WORDS = 8
_WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")
_CHANGING = frozenset(
    part
    for phrase in (
        *(word for listed in named_lists("comparators").values() for word in listed),
        *words("answers", "hedges"),
        *words("answers", "denials"),
        *words("answers", "joining"),
        *words("report", "previous"),
        *words("report", "reference"),
        *words("report", "missing"),
    )
    for part in phrase.casefold().split()
)
"""Words with which a number means something else, or nothing."""
_EXAMINED = frozenset((*words("answers", "examined"), "was", "is", "on", "var", "är", "of"))
"""Words around a day that say what was done on it, and no other day."""
_LIKE = 0.72
"""How alike two words are of which one is a slip for the other."""


def parted(text: str, is_number: Callable[[str], bool]) -> tuple[str, str] | None:
    """Return a number with its unit and the words behind it, or in front of it; else None.

    Args:
        text: what was written.
        is_number: whether a text is the number that is asked for, and nothing else.
    """
    spoken = text.split()
    if not 1 < len(spoken) <= _MOST_WORDS:
        return None
    for count in range(len(spoken) - 1, 0, -1):
        ends = ((spoken[:count], spoken[count:]), (spoken[-count:], spoken[:-count]))
        for number, rest in ends:
            if _says_nothing_of_it(rest) and is_number(" ".join(number).strip(",;")):
                return " ".join(number).strip(",;"), " ".join(rest).strip(",;.")
    return None


def _says_nothing_of_it(rest: list[str]) -> bool:
    """Whether words are only words, and none of them changes what a number means."""
    plain = [word.strip(",;.()").casefold() for word in rest]
    return all(map(_WORD.fullmatch, plain)) and _CHANGING.isdisjoint(plain)


def changes_nothing(text: str) -> bool:
    """Whether no word of a text changes what another one means: no denial, no doubt, no "or"."""
    plain = (word.strip(",;.()").casefold() for word in text.split())
    return _CHANGING.isdisjoint(plain)


def without_examination(text: str) -> str:
    """Return a text without the words in front of a day, or behind it, for what was done on it.

    Empty where there are none: “scan was in March” is “in March”.
    """
    spoken = text.split()
    while spoken and spoken[0].strip(",:;.()").casefold() in _EXAMINED:
        spoken = spoken[1:]
    while spoken and spoken[-1].strip(",:;.()").casefold() in _EXAMINED:
        spoken = spoken[:-1]
    found = " ".join(spoken).strip(" ,:;()")
    return "" if found == text.strip() else found


def is_slip_for(written: str, known: Iterable[str]) -> bool:
    """Whether every word is almost one of some words: "femail" is almost "female"."""
    among = [word.casefold() for word in known]
    spoken = written.casefold().split()
    return bool(spoken) and all(get_close_matches(word, among, 1, _LIKE) for word in spoken)
