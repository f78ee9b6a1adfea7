"""Statements that the driver runs itself: the same values, rows and errors as by SQLAlchemy."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import bindparam, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.store import Store, StoreError
from bot.store.prepared import Prepared
from bot.store.schema import chats, outbox
from tests import postgresql

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import Connection

WHEN = datetime(2026, 3, 31, 12, 0, tzinfo=timezone(timedelta(hours=2)))
POST = Prepared(insert(outbox).returning(outbox.c.id))
AT = Prepared(select(outbox).where(outbox.c.at == bindparam("when")).order_by(outbox.c.id))
CHAT = Prepared(insert(chats))
SPEAK = Prepared(update(chats).where(chats.c.language == "en").values(token=bindparam("token_")))
SECRET = "Hb 105 g/L"  # noqa: S105 - an answer


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, path: Path) -> Iterator[str]:
    """The address of an empty database of either kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{path}"
    elif why := postgresql.missing():
        pytest.skip(why)
    else:
        with postgresql.database() as address:
            yield address


def row(chat: int, parcel: str = "{}") -> dict[str, Any]:
    return {"chat_id": chat, "at": WHEN, "parcel": parcel}


def written(store: Store, work: Callable[[Connection], Any]) -> Any:  # noqa: ANN401
    return store.database.write(work)


def test_a_row_comes_back_as_sqlalchemy_reads_it(store: Store) -> None:
    def both(connection: Connection) -> tuple[Any, Any]:
        posted: Any = POST.first(connection, row(1))
        by_driver = AT.first(connection, {"when": WHEN})
        return by_driver, connection.execute(select(outbox).where(outbox.c.id == posted.id)).one()

    by_driver, by_sqlalchemy = written(store, both)
    assert by_driver._asdict() == by_sqlalchemy._asdict()
    assert by_driver.at == WHEN
    assert by_driver.at.tzinfo is UTC


def test_all_rows_come_back_in_their_order(store: Store) -> None:
    def both(connection: Connection) -> tuple[list[Any], list[Any]]:
        for chat in range(3):
            POST.first(connection, row(chat))
        query = select(outbox).where(outbox.c.at == WHEN).order_by(outbox.c.id)
        return AT.all(connection, {"when": WHEN}), [*connection.execute(query)]

    by_driver, by_sqlalchemy = written(store, both)
    assert [one.chat_id for one in by_driver] == [0, 1, 2]
    assert [one._asdict() for one in by_driver] == [one._asdict() for one in by_sqlalchemy]


def test_a_value_that_stands_in_the_statement_is_used(store: Store) -> None:
    def speak(connection: Connection) -> list[int]:
        languages = [{"chat_id": n, "language": said} for n, said in enumerate(("en", "sv", "en"))]
        CHAT.change_all(connection, languages)
        return [SPEAK.change(connection, {"token_": "S0001"}), connection.execute(ALL).rowcount]

    ALL = text("UPDATE chats SET token = NULL WHERE token = 'S0001'")  # noqa: N806
    assert written(store, speak) == [2, 2]


def test_without_a_row_there_is_none(store: Store) -> None:
    assert written(store, lambda connection: AT.first(connection, {"when": WHEN})) is None


def test_a_naive_time_is_refused(store: Store) -> None:
    naive = row(1) | {"at": datetime(2026, 3, 31)}  # noqa: DTZ001 - that it is none is the point
    with pytest.raises(ValueError, match="time zone"):
        written(store, lambda connection: POST.first(connection, naive))


def test_the_drivers_error_is_sqlalchemys_and_holds_no_value(store: Store) -> None:
    def twice(connection: Connection) -> None:
        for _ in range(2):
            CHAT.change(connection, {"chat_id": 1, "language": SECRET})

    with pytest.raises(StoreError) as caught:
        written(store, twice)
    cause = caught.value.__cause__
    assert isinstance(cause, IntegrityError)
    assert SECRET not in str(cause)
    assert not cause.connection_invalidated


def test_a_lost_connection_is_given_up(store: Store) -> None:
    if not store.database.shared:
        pytest.skip("a file's connection can't be cut")

    def cut(connection: Connection) -> None:
        own = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        with store.database.engine.connect() as other:
            other.exec_driver_sql(f"SELECT pg_terminate_backend({own}, 5000)")
        with pytest.raises(DBAPIError) as caught:
            AT.first(connection, {"when": WHEN})
        lost.append(caught.value.connection_invalidated)
        raise caught.value

    lost: list[bool] = []
    with pytest.raises(StoreError):
        written(store, cut)
    assert lost == [True, True]  # tried once more, as the connection had been good before
    assert written(store, lambda connection: AT.first(connection, {"when": WHEN})) is None
