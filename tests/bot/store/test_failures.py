"""Whatever is wrong with a database is said in a plain sentence, and nothing is half stored."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import tempfile
import traceback
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import literal_column, update

from bot.dialogs.events import Typed
from bot.store import Store, StoreError, database
from bot.store.schema import screenings
from tests.bot.store.keeping import NOW, check, press, screening

if TYPE_CHECKING:
    from collections.abc import Iterator

NOBODY = 65534
NOT_STORED = "What was entered last is not stored"


@contextmanager
def nobody_special() -> Iterator[None]:
    """Go on as a user to whom permissions apply."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(user)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that another user can reach."""
    made = Path(tempfile.mkdtemp())
    made.chmod(0o755)
    yield made
    made.chmod(0o755)
    shutil.rmtree(made)


def pages(store: Store, limit: int | None = None) -> int:
    """Return the number of pages in use, or limit it, as a full disk does."""
    pragma = "page_count" if limit is None else f"max_page_count = {limit}"
    return int(
        store.database.read(lambda one: one.exec_driver_sql(f"PRAGMA {pragma}").scalar_one())
    )


def test_a_folder_without_write_permission(folder: Path) -> None:
    folder.chmod(0o555)
    with (
        nobody_special(),
        pytest.raises(StoreError, match=r"new\.db can't be written to") as caught,
    ):
        Store.open(f"sqlite:///{folder}/new.db")
    assert "right to write" in str(caught.value)
    assert not list(folder.iterdir())


def test_a_database_in_a_folder_without_write_permission(folder: Path) -> None:
    Store.open(f"sqlite:///{folder}/old.db").close()
    (folder / "old.db").chmod(0o444)
    folder.chmod(0o555)
    with nobody_special(), pytest.raises(StoreError, match=r"old\.db can't be"):
        Store.open(f"sqlite:///{folder}/old.db")


def test_a_database_without_write_permission(folder: Path) -> None:
    Store.open(f"sqlite:///{folder}/old.db").close()
    (folder / "old.db").chmod(0o444)
    folder.chmod(0o777)
    with nobody_special(), pytest.raises(StoreError, match=r"old\.db can't be written to"):
        Store.open(f"sqlite:///{folder}/old.db")


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"missing/new\.db can't be opened.*folder exists"):
        Store.open(f"sqlite:///{tmp_path}/missing/new.db")


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="can't be opened"):
        Store.open(f"sqlite:///{tmp_path}")


def test_a_file_that_is_no_database(path: Path, url: str) -> None:
    path.write_bytes(b"Dear reader, this is a letter. " * 400)
    with pytest.raises(StoreError, match=r"bedside\.db is damaged.*last back-up"):
        Store.open(url)
    assert path.read_bytes().startswith(b"Dear reader")


def test_a_database_damaged_between_two_runs(path: Path, url: str) -> None:
    with Store.open(url) as store:
        store.add(screening(), "terminal", NOW)
        press(store, "S0001", 0, 30)
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xa5" * (len(whole) - 4096))
    with pytest.raises(StoreError, match="is damaged"):
        Store.open(url)


def test_a_database_cut_short(path: Path, url: str) -> None:
    with Store.open(url) as store:
        store.add(screening(), "terminal", NOW)
        press(store, "S0001", 0, 30)
    path.write_bytes(path.read_bytes()[: 4096 * 3])

    def read_all() -> None:
        with Store.open(url) as store:
            check(store, "S0001")

    with pytest.raises(StoreError, match="is damaged"):
        read_all()


@pytest.mark.parametrize("column", ["session", "touched"])
def test_a_row_that_cannot_be_read(store: Store, column: str) -> None:
    store.add(screening(), "terminal", NOW)
    nonsense = update(screenings).values({column: literal_column("'nonsense'")})
    store.database.write(lambda one: one.execute(nonsense))
    with pytest.raises(StoreError, match=r"bedside\.db holds something that this Bedside can't"):
        store.load("S0001")


def test_a_full_disk_stores_nothing_and_afterwards_all_goes_on(store: Store) -> None:
    store.add(screening(), "terminal", NOW)
    press(store, "S0001", 0, 3)
    pages(store, limit=pages(store))
    with pytest.raises(StoreError, match=rf"bedside\.db is full.*{NOT_STORED}"):
        press(store, "S0001", 3, 500)
    stopped_at = check(store, "S0001")
    assert stopped_at >= 3
    large = screening().but(ticks={f"item{number}": "yes" for number in range(5000)})
    with pytest.raises(StoreError, match="is full"):
        store.save(large, stopped_at, [], Typed("x"), NOW)
    assert check(store, "S0001") == stopped_at
    pages(store, limit=100_000)
    press(store, "S0001", stopped_at, 2)
    assert check(store, "S0001") == stopped_at + 2


def test_a_disk_that_takes_no_more_bytes(store: Store, path: Path) -> None:
    store.add(screening(), "terminal", NOW)
    press(store, "S0001", 0, 3)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    size = path.with_name("bedside.db-wal").stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 10_000, before[1]))
    try:
        with pytest.raises(StoreError, match=rf"disk.*bedside\.db.*{NOT_STORED}"):
            press(store, "S0001", 3, 500)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    stopped_at = check(store, "S0001")
    press(store, "S0001", stopped_at)
    assert check(store, "S0001") == stopped_at + 1


def test_a_database_that_another_program_holds(
    path: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    with Store.open(url) as store, closing(sqlite3.connect(path)) as other:
        store.add(screening(), "terminal", NOW)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match=rf"bedside\.db is in use.*{NOT_STORED}"):
            press(store, "S0001", 0)
        with pytest.raises(StoreError, match="is in use"):
            Store.open(url)
        assert check(store, "S0001") == 0
        other.rollback()
        press(store, "S0001", 0)
        assert check(store, "S0001") == 1


@pytest.mark.parametrize("replaced", [False, True])
def test_a_database_that_is_taken_away(store: Store, path: Path, replaced: bool) -> None:  # noqa: FBT001
    store.add(screening(), "terminal", NOW)
    away = path.with_name("away.db")
    path.rename(away)
    if replaced:
        shutil.copy(away, path)
    with pytest.raises(StoreError, match=r"bedside\.db was moved, deleted or replaced"):
        press(store, "S0001", 0)
    with pytest.raises(StoreError, match="was moved"):
        store.load("S0001")
    away.rename(path)
    assert check(store, "S0001") == 0


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://bedside:geheim@localhost:no/bedside",
        "postgresql+nodriver://bedside:geheim@localhost/bedside",
        "postgresql+psycopg://bedside:geheim@127.0.0.1:1/bedside?password=geheim",
        "mysql://bedside:geheim@localhost/bedside",
        "sqlite:///file:bedside.db?password=geheim&uri=true",
        "bedside:geheim",
        "",
    ],
)
def test_an_address_that_does_not_work_is_never_quoted(url: str) -> None:
    with pytest.raises(StoreError) as caught:
        Store.open(url)
    assert "geheim" not in "".join(traceback.format_exception(caught.value))


def test_the_answers_are_in_no_error(store: Store) -> None:
    store.add(screening(), "terminal", NOW)
    pages(store, limit=pages(store))
    session = screening().but(ticks={f"item{n}": "secret" for n in range(5000)})
    with pytest.raises(StoreError) as caught:
        store.save(session, 0, [], Typed("secret"), NOW)
    assert caught.value.__cause__ is not None
    assert "secret" not in f"{caught.value} {caught.value.__cause__}"
