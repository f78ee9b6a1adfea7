"""Statements that are compiled once and then run by the driver itself: those of every update.

SQLAlchemy takes ten times as long to run a statement as SQLite does. What it knows of statements,
types and errors is used here all the same: it writes the SQL, converts the values, and names what
went wrong.
"""

from __future__ import annotations

from collections import namedtuple
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DBAPIError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy import Connection, Delete, Dialect, Insert, Select, Update
    from sqlalchemy.sql.compiler import SQLCompiler

    Statement = Select[Any] | Insert | Update | Delete
    Values = Mapping[str, Any]
    Converter = Callable[[Any], Any]


class Prepared:
    """One statement, ready for the databases that it has been run on."""

    def __init__(self, statement: Statement) -> None:
        """Prepare a statement, with `bindparam` for each value of a condition."""
        self._statement = statement
        self._ready: dict[tuple[str, tuple[str, ...]], _Ready] = {}

    def first(self, connection: Connection, values: Values) -> Any | None:  # noqa: ANN401
        """Run the statement; return the first row as a named tuple, None where there is none."""
        ready = self._for(connection, values)
        with closing(connection.connection.cursor()) as cursor:
            ready.execute(connection, cursor.execute, ready.bound(values))
            row = cursor.fetchone()
        return None if row is None else ready.row(row)

    def all(self, connection: Connection, values: Values) -> list[Any]:
        """Run the statement; return its rows as named tuples."""
        ready = self._for(connection, values)
        with closing(connection.connection.cursor()) as cursor:
            ready.execute(connection, cursor.execute, ready.bound(values))
            return [ready.row(row) for row in cursor.fetchall()]

    def change(self, connection: Connection, values: Values) -> int:
        """Run the statement; return how many rows it changed."""
        ready = self._for(connection, values)
        with closing(connection.connection.cursor()) as cursor:
            ready.execute(connection, cursor.execute, ready.bound(values))
            return int(cursor.rowcount)

    def change_all(self, connection: Connection, several: Sequence[Values]) -> None:
        """Run the statement once for each of several rows of the same columns."""
        ready = self._for(connection, several[0])
        with closing(connection.connection.cursor()) as cursor:
            ready.execute(connection, cursor.executemany, list(map(ready.bound, several)))

    def _for(self, connection: Connection, values: Values) -> _Ready:
        dialect = connection.dialect
        key = (dialect.name, tuple(values))
        ready = self._ready.get(key)
        if ready is None:
            ready = self._ready[key] = _ready(self._statement, dialect, list(values))
        return ready


@dataclass(frozen=True, slots=True)
class _Ready:
    """A statement as one database takes it."""

    sql: str
    positions: Sequence[str] | None
    """The names of its values, where they go by their place."""
    constants: Mapping[str, Any]
    """Values that stand in the statement."""
    binding: Mapping[str, Converter]
    """How values are written, where they are not as they are."""
    reading: Sequence[tuple[int, Converter]]
    """How columns are read, the same."""
    columns: Callable[[Iterable[Any]], Any]

    def bound(self, values: Values) -> Any:  # noqa: ANN401 - what the driver takes
        """Return values as the driver takes them."""
        every = {**self.constants, **values}
        for name, write in self.binding.items():
            every[name] = write(every[name])
        if self.positions is None:
            return every
        return [every[name] for name in self.positions]

    def row(self, found: Sequence[Any]) -> Any:  # noqa: ANN401 - a named tuple
        """Return a row with its values read."""
        values = list(found)
        for place, read in self.reading:
            values[place] = read(values[place])
        return self.columns(values)

    def execute(
        self, connection: Connection, run: Callable[[str, Any], object], bound: object
    ) -> None:
        """Run the statement on a cursor.

        Raises:
            DBAPIError: the driver failed; of a lost connection it says so.
        """
        error_type = connection.dialect.loaded_dbapi.Error
        try:
            run(self.sql, bound)
        except error_type as error:
            raise _explained(error, self.sql, connection) from error


def _explained(error: Exception, sql: str, connection: Connection) -> Exception:
    """Return a driver's error as SQLAlchemy's, without values; give a lost connection up."""
    dialect, driver = connection.dialect, connection.connection
    lost = dialect.is_disconnect(error, driver, None)  # type: ignore[arg-type]
    wrapped = DBAPIError.instance(
        sql,
        None,
        error,
        dialect.loaded_dbapi.Error,
        hide_parameters=True,
        connection_invalidated=lost,
        dialect=dialect,
    )
    if lost:
        connection.invalidate(error)
    assert isinstance(wrapped, Exception)  # noqa: S101 - a driver's error is no exit
    return wrapped


def _ready(statement: Statement, dialect: Dialect, names: list[str]) -> _Ready:
    compiled: SQLCompiler = statement.compile(dialect=dialect, column_keys=names)
    written = {
        name: bind.type.dialect_impl(dialect).bind_processor(dialect)
        for name, bind in compiled.binds.items()
    }
    columns = list(statement.exported_columns)
    read = [one.type.dialect_impl(dialect).result_processor(dialect, None) for one in columns]
    row = namedtuple("row", [one.key for one in columns])  # type: ignore[misc]  # noqa: PYI024
    return _Ready(
        compiled.string,
        compiled.positiontup if compiled.positional else None,
        {name: value for name, value in compiled.params.items() if name not in names},
        {name: write for name, write in written.items() if write is not None},
        [(place, one) for place, one in enumerate(read) if one is not None],
        row._make,
    )
