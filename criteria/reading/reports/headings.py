"""Names that do not precede their value in its line, put there.

A name on a line of its own, and what the lines below it say, its parts or one's own value; and
names that follow their values, each behind its own.

Bilirubin                      Hemoglobin                     128 g/L Hb
  Direkt 0,3 mg/dl             Normalvärde: 130-170 g/L       0,45 µkat/L ASAT
  Gesamt 0,9 mg/dl             Ditt värde: 128 g/L            0,60 µkat/L ALAT
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from criteria.reading.languages.wordlists import words
from criteria.reading.reports.column_heads import OWN, kind_of
from criteria.reading.results.lexemes import Sense
from criteria.reading.results.vocabulary import RUN, meaning_at
from criteria.reading.spelling.unit_scanner import foreign_unit_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from criteria.reading.reports.names import Names

_MOST_LINES = 8
_LONGEST = 60
_LABEL = re.compile(r"[ \t*>-]{0,9}([^\W\d_][^\n:\d|]{0,30}?)[ \t]*[:=][ \t]*(?=[<>≤≥]?[ ]?[0-9])")
_INDENTED = re.compile(r"[ \t]*[-•*·]?[ \t]*")
_FRAME = " \t:*#|-"
_BULLETS = " \t>*•-"
_SIGNS = ("<", ">", "≤", "≥")
_LEAD = re.compile(r"(?:[^\W\d_][^\n:\d]{0,40}:)?[ \t>*•-]{0,9}(?=[<>≤≥]? ?[0-9])")
"""What may precede the first value where names follow theirs."""
_APART = re.compile(r"[ \t,;.]{0,4}(?:[^\W\d_]{1,4} )?(?=[<>≤≥]? ?[0-9])")
_VALUE = re.compile(r"[<>≤≥]? ?[0-9][0-9.,]{0,11}(?: [0-9]{3})?(?![0-9.,]) ?(?:[x×] ?(?=10))?")
_OF = re.compile(
    rf"(?<=[^\W\d_]) (?:{'|'.join(words('report', 'of_name'))}) (?=[^\W\d_])", re.IGNORECASE
)
"""Between a value and its name: 105 g/L i Hb."""
_ASIDE = re.compile(r" ?[(\[][^()\[\]\n]{1,40}[)\]]")
"""The reference interval behind such a name."""
_BARE = re.compile(r"\t([0-9][0-9.,]*)(?=;|$)")
"""A value without its unit, of a line that was turned round."""
_OPENS = re.compile(r"[<>≤≥]? ?[0-9]")


def rewritten(text: str, names: Names) -> str:
    """The text with such lines joined to their name."""
    lines = _turned(text.split("\n"), names)
    done: list[str] = []
    place = 0
    while place < len(lines):
        head = _head(lines[place], names)
        joined = (
            list(_joined(head, lines[place + 1 : place + 1 + _MOST_LINES], names)) if head else []
        )
        done.extend(joined or lines[place : place + 1])
        place += 1 + len(joined)
    return "\n".join(done)


def _turned(lines: list[str], names: Names) -> list[str]:
    """The lines with each name in front of its value where all of them follow theirs."""
    turned = [_in_front(line, names) for line in lines]
    if not any(turned):
        return lines
    done: list[str] = []
    while len(done) < len(lines):
        first = last = len(done)
        while last < len(lines) and turned[last]:
            last += 1
        run = turned[first:last]
        if not run or not _stands_apart(first, last, lines, names):
            run = lines[first:last] or [lines[first]]
        else:
            run = _in_their_order(run, lines[first:last])
        done += run
    return done


def _in_their_order(run: list[str], lines: list[str]) -> list[str]:
    """Lines turned round, as they were where one alone has no unit; without their numbering."""
    bare = [number[1] for line in run for number in _BARE.finditer(line)]
    if len(run) > 1 and bare == [str(count + 1) for count in range(len(run))]:
        return [line.partition("\t")[0] for line in run]
    return run if not bare or len(run) > 1 else lines


def _in_front(line: str, names: Names) -> str:
    """A line of values with a name behind each of them, turned round; nothing if it is none."""
    first = line.lstrip(_BULLETS)[:1]
    may_lead = first.isdigit() or first in _SIGNS or ":" in line[:_LONGEST]
    lead = _LEAD.match(line) if may_lead else None
    if lead is None or len(line) > _LONGEST * _MOST_LINES:
        return ""
    line = _OF.sub(lambda word: " " * len(word[0]), line)
    parts: list[str] = []
    place = lead.end()
    for found in names.find(line):
        apart = _APART.match(line, place) if parts else None
        value = line[apart.end() if apart else place : found.start].strip()
        if found.misleading or not found.name.item or not _is_result(value):
            return ""
        aside = _ASIDE.match(line, found.end)
        place = aside.end() if aside else found.end
        parts.append(f"{line[found.start : found.end]}\t{value}{aside[0] if aside else ''}")
    return "; ".join(parts) if not line[place:].strip(" \t,;.") else ""


def _is_result(text: str) -> bool:
    """Whether a text is a number, with its unit or alone, and nothing else."""
    value = _VALUE.match(text)
    if value is None:
        return False
    return value.end() == len(text) or foreign_unit_at(text, value.end()) == len(text)


def _stands_apart(first: int, end: int, lines: list[str], names: Names) -> bool:
    """Whether no name above waits for the value of a line, and no value below for its name."""
    above = lines[first - 1] if first else ""
    below = lines[end] if end < len(lines) else ""
    waiting = any(not above[found.end :].strip(_FRAME + ",;") for found in names.find(above))
    return not waiting and _OPENS.match(below.strip()) is None


def _head(line: str, names: Names) -> str:
    """The name that fills a line; nothing if it is not one of the trial's."""
    text = line.strip(_FRAME)
    name = names.whole(text) if 0 < len(text) <= _LONGEST else None
    return text if name is not None and name.item else ""


def _joined(head: str, below: list[str], names: Names) -> Iterator[str]:
    """The lines below a name with it in front, as many as are used."""
    own = list(_own(head, below, names))
    if own:
        yield from own
        return
    first = next(names.find(head), None)
    short = head[first.start : first.end] if first else head
    for line in below:
        part = _INDENTED.sub("", line, count=1)
        word = RUN.match(part)
        whole = names.whole(f"{short} {word[0]}") if word and not names.is_name(word[0]) else None
        if whole is None or not any(char.isdigit() for char in line):
            return
        yield f"{short} {part}"


def _own(head: str, below: list[str], names: Names) -> Iterator[str]:
    """The name with one's own value behind it, where limits for everybody come first."""
    limited = False
    for place, line in enumerate(below):
        if not line.strip() or any(not found.misleading for found in names.find(line)):
            return
        label = _LABEL.match(line)
        if label and limited and label[1].strip().casefold() in OWN:
            yield f"{head}\t{line[label.end() :]}"
            yield from [""] * place
            return
        limited = limited or _states_limits(line)


def _states_limits(line: str) -> bool:
    """Whether a line begins with a word for the reference interval."""
    run = RUN.search(line)
    known = meaning_at(line, run.start(), len(line)) if run else None
    label = line.partition(":")[0]
    return kind_of(label) == "limits" or (
        known is not None and known[1] in (Sense.REFERENCE, Sense.NORMAL)
    )
