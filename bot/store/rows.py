"""Between the store's records and rows: the statements that write, and the readers of rows."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.dialogs.phases import Phase
from bot.store.codec import (
    event_from_text,
    event_to_text,
    session_from_text,
    session_to_text,
)
from bot.store.errors import Conflict
from bot.store.prepared import Prepared
from bot.store.proof.hash_chain import link
from bot.store.records import Audited, Entry, Happened, Stored
from bot.store.schema import audit, counters, events, screenings, utc_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Row

    from bot.dialogs.events import Event
    from bot.dialogs.session import Session


# Made once: they are used for every answer.
_HERE = (
    (screenings.c.token == bindparam("token_"))
    & (screenings.c.revision == bindparam("revision_"))
    & screenings.c.purged.is_(None)
)
"""A purged screening takes nothing: what another process had loaded must not bring answers back."""
_ROW_STATE = Prepared(select(screenings.c.owner, screenings.c.head).where(_HERE))
_NEXT = (
    update(screenings)
    .where(_HERE)
    .values({name: bindparam(name) for name in ("revision", "touched", "session", "head")})
)
_ADVANCE = Prepared(_NEXT)
_END = Prepared(_NEXT.values(ended=bindparam("touched")))
_EVENT = Prepared(insert(events))
_AUDIT = Prepared(insert(audit))


class RowState(NamedTuple):
    """What a screening's row holds at a revision beside its session."""

    revision: int
    owner: str
    head: str
    """The last event's hash; empty before the first."""


class Change(NamedTuple):
    """What an event made of a screening."""

    session: Session
    """After the event."""
    revision: int
    """The one that the event met."""
    entries: Sequence[Entry]
    event: Event
    when: datetime
    who: str | None
    """The screening's owner if None."""


def offset_of(when: datetime) -> timedelta:
    """Return how far local time is ahead of UTC.

    Raises:
        ValueError: the time has no time zone, so nobody knows when it was.
    """
    offset = when.utcoffset()
    if offset is None:
        raise ValueError("a time to be stored needs a time zone")
    return offset


def count(connection: Connection, name: str) -> int:
    """Return the next number of a sequence. Others wait until this transaction is over."""
    here = counters.c.name == name
    connection.execute(update(counters).where(here).values(value=counters.c.value + 1))
    number: int = connection.execute(select(counters.c.value).where(here)).scalar_one()
    return number


def begin(connection: Connection, session: Session, owner: str, when: datetime) -> None:
    """Store a screening as revision 0.

    Raises:
        Conflict: there is a screening of that token.
    """
    text = session_to_text(session)
    row = {"token": session.token, "owner": owner, "revision": 0, "started": when, "touched": when}
    try:
        connection.execute(insert(screenings).values(**row, began_as=text, session=text))
    except IntegrityError:
        raise Conflict(session.token) from None


def row_state(connection: Connection, token: str, revision: int) -> RowState:
    """Read what a screening's row holds at a revision.

    Raises:
        Conflict: the screening is not at that revision, or its answers were deleted.
    """
    kept = _ROW_STATE.first(connection, {"token_": token, "revision_": revision})
    if kept is None:
        raise Conflict(token)
    return RowState(revision, kept.owner, kept.head or "")


def advance(connection: Connection, change: Change, before: RowState) -> None:
    """Store a session as the one after a revision, with the event and the answers it changed.

    Args:
        connection: in a transaction.
        change: what happened.
        before: the screening's row, as it was at some time at the revision that the event met.

    Raises:
        Conflict: the screening is not at that revision any more, or its answers were deleted.
    """
    session = change.session
    event = _event_row(change, before.owner)
    entries = _entry_rows(change)
    head = link(before.head, {**event, "at": utc_text(change.when)}, entries)
    values = {
        "token_": session.token,
        "revision_": change.revision,
        "revision": change.revision + 1,
        "touched": change.when,
        "session": session_to_text(session),
        "head": head,
    }
    ends = session.state is Phase.SUMMARY
    if (_END if ends else _ADVANCE).change(connection, values) != 1:
        raise Conflict(session.token)
    _EVENT.change(connection, {**event, "hash": head})
    if entries:
        _AUDIT.change_all(connection, entries)


def _event_row(change: Change, owner: str) -> dict[str, Any]:
    return {
        "token": change.session.token,
        "revision": change.revision + 1,
        "at": change.when,
        "utc_offset": int(offset_of(change.when).total_seconds()),
        "who": change.who or owner,
        "event": event_to_text(change.event),
    }


def _entry_rows(change: Change) -> list[dict[str, Any]]:
    return [
        {
            "token": change.session.token,
            "revision": change.revision + 1,
            "position": position,
            "item": entry.item,
            "before": _storable(entry.before),
            "after": _storable(entry.after),
            "reason": _storable(entry.reason),
        }
        for position, entry in enumerate(change.entries)
    ]


def _storable(text: str | None) -> str | None:
    """Write out what no database takes as text: NUL, and halves of surrogate pairs."""
    if text is None:
        return None
    return text.encode("utf-8", "backslashreplace").decode().replace("\x00", "\\x00")


def stored(row: Row[Any]) -> Stored:
    """Read a row of ``screenings``."""
    session = session_from_text(row.session)
    times = (row.started, row.touched, row.ended, row.purged)
    return Stored(session, row.owner, row.revision, *times, row.result)


def happened(row: Row[Any]) -> Happened:
    """Read a row of ``events``."""
    event = event_from_text(row.event)
    return Happened(row.revision, _local(row), row.who, event, row.hash or "")


def audited(row: Row[Any]) -> Audited:
    """Read a row of ``audit`` joined with its event's."""
    entry = Entry(row.item, row.before, row.after, row.reason)
    return Audited(row.revision, _local(row), row.who, entry)


def _local(row: Row[Any]) -> datetime:
    when: datetime = row.at
    return when.astimezone(timezone(timedelta(seconds=row.utc_offset)))
