"""Databases of their own on a PostgreSQL server, for tests that need one."""

from __future__ import annotations

import os
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import create_engine, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

ROOT = Path(__file__).parents[1]
VARIABLE = "BEDSIDE_TEST_POSTGRESQL"
ADDRESS = os.environ.get(VARIABLE) or "postgresql+psycopg:///postgres"
"""A database from which others can be made."""


def _server() -> Engine:
    # Pools are for programs that ask often.
    return create_engine(ADDRESS, isolation_level="AUTOCOMMIT", poolclass=NullPool)


@cache
def missing() -> str:
    """Say why there is no server; nothing if there is one."""
    try:
        with _server().connect():
            return ""
    except SQLAlchemyError as error:
        told = str(error.__cause__ or error).strip().splitlines()[0]
        return (
            "NOT TESTED WITH POSTGRESQL: no server answers at "
            f"{make_url(ADDRESS).render_as_string()} ({told}). Name one in {VARIABLE}."
        )


@contextmanager
def database() -> Iterator[str]:
    """Make an empty database and give its address; it is gone afterwards, whoever still uses it."""
    name = f"bedside_test_{uuid4().hex[:16]}"
    with _server().connect() as server:
        server.exec_driver_sql(f"CREATE DATABASE {name}")
    try:
        yield make_url(ADDRESS).set(database=name).render_as_string(hide_password=False)
    finally:
        with _server().connect() as server:
            server.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
        # A service that ran here kept the key of its log where it ran.
        (ROOT / f"{name}.key").unlink(missing_ok=True)
