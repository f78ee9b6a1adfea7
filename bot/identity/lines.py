"""Take out of a printout what says who somebody is, and leave the results beside it.

What is cut out of a line never changes what a number beside it means: where that isn't certain,
the whole line goes. An empty line stays in its place, so that no two parts of a report meet.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from bot.identity.columns import without_columns
from bot.identity.folding import folded
from bot.identity.names import (
    doctors_named,
    holds_name,
    labels_name,
    name_alone,
    name_in_column,
    names,
    names_beside,
)
from bot.identity.results import first_result, has_result
from bot.identity.search import spans
from criteria.reading.spelling.cleaning import clean

if TYPE_CHECKING:
    from bot.identity.search import Span

_DIGIT = re.compile(r"[0-9]")
_BESIDE = " \t,;:.|()[]/-"
_NO_COLUMN = re.compile(r"[^\t|;]")
_CUT = " ; "
_SEGMENT = re.compile(r"[ \t]+(?=[A-Z][A-Z0-9]{2}\|[^ ])")
_TAGS = re.compile(r">[ \t]*<(?!/)")
_names_nobody = [""]
"""The text that was searched last and identifies nobody: the conversation asks of it again what its
messenger has asked. A text that does identify somebody is never held."""


class Kept(NamedTuple):
    """A text without what says who somebody is."""

    text: str
    dropped: int
    """Lines of which something was dropped."""


def without_identifiers(text: str) -> Kept:
    """Return a text without what says who somebody is: lines, or the part of a line.

    The text is returned as it is where there is nothing to drop.
    """
    if text == _names_nobody[0]:
        return Kept(text, 0)
    text, blanked = without_columns(text)
    plain = folded(text)
    found = _by_line(plain)
    if not found and text.lstrip().startswith(("{", "[")):
        found = _by_line(folded(_fields_apart(text)))
    if not found:
        _names_nobody[0] = text
        return Kept(text, blanked)
    if (apart := _fields_apart(text)) != text:
        text, plain = apart, folded(apart)
        found = _by_line(plain)
    lines, seen = plain.split("\n"), clean(text).split("\n")
    same = len(lines) == len(seen)  # a sign without width can hide the end of a line
    kept = seen if same else list(lines)
    for number, parts in found.items():
        kept[number] = _rest(lines[number], parts) if kept[number] == lines[number] else ""
    return Kept("\n".join(kept), max(len(found), blanked))


def _fields_apart(text: str) -> str:
    """Return a text whose results are fields in one line with each field in a line of its own."""
    start = text.lstrip()[:1]
    if start in ("{", "["):
        return _documents_apart(text)
    if start == "<":
        return _TAGS.sub(">\n<", text)
    return _SEGMENT.sub("\n", text) if "MSH|" in text or "OBX|" in text else text


def _documents_apart(text: str) -> str:
    """Return JSON, or a JSON document a line, with a field a line; any other text as it is."""
    for whole in (text,), text.strip().split("\n"):
        try:
            found = [json.loads(one, parse_float=str, parse_int=str) for one in whole if one]
        except (ValueError, RecursionError):
            continue
        return "\n".join(json.dumps(one, indent=0, ensure_ascii=False) for one in found)
    return text


def identifies(text: str) -> bool:
    """Whether words that are to be kept as they are say who somebody is, a labelled name too."""
    plain = folded(text)
    return next(spans(plain), None) is not None or next(iter(names(plain)), None) is not None


def identifying_lines(text: str) -> tuple[int, ...]:
    """Return the numbers of the lines that say who somebody is, from 0."""
    return tuple(sorted(_by_line(folded(text))))


def _by_line(plain: str) -> dict[int, list[Span]]:
    """Return what identifies in each line, by the line's number; columns are those of the line."""
    numbers = list(spans(plain))
    if not numbers and "\n" not in plain.strip() and not _reports(plain):
        # an answer: a label in it names nobody, but in front of a name
        every = enumerate(plain.split("\n"))
        return {number: [(0, len(line))] for number, line in every if labels_name(line)}
    everything = sorted([*numbers, *names(plain), *doctors_named(plain)])
    lines = plain.split("\n")
    starts = [0, *(end.end() for end in re.finditer("\n", plain))]
    found: dict[int, list[Span]] = {}
    for start, end in everything:
        first = bisect_right(starts, start) - 1
        for number in range(first, bisect_right(starts, end - 1)):
            offset, length = starts[number], len(lines[number])
            part = max(start - offset, 0), min(end - offset, length)
            found.setdefault(number, []).append(part)
    for number in list(found):
        for beside in (number - 1, number + 1):
            # a name is above the number that it belongs to, or in a field beside it
            if beside not in found and 0 <= beside < len(lines):
                line = lines[beside]
                if (beside < number and name_alone(line)) or names_beside(line):
                    found[beside] = [(0, len(line))]
    return found


def _reports(line: str) -> bool:
    """Whether a line is of a report: a number with its unit is in it, or behind an analyte."""
    return has_result(line) or first_result(line, 0, len(line)) >= 0


def _rest(line: str, parts: list[Span]) -> str:
    """Return what may be kept of a line that identifies, which is often nothing."""
    kept, place = [], 0
    parts = [(start, name_in_column(end, line)) for start, end in parts]
    for start, end in [*parts, (len(line), len(line))]:
        piece = line[place:start].lstrip(_BESIDE)
        if _DIGIT.search(piece):
            if place and not piece[0].isalpha():
                return ""  # a number without its name
            kept.append((start - len(piece), piece.rstrip(_BESIDE) if start < len(line) else piece))
        place = max(place, end)
    rest = _CUT.join(piece for _, piece in kept)
    if not kept or holds_name(rest):
        return ""
    return _NO_COLUMN.sub("", line[: kept[0][0]]) + rest
