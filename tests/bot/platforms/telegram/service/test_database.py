"""What the database can't do: the service says so, loses nothing, and goes on by itself."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, event, text
from sqlalchemy.pool import NullPool

from bot.store import StoreError
from tests import postgresql
from tests.bot.platforms.telegram.conftest import OWNER, Bot, eventually, quiet, say, settle
from tests.bot.platforms.telegram.service.test_faults import FAILED, aside, events, polled, times
from tests.bot.platforms.telegram.service.test_kills import event_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import AsyncIterator, Iterator

    from tests.botapi.phone import Phone
    from tests.botapi.server import Server


@contextmanager
def full_disk(bot: Bot) -> Iterator[None]:
    """Let the database file not grow by a single page, as a full disk does."""
    engine = bot.store.database.engine

    def limit(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # what is there stays

    event.listen(engine, "connect", limit)
    engine.dispose()
    yield
    event.remove(engine, "connect", limit)
    engine.dispose()


async def test_a_full_disk_is_said_and_nothing_is_lost(bot: Bot, owner: Phone) -> None:
    await say(owner, "/screen")
    await quiet(bot)
    before, sent = events(bot), ["62", "male"] + ["/date 2026-03-01", "/date 2026-03-02"] * 30
    with full_disk(bot):
        # Until the pages that there are have no room left.
        for written in sent:
            await owner.send(written)
        await settle(owner, FAILED)
        taken = events(bot) - before
        waiting = len(list(bot.server.updates.waiting()))
        assert taken < len(sent)
        assert waiting > 0
        await polled(bot, 2)
        assert times(owner, FAILED) == 1
    await quiet(bot)
    assert events(bot) == before + len(sent)
    kept = [one.event for one in bot.store.events("S0001")][-len(sent) :]
    assert kept == [event_of(written) for written in sent]
    assert aside(bot) == []
    assert list(bot.store.flaws()) == []


# ---- a server ----


@pytest.fixture
async def served(server: Server) -> AsyncIterator[tuple[Bot, str]]:
    """The service on a PostgreSQL database of its own, and the database's address."""
    if postgresql.missing():
        pytest.skip(postgresql.missing())
    with postgresql.database() as url:
        made = Bot(server, url)
        await made.start()
        yield made, url
        await made.stop()


async def test_what_a_database_cannot_hold_stops_nobody(served: tuple[Bot, str]) -> None:
    bot, _ = served
    owner = bot.phone(OWNER)
    await say(owner, "/screen")
    assert "set aside" in await say(owner, "/forget S\x00")
    assert "✓ Age: 62 years" in await say(owner, "62")
    ((_, error, shape),) = aside(bot)
    assert "forget" not in shape
    assert error.startswith("UnstorableError")


async def test_a_server_that_hangs_up_is_asked_again(
    served: tuple[Bot, str],
) -> None:
    bot, url = served
    owner = bot.phone(OWNER)
    await say(owner, "/screen")
    await quiet(bot)
    name = url.rpartition("/")[2].partition("?")[0]
    hang_up = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = :name AND pid <> pg_backend_pid()"
    )
    other = create_engine(postgresql.ADDRESS, poolclass=NullPool)
    before = events(bot)
    for number, written in enumerate(("62", "male", "net"), 1):
        with other.connect() as connection:
            connection.execute(hang_up, {"name": name})
        await owner.send(written)
        await eventually(partial(has_come_to, bot, before + number))
    await settle(owner, "✓ Tumour type: ")
    assert aside(bot) == []
    assert not any("can't be used" in one.text for one in owner.messages)


def has_come_to(bot: Bot, count: int) -> bool:
    """Whether there are so many events; the connection that was cut may still be in the pool."""
    try:
        return events(bot) == count
    except StoreError:
        return False
