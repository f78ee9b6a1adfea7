"""What is written to a checklist: none of it, not known, or which of its lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from criteria.known.values import Choice, Doubt, NotKnown
from criteria.reading.answers.choices import DENIALS, NO_ALONE, NONE_OF_THESE, WORD, YES_NO, key
from criteria.reading.languages.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from criteria.reading.answers.answers import AnswerReader

_NONE = frozenset(map(key, (*NONE_OF_THESE, *NO_ALONE)))
_JUST = "|".join(map(re.escape, words("answers", "only")))
_ONLY = re.compile(rf"^(?:{_JUST})\s+|\s+(?:{_JUST})$", re.IGNORECASE)
_JOINING = "|".join(map(re.escape, words("answers", "joining")))
_BETWEEN = re.compile(rf"\s*[,;&+\n]\s*|\s+(?:{_JOINING})\s+", re.IGNORECASE)
_ANSWERS = {
    **YES_NO,
    **dict.fromkeys(map(key, (*NO_ALONE, *DENIALS)), "no"),
    **dict.fromkeys(map(key, words("answers", "not_known")), "unknown"),
}
"""Words, by their key, that say something of a line whose name is beside them."""
_REST = frozenset(map(key, words("answers", "the_rest")))
_MOST_SAID = 3
"""Words of such an answer."""


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
    of_one = isinstance(_line_of(text, items, reader, reference_date), dict)
    if not of_one and isinstance(reader.read(items[0], text, reference_date), NotKnown):
        return dict.fromkeys(items, text.strip())
    parts = _BETWEEN.split(_ONLY.sub("", text.strip(), count=1))
    said_of: dict[str, str] = {}
    rest = False
    for part in parts:
        if _says_rest(part):
            rest = True
            continue
        found = _line_of(part, items, reader, reference_date)
        if isinstance(found, NotRead):
            return found
        said_of |= found
    silent = not rest and len(said_of) < len(items) and "yes" not in said_of.values()
    if silent or _may_go_on(parts):
        return NotRead()  # of the others nothing was said, or not clearly
    return {item: said_of.get(item, "no") for item in items}


def _may_go_on(parts: Sequence[str]) -> bool:
    """Whether a no in front of a name may be of the next one too: "no allergy or brivudine"."""
    in_front = (_ANSWERS.get(key((part.split() or [""])[0])) == "no" for part in parts)
    bare = (_parted(part)[0] == part for part in parts[1:])
    return any(denied and alone for denied, alone in zip(in_front, bare, strict=False))


def _line_of(
    part: str, items: Sequence[str], reader: AnswerReader, reference_date: date
) -> dict[str, str] | NotRead:
    """Return the line that some words name, with what they say of it: “allergy no”."""
    name, answer = _parted(part)
    named = [item for item in items if _names(item, name, reader, reference_date)]
    if len(named) > 1:
        return NotRead()
    return dict.fromkeys(named, answer) if named else NotRead(part)


def _parted(part: str) -> tuple[str, str]:
    """Part a name from a yes, a no or a word for not known in front of it or behind it."""
    spoken = part.split()
    for count in range(min(len(spoken) - 1, _MOST_SAID), 0, -1):
        for said, name in (
            (spoken[-count:], spoken[:-count]),
            (spoken[:count], spoken[count:]),
        ):
            answer = _ANSWERS.get(key(" ".join(said)))
            if answer:
                return " ".join(name).strip(" :="), answer
    return part, "yes"


def _says_rest(part: str) -> bool:
    """Whether some words say no of all the other lines: “others no”."""
    name, answer = _parted(part)
    return answer == "no" and key(name) in _REST


def _names(item: str, part: str, reader: AnswerReader, reference_date: date) -> bool:
    """Whether some words name a line, and do not deny it."""
    if not DENIALS.isdisjoint(WORD.findall(part.casefold())):
        return False
    found = reader.read(item, part, reference_date)
    candidates = found.candidates if isinstance(found, Doubt) else (found,)
    return bool(candidates) and all(
        isinstance(one, Choice) and one.code == "yes" for one in candidates
    )
