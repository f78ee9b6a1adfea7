"""What goes into a store comes out of it, in order, and is not changed behind anybody's back."""

from __future__ import annotations

import sqlite3
import stat
import threading
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.dialogs.events import Chosen, SetDate, Typed
from bot.store import Audited, Conflict, Entry, Happened, Store, Stored
from tests.bot.store.keeping import ENTRIES, NOW, answered, check, press, screening

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LATER = NOW + timedelta(minutes=3)


@pytest.fixture(params=["file", "memory"])
def either(request: pytest.FixtureRequest, url: str) -> Iterator[Store]:
    """A store in a file, and one in memory."""
    with Store.open(url if request.param == "file" else "sqlite://") as opened:
        yield opened


def test_screening_numbers_are_given_once_even_after_a_restart(url: str) -> None:
    with Store.open(url) as store:
        assert [store.next_token() for _ in range(3)] == ["S0001", "S0002", "S0003"]
    with Store.open(url) as store:
        assert store.next_token() == "S0004"


def test_screening_numbers_grow_beyond_four_digits(store: Store) -> None:
    store.database.write(
        lambda one: one.exec_driver_sql("UPDATE counters SET value = 9999 WHERE name = 'screening'")
    )
    assert store.next_token() == "S10000"


def test_a_new_screening_is_at_revision_0(either: Store) -> None:
    either.add(screening(), "terminal", NOW)
    assert either.load("S0001") == Stored(screening(), "terminal", 0, NOW, NOW)
    assert either.beginning("S0001") == screening()
    assert either.events("S0001") == []
    assert either.audit("S0001") == []


def test_what_is_not_there_is_none_or_empty(either: Store) -> None:
    assert either.load("S0001") is None
    assert either.beginning("S0001") is None
    assert either.events("S0001") == []
    assert either.audit("S0001") == []
    assert either.of("terminal") == []


def test_a_saved_screening_comes_with_its_event_and_its_audit_rows(either: Store) -> None:
    either.add(screening(), "terminal", NOW)
    event = Typed("62 m")
    either.save(answered("S0001", 2), 0, ENTRIES, event, LATER)
    assert either.load("S0001") == Stored(answered("S0001", 2), "terminal", 1, NOW, LATER)
    assert either.beginning("S0001") == screening()
    (happened,) = either.events("S0001")
    assert happened == Happened(1, LATER, "terminal", event, happened.hash)
    assert len(happened.hash) == 64
    assert either.audit("S0001") == [Audited(1, LATER, "terminal", one) for one in ENTRIES]


def test_it_is_all_there_after_a_restart(url: str) -> None:
    with Store.open(url) as store:
        store.add(screening(), "terminal", NOW)
        press(store, "S0001", 0, 12)
    with Store.open(url) as store:
        assert check(store, "S0001") == 12


def test_an_event_keeps_the_date_that_counted_where_it_happened(store: Store) -> None:
    store.add(screening(), "terminal", NOW)
    store.save(screening(), 0, [], SetDate("today"), NOW)
    (happened,) = store.events("S0001")
    assert happened.when.date() == date(2026, 3, 31)
    stored = store.load("S0001")
    assert stored is not None
    assert stored.touched == NOW
    assert stored.touched.tzinfo is UTC


def test_somebody_else_than_the_owner_can_have_done_it(store: Store) -> None:
    store.add(screening(), "telegram:1", NOW)
    store.save(screening(), 0, ENTRIES[:1], Typed("62"), NOW, who="telegram:2")
    assert [one.who for one in store.events("S0001")] == ["telegram:2"]
    assert [one.who for one in store.audit("S0001")] == ["telegram:2"]


@pytest.mark.parametrize("revision", [0, 2, -1])
def test_a_save_on_another_revision_stores_nothing(either: Store, revision: int) -> None:
    either.add(screening(), "terminal", NOW)
    press(either, "S0001", 0)
    with pytest.raises(Conflict, match="S0001"):
        either.save(answered("S0001", 9), revision, ENTRIES, Typed("no"), LATER)
    assert check(either, "S0001") == 1


def test_a_save_of_no_screening_conflicts(store: Store) -> None:
    with pytest.raises(Conflict):
        store.save(screening(), 0, ENTRIES, Typed("no"), NOW)
    assert store.load("S0001") is None


def test_a_token_is_taken_once(either: Store) -> None:
    either.add(screening(), "terminal", NOW)
    with pytest.raises(Conflict, match="S0001"):
        either.add(answered("S0001", 1), "somebody", NOW)
    assert either.of("somebody") == []
    assert check(either, "S0001") == 0


def test_of_two_that_save_on_one_revision_one_wins(store: Store) -> None:
    store.add(screening(), "terminal", NOW)
    outcomes: list[str] = []

    def save() -> None:
        for revision in range(20):
            try:
                press(store, "S0001", revision)
                outcomes.append("stored")
            except Conflict:
                outcomes.append("conflict")

    threads = [threading.Thread(target=save) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("stored") == check(store, "S0001") > 0
    assert len(outcomes) == 80


def test_an_owner_has_their_own_screenings_the_last_touched_first(store: Store) -> None:
    for number in range(1, 5):
        when = NOW + timedelta(minutes=number)
        store.add(screening(f"S000{number}"), "a" if number != 3 else "b", when)
    press(store, "S0003", 0)
    assert [one.session.token for one in store.of("a")] == ["S0004", "S0002", "S0001"]
    store.save(screening("S0002"), 0, [], Typed("x"), NOW + timedelta(hours=1))
    assert [one.session.token for one in store.of("a")] == ["S0002", "S0004", "S0001"]
    assert [one.session.token for one in store.of("b")] == ["S0003"]


def test_among_those_touched_at_once_the_higher_number_comes_first(store: Store) -> None:
    for token in ("S9999", "S10001", "S10000"):
        store.add(screening(token), "a", NOW)
    assert [one.session.token for one in store.of("a")] == ["S10001", "S10000", "S9999"]


def test_text_that_no_database_takes_is_stored_all_the_same(store: Store) -> None:
    text = "a\x00b\ud800 µ² ≥ å"
    store.add(screening(), "terminal", NOW)
    store.save(screening(), 0, [Entry("I1.age", None, text)], Typed(text), NOW)
    (happened,) = store.events("S0001")
    assert happened.event == Typed(text)
    (audited,) = store.audit("S0001")
    assert audited.entry.after == "a\\x00b\\ud800 µ² ≥ å"


def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    naive = datetime(2026, 3, 31)  # noqa: DTZ001 - it is what is refused
    with pytest.raises(ValueError, match="time zone"):
        store.add(screening(), "terminal", naive)
    store.add(screening(), "terminal", NOW)
    with pytest.raises(ValueError, match="time zone"):
        store.save(screening(), 0, [], Chosen("I1.age", "unknown"), naive)
    assert check(store, "S0001") == 0


@pytest.mark.parametrize("table", ["events", "audit"])
@pytest.mark.parametrize("action", ["UPDATE {} SET token = 'S0002'", "DELETE FROM {}"])
def test_what_happened_is_never_changed_or_deleted(
    store: Store, path: Path, table: str, action: str
) -> None:
    store.add(screening(), "terminal", NOW)
    press(store, "S0001", 0, 2)
    other = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match=f"{table} is append-only"):
        other.execute(action.format(table))
    other.close()
    assert check(store, "S0001") == 2


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)]
)
def test_the_file_is_written_the_safe_way(store: Store, pragma: str, value: object) -> None:
    def ask(connection: object) -> object:
        return connection.exec_driver_sql(f"PRAGMA {pragma}").scalar()  # type: ignore[attr-defined]

    assert store.database.read(ask) == value
    assert store.database.write(ask) == value


def test_the_file_is_for_its_user_only(store: Store, path: Path) -> None:
    store.next_token()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_relative_address_stays_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with Store.open("sqlite:///here.db") as store:
        store.next_token()
        (tmp_path / "elsewhere").mkdir()
        monkeypatch.chdir(tmp_path / "elsewhere")
        store.database.engine.dispose()  # what is opened next is the same file
        assert store.next_token() == "S0002"
    assert (tmp_path / "here.db").exists()
