"""The entries of the log: for each row of a trail who and when, and a digest of the rest.

============ ===================================================================================
kind         what there is an entry for
============ ===================================================================================
``begun``    screening: how it began
``event``    event that changed a screening
``fact``     fact about what became of a screening
``kept``     such a fact as it was written anew, or noted, after the screening was purged
``enrolled`` study number on a trial's enrolment list
``action``   thing that somebody did to the bot: who deleted a screening's answers when, and why
============ ===================================================================================

A digest is over the row's hash and a salt. When a screening is purged its rows and its salts go and
its entries stay: they tell nobody what was deleted, not even by guessing, and the log still agrees
with every head. So it is with a study number that is taken off its list. Entries are made when a
head is, not when an answer is stored.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, column, exists, func, insert, literal, or_, select, table, update

from bot.store.schema import log

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection, RowMapping, Select

_LOCK = 0xBED51D1
"""Taken on a server while entries are added: their positions have no gap."""
_FADING = ("begun", "event", "fact")
_BEGUN = ("token", "owner", "started", "began_as")
_ENROLLED = ("trial", "study_number", "day", "at", "utc_offset", "who")

# Rows as they are stored: a hash is over text.
SCREENINGS = table("screenings", *map(column, ("token", "owner", "started", "began_as", "purged")))
EVENTS = table("events", *map(column, ("token", "revision", "at", "who", "hash")))
FACTS = table("follow_up", *map(column, ("token", "number", "at", "who", "hash")))
ACTIONS = table("actions", *map(column, ("id", "at", "who", "action", "subject")))
ENROLLED = table(
    "enrolled",
    *map(column, ("id", "trial", "study_number", "day", "at", "utc_offset", "who", "gone")),
)
ACTED = ACTIONS.c.action + literal(" ") + ACTIONS.c.subject
"""The subject of an action's entry: a code, and a number or a role; never words."""


class Entry(NamedTuple):
    """An entry of the log."""

    kind: str
    subject: str
    number: int
    at: str
    who: str
    digest: str

    def text(self) -> str:
        """Write it as it is hashed."""
        return json.dumps(self, separators=(",", ":"))


def digest(salt: str, row_hash: str) -> str:
    """Return what an entry holds of a row."""
    return hashlib.sha256(f"{salt}{row_hash}".encode()).hexdigest()


def begun_hash(row: RowMapping) -> str:
    """Return the hash of how a screening began, whose row has none of its own."""
    return _hash(row, _BEGUN)


def enrolled_hash(row: Mapping[Any, Any]) -> str:
    """Return the hash of a study number on a list, whose row has none of its own."""
    return _hash(row, _ENROLLED)


def _hash(row: Mapping[Any, Any], names: Sequence[str]) -> str:
    text = json.dumps([row[name] for name in names], separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def entries(connection: Connection, since: int = 0, most: int | None = None) -> Iterator[Entry]:
    """Return the entries from a position on, in order; all of them, or at most so many."""
    columns = [log.c[name] for name in Entry._fields]
    query = select(*columns).where(log.c.position >= since).order_by(log.c.position).limit(most)
    for row in connection.execute(query, execution_options={"yield_per": 2000}):
        yield Entry(*row)


def count(connection: Connection) -> int:
    """Return how many entries there are."""
    last: int | None = connection.scalar(select(func.max(log.c.position)))
    return 0 if last is None else last + 1


def append(connection: Connection, most: int) -> int:
    """Add entries for rows that have none yet, at most so many; return how many they were."""
    lock(connection)
    found = [*_begun(), *_events(), *_facts(), _enrolled(), _actions()]
    rows = [row for query in found for row in connection.execute(query.limit(most)).mappings()]
    return _add(connection, rows[:most])


def append_of(connection: Connection, token: str) -> None:
    """Add the entries of a screening that is about to lose its rows."""
    lock(connection)
    queries = [*_begun(token), *_events(token), *_facts(token, anyway=True)]
    rows = [row for query in queries for row in connection.execute(query).mappings()]
    _add(connection, rows)


def append_enrolled(connection: Connection, ids: Sequence[int]) -> None:
    """Add the entries of study numbers that are about to be taken off their list."""
    lock(connection)
    query = _enrolled().where(ENROLLED.c.id.in_(ids))
    _add(connection, [*connection.execute(query).mappings()])


def fade_enrolled(connection: Connection, ids: Sequence[int]) -> None:
    """Delete the salts of study numbers that were taken off."""
    here = (log.c.kind == "enrolled") & log.c.number.in_(ids)
    connection.execute(update(log).where(here).values(salt=None))


def fade(connection: Connection, token: str) -> None:
    """Delete the salts of a screening that is purged: nobody can guess what its rows were."""
    here = (log.c.subject == token) & log.c.kind.in_(_FADING)
    connection.execute(update(log).where(here & log.c.salt.is_not(None)).values(salt=None))


def lock(connection: Connection) -> None:
    """Have others wait who add entries; one who writes to a file is alone anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))


def _add(connection: Connection, rows: list[RowMapping]) -> int:
    rows.sort(key=lambda row: (row["at"], row["kind"], row["subject"], row["number"]))
    first = count(connection)
    made = [{**_made(row), "position": first + place} for place, row in enumerate(rows)]
    if made:
        connection.execute(insert(log), made)
    return len(made)


def _made(row: RowMapping) -> dict[str, Any]:
    """Return an entry; an action's has no digest, as it says everything itself."""
    common = {name: row[name] for name in ("kind", "subject", "number", "at", "who")}
    if row["kind"] == "action":
        return {**common, "digest": "", "salt": None}
    salt = secrets.token_hex(16)
    own = _HASHES.get(row["kind"])
    hashed = (row["hash"] or "") if own is None else own(row)
    faded = row["kind"] in _FADING and row.get("purged") is not None
    return {**common, "digest": digest(salt, hashed), "salt": None if faded else salt}


_HASHES = {"begun": begun_hash, "enrolled": enrolled_hash}


def _unlogged(
    kind: ColumnElement[str], subject: ColumnElement[str], number: ColumnElement[int]
) -> ColumnElement[bool]:
    same = and_(log.c.kind == kind, log.c.subject == subject, log.c.number == number)
    return ~exists().where(same)


def _begun(token: str | None = None) -> Iterator[Select[Any]]:
    kind, number, here = literal("begun"), literal(0), SCREENINGS.c
    query = select(
        SCREENINGS, kind.label("kind"), here.token.label("subject"), number.label("number"),
        here.started.label("at"), here.owner.label("who"),
    )  # fmt: skip
    query = query.where(_unlogged(kind, here.token, number))
    yield query if token is None else query.where(here.token == token)


def _events(token: str | None = None) -> Iterator[Select[Any]]:
    kind, here = literal("event"), EVENTS.c
    query = select(
        here.hash, kind.label("kind"), here.token.label("subject"),
        here.revision.label("number"), here.at, here.who,
    )  # fmt: skip
    query = query.where(_unlogged(kind, here.token, here.revision))
    yield query if token is None else query.where(here.token == token)


def _facts(token: str | None = None, *, anyway: bool = False) -> Iterator[Select[Any]]:
    """Ask for facts by whether their screening is purged, or ``anyway`` as if it were not yet."""
    here, purged = FACTS.c, SCREENINGS.c.purged
    for name, wanted in (("fact", purged.is_(None)), ("kept", purged.is_not(None))):
        if anyway and name == "kept":
            return
        kind = literal(name)
        query = select(
            here.hash, kind.label("kind"), here.token.label("subject"), here.number, here.at,
            here.who, purged,
        )  # fmt: skip
        query = query.join(SCREENINGS, SCREENINGS.c.token == here.token)
        query = query.where(_unlogged(kind, here.token, here.number), or_(literal(anyway), wanted))
        yield query if token is None else query.where(here.token == token)


def _enrolled() -> Select[Any]:
    kind, here = literal("enrolled"), ENROLLED.c
    return select(
        *here, kind.label("kind"), here.trial.label("subject"), here.id.label("number"),
    ).where(_unlogged(kind, here.trial, here.id))  # fmt: skip


def _actions() -> Select[Any]:
    kind, here = literal("action"), ACTIONS.c
    return select(
        kind.label("kind"), ACTED.label("subject"), here.id.label("number"), here.at, here.who,
    ).where(_unlogged(kind, ACTED, here.id))  # fmt: skip
