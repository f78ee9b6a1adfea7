"""Numbers as people say them, written the plain way: sextiotvå år, 17 years 11 months, 62M.

Only spelling changes here. What stays is read as any number is, and refused where it is none.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from criteria.reading.languages.wordlists import words as words_of
from criteria.reading.spelling.number_words import number_in_words, roman

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator

_LONGEST = 60
_YEARS_AND_MONTHS = re.compile(
    r"(?P<years>[0-9]{1,3}) ?(?P<unit>years?|yrs?|y|år) ?(?:,|and|och|o|&)? ?"
    r"(?:[0-9]|1[01]) ?(?:months?|mths?|mo|m|månader|månad|mån)\.?(?: old)?",
    re.IGNORECASE,
)
_DECIMAL_MARKS = frozenset(words_of("answers", "decimal_marks"))
_POINTED = re.compile(
    rf"(?P<whole>[0-9]+) (?:{'|'.join(_DECIMAL_MARKS)}) (?P<part>[0-9]+)", re.IGNORECASE
)
"""Figures with the mark between them in words: "5 komma 2"."""
_HYPHEN = re.compile(r"(?<=[0-9a-zåäö])-(?=[a-zåäö])", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:an?|en|ett)\s+(?=[^\W\d_]|[0-9])", re.IGNORECASE)
"""In front of digits or of another word it is no number: a 71-year-old man, en man på 71 år."""
_WORD_AROUND = (
    re.compile(r"(?P<rest>.*[0-9.]|.*[^\W_][\s,;/]+)[\s,;/]*(?P<word>[^\W\d_]+)\.?"),
    re.compile(r"(?P<word>[^\W\d_]+)[\s,;:/]+(?P<rest>.+)"),
    re.compile(r"(?P<word>[^\W\d_])(?P<rest>[0-9].*)"),
)
_FIRST_WORD = re.compile(r"^(?P<word>[^\W\d_]+)(?:[\s,;:/=-]+|$)(?P<rest>.*)$")
_LAST_WORD = re.compile(r"^(?P<rest>.*?)(?:[\s,;:/(-]+|^)(?P<word>[^\W\d_]+)[).]?$")


def plainly(text: str) -> str:
    """Return the text with numbers in digits, completed years alone and no hyphens in words."""
    written = " ".join(text.split())
    if len(written) > _LONGEST:
        return written
    aged = _YEARS_AND_MONTHS.fullmatch(written)
    if aged is not None:
        return f"{aged['years']} {aged['unit']}"
    pointed = _POINTED.sub(r"\g<whole>.\g<part>", written)
    return _in_digits(written) or _HYPHEN.sub(" ", pointed)


def _in_digits(written: str) -> str | None:
    """Return the text with the longest number in words as digits; None where it holds none."""
    if any(map(str.isdigit, written)):
        return None
    words = written.split(" ")
    decimal = _decimal_in_words(words)
    if decimal is not None:
        return decimal
    for length in range(len(words), 0, -1):
        for start in range(len(words) - length + 1):
            number = number_in_words(" ".join(words[start : start + length]).strip(",.;"))
            if number is not None:
                return " ".join([*words[:start], str(number), *words[start + length :]])
    return None


def _decimal_in_words(words: list[str]) -> str | None:
    """Return words with a decimal in figures: "four point two g"; None where they hold none."""
    marks = [at for at, word in enumerate(words) if word.casefold() in _DECIMAL_MARKS]
    if len(marks) != 1:
        return None
    before, behind = words[: marks[0]], words[marks[0] + 1 :]
    counted = [*takewhile(lambda word: number_in_words(word) is not None, behind)]
    whole, part = number_in_words(" ".join(before)), _decimals(counted)
    return (
        " ".join([f"{whole}.{part}", *behind[len(counted) :]])
        if whole is not None and part
        else None
    )


def _decimals(spoken: list[str]) -> str:
    """Return decimals in words as figures, one by one or together: "zero five", "twenty five"."""
    numbers = [str(number_in_words(word)) for word in spoken]
    if all(len(number) == 1 for number in numbers):
        return "".join(numbers)
    together = number_in_words(" ".join(spoken))
    return "" if together is None else str(together)


def in_digits(text: str) -> str:
    """Return the text with its last word as a digit: "PS one", "ECOG: II"."""
    before, last = text[: -len(text.rsplit(maxsplit=1)[-1])], text.rsplit(maxsplit=1)[-1]
    number = number_in_words(last)
    if number is None:
        number = roman(last)
    return text if number is None else f"{before}{number}"


def unnamed(text: str, named: Container[str]) -> str:
    """Return an answer without the words at either end that only name what is asked.

    Args:
        text: what was typed: "ECOG not known", "CT 2025-11-10".
        named: the words of the question's name, in lower case.
    """
    written = " ".join(text.split())
    for edge in (_FIRST_WORD, _LAST_WORD):
        while (found := edge.search(written)) and found["word"].casefold() in named:
            written = found["rest"]
    return written


def apart(text: str, is_other: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
    """Yield the text without a word at either end that belongs to another answer, and that word.

    Args:
        text: what was typed: "62M", "62 years old, female".
        is_other: whether a word is an answer to what is asked beside.
    """
    written = " ".join(text.split())
    if len(written) > _LONGEST:
        return
    if any(map(str.isdigit, written)):
        written = _ARTICLE.sub("", written, count=1) if _ARTICLE.match(written) else written
    for pattern in _WORD_AROUND:
        found = pattern.fullmatch(written)
        if found is not None and is_other(found["word"]):
            yield found["rest"].strip(" ,;/"), found["word"]
