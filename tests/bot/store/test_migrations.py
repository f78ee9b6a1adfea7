"""A database of any earlier version, or none, comes to the tables as the code has them."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import column, create_engine, insert, table, text

from bot.store import Noted, Store, StoreError, migration
from bot.store.schema import metadata
from tests import postgresql
from tests.bot.store.keeping import NOW

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

_SESSION = """{"token": "S0001", "trial": "start-net", "version": "R1.1",
"reference_date": "2026-03-31", "language": "en", "state": "asking",
"answers": {"I1.age": {"text": "62", "confirmed": false}}, "at": null, "alone": false,
"single": [], "proposed": {}, "because": "", "ticks": {}, "trail": ["I1.age"], "went_on": false,
"reported": false, "unexplained": {}, "after": "", "quick": false, "listed": [], "page": 0}"""
_THEN = "2026-03-31T08:00:00.000000+00:00"
SCREENED: dict[str, dict[str, str | int]] = {
    "screenings": {
        "token": "S0001",
        "owner": "nurse",
        "revision": 1,
        "started": _THEN,
        "touched": _THEN,
        "began_as": _SESSION,
        "session": _SESSION,
    },
    "events": {
        "token": "S0001",
        "revision": 1,
        "at": _THEN,
        "utc_offset": 0,
        "who": "nurse",
        "event": '{"type": "Typed", "text": "62"}',
    },
    "audit": {"token": "S0001", "revision": 1, "position": 0, "item": "I1.age", "after": "62"},
}
"""What the first version wrote: a screening with one answer."""

SCRIPTS = ScriptDirectory(str(migration.MIGRATIONS))


def test_an_empty_database_gets_all_tables(store: Store) -> None:
    assert store.database.read(migration.version) == migration.HEAD
    assert store.next_token() == "S0001"


def test_the_migrated_tables_are_those_of_the_code(store: Store) -> None:
    def differences(connection: Connection) -> object:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        return compare_metadata(context, metadata)

    assert store.database.read(differences) == []


def test_the_version_that_the_code_knows_is_the_newest() -> None:
    assert SCRIPTS.get_heads() == [migration.HEAD]


def test_the_versions_are_one_line_from_the_first() -> None:
    assert SCRIPTS.get_bases() == ["0001"]
    assert not any(script.is_branch_point for script in SCRIPTS.walk_revisions())


def test_a_database_that_is_up_to_date_is_not_migrated(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store.open(url).close()
    monkeypatch.delattr(migration, "_upgrade")
    Store.open(url).close()


def test_a_migration_that_fails_leaves_nothing_behind(url: str, path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE audit (something)")  # stands in the way of the last table
    other.close()
    with pytest.raises(StoreError, match=r"bedside\.db gave an error"):
        Store.open(url)
    with sqlite3.connect(path) as other:
        tables = other.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    other.close()
    assert tables == [("audit",)]


def test_a_database_of_a_newer_version_is_left_alone(url: str, path: Path) -> None:
    Store.open(url).close()
    with sqlite3.connect(path) as other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")
    other.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"bedside\.db was written by a newer Bedside"):
        Store.open(url)
    assert path.read_bytes() == before


def brought_to(url: str, version: str) -> None:
    """Make the tables of an earlier version, with a screening that was answered once."""
    engine = create_engine(url)
    config = Config()
    config.set_main_option("script_location", str(migration.MIGRATIONS))
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for name, row in SCREENED.items():
            connection.execute(insert(table(name, *map(column, row))), row)
        command.upgrade(config, version)
    engine.dispose()


def see_that_it_goes_on(url: str) -> None:
    """See that a database of the version before opens, is whole, and takes what is new."""
    with Store.open(url) as store:
        assert store.database.read(migration.version) == migration.HEAD
        stored = store.load("S0001")
        assert stored is not None
        assert not stored.session.sources
        assert not stored.session.confirmations
        assert store.flaws() == []
        store.note("S0001", [Noted("outcome", "other", "moved")], NOW, "terminal")
        assert [one.words for one in store.follow_up("S0001")] == ["moved"]
        with pytest.raises(StoreError):
            store.database.write(lambda one: one.execute(text("DELETE FROM follow_up")))
        with pytest.raises(StoreError):
            store.database.write(lambda one: one.execute(text("UPDATE follow_up SET who = 'x'")))
        store.within(lambda unit: unit.purge(stored, {"outcome": "pending"}, NOW))
        assert [one.words for one in store.follow_up("S0001")] == [None]
        assert store.flaws() == []


def test_a_file_of_the_version_before_goes_on(url: str) -> None:
    brought_to(url, "0002")
    see_that_it_goes_on(url)


@pytest.mark.skipif(bool(postgresql.missing()), reason=postgresql.missing())
def test_a_server_of_the_version_before_goes_on() -> None:
    with postgresql.database() as url:
        brought_to(url, "0002")
        see_that_it_goes_on(url)
