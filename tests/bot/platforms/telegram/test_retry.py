"""What failed is repeated: how soon, how often, and what ends it."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace

import pytest
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter

from bot.platforms.telegram import retry as module
from bot.platforms.telegram.retry import Backoff, pause, retry


class Work:
    """Fails in the given ways, one after the other, and then works."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.attempts = 0
        self.tried = asyncio.Event()

    async def __call__(self) -> str:
        self.attempts += 1
        self.tried.set()
        if self.failures:
            raise self.failures.pop(0)
        return "done"


@pytest.fixture
def stop() -> asyncio.Event:
    return asyncio.Event()


@pytest.fixture
def backoff(stop: asyncio.Event) -> Backoff:
    return Backoff(
        "failed", on=(NetworkError, RetryAfter, InvalidToken), unless=(BadRequest,), stop=stop
    )


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that were made, which take no time here."""
    made: list[float] = []

    async def pause(seconds: float, stop: asyncio.Event) -> None:
        del stop
        made.append(seconds)

    monkeypatch.setattr(module, "pause", pause)
    return made


async def test_what_works_at_once_needs_no_tenacity(
    backoff: Backoff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "tenacity", None)  # so that importing it fails
    assert await retry(Work(), backoff) == "done"


async def test_pauses_double_up_to_the_longest(backoff: Backoff, waits: list[float]) -> None:
    work = Work(*[NetworkError("away")] * 7)
    assert await retry(work, backoff) == "done"
    assert waits == [0.5, 1, 2, 4, 8, 10, 10]
    assert work.attempts == 8


async def test_telegram_says_how_long_to_wait(backoff: Backoff, waits: list[float]) -> None:
    assert await retry(Work(NetworkError("away"), RetryAfter(77)), backoff) == "done"
    assert waits == [0.5, 77]


async def test_an_unknown_token_is_not_soon_known(backoff: Backoff, waits: list[float]) -> None:
    assert await retry(Work(InvalidToken()), backoff) == "done"
    assert waits == [10]


@pytest.mark.parametrize("before", [0, 1, 3])
@pytest.mark.parametrize("error", [Forbidden("blocked"), BadRequest("no"), LookupError("bug")])
async def test_what_does_not_pass_is_raised(
    backoff: Backoff, waits: list[float], before: int, error: Exception
) -> None:
    work = Work(*[NetworkError("away")] * before, error)
    with pytest.raises(type(error)):
        await retry(work, backoff)
    assert work.attempts == len(waits) + 1 == before + 1


@pytest.mark.parametrize("attempts", [1, 3])
async def test_after_so_many_attempts_it_is_given_up(
    backoff: Backoff, waits: list[float], attempts: int
) -> None:
    work = Work(*[NetworkError("away")] * 9)
    assert await retry(work, replace(backoff, attempts=attempts)) is None
    assert work.attempts == len(waits) + 1 == attempts


async def test_after_so_many_seconds_it_is_given_up(backoff: Backoff, waits: list[float]) -> None:
    work = Work(*[NetworkError("away")] * 9)
    assert await retry(work, replace(backoff, seconds=0)) is None
    assert (work.attempts, waits) == (1, [])


async def test_when_it_is_time_to_stop_there_is_no_further_attempt(
    backoff: Backoff, stop: asyncio.Event
) -> None:
    work = Work(*[NetworkError("away")] * 9)
    retrying = asyncio.create_task(retry(work, replace(backoff, longest=3600)))
    await work.tried.wait()
    stop.set()
    assert await retrying is None
    assert work.attempts == 1


async def test_whoever_is_cancelled_does_not_go_on(backoff: Backoff) -> None:
    work = Work(*[NetworkError("away")] * 9)
    retrying = asyncio.create_task(retry(work, backoff))
    await work.tried.wait()
    retrying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await retrying
    assert work.attempts == 1


async def test_a_pause_ends_with_the_service(stop: asyncio.Event) -> None:
    stop.set()
    await pause(3600, stop)
