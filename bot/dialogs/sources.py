"""Reads which document a criterion's answers come from, of which day it is, and who judged.

A line is the criteria, the document, its day and the judge's initials, in this order:
``I6 CT report 2026-02-10 AB``. Without a criterion it is about the one just answered. Several
criteria may share a line (``I1 I2 …``, ``E1-E7 …``); a dash in place of the document takes it back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from bot.dialogs.session import Source
from criteria.known.values import DateSpan, Refusal
from criteria.reading.spelling.date_forms import folded, meanings, shapes_in
from criteria.reading.spelling.dates import read_date
from criteria.trial.protocol import DateItem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from criteria.trial.trial import Trial

LONGEST = 100
"""Signs of the name of a document."""
Wrong: TypeAlias = Literal["which", "document", "day", "judge", "length"]

_ENDS_A_NAME = " ,;:"
_TAKEN_BACK = ("-", "–", "—")
_MISNAMED = re.compile(r"[IE][0-9]+\b", re.IGNORECASE)
"""What looks like a criterion; one that the trial has was taken off before."""
_RANGE = re.compile(r"(\w+)[-–](\w+)")
_INITIALS = re.compile(r"[^\W\d_]{2,4}")
_MOST_OF_A_DATE = 3
"""Words of a date: 10 feb 2026."""
_EARLIEST = date(1990, 1, 1)


@dataclass(frozen=True, slots=True)
class Named:
    """A line that was understood; without a source the one that is kept is taken back."""

    criteria: tuple[str, ...]
    source: Source | None


@dataclass(frozen=True, slots=True)
class Misread:
    """A line that was not, and which part of it."""

    line: str
    wrong: Wrong


class Parts(NamedTuple):
    """A text with a day and initials behind it."""

    document: str
    day: str
    """As it was written."""
    judge: str


def read_sources(text: str, trial: Trial, here: str, today: date) -> list[Named | Misread]:
    """Read lines, which a semicolon may part as well.

    Args:
        text: what was written.
        trial: whose criteria are named.
        here: the criterion that was answered last; empty without one.
        today: no document is of a later day.
    """
    lines = [line for line in map(str.strip, re.split(r"[\n;]", text)) if line]
    if len(lines) > 1:
        here = ""  # of several lines each has to say what it is about
    return [_read(line, trial, here, today) for line in lines]


def _read(line: str, trial: Trial, here: str, today: date) -> Named | Misread:
    criteria, rest = _criteria(line, trial)
    if here and not criteria and not _MISNAMED.match(rest):
        criteria = (here,)
    if not criteria:
        return Misread(line, "which")
    if rest in _TAKEN_BACK:
        return Named(criteria, None)
    read = _source(parted(rest), today)
    return Named(criteria, read) if isinstance(read, Source) else Misread(line, read)


def _criteria(line: str, trial: Trial) -> tuple[tuple[str, ...], str]:
    """Return the criteria that a line begins with, and the rest of it."""
    head, colon, behind = line.partition(":")
    labelled = [name for name in trial.criteria if head.strip().casefold() in _labels(name, trial)]
    if colon and labelled:
        return tuple(labelled), behind.strip()
    found: dict[str, None] = {}
    while line:
        word, _, after = line.partition(" ")
        named = tuple(_named(word.strip(_ENDS_A_NAME), trial))
        if not named:
            break
        found.update(dict.fromkeys(named))
        line = after.lstrip(_ENDS_A_NAME)
    return tuple(found), line.strip()


def _labels(criterion: str, trial: Trial) -> set[str]:
    return {words.criteria[criterion].label.casefold() for words in trial.words.values()}


def _named(word: str, trial: Trial) -> Iterator[str]:
    """Return the criteria that a word names: one, an item's, or all from one to another."""
    order = list(trial.criteria)
    ids = {name.casefold(): name for name in order}
    items = {item.casefold(): known.criterion for item, known in trial.items.items()}
    one = ids.get(word.casefold()) or items.get(word.casefold())
    if one in trial.criteria:
        yield one
        return
    several = _RANGE.fullmatch(word.casefold())
    if several and several[1] in ids and several[2] in ids:
        yield from order[order.index(ids[several[1]]) : order.index(ids[several[2]]) + 1]


def parted(rest: str) -> Parts:
    """Part a document, or a place, from the day and the initials behind it.

    Letters are initials only behind a day or a comma: else they belong to the document's name.
    Whatever else follows a day is taken for whoever judged, and is refused as such.
    """
    words = rest.split()
    if not words:
        return Parts("", "", "")
    for judge in ("", words[-1]):
        before = words[:-1] if judge else words
        for count in range(min(_MOST_OF_A_DATE, len(before)), 0, -1):
            day = " ".join(before[-count:]).strip(",")
            if meanings(folded(day)) is not None:
                return Parts(" ".join(before[:-count]), day, judge)
    for start, end, _ in reversed(list(shapes_in(rest))):
        return Parts(rest[:start], rest[start:end], rest[end:].strip(_ENDS_A_NAME))
    if len(words) > 1 and words[-2].endswith(","):
        return Parts(" ".join(words[:-1]), "", words[-1])
    return Parts(rest, "", "")


def _source(parts: Parts, today: date) -> Source | Wrong:
    document = parts.document.strip(_ENDS_A_NAME)
    judge = initials_of(parts.judge) if parts.judge else ""
    day = read_day(parts.day, today) if parts.day else ""
    if not document:
        return "document"
    if len(document) > LONGEST:
        return "length"
    if not isinstance(day, DateSpan | str):
        return "day"
    if judge is None:
        return "judge"
    return Source(document, str(day), judge)


def initials_of(text: str) -> str | None:
    """Return initials in capitals and without points; None for what is none, such as a name."""
    plain = text.replace(".", "")
    is_name = not (plain.isupper() or plain.islower())
    return None if is_name or not _INITIALS.fullmatch(plain) else plain.upper()


def read_day(text: str, today: date, *, whole: bool = False) -> DateSpan | tuple[DateSpan, ...]:
    """Read a day up to today as an answer is read; else the days that it can mean, or none.

    Args:
        text: what was written.
        today: the day it is; “yesterday” is offered as the day before it.
        whole: a month or a year alone does not do.
    """
    asked = DateItem(
        id="X.day", criterion="X", name="", sources=("",), kind="date", earliest=_EARLIEST,
        whole_day=whole,
    )  # fmt: skip
    found = read_date(text, asked, today)
    if isinstance(found, Refusal):
        return ()
    if isinstance(found, DateSpan):
        return found
    return tuple(one for one in found.candidates if isinstance(one, DateSpan))
