"""A database made ready: the engine, what is particular to SQLite, and the one way to write.

Everything that only SQLite knows (pragmas, BEGIN IMMEDIATE, the file) is in this module.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Connection,
    StaticPool,
    bindparam,
    create_engine,
    event,
    func,
    make_url,
    select,
)
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, SQLAlchemyError

from bot.store.errors import FAILURES, NOT_KEPT, StoreError, UnstorableError, explained
from bot.store.migration import migrate
from bot.store.writer import Writer

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future
    from contextlib import AbstractContextManager
    from typing import TypeVar

    from sqlalchemy import URL, Engine

    from bot.store.writer import Job

    T = TypeVar("T")

BUSY_SECONDS = 3.0
"""How long to wait for another process that is writing."""
_SERVER = {"connect_timeout": "5", "keepalives_idle": "10", "tcp_user_timeout": "10000"}
"""So that a server that is gone without a word is noticed in seconds; the address may differ."""

_LOCK_KEYS = select(
    func.pg_advisory_xact_lock(func.unnest(bindparam("keys", type_=ARRAY(BigInteger))))
)
"""Locks one key after the other, in their order: two processes never wait for each other."""
_PRAGMAS = ("foreign_keys = ON", "synchronous = FULL", "secure_delete = ON")
_HOW = "Write for example sqlite:///bedside.db or postgresql+psycopg://user@host/name."
_MOVED = (
    "The database {place} was moved, deleted or replaced while Bedside was running. "
    "Put it back and start Bedside again."
)


class Database:
    """A database that is open: up to date, and writable when it was opened."""

    def __init__(self, url: str) -> None:
        """Open a database; make it if there is none.

        Args:
            url: ``sqlite:///…`` or ``postgresql+psycopg://…``.

        Raises:
            StoreError: it can't be opened; the text says what to do.
        """
        parsed = _parsed(url)
        self.path = _path(parsed)
        self.place = _place(parsed)
        self.shared = parsed.get_backend_name() == "postgresql"
        """Several processes may write at the same time."""
        self._writer = Writer(self._transact)
        # In memory there is one connection, which reading and writing take in turns.
        in_memory = not self.shared and self.path is None
        self._turn: AbstractContextManager[object] = (
            threading.RLock() if in_memory else nullcontext()
        )
        with self._plainly():
            if self.path is not None and not self.path.exists():
                self.path.touch(mode=0o600)  # what is known of candidates is for this user only
            self._file = self._found()
            self.engine = _engine(parsed)
            try:
                with self._writing() as connection:
                    migrate(connection, self.place)
            except BaseException:
                self.engine.dispose()
                raise

    def close(self) -> None:
        """Write what waits, and close all connections."""
        self._writer.close()
        self.engine.dispose()

    def submit(self, work: Callable[[Connection], T], key: int | None = None) -> Future[T]:
        """Queue work that writes. Its result comes when it is on disk; what waits goes together.

        Args:
            work: runs on the writer's thread, in a transaction; it may run a second time where
                the first could not be stored.
            key: what it is about; on a server, work of one key is done by one process at a time.
        """
        return self._writer.submit(work, key)

    def awaitable(
        self,
        work: Callable[[Connection], T],
        key: int | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> asyncio.Future[T]:
        """Queue work as `submit` does; its result comes to the running event loop.

        Args:
            work: see `submit`.
            key: see `submit`.
            failed: called on the writer's thread with the error where nothing was stored, before
                any work that was queued later is begun.
        """
        return self._writer.awaitable(work, key, failed)

    def write(self, work: Callable[[Connection], T]) -> T:
        """Run work in a transaction; return its result when that is on disk.

        Raises:
            StoreError: nothing was stored; the text says why.
        """
        return self.submit(work).result()

    def _transact(self, jobs: Sequence[Job]) -> None:
        with self._plainly(NOT_KEPT):
            if not self._attempt(jobs):
                self._attempt(jobs, last=True)

    def _attempt(self, jobs: Sequence[Job], *, last: bool = False) -> bool:
        """Do jobs in one transaction; False where its connection was cut before the commit.

        A cut connection was good before, so that another one may be good as well. During the
        commit itself nobody can know whether anything was stored.
        """
        committing = False
        try:
            with self._turn, self._writing() as connection:
                keys = sorted({job.key for job in jobs if job.key is not None})
                if self.shared and keys:
                    connection.execute(_LOCK_KEYS, {"keys": keys})
                for job in jobs:
                    job.attempt(connection)
                self._check_file()
                committing = True
        except DBAPIError as error:
            if last or committing or not error.connection_invalidated:
                raise
            return False
        return True

    def read(self, work: Callable[[Connection], T]) -> T:
        """Run work that only reads, on one state of the database; again where it was cut off.

        Raises:
            StoreError: it can't be read; the text says why.
        """
        with self._plainly():
            try:
                return self._look(work)
            except DBAPIError as error:
                if not error.connection_invalidated:
                    raise
                return self._look(work)

    def _look(self, work: Callable[[Connection], T]) -> T:
        with self._turn, self._begun("BEGIN") as connection:
            self._check_file()
            return work(connection)

    def _writing(self) -> AbstractContextManager[Connection]:
        return self._begun("BEGIN IMMEDIATE")

    @contextmanager
    def _begun(self, how: str) -> Iterator[Connection]:
        """Return a connection in a transaction that SQLite is told how to begin.

        No listener of SQLAlchemy's does it: with one, every statement looks for more of them.
        """
        with self.engine.begin() as connection:
            if not self.shared:
                connection.exec_driver_sql(how)
            yield connection

    def _found(self) -> tuple[int, int] | None:
        """Return which file the database is: its device and its number there."""
        if self.path is None:
            return None
        status = self.path.stat()
        return status.st_dev, status.st_ino

    def _check_file(self) -> None:
        """Refuse to go on with a file that is no longer where it was: it would be lost."""
        try:
            same = self._found() == self._file
        except FileNotFoundError:
            same = False
        if not same:
            raise StoreError(_MOVED.format(place=self.place))

    @contextmanager
    def _plainly(self, more: str = "") -> Iterator[None]:
        """Turn the errors of drivers and of the system into a plain sentence."""
        try:
            yield
        except FAILURES as error:
            kind = UnstorableError if isinstance(error, DataError) else StoreError
            raise kind(f"{explained(error, self.place)} {more}".rstrip()) from error


def _parsed(url: str) -> URL:
    """Read an address; a file's is made absolute, so that a later chdir changes nothing."""
    # No cause and no quotation in these errors: the address may hold a password.
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise StoreError(f"The address of the database can't be read. {_HOW}") from None
    kind = parsed.get_backend_name()
    if kind not in ("sqlite", "postgresql"):
        raise StoreError(f"Bedside keeps its data in SQLite or PostgreSQL only. {_HOW}")
    if kind == "sqlite" and parsed.query:
        raise StoreError(f"The address of a database file takes no options. {_HOW}")
    if kind == "sqlite" and parsed.database == ":memory:":
        return parsed.set(database=None)
    if kind == "sqlite" and parsed.database:
        return parsed.set(database=str(Path(parsed.database).absolute()))
    return parsed


def file_of(url: str) -> Path | None:
    """Return the file of a database, without opening it; None for one in memory or on a server.

    Raises:
        StoreError: the address can't be read.
    """
    return _path(_parsed(url))


def server_name_of(url: str) -> str:
    """Return what a database on a server is called there; nothing for a file's or one in memory.

    Raises:
        StoreError: the address can't be read.
    """
    parsed = _parsed(url)
    is_file = parsed.get_backend_name() == "sqlite"
    return "" if is_file else Path(parsed.database or parsed.username or "bedside").name


def _path(url: URL) -> Path | None:
    """Return the file of a database; None for one in memory or on a server."""
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def _place(url: URL) -> str:
    """Name a database for people: without user, password and options."""
    if url.get_backend_name() == "sqlite":
        return url.database or "in memory"
    return "/".join(part for part in (url.host, url.database) if part)


def _engine(url: URL) -> Engine:
    options: dict[str, Any] = {"hide_parameters": True}  # answers don't belong into error texts
    sqlite = url.get_backend_name() == "sqlite"
    if sqlite:
        options["connect_args"] = {"timeout": BUSY_SECONDS}
        if _path(url) is None:
            options["poolclass"] = StaticPool  # one connection, or each would be a database
            options["connect_args"]["check_same_thread"] = False
    try:
        if not sqlite:
            url = url.set(query={**_SERVER, **url.query})
        engine = create_engine(url, **options)
    except (ImportError, SQLAlchemyError):
        raise StoreError(
            f"The driver for the database is not installed or not known. {_HOW}"
        ) from None
    if sqlite:
        event.listen(engine, "connect", _on_connect)
    return engine


def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself: `_begun` does
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    _write_ahead(connection)


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switch to write-ahead logging, which lasts. The switch itself waits for no other process.

    A file system that can't do it keeps its rollback journal: slower, and as safe.
    """
    end = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            time.sleep(0.02)
        else:
            return
