"""The days that a report's head and its lines give, and the lines that state requirements.

A head's day counts for what follows, a day in front of a line's first name for that line. Days
with any other label (birth, printed, answered) count for nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from criteria.reading.languages.wordlists import words
from criteria.reading.reports.tables import is_head
from criteria.reading.results.vocabulary import DATED, DEMANDS, PANEL, PLANNED, RUN, SAMPLED, TAKEN
from criteria.reading.spelling.date_forms import is_yearless
from criteria.reading.spelling.dates import written_days

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from criteria.known.values import DateSpan

Written = tuple["DateSpan | None", int, int]
"""What is written like a day, None if not certainly one, with its start and end."""

_LINE = re.compile(r"[^\n]*\n?")
_REQUIRED = re.compile(rf"\b(?:{'|'.join(words('report', 'required'))})\b", re.IGNORECASE)
_LABEL = 60
_YEARLESS = re.compile(r"(?<![\w/.-])[0-9]{1,2}(?:/[0-9]{1,2}|\.[0-9]{1,2}\.)(?![\w/.-])")
_NAMED_MONTH = re.compile(r"\A[ \t]*(?P<day>[0-9]{1,2}\.? ?[^\W\d_]{3,10})\.?[ \t]*(?:[:,;\n-]|\Z)")
"""A day and a month in words, and nothing in front of them: 28 March: Hb 104."""
_DAY, _MONTH, _LATE = r"(?:0[1-9]|[12][0-9]|3[01])", r"(?:0[1-9]|1[0-2])", r"[2-3][0-9]"
_SIX_DIGITS = re.compile(rf"(?<![\w/.-])(?:{_LATE}{_MONTH}{_DAY}|{_DAY}{_MONTH}{_LATE})(?![\w/.-])")
"""A day of a sample, year or day first: nothing says which."""
_LED_BY = re.compile(r"^.*[.,;:(\n]", re.DOTALL)
_SENTENCES = re.compile(r"^.*[.;\n][ \n]", re.DOTALL)
_CLAUSE = re.compile(r"[^.,;:\n]{0,40}")
"""What goes on behind a day without a pause: on 3 March her blood results showed."""
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line: where it starts and ends, the days that count in it, whether it demands."""

    start: int
    end: int
    days: tuple[DateSpan, ...]
    leading: bool
    """The day precedes the line's first name, so the next day belongs to the next."""
    demanding: bool
    unclear: tuple[str, ...] = ()
    """What is written like a day that would count, and is not certain."""


class _Days(NamedTuple):
    """The days that count, and what is written like one and is not certain: then none counts."""

    certain: tuple[DateSpan, ...] = ()
    unclear: tuple[str, ...] = ()


_NONE = _Days()


@dataclass
class _Head:
    days: _Days = _NONE
    named: bool = False
    blank: bool = True
    demanding: bool = False


def lines_of(text: str, names: Sequence[int]) -> Iterator[Line]:
    """The lines that hold names, given where the names start."""
    found = list(written_days(text))
    starts = [start for _, start, _ in found]
    head = _Head()
    place = 0
    while place < len(text):
        match = _LINE.match(text, place)
        end = match.end() if match else len(text)
        first = bisect_left(names, place)
        named = first < len(names) and names[first] < end
        stop = names[first] if named else end
        days = found[bisect_left(starts, place) : bisect_left(starts, stop)]
        line = text[place:stop]
        written = [(day, at - place, to - place) for day, at, to in days]
        if not written:
            written = _yearless(line)
        counting = _counting(line, written) if written else _NONE
        if named:
            demanding = head.demanding or bool(DEMANDS.search(line[-200:]))
            own = head.days if counting is _NONE else counting
            yield Line(place, end, own.certain, bool(counting.certain), demanding, own.unclear)
        _follow(head, line, counting, named=named)
        place = end


def _yearless(line: str) -> list[Written]:
    """What is a day and not certainly which, in what precedes the first name of a line."""
    if len(line) > _LABEL or not any(map(str.isdigit, line)):
        return []
    hits = [hit.span() for hit in _YEARLESS.finditer(line) if is_yearless(hit[0])]
    named = _NAMED_MONTH.search(line)
    if named and is_yearless(named["day"]):
        hits.append(named.span("day"))
    hits += (hit.span() for hit in _SIX_DIGITS.finditer(line) if SAMPLED.search(line))
    return [(None, *span) for span in sorted(hits)]


def _follow(head: _Head, line: str, days: _Days, *, named: bool) -> None:
    """Carry over what a line means for those below it."""
    if not named and not line.strip():
        head.blank, head.demanding = True, False
        return
    if not named:
        if days is not _NONE and _replaces(head, line, days):
            head.days = days
        head.demanding = head.demanding or bool(_REQUIRED.search(line[:200]))
    head.named = head.named or named
    head.blank = False


def _replaces(head: _Head, line: str, days: _Days) -> bool:
    """Whether the days of a line count for what follows, in place of those above."""
    if head.blank or not head.named or len(days.certain) > 1 or SAMPLED.search(line[:200]):
        return True
    return head.days is not _NONE and not _LETTER.search(line)


def _counting(line: str, days: list[Written]) -> _Days:
    """Choose the days of the samples: those labelled so, else those without any label."""
    sampled: list[tuple[DateSpan | None, str]] = []
    plain: list[tuple[DateSpan | None, str]] = []
    before, kind = 0, ""
    for day, start, end in days:
        label = line[max(before, start - _LABEL) : start]
        kind = _label(label, kind) or _announced(label, line, end)
        if kind == "plain" and _tells_something_else(label, line, end):
            kind = ""
        if kind and not _is_planned(label, line, end):
            (sampled if kind == "sample" else plain).append((day, line[start:end].strip()))
        before = end
    chosen = sampled or plain
    if not chosen:
        return _NONE
    unclear = tuple(dict.fromkeys(text for day, text in chosen if day is None))
    if unclear:
        return _Days((), unclear)
    return _Days(tuple(dict.fromkeys(day for day, _ in chosen if day is not None)))


def _is_planned(label: str, line: str, end: int) -> bool:
    """Whether the words in front of a day, or the one behind it, make it a day to come."""
    if PLANNED.search(label) and PLANNED.search(_SENTENCES.sub("", label)):
        return True
    behind = RUN.search(line, end)
    return bool(behind and behind.start() - end <= 1 and PLANNED.fullmatch(behind[0]))


def _tells_something_else(label: str, line: str, end: int) -> bool:
    """Whether “on” and a day lead a sentence of its own: On 5 March she began. Blood results: …."""
    led = RUN.findall(label.casefold())
    if not led or not DATED.issuperset(led):
        return False
    clause = _CLAUSE.match(line, end)
    told = clause[0] if clause and clause.end() < len(line) else ""
    return bool(_LETTER.search(told)) and not TAKEN.search(told)


def _announced(label: str, line: str, end: int) -> str:
    """What the words directly behind a day make it: a sample's, if they name what was taken.

    Nothing but “on” may lead to it: a day with a label of its own is what that says.
    """
    led = RUN.findall(_LED_BY.sub("", label).casefold())
    clause = _CLAUSE.match(line, end) if led and DATED.issuperset(led) else None
    announces = clause and TAKEN.search(clause[0]) and not PLANNED.search(clause[0])
    return "sample" if announces else ""


def _label(label: str, previous: str) -> str:
    """What the words in front of a day make it: a sample's, nothing said, or another's."""
    words = [run[0] for run in RUN.finditer(label) if not run[0].isdigit()]
    if not words:
        return previous or "plain"
    if SAMPLED.search(" ".join(words[-2:])):
        return "sample"
    while words and words[-1].casefold() in DATED:
        words.pop()
    if PANEL.search(" ".join(words[-3:])):
        return "sample"
    return "plain" if all(is_head(word) for word in words) else ""
