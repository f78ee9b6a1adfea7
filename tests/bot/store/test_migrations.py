"""A database of any earlier version, or none, comes to the tables as the code has them."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.store import Store, StoreError, migration
from bot.store.schema import metadata

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

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
