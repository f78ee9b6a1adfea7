"""Whole answers without an answer: nobody knows, nothing was done, it has not come yet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from criteria.known.values import Choice, Doubt, NotKnown
from criteria.reading.answers.choices import DENIALS, NOTHING_DONE
from criteria.reading.languages.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Collection

_LONGEST = 80
_WORDS_AWAITED = frozenset(words("answers", "awaited"))
_BRACKETED = re.compile(r"[(\[][^()\[\]]*[)\]]")
_SEVERAL_MARKS = re.compile(r"[\s|:;,=]+")


def _forms(name: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{form})" for form in words("answers", f"{name}_forms")))


_NOT_YET, _AWAITED, _NOT_DONE, _NOT_KNOWN = map(
    _forms, ("not_yet", "awaited", "not_done", "not_known")
)


def unsaid(written: str, codes: Collection[str] = ()) -> NotKnown | Doubt | None:
    """Return what a whole answer without an answer in it says; None where it says something.

    Args:
        written: what was written.
        codes: the choices of the question; one that says the same is suggested.
    """
    text = " ".join(written.casefold().split()).strip(" .!,;:()\"'").replace("’", "'")
    if not text or len(text) > _LONGEST:
        return None
    if _NOT_YET.fullmatch(text):
        own = [code for code in ("not_yet", *NOTHING_DONE, "no") if code in codes]
        return _suggests(own[0], written) if own else NotKnown(written, awaited=True)
    if _AWAITED.fullmatch(text):
        return NotKnown(written, awaited=True)
    if _NOT_DONE.fullmatch(text):
        own = [code for code in NOTHING_DONE if code in codes]
        return _suggests(own[0], written) if own else NotKnown(written)
    return NotKnown(written) if _NOT_KNOWN.fullmatch(text) else None


def awaits(fragment: str) -> bool:
    """Whether a line of a report says of the test that it names that no result has come yet.

    A number, or a denial in front of the words, and it does not.
    """
    plain = _SEVERAL_MARKS.split(_BRACKETED.sub(" ", fragment.casefold()))
    spoken = [word.strip(".!-") for word in plain if "/" not in word]
    spoken = [word for word in spoken if word]
    if any(any(map(str.isdigit, word)) for word in spoken):
        return False
    for start in range(1, len(spoken)):
        if spoken[start - 1] in DENIALS:
            return False
        said = " ".join(spoken[start:])
        if said in _WORDS_AWAITED or _AWAITED.fullmatch(said):
            return True
    return False


def _suggests(code: str, written: str) -> Doubt:
    return Doubt("suggested", (Choice(code, written),), written)
