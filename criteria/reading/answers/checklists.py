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
_JOINING, _LEADING_ON, _BUT_FOR = (
    "|".join(map(re.escape, known))
    for known in (
        words("answers", "joining"),
        sorted({*words("answers", "joining")} - {*words("report", "range_to")}),
        words("answers", "but_for"),
    )
)
_BETWEEN, _BESIDE = (
    re.compile(rf"\s*[,;&+\n]\s*|\s+(?:{joining})\s+", re.IGNORECASE)
    for joining in (_JOINING, _LEADING_ON)
)
"""What joins lines; and that without a word such as "to", which is in "allergic to 5-FU"."""
_BUT = re.compile(rf"(?P<most>.+?),?\s+(?:{_BUT_FOR})\s+(?P<lines>.+)", re.IGNORECASE)
_ALL = frozenset(map(key, words("answers", "all_of")))
"""All lines of a list at once."""
_ANSWERS = {
    **YES_NO,
    **dict.fromkeys(map(key, (*NO_ALONE, *DENIALS)), "no"),
    **dict.fromkeys(map(key, words("answers", "not_known")), "unknown"),
}
"""Words, by their key, that say something of a line whose name is beside them."""
_OPPOSITE = {"yes": "no", "no": "yes"}
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
    """Return what the lines are answered, or what is still to be asked.

    Of a line that is missing in the answers nothing was said.

    Args:
        text: what was written; it is not empty.
        items: the lines, each an item that is answered by yes or no.
        reader: reads a line by its name or by another word for it.
        reference_date: the day of the screening.
    """
    of_all = _of_all(text)
    if of_all == "yes":
        return NotRead()
    if of_all:
        return dict.fromkeys(items, of_all)
    of_one = isinstance(_line_of(text, items, reader, reference_date), dict)
    if not of_one and isinstance(reader.read(items[0], text, reference_date), NotKnown):
        return dict.fromkeys(items, text.strip())
    but = _BUT.fullmatch(text.strip())
    if but and YES_NO.get(key(but["most"])) == "yes":
        return NotRead()
    if but and (most := _of_all(but["most"])) in _OPPOSITE:
        return _but_for(but["lines"], most, items, reader, reference_date)
    found = _lines_of(_BETWEEN, text, items, reader, reference_date)
    again = _lines_of(_BESIDE, text, items, reader, reference_date)
    return again if isinstance(found, NotRead) and found.part else found


def _of_all(text: str) -> str:
    """Return what a text says of all lines at once: “none”, “nej, inget sådant”, “all yes”."""
    if _is_none(WORD.findall(text.casefold())) or key(text) in _NONE:
        return "no"
    if key(text) in YES_NO.keys() | _ALL:
        return "yes"
    name, answer = _parted(text)
    return answer if key(name) in _ALL else ""


def _is_none(spoken: Sequence[str]) -> bool:
    """Whether some words are nothing but words for no and for none, one behind the other."""
    if not spoken:
        return False
    for count in range(len(spoken), 0, -1):
        said = key(" ".join(spoken[:count]))
        if said in _NONE or YES_NO.get(said) == "no":
            return count == len(spoken) or _is_none(spoken[count:])
    return False


def _but_for(
    lines: str, most: str, items: Sequence[str], reader: AnswerReader, reference_date: date
) -> dict[str, str] | NotRead:
    """Return the answers where all lines but some are answered alike: “none, but brivudine”."""
    found = _lines_of(_BETWEEN, lines, items, reader, reference_date)
    if isinstance(found, NotRead):
        return found
    named = [item for item, answer in found.items() if answer == "yes"]
    bare = not any(_parted(part)[0] != part for part in _BETWEEN.split(lines))
    if not named or not bare:
        return NotRead()
    return {item: _OPPOSITE[most] if item in named else most for item in items}


def _lines_of(
    between: re.Pattern[str],
    text: str,
    items: Sequence[str],
    reader: AnswerReader,
    reference_date: date,
) -> dict[str, str] | NotRead:
    """Return what a list of lines by name says: the others are no if one of them is yes."""
    parts = between.split(_ONLY.sub("", text.strip(), count=1))
    confirmed = len(parts) > 1 and YES_NO.get(key(parts[0])) == "yes"
    said_of: dict[str, str] = {}
    rest = False
    for part in parts[1:] if confirmed else parts:
        if _says_rest(part):
            rest = True
            continue
        found = _line_of(part, items, reader, reference_date)
        if isinstance(found, NotRead):
            return NotRead() if key(part) in YES_NO else found
        said_of |= found
    if _may_go_on(parts) or (confirmed and "yes" not in said_of.values()):
        return NotRead()  # of the others nothing was said, or not clearly
    if rest or "yes" in said_of.values():
        return {item: said_of.get(item, "no") for item in items}
    return said_of


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
