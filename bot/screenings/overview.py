"""What lists of all screenings sort and filter by, worked out once for each until it changes.

A verdict takes a millisecond, so that of twenty thousand screenings nobody waits for all of them.
What was worked out is held in memory, beside a mark of the screening as it was then; a request
works out only what has changed since. Where nothing but the numbers and times of screenings is
wanted, the database answers alone while the rest is being worked out.
"""

from __future__ import annotations

from dataclasses import dataclass
from sys import intern
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Generic, Literal, TypeVar, get_args

from bot.store.errors import StoreError
from bot.store.records import Order, Period
from criteria.trial import catalog

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from bot.screenings.records import Records, Screened
    from bot.screenings.retention import Result
    from bot.store import Mark

More = TypeVar("More")

Sort = Literal["number", "day", "outcome", "begun", "touched"]
SORTS: tuple[Sort, ...] = get_args(Sort)
_BY_TIME = ("number", "begun", "touched")
"""What the database sorts by without any verdict."""
_AT_ONCE = 100
"""So many screenings are read at once."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which screenings are wanted, and in which order."""

    outcome: str = ""
    trial: str = ""
    criterion: str = ""
    """One that fails or is open."""
    since: date | None = None
    until: date | None = None
    sort: Sort = "number"
    backwards: bool = True

    def takes(self, line: Line) -> bool:
        """Whether a screening is wanted."""
        result, day = line.result, line.started.date()
        return (
            self.outcome in ("", result.outcome.value)
            and self.trial in ("", line.trial)
            and (not self.criterion or self.criterion in (*result.failing, *result.pending))
            and (self.since is None or self.since <= day)
            and (self.until is None or day <= self.until)
        )

    @property
    def by_time(self) -> bool:
        """Whether numbers and times say which are wanted, and in which order."""
        return not (self.outcome or self.trial or self.criterion) and self.sort in _BY_TIME


@dataclass(frozen=True, slots=True)
class Line:
    """A screening as far as lists sort and filter by it."""

    token: str
    trial: str
    version: str
    day: date
    """The reference date."""
    started: datetime
    touched: datetime
    result: Result
    is_open: bool
    """It waits for answers."""

    @property
    def number(self) -> tuple[int, str]:
        """What sorts it by its number."""
        return len(self.token), self.token


_KEYS: dict[Sort, Callable[[Line], tuple[object, ...]]] = {
    "number": lambda line: line.number,
    "day": lambda line: (line.day, line.number),
    "outcome": lambda line: (line.result.outcome.value, line.number),
    "begun": lambda line: (line.started, line.number),
    "touched": lambda line: (line.touched, line.number),
}


@dataclass(frozen=True, slots=True)
class Seen(Generic[More]):
    """What was worked out of a screening."""

    mark: Mark
    """Of the screening as it was then."""
    line: Line
    more: More


@dataclass(frozen=True, slots=True)
class Found:
    """A page of the screenings that are wanted."""

    shown: Sequence[tuple[Screened, Line]]
    count: int
    """How many are wanted altogether."""
    page: int
    pages: int
    trials: Sequence[str]
    """The trials that were screened for."""
    criteria: Sequence[str]
    """Their criteria."""


class Overview(Generic[More]):
    """All screenings of a store, as far as lists need them. Any thread may ask."""

    def __init__(self, more: Callable[[Screened], More], few: int = 500) -> None:
        """Begin with nothing worked out.

        Args:
            more: works out what else is wanted of each screening.
            few: so many screenings are worked out while somebody waits.
        """
        self._more = more
        self._few = few
        self._lock = Lock()
        self._seen: dict[str, Seen[More]] = {}
        self._versions: dict[tuple[str, str], None] = {}
        self._results: dict[Result, Result] = {}
        self._stamp: tuple[int, ...] | None = None
        self._basis: tuple[object, ...] = ()
        self._over = Event()
        self._ahead: Thread | None = None

    def all(self, records: Records) -> list[Seen[More]]:
        """Return what is known of every screening as it is now, in no order.

        Raises:
            TrialError, StoreError: see `Records.between`.
        """
        with self._lock:
            self._renew(records)
            return [*self._seen.values()]

    def chosen(self, records: Records, choice: Choice) -> list[Seen[More]]:
        """Return what is known of the screenings that are wanted, in their order."""
        key = _KEYS[choice.sort]
        wanted = [one for one in self.all(records) if choice.takes(one.line)]
        return sorted(wanted, key=lambda one: key(one.line), reverse=choice.backwards)

    def page(self, records: Records, choice: Choice, page: int, most: int) -> Found:
        """Return a page of the screenings that are wanted; the nearest if it is not there.

        Args:
            records: all screenings.
            choice: which are wanted.
            page: which page, counted from 1.
            most: how many are on a page.
        """
        if choice.by_time and not self._is_ready(records):
            period = Period(*records.period(choice.since, choice.until))
            count = records.store.count(period)
            page, pages = _place(page, count, most)
            order = Order(choice.sort, choice.backwards)  # type: ignore[arg-type]
            tokens = records.store.page(order, most, (page - 1) * most, period)
            shown = [(one, self._line(one)) for one in records.some(tokens)]
        else:
            wanted = self.chosen(records, choice)
            count = len(wanted)
            page, pages = _place(page, count, most)
            lines = {one.line.token: one.line for one in wanted[(page - 1) * most : page * most]}
            shown = [(one, lines[one.token]) for one in records.some([*lines])]
        versions = sorted(self._versions.copy())
        trials = [catalog.load(*one) for one in versions]
        criteria = dict.fromkeys(name for trial in trials for name in trial.criteria)
        names = tuple(dict.fromkeys(name for name, _ in versions))
        return Found(shown, count, page, pages, names, tuple(criteria))

    def stop(self) -> None:
        """Work nothing out any more."""
        self._over.set()
        if self._ahead is not None:
            self._ahead.join()

    def _is_ready(self, records: Records) -> bool:
        """Whether little has to be worked out; if not, that begins."""
        if self._stamp is not None and self._basis == records.basis:
            return True
        if records.store.count() <= self._few:
            return True
        if self._ahead is None or not self._ahead.is_alive():
            self._ahead = Thread(
                target=self._prepare, args=(records,), name="overview", daemon=True
            )
            self._ahead.start()
        return False

    def _prepare(self, records: Records) -> None:
        """Work out what will be wanted; whoever wants it is told why it can't be."""
        try:
            self.all(records)
        except (catalog.TrialError, StoreError):
            return

    def _renew(self, records: Records) -> None:
        """Work out what has changed since."""
        if records.basis != self._basis:
            self._seen.clear()
            self._basis, self._stamp = records.basis, None
        stamp = records.store.stamp()  # first: what changes from here on is looked at again
        if stamp == self._stamp:
            return
        marks = records.store.marks()
        known = self._seen
        changed = [
            one for one, mark in marks.items() if one not in known or known[one].mark != mark
        ]
        for begin in range(0, len(changed), _AT_ONCE):
            for one in records.some(changed[begin : begin + _AT_ONCE]):
                known[one.token] = Seen(one.stored.mark, self._line(one), self._more(one))
            if self._over.is_set():
                return
        self._stamp = stamp

    def _line(self, one: Screened) -> Line:
        """Work out what a screening is sorted and filtered by; few results are there twice."""
        trial, version = intern(one.session.trial), intern(one.version)
        self._versions.setdefault((trial, version))
        return Line(
            one.token,
            trial,
            version,
            one.reference_date,
            one.started,
            one.touched,
            self._results.setdefault(one.result, one.result),
            one.is_open,
        )


def _place(page: int, count: int, most: int) -> tuple[int, int]:
    """Return the page that is shown, and how many there are."""
    pages = max(1, -(-count // most))
    return min(max(page, 1), pages), pages
