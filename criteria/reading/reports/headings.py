"""A name on a line of its own, and what the lines below it say: its parts, or one's own value.

Bilirubin                      Hemoglobin
  Direkt 0,3 mg/dl             Normalvärde: 130-170 g/L
  Gesamt 0,9 mg/dl             Ditt värde: 128 g/L
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from criteria.reading.reports.heads import OWN, kind_of
from criteria.reading.results.lexemes import Sense
from criteria.reading.results.vocabulary import RUN, meaning_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from criteria.reading.reports.names import Names

_MOST_LINES = 8
_LONGEST = 60
_LABEL = re.compile(r"[ \t*>-]{0,9}([^\W\d_][^\n:\d|]{0,30}?)[ \t]*[:=][ \t]*(?=[<>≤≥]?[ ]?[0-9])")
_INDENTED = re.compile(r"[ \t]*[-•*·]?[ \t]*")
_FRAME = " \t:*#|-"


def rewritten(text: str, names: Names) -> str:
    """The text with such lines joined to their name."""
    lines = text.split("\n")
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
    return kind_of(label) == "limits" or (known is not None and known[1] is Sense.REFERENCE)
