"""Where the results begin behind what says who somebody is, and whether a text has any."""

from __future__ import annotations

import re
from functools import cache

from criteria.reading.reports.names import analyte_names, analyte_words

MEASURED = r"[0-9][0-9.,]{0,12}[ ]?(?:%|[^\W\d_]{1,6}/|/|10\^|[xX×]10|E9)"
_QUANTITY = re.compile(rf"(?<![0-9.,]){MEASURED}")
_WORDS = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"[^\n\d,;|]{0,16}[0-9]")
"""What may be between the name of an analyte and its number: a colon, brackets, a word."""
_JOINED = " -.("
_SHORTEST = 2
"""Letters of a name of an analyte that is none of the words around one."""


def has_result(text: str) -> bool:
    """Whether a number with a unit is in a text."""
    return _QUANTITY.search(text) is not None


def is_analyte(name: str) -> bool:
    """Whether all words of a name are words of analytes: total bilirubin."""
    found = _letters(name)
    return bool(found) and analyte_words().issuperset(found)


def names_analyte(word: str) -> bool:
    """Whether a word alone is the name of an analyte."""
    return (word.casefold(),) in analyte_names()


def has_analyte(text: str) -> bool:
    """Whether a word of a text is one of the names of analytes."""
    return not analyte_words().isdisjoint(_letters(text))


def first_result(text: str, start: int, end: int) -> int:
    """Return where the first analyte with a number behind it begins between two places; or -1."""
    found = list(_WORDS.finditer(text, start, end))
    words = [word[0].casefold() for word in found]
    for place, word in enumerate(words):
        if word not in analyte_words():
            continue
        for count in range(_longest(), 0, -1):
            name = tuple(words[place : place + count])
            if len("".join(name)) < _SHORTEST or name not in analyte_names():
                continue
            if _NUMBER.match(text, found[place + len(name) - 1].end(), end):
                return _with_its_words(text, found, place)
    return -1


def _with_its_words(text: str, found: list[re.Match[str]], place: int) -> int:
    """Return where a name begins with what belongs to it in front: direct, P-."""
    while place and found[place - 1][0].casefold() in analyte_words():
        between = text[found[place - 1].end() : found[place].start()]
        if between.strip(_JOINED):
            break
        place -= 1
    return found[place].start()


@cache
def _longest() -> int:
    return max(map(len, analyte_names()))


def _letters(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.casefold())
