"""Copy a whole database: a file by SQLite's own way, one on a server by PostgreSQL's programs."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sqlalchemy import create_engine, inspect, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from bot.store.errors import StoreError

if TYPE_CHECKING:
    from sqlalchemy import URL

_BUSY = 10.0
_MISSING = "{program} is not installed here: install PostgreSQL's client programs."
_FAILED = "{program} could not do it: {why}"
_NOT_EMPTY = (
    "The database {place} is not empty: a back-up is restored into an empty one only, so that "
    "nothing is lost. Name another one, or move that one away."
)

Kind = Literal["sqlite", "postgresql"]


def kind_of(url: str) -> Kind:
    """Return what kind of database an address names."""
    return "postgresql" if make_url(url).get_backend_name() == "postgresql" else "sqlite"


def copy(url: str, target: Path) -> None:
    """Copy a database, as it is at one moment, into a new file; whoever serves goes on.

    Raises:
        StoreError: it can't be copied; the text says what to do.
    """
    parsed = make_url(url)
    if kind_of(url) == "postgresql":
        _run(parsed, "pg_dump", "--format=custom", "--no-owner", "--no-acl", f"--file={target}")
        return
    try:
        source = f"{Path(parsed.database or '').absolute().as_uri()}?mode=ro"
        with (
            closing(sqlite3.connect(source, uri=True, timeout=_BUSY)) as here,
            closing(sqlite3.connect(target, timeout=_BUSY)) as there,
        ):
            here.backup(there)  # in one step: one state of the database
    except sqlite3.Error as error:
        raise StoreError(f"The database {parsed.database} could not be copied: {error}.") from None


def see_that_it_is_empty(url: str) -> None:
    """See that nothing would be lost where a database is to be restored.

    Raises:
        StoreError: something is there already, or nobody can tell.
    """
    parsed = make_url(url)
    if kind_of(url) == "sqlite":
        file = Path(parsed.database or "")
        if any(Path(f"{file}{end}").exists() for end in ("", "-wal", "-journal")):
            raise StoreError(_NOT_EMPTY.format(place=file))
        return
    engine = create_engine(parsed, poolclass=NullPool)
    try:
        tables = inspect(engine).get_table_names()
    except SQLAlchemyError as error:
        why = str(error.__cause__ or error).strip().splitlines()[0]
        raise StoreError(f"The database {parsed.database} can't be reached: {why}") from None
    if tables:
        raise StoreError(_NOT_EMPTY.format(place=parsed.database))


def put_back(copied: Path, url: str) -> None:
    """Put a copy into an empty database on a server: all of it or nothing.

    Raises:
        StoreError: it can't be done; the text says why.
    """
    whole = ("--no-owner", "--no-acl", "--exit-on-error", "--single-transaction")
    parsed = make_url(url)
    _run(parsed, "pg_restore", *whole, f"--dbname={parsed.database}", str(copied))


def place(copied: Path, url: str) -> None:
    """Give a copy of a file its place, never over another one.

    Raises:
        StoreError: something is there meanwhile.
    """
    file = Path(make_url(url).database or "")
    try:
        file.hardlink_to(copied)
    except FileExistsError:
        raise StoreError(_NOT_EMPTY.format(place=file)) from None
    except OSError:  # a file system without links
        see_that_it_is_empty(url)
        shutil.move(copied, file)


def _run(url: URL, program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs; the password is in no list of processes."""
    query = {name: str(value) for name, value in url.query.items()}
    known = {
        "PGHOST": url.host or query.get("host"),
        "PGPORT": str(url.port or query.get("port") or "") or None,
        "PGUSER": url.username,
        "PGPASSWORD": None if url.password is None else str(url.password),
        "PGDATABASE": url.database,
    }
    given = {name: value for name, value in known.items() if value is not None}
    try:
        done = subprocess.run(  # noqa: S603 - a program of PostgreSQL's, and no shell
            [program, *arguments],
            env={**os.environ, **given},
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        raise StoreError(_MISSING.format(program=program)) from None
    if done.returncode != 0:
        why = (done.stderr.strip().splitlines() or ["it does not say why"])[0]
        raise StoreError(_FAILED.format(program=program, why=why))
