"""What somebody can do who owns the database: everything, the guards of the tables included."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from bot.store import Store
from bot.store.proof import hash_chain
from bot.store.proof.heads import Log

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Connection

    from bot.proof.notes import Signer

GUARDED = ("events", "audit", "follow_up", "enrolled", "actions", "log", "heads", "head_keys")


@contextmanager
def unguarded(url: str) -> Iterator[Connection]:
    """Give a connection to a database none of whose guards is left."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            for table in GUARDED:
                connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        else:
            named = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            for name in [*connection.scalars(text(named))]:
                connection.execute(text(f"DROP TRIGGER {name}"))
        yield connection


def harm(url: str, *statements: str) -> None:
    """Change a database."""
    with unguarded(url) as connection:
        for statement in statements:
            connection.execute(text(statement))


def make_a_new_past(url: str, signer: Signer, when: datetime) -> None:
    """Make every hash, the whole log and its head anew, signed by whoever has a key."""
    with unguarded(url) as connection:
        hash_chain.rechain(connection)
        for table in ("log", "heads", "head_keys"):
            connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - one of three names
    with Store.open(url) as store:
        store.within(lambda unit: unit.log.append(10_000))
        store.within(lambda unit: Log(unit.connection).sign(signer, when))
