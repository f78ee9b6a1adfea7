"""Brings a database to the tables of `schema`, whatever version of Bedside wrote it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import column, false, func, inspect, select, table, update

from bot.store.errors import StoreError
from bot.store.schema import counters

if TYPE_CHECKING:
    from sqlalchemy import Connection

HEAD = "0006"
"""The newest version. Known here so that a database that has it opens without Alembic, which
takes a while to import."""

MIGRATIONS = Path(__file__).parent / "migrations"

_VERSION_TABLE = "alembic_version"
_LOCK = 0xBED51DE  # any number that no other program locks in the same database


def migrate(connection: Connection, place: str) -> None:
    """Bring the tables up to date, inside the connection's transaction: all of it or nothing.

    Args:
        connection: in a transaction that nobody else can write beside, or on PostgreSQL.
        place: the database's name for people.

    Raises:
        StoreError: a newer version of Bedside has written the database.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    if version(connection) != HEAD:
        _upgrade(connection, place)
    # Changes nothing; tells now, and not at the first answer, that nothing can be written.
    connection.execute(update(counters).where(false()).values(value=0))


def version(connection: Connection) -> str | None:
    """Return the version of the tables; None if there are none yet."""
    if not inspect(connection).has_table(_VERSION_TABLE):
        return None
    number: str | None = connection.scalar(
        select(column("version_num")).select_from(table(_VERSION_TABLE))
    )
    return number


def _upgrade(connection: Connection, place: str) -> None:
    from alembic import command  # noqa: PLC0415 - slow, and rarely needed
    from alembic.config import Config  # noqa: PLC0415 - as above
    from alembic.util import CommandError  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StoreError(
            f"The database {place} was written by a newer Bedside. "
            "Install that version or a later one, or name another database."
        ) from error
