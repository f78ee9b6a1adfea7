"""A trial's enrolment list against its screening log: who was enrolled without a row.

What the log can't tell stays open: a row of somebody enrolled whose study number is not noted may
be anybody's on the list, and so may one whose number was deleted with its answers.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from bot.dialogs.sources import read_day
from bot.screenings.outcomes.course import course_of
from bot.screenings.outcomes.follow_up_fields import field_label
from bot.screenings.outcomes.study_numbers import problem_of
from bot.store import ON_LIST, STUDY_NUMBER, Enrolled, latest
from bot.texts import languages, texts_in
from criteria.known.values import DateSpan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime, tzinfo

    from bot.screenings.outcomes.course import Course
    from bot.store import EnrolmentList, Store, Stored
    from bot.texts.words import Texts

MOST = 20_000
"""Numbers on a list."""
_COLUMNS = 2

Problem = Literal[
    "empty_list", "identifier", "no_study_number", "columns", "no_day", "twice", "too_many"
]
State = Literal["with_row", "not_enrolled", "without_row", "not_known", "not_listed", "no_number"]


class ListError(Exception):
    """A list that is not taken; nothing that is in it is in here."""

    def __init__(self, problem: Problem, line: int = 0) -> None:
        """Say why, and of which line."""
        super().__init__(problem)
        self.problem = problem
        self.line = line


def read_list(text: str, today: date) -> tuple[Enrolled, ...]:
    """Read a list: a study number a line, and behind it, if it is known, the day of enrolment.

    Raises:
        ListError: one line is something else; then nothing of the list is taken.
    """
    found: dict[str, Enrolled] = {}
    for at, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        cells = _cells(line)
        if not cells or (not found and _is_head(cells)):
            continue
        one = _entry(cells, at, today)
        if one.key in found:
            raise ListError("twice", at)
        found[one.key] = one
        if len(found) > MOST:
            raise ListError("too_many")
    if not found:
        raise ListError("empty_list")
    return tuple(found.values())


def _cells(line: str) -> list[str]:
    parted = next((sign for sign in "\t;," if sign in line), ",")
    cells = [cell.strip() for cell in next(csv.reader([line], delimiter=parted), [])]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _entry(cells: Sequence[str], at: int, today: date) -> Enrolled:
    if len(cells) > _COLUMNS:
        raise ListError("columns", at)
    number, day = [*cells, ""][:_COLUMNS]
    if (problem := problem_of(number)) is not None:
        raise ListError(problem, at)
    if not day:
        return Enrolled(number)
    read = read_day(day, today, whole=True)
    if not isinstance(read, DateSpan):
        raise ListError("no_day", at)
    return Enrolled(number, str(read))


def _is_head(cells: Iterable[str]) -> bool:
    return all(cell.casefold().replace("_", " ") in _heads() for cell in cells)


@cache
def _heads() -> frozenset[str]:
    """Return what columns are called; a head of another name could be somebody's."""
    plain = ("id", "subject", "subject id", "participant", "participant id", "day", "date")
    fields = (STUDY_NUMBER, "enrolled_on", "randomised_on")
    names = {*plain, "dag", "datum", *(field.replace("_", " ") for field in fields)}
    for texts in map(texts_in, languages()):
        names |= {field_label(field, texts).casefold() for field in fields}
        names |= {name for field in fields for name in getattr(texts.follow_up_names, field)}
    return frozenset(names)


class Line(NamedTuple):
    """Somebody on the list, or a row of somebody enrolled, and what is known of both."""

    state: State
    study_number: str | None
    day: str | None
    """On which day, as the list has it."""
    tokens: tuple[str, ...] = ()
    """The screenings of that number."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A list against the log."""

    trial: str
    when: datetime
    """When the list was handed in."""
    listed: int
    lines: tuple[Line, ...]
    deleted: int
    """Rows whose number was on the list and was deleted with their answers."""
    least: int
    """So many at least were enrolled without a row."""
    most: int
    """And so many at most."""

    def of(self, *states: State) -> tuple[Line, ...]:
        """Return the lines of some states."""
        return tuple(line for line in self.lines if line.state in states)

    @property
    def without(self) -> str:
        """How many were enrolled without a row, as far as it is known: 2, or 1–3."""
        return f"{self.least}" if self.least == self.most else f"{self.least}–{self.most}"

    def in_short(self, texts: Texts) -> str:
        """Say in one sentence how many were enrolled without a row."""
        day = f"{self.when:%Y-%m-%d}"
        return texts.enrolment.say("short", count=self.without, listed=self.listed, day=day)


class Row(NamedTuple):
    """What a screening says of an enrolment."""

    token: str
    number: str | None
    course: Course
    deleted: datetime | None
    """When its number was deleted that had been on the list."""


def compared(
    store: Store, zone: tzinfo | None = None, trial: str | None = None
) -> list[Comparison]:
    """Compare each trial's list, or that of one, with every screening that there is.

    Args:
        store: where both are kept.
        zone: whose days count; this machine's if None.
        trial: the only trial; None for all.
    """
    lists = {name: one for name, one in store.enrolled().items() if trial in {None, name}}
    lists = {name: one for name, one in lists.items() if one.listed}
    if not lists:
        return []
    rows: dict[str, list[Row]] = {name: [] for name in lists}
    for stored in store.everything():
        if (found := rows.get(stored.session.trial)) is not None:
            found.append(_row(stored))
    return [compare(lists[name], rows[name], zone) for name in sorted(lists)]


def _row(stored: Stored) -> Row:
    noted = latest(stored.follow_up)
    fact = noted.get(STUDY_NUMBER)
    on_list = fact is not None and fact.value == ON_LIST
    number = None if fact is None else fact.words
    deleted = stored.purged if on_list else None
    return Row(stored.session.token, number, course_of(noted), deleted)


def compare(one: EnrolmentList, rows: Sequence[Row], zone: tzinfo | None = None) -> Comparison:
    """Compare a list with the screenings of its trial."""
    numbered: dict[str, list[Row]] = {}
    for row in rows:
        if row.number is not None:
            numbered.setdefault(row.number.casefold(), []).append(row)
    without = sum(listed.key not in numbered for listed in one.listed)
    unnumbered = [row for row in rows if row.course.enrolled and _has_no_number(row)]
    deleted = [row.deleted for row in rows if row.deleted is not None]
    # Of what was taken off the list since, nobody knows whether its row is a deleted one.
    since = sum(gone > min(deleted) for gone in one.removed) if deleted else 0
    most = max(0, without - max(0, len(deleted) - since))
    least = max(0, without - len(deleted) - len(unnumbered))
    known = least == without
    lines = (
        *_listed(one.listed, numbered, known=known),
        *_unlisted({listed.key for listed in one.listed}, numbered),
        *(Line("no_number", None, None, (row.token,)) for row in unnumbered),
    )
    return Comparison(
        one.trial, one.when.astimezone(zone), len(one.listed), lines, len(deleted), least, most
    )


def _has_no_number(row: Row) -> bool:
    return row.number is None and row.deleted is None


def _listed(
    listed: Iterable[Enrolled], numbered: Mapping[str, Sequence[Row]], *, known: bool
) -> Iterator[Line]:
    for one in listed:
        rows = numbered.get(one.key, ())
        state: State = "without_row" if known else "not_known"
        if rows:
            told = any(row.course.enrolled or row.course.undone for row in rows)
            state = "with_row" if told else "not_enrolled"
        yield Line(state, one.study_number, one.day, tuple(row.token for row in rows))


def _unlisted(listed: set[str], numbered: Mapping[str, Sequence[Row]]) -> Iterator[Line]:
    for key, rows in numbered.items():
        enrolled = [row for row in rows if row.course.enrolled]
        if key not in listed and enrolled:
            yield Line("not_listed", enrolled[0].number, None, tuple(row.token for row in enrolled))


def refused(error: ListError, texts: Texts) -> str:
    """Say why a list was not taken."""
    return texts.enrolment.say(error.problem, line=error.line, most=MOST)


def told(one: Comparison, name: str, texts: Texts) -> Iterator[str]:
    """Say what a comparison shows, in lines.

    Args:
        one: the comparison.
        name: what the trial is called.
        texts: the words of a language.
    """
    say = texts.enrolment
    yield say.say("title", trial=name, count=one.listed, day=f"{one.when:%Y-%m-%d}")
    yield say.say("without", count=one.without)
    if lines := one.of("without_row", "not_known"):
        yield say.say("numbers", numbers=", ".join(line.study_number or "" for line in lines))
    if one.deleted:
        yield say.say("deleted", count=one.deleted)
    for state in ("no_number", "not_listed", "not_enrolled"):
        if lines := one.of(state):
            yield say.say(state, rows=", ".join(map(_named, lines)))
    if one.most == 0 and not one.of("no_number", "not_listed", "not_enrolled"):
        yield say.everybody


def _named(line: Line) -> str:
    """Name a line's screenings, and their number where there is one."""
    tokens = ", ".join(line.tokens)
    return tokens if line.study_number is None else f"{tokens} ({line.study_number})"
