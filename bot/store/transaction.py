"""What can be done with screenings inside one transaction."""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, func, select, update

from bot.dialogs.phases import Phase
from bot.dialogs.session import Session
from bot.store import rows
from bot.store.codec import forget_written, session_to_text
from bot.store.members import Members
from bot.store.messaging import Messaging
from bot.store.outside.enrolled import EnrolmentLists
from bot.store.outside.follow_up import STUDY_NUMBER, FollowUp, latest
from bot.store.prepared import Prepared
from bot.store.proof import entries as log_entries
from bot.store.proof.heads import Log
from bot.store.schema import audit, events, screenings
from bot.store.web import WebPages

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Select

    from bot.dialogs.events import Event
    from bot.store.outside.follow_up import Noted
    from bot.store.records import Entry, Fact, Saving, Stored


class UnitOfWork:
    """One transaction: all of what is done with it is stored, or nothing."""

    def __init__(self, connection: Connection) -> None:
        """Work on a connection that is in a transaction."""
        self.connection = connection
        self._loaded: dict[str, rows.RowState] = {}

    @cached_property
    def messaging(self) -> Messaging:
        """Updates, chats and the outbox, in the same transaction."""
        return Messaging(self.connection)

    @cached_property
    def members(self) -> Members:
        """Members, invitations, reminders, in the same transaction."""
        return Members(self.connection)

    @cached_property
    def facts(self) -> FollowUp:
        """What became of screenings outside of Bedside, in the same transaction."""
        return FollowUp(self.connection)

    @cached_property
    def enrolled(self) -> EnrolmentLists:
        """The enrolment lists of trials, in the same transaction."""
        return EnrolmentLists(self.connection)

    @cached_property
    def log(self) -> Log:
        """The log that heads are signed over, in the same transaction."""
        return Log(self.connection)

    @cached_property
    def web(self) -> WebPages:
        """What Bedside's own page keeps, in the same transaction."""
        return WebPages(self.connection)

    def next_token(self) -> str:
        """Return a new screening number, S0001, S0002 …; nobody ever gets it again."""
        return f"S{rows.count(self.connection, 'screening'):04d}"

    def add(self, session: Session, owner: str, when: datetime) -> None:
        """Store a screening that begins, as revision 0; see `Store.add`."""
        rows.begin(self.connection, session, owner, when)

    def save(
        self,
        session: Session,
        revision: int,
        entries: Sequence[Entry],
        event: Event,
        when: datetime,
        who: str | None = None,
    ) -> None:
        """Store what an event changed; see `Store.save`."""
        before = self._loaded.pop(session.token, None)
        if before is None or before.revision != revision:
            before = rows.row_state(self.connection, session.token, revision)
        change = rows.Change(session, revision, entries, event, when, who)
        rows.advance(self.connection, change, before)

    def save_all(self, savings: Iterable[Saving], when: datetime, who: str | None = None) -> None:
        """Store what events changed in several screenings, all or nothing; see `save`."""
        with self.connection.begin_nested():
            for one in savings:
                self.save(one.session, one.revision, one.entries, one.event, when, who)

    def load(self, token: str) -> Stored | None:
        """Return a screening; None if there is none of that token."""
        found = _ONE.first(self.connection, {"token_": token})
        if found is None:
            return None
        self._loaded[token] = rows.RowState(found.revision, found.owner, found.head or "")
        return rows.stored(found)

    def follow_up(self, token: str) -> tuple[Fact, ...]:
        """Return what became of a screening; see `Store.follow_up`."""
        return tuple(self.facts.of(token))

    def note(self, token: str, noted: Sequence[Noted], when: datetime, who: str) -> None:
        """Keep what became of a screening; see `Store.note`."""
        self.facts.note(token, noted, when, who)

    def of(self, owner: str) -> list[Stored]:
        """Return an owner's screenings, the last touched first."""
        return [rows.stored(row) for row in self.connection.execute(all_of(owner))]

    def latest(self, most: int) -> list[Stored]:
        """Return everybody's screenings, the last touched first, at most so many."""
        query = select(screenings).order_by(screenings.c.touched.desc()).limit(most)
        return [rows.stored(row) for row in self.connection.execute(query)]

    def ended_before(self, moment: datetime, most: int) -> list[Stored]:
        """Return screenings that ended before a moment and still have their answers."""
        over = (screenings.c.ended < moment) & screenings.c.purged.is_(None)
        query = select(screenings).where(over).order_by(screenings.c.ended).limit(most)
        return [rows.stored(row) for row in self.connection.execute(query)]

    def purge(self, stored: Stored, result: Mapping[str, Any], when: datetime) -> bool:
        """Delete a screening's answers, events, audit trail and words about it; its row remains.

        So does an entry of the log for each of them, which tells who did something and when.
        False if another process has done so already.

        Args:
            stored: the screening.
            result: what remains known of it: outcome, failing and pending criteria.
            when: now; an aware datetime.
        """
        session = stored.session
        left = {name: getattr(session, name) for name in _LEFT}
        emptied = session_to_text(Session(**left, state=Phase.PAUSED))
        here = (screenings.c.token == session.token) & screenings.c.purged.is_(None)
        on_list = self._is_on_list(session)
        kept = {"purged": when, "result": json.dumps(result), "session": emptied}
        emptying = update(screenings).where(here).values(**kept, began_as=emptied)
        if self.connection.execute(emptying).rowcount != 1:
            return False
        log_entries.append_of(self.connection, session.token)
        log_entries.fade(self.connection, session.token)
        for log in (audit, events):
            self.connection.execute(delete(log).where(log.c.token == session.token))
        self.facts.without_words(session.token, on_list=on_list)
        self.web.forget_replies(session.token)
        forget_written()
        return True

    def _is_on_list(self, session: Session) -> bool:
        """Whether a screening's study number is on the enrolment list of its trial."""
        number = self._study_number(session.token)
        if number is None or not self.enrolled.has(session.trial, number):
            return False
        others = (one for one in self.facts.numbered(number) if one != session.token)
        return not any(self._is_of(one, session.trial, number) for one in others)

    def _study_number(self, token: str) -> str | None:
        noted = latest(self.facts.of(token)).get(STUDY_NUMBER)
        return None if noted is None else noted.words

    def _is_of(self, token: str, trial: str, number: str) -> bool:
        """Whether a screening is of that trial, and the number is still noted of it."""
        stored, noted = self.load(token), self._study_number(token)
        same = noted is not None and noted.casefold() == number.casefold()
        return same and stored is not None and stored.session.trial == trial


_LEFT = (
    *("token", "trial", "version", "reference_date", "language"),
    *("went_on", "reported", "after", "quick", "beside"),
)
"""What of a session is left once its answers are deleted: nothing that was answered."""
_ONE = Prepared(select(screenings).where(screenings.c.token == bindparam("token_")))


def one_of(token: str) -> Select[Any]:
    """Ask for one screening."""
    return select(screenings).where(screenings.c.token == token)


def all_of(owner: str) -> Select[Any]:
    """Ask for an owner's screenings, the last touched first."""
    token = screenings.c.token
    newest = (screenings.c.touched.desc(), func.length(token).desc(), token.desc())
    return select(screenings).where(screenings.c.owner == owner).order_by(*newest)
