"""The hash chain over a screening's events, so that an altered or missing row is found.

Each event's hash covers the hash before it, the event's own row and the answers that it changed
(SHA-256 of JSON). The screening's row names the last one, so that a cut-off end shows as well.
The facts of a screening's follow-up have a chain of their own, which purging begins anew.
Whoever may write to the whole database could compute a new chain: it shows tampering with rows
and damage, and a copy of the last hashes elsewhere shows the rest.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import column, select, table, update

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import ColumnClause, Connection, Select

Rows: TypeAlias = "Sequence[Mapping[str, Any]]"

_to_text = json.JSONEncoder(check_circular=False, separators=(",", ":")).encode
_EVENT = ("token", "revision", "at", "utc_offset", "who", "event")
_FACT = ("token", "number", "field", "value", "words", "at", "utc_offset", "who")
_ENTRY = ("position", "item", "before", "after", "reason")


def link(before: str, event: Mapping[str, Any], entries: Iterable[Mapping[str, Any]]) -> str:
    """Return the hash of an event.

    Args:
        before: the hash of the event before it; empty for the first.
        event: its row as it is stored, times as text.
        entries: the rows of the answers that it changed, in order.
    """
    row = [event[name] for name in _EVENT]
    changed = [[entry[name] for name in _ENTRY] for entry in entries]
    text = _to_text([before, row, changed])
    return hashlib.sha256(text.encode()).hexdigest()


def follow_up_link(before: str, fact: Mapping[str, Any]) -> str:
    """Return the hash of a fact of a follow-up.

    Args:
        before: the hash of the fact before it; empty for the first.
        fact: its row as it is stored, times as text.
    """
    row = [fact[name] for name in _FACT]
    return hashlib.sha256(_to_text([before, row]).encode()).hexdigest()


def links(
    events: Iterable[Mapping[str, Any]], audit: Iterable[Mapping[str, Any]]
) -> Iterator[tuple[int, str]]:
    """Return revision and hash of each event of one screening.

    Args:
        events: its rows in the order of their revisions.
        audit: the rows of its answers.
    """
    changed: dict[int, list[Mapping[str, Any]]] = {}
    for entry in audit:
        changed.setdefault(entry["revision"], []).append(entry)
    before = ""
    for event in events:
        entries = sorted(changed.get(event["revision"], ()), key=lambda one: int(one["position"]))
        before = link(before, event, entries)
        yield event["revision"], before


# The tables as plain text columns: a hash is over what is stored, and this is for migrations too.
_EVENTS = table("events", *map(column, (*_EVENT, "hash")))
_AUDIT = table("audit", *map(column, ("token", "revision", *_ENTRY)))
_SCREENINGS = table("screenings", *map(column, ("token", "revision", "head", "purged")))
_FOLLOW_UP = table("follow_up", *map(column, (*_FACT, "hash")))


def rows_of(connection: Connection, token: str) -> tuple[Rows, Rows]:
    """Return a screening's rows of events and of changed answers, as they are stored."""
    events = select(_EVENTS).where(_EVENTS.c.token == token).order_by(_EVENTS.c.revision)
    audit = select(_AUDIT).where(_AUDIT.c.token == token)
    return _rows(connection, events), _rows(connection, audit)


def _rows(connection: Connection, query: Select[Any]) -> Rows:
    return [dict(row) for row in connection.execute(query).mappings()]


def tokens(connection: Connection) -> Sequence[str]:
    """Return every screening number."""
    return connection.execute(select(_SCREENINGS.c.token)).scalars().all()


def rechain(connection: Connection) -> None:
    """Write the chain of every screening; only a migration may, which lifts the guards."""
    for token in tokens(connection):
        events, audit = rows_of(connection, token)
        head = ""
        for revision, head in links(events, audit):
            this = (_EVENTS.c.token == token) & (_EVENTS.c.revision == revision)
            connection.execute(update(_EVENTS).where(this).values(hash=head))
        here = _SCREENINGS.c.token == token
        connection.execute(update(_SCREENINGS).where(here).values(head=head))


def flaws(connection: Connection, token: str) -> Iterator[str]:
    """Say what is wrong with a screening's trail: altered, missing or cut off; nothing if whole."""
    here = _SCREENINGS.c.token == token
    kept = connection.execute(select(_SCREENINGS).where(here)).mappings().one()
    if kept["purged"] is not None:
        return
    events, audit = rows_of(connection, token)
    revisions = [event["revision"] for event in events]
    for revision in sorted(set(range(1, kept["revision"] + 1)) - set(revisions)):
        yield f"{token}: event {revision} is missing"
    for (revision, found), event in zip(links(events, audit), events, strict=True):
        if found != event["hash"]:
            yield f"{token}: event {revision} or one of its answers was altered"
            return
    if (kept["head"] or "") != (events[-1]["hash"] if events else ""):
        yield f"{token}: the end of the trail is not the one that was written"


def follow_up_flaws(connection: Connection, token: str) -> Iterator[str]:
    """Say what is wrong with the facts of a screening's follow-up; nothing if they are whole."""
    head: ColumnClause[str | None] = column("follow_up_head")
    kept = select(head).select_from(_SCREENINGS).where(_SCREENINGS.c.token == token)
    facts = _rows(
        connection,
        select(_FOLLOW_UP).where(_FOLLOW_UP.c.token == token).order_by(_FOLLOW_UP.c.number),
    )
    before = ""
    for number, fact in enumerate(facts, 1):
        before = follow_up_link(before, fact)
        if fact["number"] != number or before != fact["hash"]:
            yield f"{token}: fact {number} of the follow-up was altered or is missing"
            return
    if before != (connection.execute(kept).scalar_one() or ""):
        yield f"{token}: the end of the follow-up is not the one that was written"
