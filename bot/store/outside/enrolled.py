"""The enrolment lists of trials: study numbers that were handed in, and nobody's name.

A list is what was handed in last. Of a number that is not on it any more only who handed it in and
when stays: the number and its day are deleted, and so is the salt of its entry in the log.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import func, insert, select, update

from bot.store.proof import entries as log_entries
from bot.store.rows import offset_of
from bot.store.schema import actions, enrolled

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Row

ACTION = "enrolled"
"""What it is called that somebody handed a list in."""


class Enrolled(NamedTuple):
    """Somebody on a trial's enrolment list."""

    study_number: str
    day: str | None = None
    """On which day; as ISO text."""

    @property
    def key(self) -> str:
        """What the number is compared by: capitals or not are the same."""
        return self.study_number.casefold()


@dataclass(frozen=True, slots=True)
class EnrolmentList:
    """A trial's list as it was handed in last."""

    trial: str
    when: datetime
    """When that was, in UTC."""
    listed: tuple[Enrolled, ...]
    removed: tuple[datetime, ...] = ()
    """When numbers were taken off it."""


class EnrolmentLists:
    """The lists of all trials, inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on a connection that is in a transaction."""
        self.connection = connection

    def all(self) -> dict[str, EnrolmentList]:
        """Return each trial's list; of a trial without one there is none, or no number left."""
        rows = self.connection.execute(select(enrolled).order_by(enrolled.c.id)).all()
        found: dict[str, list[Row[Any]]] = {}
        for row in rows:
            found.setdefault(row.trial, []).append(row)
        handed = self._handed_in()
        return {
            trial: _list_of(trial, handed.get(trial, several[-1].at), several)
            for trial, several in found.items()
        }

    def take(self, trial: str, listed: Sequence[Enrolled], when: datetime, who: str) -> None:
        """Take a list in place of the one before; what did not change is left as it is."""
        log_entries.lock(self.connection)  # two who hand one in at once do so one after the other
        here = (enrolled.c.trial == trial) & enrolled.c.gone.is_(None)
        before = {
            Enrolled(row.study_number, row.day): row.id
            for row in self.connection.execute(select(enrolled).where(here))
        }
        new = set(listed)
        self._take_off([number for one, number in before.items() if one not in new], when)
        rows = [_row(trial, one, when, who) for one in listed if one not in before]
        if rows:
            self.connection.execute(insert(enrolled), rows)
        did = {"at": when, "who": who, "action": ACTION, "subject": f"{trial} {len(listed)}"}
        self.connection.execute(insert(actions).values(did))

    def has(self, trial: str, study_number: str) -> bool:
        """Whether a number is on a trial's list."""
        same = func.lower(enrolled.c.study_number) == study_number.lower()
        here = (enrolled.c.trial == trial) & enrolled.c.gone.is_(None) & same
        return self.connection.execute(select(enrolled.c.id).where(here)).first() is not None

    def _take_off(self, ids: Sequence[int], when: datetime) -> None:
        if not ids:
            return
        log_entries.append_enrolled(self.connection, ids)
        nothing = {"study_number": "", "day": None, "gone": when}
        self.connection.execute(update(enrolled).where(enrolled.c.id.in_(ids)).values(nothing))
        log_entries.fade_enrolled(self.connection, ids)

    def _handed_in(self) -> dict[str, datetime]:
        query = select(actions).where(actions.c.action == ACTION).order_by(actions.c.id)
        return {row.subject.rpartition(" ")[0]: row.at for row in self.connection.execute(query)}


def _list_of(trial: str, when: datetime, rows: Iterable[Row[Any]]) -> EnrolmentList:
    several = list(rows)
    listed = tuple(Enrolled(row.study_number, row.day) for row in several if row.gone is None)
    return EnrolmentList(trial, when, listed, tuple(row.gone for row in several if row.gone))


def _row(trial: str, one: Enrolled, when: datetime, who: str) -> dict[str, Any]:
    return {
        "trial": trial,
        "study_number": one.study_number,
        "day": one.day,
        "at": when,
        "utc_offset": int(offset_of(when).total_seconds()),
        "who": who,
    }
