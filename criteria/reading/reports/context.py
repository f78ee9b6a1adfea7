"""A name in its place: whether something in front makes it another one.

U-albumin, mean corpuscular hemoglobin, pre-albumin and the second half of a ratio are not what
their last word says. Only a specimen (P-ASAT) or a harmless word may come directly before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from criteria.reading.languages.wordlists import words
from criteria.reading.results.lexemes import Sense
from criteria.reading.results.vocabulary import JOINERS, RUN, meaning_at

if TYPE_CHECKING:
    from collections.abc import Iterable

_SLASH = re.compile(r" ?/ ?$")
_ELIDED = re.compile(rf"(?<![^\W_])(?:{'|'.join(words('report', 'elided'))})'$", re.IGNORECASE)
"""An article without its vowel: l'hémoglobine, dell'emoglobina."""
_BEFORE = 40
_QUALIFIED = re.compile(
    rf"(?<![^\W_])(?:(?:{'|'.join(words('report', 'qualified_short'))})\."
    rf"|(?:{'|'.join(words('report', 'qualified'))}):)[ \t]*$",
    re.IGNORECASE,
)
"""Words, shortened or with a colon, that make a name an earlier or another result."""
_UNIT_WORDS = frozenset(
    ("pg", "fl", "mm", "cm", "år", "years", "k", "kpa", "mmhg", "sek", "sec", "mmol", "pmol")
)
_INTRODUCED = re.compile(
    rf"(?:^|[\n.;:|(])[ \t*•-]*(?:{'|'.join(words('report', 'introducing'))})$", re.IGNORECASE
)
"""Words that lead to a name where a sentence begins: results for Hb."""
_CHANGES = frozenset(words("report", "changes"))
"""Words that make the number behind a name a difference: a rise in ALT of 40."""
_LAST_WORDS = re.compile(r"[^\n\d.,;:()|\t]*\Z")
_FEW = 4
_OTHER_RESULT = (Sense.PREVIOUS, Sense.REFERENCE, Sense.NORMAL)


@dataclass(frozen=True, slots=True)
class Name:
    """What a name means; an item of None is another analyte."""

    item: str | None
    method: str | None = None
    unsure: bool = False
    part: str | None = None
    specimens: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a text. ``misleading`` tells that something in front makes it another one."""

    name: Name
    start: int
    end: int
    misleading: bool = False
    joined: bool = False
    """A slash joins it to the name before."""


def in_context(text: str, start: int, end: int, name: Name, last: int) -> Found:
    """The name, and whether the text directly before it makes it another one."""
    before = text[max(0, start - _BEFORE) : start]
    joined = bool(_SLASH.search(before))
    if joined:
        direct = last >= 0 and not text[last:start].strip(" /()")
        return Found(name, start, end, misleading=not direct, joined=direct)
    if _QUALIFIED.search(before):
        return Found(name, start, end, misleading=True)
    if before.endswith("'") and _ELIDED.search(before):
        return Found(name, start, end, misleading=_is_changed(before))
    if before.endswith(("-", "_", ".", "'")) and before[-2:-1].isalnum():
        return _prefixed(before, start, end, name)
    if before.endswith(" ") and before[-2:-1].isalnum() and start - 1 > last:
        misleading = _is_changed(before) or not _harmless(before[:-1], name)
        return Found(name, start, end, misleading=misleading)
    return Found(name, start, end)


def _is_changed(before: str) -> bool:
    """Whether one of the words just before a name says that it has changed, or is to."""
    last = _LAST_WORDS.search(before)
    words_before = RUN.findall(last[0].casefold())[-_FEW:] if last else []
    return not _CHANGES.isdisjoint(words_before)


def _prefixed(before: str, start: int, end: int, name: Name) -> Found:
    """Take a specimen in front (P-ASAT), and nothing else that is joined to the name."""
    runs = list(RUN.finditer(before))
    prefix = runs[-1]
    alone = before[prefix.start() - 1 : prefix.start()] not in ("-", "_")
    fits = before[-1] == "-" and prefix[0].casefold() in name.specimens and alone
    return Found(name, start - len(before) + prefix.start() if fits else start, end, not fits)


def _harmless(before: str, name: Name) -> bool:
    """Whether the word in front leaves the name what it is."""
    word = list(RUN.finditer(before))[-1]
    text = word[0].casefold()
    if JOINERS.fullmatch(text) or text in name.specimens or text in _UNIT_WORDS:
        return True
    if any(char.isdigit() for char in text) or before[word.start() - 1 : word.start()] == "/":
        return True
    if word[0] in ("L", "H", "LL", "HH") or _INTRODUCED.search(before):
        return True
    known = meaning_at(before, word.start(), len(before))
    return known is not None and known[1] not in _OTHER_RESULT


def methods_of(found: Iterable[Found]) -> set[str]:
    """The methods that these names tell; with more than one they contradict each other."""
    return {each.name.method for each in found if each.name.method is not None}


def method_of(found: Iterable[Found]) -> str | None:
    """The method that these names tell; None if none does or they contradict each other."""
    methods = methods_of(found)
    return methods.pop() if len(methods) == 1 else None
