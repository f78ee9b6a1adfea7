"""What holds when something happens between the parts of a transaction, or twice."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from sqlalchemy import func, select

from bot.dialogs.events import Chosen
from bot.store import Conflict, Store, StoreError
from bot.store.schema import set_aside
from bot.store.writer import Job, Writer
from tests.bot.store.keeping import ENTRIES, FIRST, NOW, answered, press, screening

if TYPE_CHECKING:
    from collections.abc import Sequence


def test_answers_that_were_deleted_do_not_come_back(store: Store) -> None:
    store.add(screening(), "terminal", NOW)
    press(store, FIRST, 0)
    stored = store.load(FIRST)
    assert stored is not None
    assert store.within(lambda unit: unit.purge(stored, {"outcome": "pending"}, NOW))
    with pytest.raises(Conflict):  # somebody had loaded it before
        store.save(answered(FIRST, 2), stored.revision, ENTRIES, Chosen("item1", "yes"), NOW)
    left = store.load(FIRST)
    assert left is not None
    assert left.session.answers == {}
    assert store.events(FIRST) == []


def test_what_was_reported_before_a_change_is_deleted_as_well(store: Store) -> None:
    store.add(screening().but(unexplained={"I1.age": "62"}), "terminal", NOW)
    stored = store.load(FIRST)
    assert stored is not None
    store.within(lambda unit: unit.purge(stored, {}, NOW))
    left = store.load(FIRST)
    assert left is not None
    assert left.session.unexplained == {}


def test_only_one_deletes(store: Store) -> None:
    store.add(screening(), "terminal", NOW)
    stored = store.load(FIRST)
    assert stored is not None
    assert store.within(lambda unit: unit.purge(stored, {}, NOW))
    assert not store.within(lambda unit: unit.purge(stored, {}, NOW))


def test_a_number_that_comes_again_is_set_aside_again_without_harm(store: Store) -> None:
    for _ in range(2):
        store.within(lambda unit: unit.messaging.set_aside(7, "error", "{}", NOW))
        store.within(lambda unit: unit.messaging.forget_updates(NOW.replace(year=2027)))
    query = select(func.count()).select_from(set_aside)
    assert store.within(lambda unit: unit.connection.execute(query).scalar_one()) == 1


def test_where_nothing_can_begin_not_everybody_tries() -> None:
    tries = []

    def transact(jobs: Sequence[Job]) -> None:
        tries.append(len(jobs))
        if len(tries) == 1:
            jobs[0].tried = True  # the first attempt got as far as the first piece of work
        raise StoreError("the server is gone")

    writer = Writer(transact)
    jobs = [Job(lambda _: None) for _ in range(20)]
    writer._write(jobs)  # noqa: SLF001 - as its thread does with what waits
    assert tries == [20, 1]
    assert all(isinstance(job.future.exception(), StoreError) for job in jobs)


async def test_an_event_loop_is_told_of_all_that_was_stored_together_in_one_call() -> None:
    loop = asyncio.get_running_loop()

    def transact(jobs: Sequence[Job]) -> None:
        for job in jobs:
            job.result = job.key

    futures = [loop.create_future() for _ in range(20)]
    jobs = [Job(lambda _: None, number, future) for number, future in enumerate(futures)]
    with patch.object(loop, "call_soon_threadsafe", wraps=loop.call_soon_threadsafe) as told:
        Writer(transact)._write(jobs)  # noqa: SLF001 - as its thread does
    assert await asyncio.gather(*futures) == list(range(20))
    assert told.call_count == 1


async def test_whoever_went_away_is_told_nothing_and_the_others_are(store: Store) -> None:
    gone = store.awaitable(lambda unit: unit.next_token())
    gone.cancel()
    assert await store.awaitable(lambda unit: unit.next_token()) == "S0002"


async def test_a_failure_is_known_before_later_work_begins(store: Store) -> None:
    known: list[str] = []

    def fail(_: object) -> None:
        raise StoreError("the server is gone")

    failing = store.awaitable(fail, failed=lambda error: known.append(str(error)))
    later = store.awaitable(lambda _: list(known))
    with pytest.raises(StoreError):
        await failing
    assert await later == ["the server is gone"]


async def test_work_that_ends_an_iteration_holds_up_nobody(store: Store) -> None:
    ended = store.awaitable(lambda _: next(iter(())))
    later = store.awaitable(lambda unit: unit.next_token())
    with pytest.raises(RuntimeError):
        await ended
    assert await later == "S0001"
