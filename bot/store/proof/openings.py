"""What opens the entries of one screening: their places, their salts, and the rows as stored.

With them anybody can compute each digest, and so see that what is told of a row is what the log
holds of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import column, select, table

from bot.store.proof import hash_chain as chain
from bot.store.schema import log

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection, TableClause

_SCREENINGS = table("screenings", *map(column, ("token", "started", "began_as")))
_FACTS = table(
    "follow_up",
    *map(column, ("token", "number", "value", "words", "at", "utc_offset")),
)


@dataclass(frozen=True, slots=True)
class Opening:
    """What opens an entry."""

    position: int | None
    """None: there is no entry yet."""
    salt: str
    stored: Mapping[str, Any]
    """What the row holds beside what every file says of it."""


def openings(connection: Connection, token: str) -> dict[tuple[str, int], Opening]:
    """Return what opens the entries of a screening: by their kind and number."""
    here = log.c.kind.in_(("begun", "event", "fact")) & (log.c.subject == token)
    query = select(log.c.kind, log.c.number, log.c.position, log.c.salt).where(here)
    logged = {(kind, number): more for kind, number, *more in connection.execute(query)}
    found = {}
    for kind, number, stored in _stored(connection, token):
        position, salt = logged.get((kind, number), (None, None))
        found[kind, number] = Opening(position, salt or "", stored)
    return found


def _stored(connection: Connection, token: str) -> Iterator[tuple[str, int, dict[str, Any]]]:
    for row in _rows(connection, _SCREENINGS, token):
        yield "begun", 0, {name: row[name] for name in ("started", "began_as")}
    events, _ = chain.rows_of(connection, token)
    for row in events:
        yield "event", row["revision"], {name: row[name] for name in ("at", "utc_offset", "event")}
    for row in _rows(connection, _FACTS, token):
        names = ("at", "utc_offset", "value", "words")
        yield "fact", row["number"], {name: row[name] for name in names}


def _rows(connection: Connection, source: TableClause, token: str) -> list[Mapping[str, Any]]:
    query = select(source).where(source.c.token == token)
    return [dict(row) for row in connection.execute(query).mappings()]
