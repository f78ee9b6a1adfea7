"""Whole numbers in words: sixty-two, sextiotvå, ett. The words are num2words'."""

from __future__ import annotations

import re
from functools import cache

LARGEST = 120
"""More than anybody's age in years, which is what is said in words."""
LANGUAGES = ("en", "sv", "da", "no", "fi", "de", "nl", "fr", "es", "pl")
_LEAST_SPOKEN = 30
_OTHER_WORDS = {"en": 1, "ett": 1, "én": 1, "een": 1, "ein": 1, "eine": 1, "ei": 1, "tjugoen": 21}
"""Forms beside those that num2words gives."""
_OTHER_MEANING = frozenset(("to",))
"""Numbers in one language that are everyday words in another: "according to" is no Danish two."""
_SPOKEN = {"sv": (("tio", "ti"), ("etthundra", "hundra"))}
"""What is written as it is spoken, by language: sextitvå, hundrafem."""
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_BETWEEN = re.compile(r"[\s\u2010-\u2013-]+")


def number_in_words(text: str) -> int | None:
    """Return the number that the words mean; None where they mean none, or several."""
    numbers = _numbers().get(_BETWEEN.sub("", text.strip().casefold()), frozenset())
    return next(iter(numbers)) if len(numbers) == 1 else None


def roman(text: str) -> int | None:
    """Return what a Roman numeral from I to IV means; None for anything else."""
    return _ROMAN.get(text.strip().casefold())


@cache
def _numbers() -> dict[str, frozenset[int]]:
    """Return what each word means in any of the languages; made when a word is first met."""
    from num2words import num2words  # noqa: PLC0415 - a tenth of a second that few answers need

    found: dict[str, frozenset[int]] = {}
    written = [
        (str(num2words(number, lang=language)), number)
        for language in LANGUAGES
        for number in range(LARGEST + 1)
    ]
    spoken = [
        (str(num2words(number, lang=language)).replace(usual, said), number)
        for language, ways in _SPOKEN.items()
        for usual, said in ways
        for number in range(_LEAST_SPOKEN, LARGEST + 1)
    ]
    for words, number in (*written, *spoken, *_OTHER_WORDS.items()):
        plain = _BETWEEN.sub("", words.casefold())
        if plain in _OTHER_MEANING:
            continue
        found[plain] = found.get(plain, frozenset()) | {number}
    return found
