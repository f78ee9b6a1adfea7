"""The store: screenings, the events that changed them, and the audit trail of their answers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from sqlalchemy import func, select, tuple_

from bot.store import rows
from bot.store.codec import session_from_text
from bot.store.database import Database, file_of, server_name_of
from bot.store.errors import StoreError
from bot.store.locks import Locks, Service, exclusive, service_on
from bot.store.outside.enrolled import EnrolmentLists
from bot.store.outside.follow_up import fact_of
from bot.store.proof import hash_chain as chain
from bot.store.proof.entries import entries
from bot.store.records import Mark, Period
from bot.store.schema import audit, events, follow_up, screenings
from bot.store.transaction import UnitOfWork, all_of, one_of

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Future
    from contextlib import AbstractContextManager
    from datetime import datetime
    from typing import Any, Self

    from sqlalchemy import Connection, Row, Select

    from bot.dialogs.events import Event
    from bot.dialogs.session import Session
    from bot.store.outside.enrolled import Enrolled, EnrolmentList
    from bot.store.outside.follow_up import Noted
    from bot.store.proof.checks import Findings, Kept
    from bot.store.proof.entries import Entry as LogEntry
    from bot.store.proof.openings import Opening
    from bot.store.records import Audited, Entry, Fact, Happened, Order, Saving, Stored

Record = TypeVar("Record")
T = TypeVar("T")

_PAGE = 500
"""Screenings that are read at once."""
_ENTRIES = 5000
"""Entries of the log."""
_ALWAYS = Period()


def key_place_of(url: str) -> Path | None:
    """Return where the key of a database's log is if it is not named; None for one in memory.

    It is beside a database's file, and of one on a server in the present folder.

    Raises:
        StoreError: the address of the database can't be read.
    """
    file = file_of(url)
    if file is not None:
        return file.with_name(f"{file.name}-key")
    name = server_name_of(url)
    return Path(f"{name}.key").absolute() if name else None


def service_of(url: str) -> Service | Literal["none", "on_a_server"]:
    """Return the service that works on a database, without opening that.

    Returns:
        The service; ``none`` where none runs; ``on_a_server`` where several may, anywhere.

    Raises:
        StoreError: the address of the database can't be read.
    """
    file = file_of(url)
    if file is None:
        return "on_a_server"
    return service_on(file) or "none"


def _within(query: Select[Any], period: Period) -> Select[Any]:
    """Ask only for screenings begun in a period."""
    if period.since is not None:
        query = query.where(screenings.c.started >= period.since)
    if period.until is not None:
        query = query.where(screenings.c.started < period.until)
    return query


def _values(row: Row[Any]) -> tuple[Any, ...]:
    return tuple(row)


class Store:
    """Screenings in a database.

    Any call may raise `StoreError`, with a text for people; then it has stored nothing.
    """

    def __init__(self, database: Database) -> None:
        """Keep screenings in a database that is open; `open` is what one usually wants."""
        self.database = database
        self.locks = Locks(database)

    @classmethod
    def open(cls, url: str) -> Self:
        """Open a store; make it if there is none, and bring its tables up to date.

        Args:
            url: ``sqlite:///bedside.db`` or ``postgresql+psycopg://user@host/name``;
                ``sqlite://`` is one in memory.

        Raises:
            StoreError: it can't be opened; the text says what to do.
        """
        return cls(Database(url))

    def close(self) -> None:
        """Close the store's connections."""
        self.locks.close()
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def exclusive(self) -> AbstractContextManager[None]:
        """Keep another service away from a database file, as long as the context lasts.

        Raises:
            StoreError: another service works on it.
        """
        return exclusive(self.database)

    def submit(self, work: Callable[[UnitOfWork], T], key: int | None = None) -> Future[T]:
        """Queue work for the writer; its result comes when all that it did is on disk.

        Args:
            work: what to do in one transaction; it may run again where it could not be stored.
            key: what it is about; work of one key is done by one process at a time.
        """
        return self.database.submit(lambda one: work(UnitOfWork(one)), key)

    def awaitable(
        self,
        work: Callable[[UnitOfWork], T],
        key: int | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> asyncio.Future[T]:
        """Queue work as `submit` does; its result comes to the event loop: `Database.awaitable`."""
        return self.database.awaitable(lambda one: work(UnitOfWork(one)), key, failed)

    def within(self, work: Callable[[UnitOfWork], T]) -> T:
        """Do work in one transaction; return its result when that is on disk."""
        return self.submit(work).result()

    def next_token(self) -> str:
        """Return a new screening number, S0001, S0002 …; nobody ever gets it again."""
        return self.within(UnitOfWork.next_token)

    def add(self, session: Session, owner: str, when: datetime) -> None:
        """Store a screening that begins, as revision 0.

        Args:
            session: the screening.
            owner: who screens.
            when: now; an aware datetime.

        Raises:
            Conflict: there is a screening of that token.
        """
        rows.offset_of(when)
        self.within(lambda unit: unit.add(session, owner, when))

    def save(
        self,
        session: Session,
        revision: int,
        entries: Sequence[Entry],
        event: Event,
        when: datetime,
        who: str | None = None,
    ) -> None:
        """Store what an event changed: the session, its audit rows and the event, or nothing.

        Args:
            session: the screening after the event.
            revision: the revision that the event met; the session is stored as the next one.
            entries: the answers that it changed.
            event: what happened.
            when: now; an aware datetime, in the zone whose date counted: that is stored as well.
            who: who did it; the screening's owner if None.

        Raises:
            Conflict: the screening has another revision by now, or there is none of that token.
        """
        rows.offset_of(when)
        self.within(lambda unit: unit.save(session, revision, entries, event, when, who))

    def save_all(self, savings: Iterable[Saving], when: datetime, who: str | None = None) -> None:
        """Store what events changed in several screenings, in their order, or nothing.

        Raises:
            Conflict: one of the screenings has another revision by now.
        """
        rows.offset_of(when)
        kept = tuple(savings)
        self.within(lambda unit: unit.save_all(kept, when, who))

    def load(self, token: str) -> Stored | None:
        """Return a screening; None if there is none of that token."""
        found = self._all(rows.stored, one_of(token))
        return found[0] if found else None

    def of(self, owner: str) -> list[Stored]:
        """Return an owner's screenings, the last touched first."""
        return self._all(rows.stored, all_of(owner))

    def everything(
        self, since: datetime | None = None, until: datetime | None = None
    ) -> Iterator[Stored]:
        """All screenings begun from one moment until before another, in their numbers' order.

        They are read a page at a time, so that any number of them takes little memory.
        """
        place = (func.length(screenings.c.token), screenings.c.token)
        query = _within(select(screenings), Period(since, until)).order_by(*place).limit(_PAGE)
        last = ""
        while page := self._all(rows.stored, query.where(tuple_(*place) > (len(last), last))):
            facts = self._facts([one.session.token for one in page])
            yield from (replace(one, follow_up=facts.get(one.session.token, ())) for one in page)
            last = page[-1].session.token

    def some(self, tokens: Sequence[str]) -> list[Stored]:
        """Return screenings of these numbers, with what became of them, in no order."""
        facts = self._facts(tokens)
        found = self._all(rows.stored, select(screenings).where(screenings.c.token.in_(tokens)))
        return [replace(one, follow_up=facts.get(one.session.token, ())) for one in found]

    def page(self, order: Order, most: int, offset: int = 0, period: Period = _ALWAYS) -> list[str]:
        """Return a page of the numbers of screenings begun in a period.

        Args:
            order: what they are sorted by.
            most: how many numbers a page has.
            offset: how many numbers come before it.
            period: from one moment until before another.
        """
        number = (func.length(screenings.c.token), screenings.c.token)
        by = {"number": (), "begun": (screenings.c.started,), "touched": (screenings.c.touched,)}
        columns = (*by[order.by], *number)
        sorts = [one.desc() for one in columns] if order.backwards else columns
        query = _within(select(screenings.c.token), period).order_by(*sorts)
        return self._all(lambda row: str(row.token), query.limit(most).offset(offset))

    def count(self, period: Period = _ALWAYS) -> int:
        """Return how many screenings were begun in a period."""
        query = _within(select(func.count().label("found")).select_from(screenings), period)
        return self._all(lambda row: int(row.found), query)[0]

    def stamp(self) -> tuple[int, ...]:
        """Return numbers that are others as soon as any screening is."""
        here = screenings.c
        counts = (func.count(), func.coalesce(func.sum(here.revision), 0), func.count(here.purged))
        noted = select(func.count()).select_from(follow_up).scalar_subquery()
        return self._all(_values, select(*counts, noted).select_from(screenings))[0]

    def marks(self) -> dict[str, Mark]:
        """Return of every screening a mark that is another one as soon as the screening is."""
        noted = select(follow_up.c.token, func.count()).group_by(follow_up.c.token)
        facts: dict[str, int] = dict(self._all(_values, noted))
        here = screenings.c
        query = select(here.token, here.revision, here.purged.is_not(None))
        return {
            token: Mark(revision, facts.get(token, 0), purged=bool(purged))
            for token, revision, purged in self._all(_values, query)
        }

    def beginning(self, token: str) -> Session | None:
        """Return a screening as it began, which its events start from; None if there is none."""
        query = select(screenings.c.began_as).where(screenings.c.token == token)
        found = self._all(lambda row: session_from_text(row.began_as), query)
        return found[0] if found else None

    def events(self, token: str) -> list[Happened]:
        """Return the events that changed a screening, in order."""
        query = select(events).where(events.c.token == token).order_by(events.c.revision)
        return self._all(rows.happened, query)

    def audit(self, token: str) -> list[Audited]:
        """Return the audit trail of a screening's answers, in order."""
        query = (
            select(audit, events.c.at, events.c.utc_offset, events.c.who)
            .join(events)
            .where(audit.c.token == token)
            .order_by(audit.c.revision, audit.c.position)
        )
        return self._all(rows.audited, query)

    def follow_up(self, token: str) -> tuple[Fact, ...]:
        """Return every fact about what became of a screening outside of Bedside, in order."""
        return self._facts([token]).get(token, ())

    def note(self, token: str, noted: Sequence[Noted], when: datetime, who: str) -> None:
        """Keep such facts, or none of them.

        Raises:
            Conflict: there is no such screening.
        """
        self.within(lambda unit: unit.note(token, noted, when, who))

    def enrolled(self) -> dict[str, EnrolmentList]:
        """Return the enrolment list of each trial that one was handed in for."""
        return self.database.read(lambda one: EnrolmentLists(one).all())

    def take_enrolled(
        self, trial: str, listed: Sequence[Enrolled], when: datetime, who: str
    ) -> None:
        """Take a trial's enrolment list in place of the one before."""
        self.within(lambda unit: unit.enrolled.take(trial, listed, when, who))

    def _facts(self, tokens: Sequence[str]) -> dict[str, tuple[Fact, ...]]:
        where = follow_up.c.token.in_(tokens)
        query = select(follow_up).where(where).order_by(follow_up.c.number)
        found: dict[str, tuple[Fact, ...]] = {}
        for token, fact in self._all(lambda row: (row.token, fact_of(row)), query):
            found[token] = (*found.get(token, ()), fact)
        return found

    def flaws(self, token: str | None = None) -> list[str]:
        """Say what in the trail of one screening, or of all, was altered or is missing."""

        def look(one: Connection) -> list[str]:
            tokens = chain.tokens(one) if token is None else (token,)
            return [
                flaw
                for name in tokens
                for look in (chain.flaws, chain.follow_up_flaws)
                for flaw in look(one, name)
            ]

        return self.database.read(look)

    def entries(self) -> Iterator[LogEntry]:
        """Return every entry of the log in order, read a page at a time."""
        since = 0
        while page := self._entries(since):
            yield from page
            since += len(page)

    def _entries(self, since: int) -> list[LogEntry]:
        return self.database.read(lambda one: [*entries(one, since, _ENTRIES)])

    def openings(self, token: str) -> dict[tuple[str, int], Opening]:
        """Return what opens the entries of a screening; see `proof.openings`."""
        from bot.store.proof.openings import openings  # noqa: PLC0415 - a service needs none of it

        return self.database.read(lambda one: openings(one, token))

    def findings(self, kept: Iterable[Kept] = (), *, known: str = "") -> Findings:
        """Say whether the log, the trail and signed heads agree; see `proof.checks`."""
        from bot.store.proof import checks  # noqa: PLC0415 - a service needs none of it

        heads = tuple(kept)
        return self.database.read(lambda one: checks.findings(one, heads, known=known))

    def _all(self, read: Callable[[Row[Any]], Record], query: Select[Any]) -> list[Record]:
        """Run a query and read its rows.

        Raises:
            StoreError: a row is not what is written here, or the database can't be read.
        """
        try:
            found = self.database.read(lambda one: one.execute(query).all())
            return [read(row) for row in found]
        except ValueError as error:
            raise StoreError(
                f"The database {self.database.place} holds something that this Bedside can't "
                "read. Install the version that wrote it, or a later one; if that can't read it "
                "either, put the last back-up in its place."
            ) from error
