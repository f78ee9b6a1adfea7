"""What became of a screening outside of Bedside: facts that can be added, never changed.

A fact is a field with a value that comes from a closed list or is a day, or with somebody's words.
The last one of a field counts; one without either takes the field back. When a screening is
purged, its words go and the rest stays, in a new chain.
"""

from __future__ import annotations

from datetime import timedelta, timezone
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import delete, func, insert, select, update

from bot.store.errors import Conflict
from bot.store.proof.hash_chain import follow_up_link
from bot.store.records import Fact
from bot.store.rows import offset_of
from bot.store.schema import follow_up, screenings, utc_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Row


STUDY_NUMBER = "study_number"
"""The field of the number that somebody has in the trial."""
ON_LIST = "on_list"
"""What stays of a study number that was on the trial's enrolment list."""


class Noted(NamedTuple):
    """A fact to be kept: its field, and its value or words or neither."""

    field: str
    value: str | None
    words: str | None = None


class FollowUp:
    """The facts about screenings, inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on a connection that is in a transaction."""
        self.connection = connection

    def of(self, token: str) -> list[Fact]:
        """Return every fact that was noted of a screening, in order."""
        query = select(follow_up).where(follow_up.c.token == token).order_by(follow_up.c.number)
        return [fact_of(row) for row in self.connection.execute(query)]

    def numbered(self, study_number: str) -> list[str]:
        """Return the screenings that a study number was ever noted of."""
        here = (follow_up.c.field == STUDY_NUMBER) & (
            func.lower(follow_up.c.words) == study_number.lower()
        )
        return list(self.connection.scalars(select(follow_up.c.token).where(here).distinct()))

    def note(self, token: str, noted: Iterable[Noted], when: datetime, who: str) -> None:
        """Keep facts about a screening; of one that is purged days and codes alone.

        Raises:
            Conflict: there is no such screening.
        """
        here = screenings.c.token == token
        # The row is locked, so that two who write at once do so one after the other.
        known = select(screenings.c.follow_up_head, screenings.c.purged).where(here)
        found = self.connection.execute(known.with_for_update()).first()
        if found is None:
            raise Conflict(token)
        if found.purged is not None:
            noted = [one._replace(words=None) for one in noted if one.value or not one.words]
        facts = [Fact(one.field, one.value, one.words, when, who) for one in noted]
        self._append(token, found.follow_up_head or "", len(self.of(token)), facts)

    def without_words(self, token: str, *, on_list: bool = False) -> None:
        """Delete everybody's words about a screening that is purged; days and codes stay.

        Of a study number that is ``on_list`` it stays that it was.
        """
        kept = {STUDY_NUMBER: ON_LIST} if on_list else {}
        facts = [
            Fact(fact.field, value, None, fact.when, fact.who)
            for fact in latest(self.of(token)).values()
            if (value := kept.get(fact.field, fact.value)) is not None
        ]
        self.connection.execute(delete(follow_up).where(follow_up.c.token == token))
        self._append(token, "", 0, facts)

    def _append(self, token: str, head: str, count: int, facts: Sequence[Fact]) -> None:
        rows = []
        for number, fact in enumerate(facts, count + 1):
            row = _row(token, number, fact)
            head = follow_up_link(head, {**row, "at": utc_text(fact.when)})
            rows.append({**row, "hash": head})
        if rows:
            self.connection.execute(insert(follow_up), rows)
        here = screenings.c.token == token
        self.connection.execute(update(screenings).where(here).values(follow_up_head=head or None))


def _row(token: str, number: int, fact: Fact) -> dict[str, Any]:
    return {
        "token": token,
        "number": number,
        "field": fact.field,
        "value": fact.value,
        "words": fact.words,
        "at": fact.when,
        "utc_offset": int(offset_of(fact.when).total_seconds()),
        "who": fact.who,
    }


def fact_of(row: Row[Any]) -> Fact:
    """Read a row of ``follow_up``."""
    when = row.at.astimezone(timezone(timedelta(seconds=row.utc_offset)))
    return Fact(row.field, row.value, row.words, when, row.who, row.hash)


def latest(facts: Iterable[Fact]) -> dict[str, Fact]:
    """Return the fact that counts of each field: the last one, unless that takes it back."""
    last = {fact.field: fact for fact in facts}
    return {field: fact for field, fact in last.items() if fact.value or fact.words}
