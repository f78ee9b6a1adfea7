"""Locks on chats that several processes share, and that are free again when their process dies.

On PostgreSQL they are advisory locks of one connection that is kept for them. A database file
belongs to one process, which needs none.
"""

from __future__ import annotations

import fcntl
import os
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Integer, bindparam, func, select

from bot.store.errors import FAILURES, StoreError, explained
from bot.store.prepared import Prepared

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import IO

    from sqlalchemy import Connection

    from bot.store.database import Database

_KIND = 0xBED
"""The first of the two numbers of a lock; the second is made of the chat's."""
_NUMBERS = (_KIND, bindparam("key", type_=Integer))
_TAKE = Prepared(select(func.pg_try_advisory_lock(*_NUMBERS).label("taken")))
_FREE = Prepared(select(func.pg_advisory_unlock(*_NUMBERS).label("freed")))


class Locks:
    """Locks of one process. Its calls wait for the server: they belong into a thread."""

    def __init__(self, database: Database) -> None:
        """Prepare; the connection is made when the first lock is taken."""
        self._database = database
        self._connection: Connection | None = None
        self._turn = threading.Lock()

    @property
    def needed(self) -> bool:
        """Whether other processes may use the same database."""
        return self._database.shared

    def take(self, key: int) -> bool:
        """Take a lock; False while another process has it.

        Raises:
            StoreError: the server can't be asked; locks that were held are free by then.
        """
        with self._turn:
            try:
                answer = _TAKE.first(self._open(), {"key": _small(key)})
                return answer is not None and bool(answer.taken)
            except FAILURES as error:
                self._drop()
                raise StoreError(explained(error, self._database.place)) from error

    def free(self, key: int) -> None:
        """Release a lock; one that was lost with its connection is free already."""
        with self._turn:
            try:
                _FREE.first(self._open(), {"key": _small(key)})
            except FAILURES:
                self._drop()

    def close(self) -> None:
        """Release every lock."""
        with self._turn:
            self._drop()

    def _open(self) -> Connection:
        if self._connection is None:
            connection = self._database.engine.connect()
            self._connection = connection.execution_options(isolation_level="AUTOCOMMIT")
        return self._connection

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()
            connection.close()


def _small(key: int) -> int:
    """Fold a number into the 32 bits that a pair of lock numbers has; two may share a lock."""
    folded = (key ^ (key >> 32)) & 0xFFFFFFFF
    return folded - (1 << 32) if folded >= 1 << 31 else folded


@contextmanager
def exclusive(database: Database) -> Iterator[None]:
    """Keep another service away from a database file; a server's is shared by several.

    The lock goes with the process, however it ends.

    Raises:
        StoreError: another service works on the file.
    """
    if database.path is None:
        yield
        return
    beside = _beside(database.path)
    try:
        file = beside.open("a")
    except OSError as error:
        raise StoreError(
            f"The file {beside} can't be written ({error.strerror}). See that it is this user's, "
            "and that its folder can be written to."
        ) from None
    with file as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreError(
                f"Another bedside serve works on the database {database.place}. Stop it first; "
                "only a database on a PostgreSQL server can be shared by several."
            ) from None
        _note_process(held)
        yield


@dataclass(frozen=True, slots=True)
class Service:
    """A service that works on a database file."""

    process: int
    place: str
    """The database's name for people."""


def service_on(path: Path) -> Service | None:
    """Return the service that holds a database file; None where none does."""
    try:
        file = _beside(path).open("r")
    except OSError:
        return None
    with file as beside:
        try:
            fcntl.flock(beside, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            number = beside.read().strip()
            return Service(int(number), str(path)) if number.isdecimal() else None
        return None


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}-serve")


def _note_process(held: IO[str]) -> None:
    """Write this process's number into the file that it holds, for whoever wants to signal it."""
    held.truncate(0)
    held.write(f"{os.getpid()}\n")
    held.flush()
