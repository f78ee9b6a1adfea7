"""What is written to a checklist: none of it, not known, or which of its lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from criteria.known.values import Choice, Doubt, NotKnown
from criteria.reading.answers.choices import DENIALS, NO_ALONE, NONE_OF_THESE, YES_NO, key
from criteria.reading.languages.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from criteria.reading.answers.answers import AnswerReader

_NONE = frozenset(map(key, (*NONE_OF_THESE, *NO_ALONE)))
_ONLY = re.compile(rf"(?:{'|'.join(map(re.escape, words('answers', 'only')))})\s+", re.IGNORECASE)
_JOINING = "|".join(map(re.escape, words("answers", "joining")))
_BETWEEN = re.compile(rf"\s*[,;&+\n]\s*|\s+(?:{_JOINING})\s+", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class NotRead:
    """Nothing can be kept of what was written."""

    part: str = ""
    """The words that are no line of the list; empty where only *which* lines is missing."""


def read_checklist(
    text: str, items: Sequence[str], reader: AnswerReader, reference_date: date
) -> dict[str, str] | NotRead:
    """Return what each line is answered, or what is still to be asked.

    Args:
        text: what was written; it is not empty.
        items: the lines, each an item that is answered by yes or no.
        reader: reads a line by its name or by another word for it.
        reference_date: the day of the screening.
    """
    said = key(text)
    if said in _NONE or YES_NO.get(said) == "no":
        return dict.fromkeys(items, "no")
    if said in YES_NO:
        return NotRead()
    if isinstance(reader.read(items[0], text, reference_date), NotKnown):
        return dict.fromkeys(items, text.strip())
    present: set[str] = set()
    for part in _BETWEEN.split(_ONLY.sub("", text.strip(), count=1)):
        named = [item for item in items if _names(item, part, reader, reference_date)]
        if len(named) > 1:
            return NotRead()
        if not named:
            return NotRead(part)
        present.update(named)
    return {item: "yes" if item in present else "no" for item in items}


def _names(item: str, part: str, reader: AnswerReader, reference_date: date) -> bool:
    """Whether some words name a line, and do not deny it."""
    if not DENIALS.isdisjoint(_WORD.findall(part.casefold())):
        return False
    found = reader.read(item, part, reference_date)
    candidates = found.candidates if isinstance(found, Doubt) else (found,)
    return bool(candidates) and all(
        isinstance(one, Choice) and one.code == "yes" for one in candidates
    )
