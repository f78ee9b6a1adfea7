"""Repeat what failed and may work later: with tenacity, after growing pauses or as Telegram asks.

Nearly every call works at once. So tenacity is only imported and run after a first failure: it
would cost each start some 10 ms, and each call 60 µs.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from telegram.error import InvalidToken, RetryAfter

from bot.logs import log

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tenacity import RetryCallState

    T = TypeVar("T")

_SHORTEST = 0.5


@dataclass(frozen=True, slots=True)
class Backoff:
    """Which failures are worth another attempt, how long to wait for it, and when to give up."""

    event: str
    """What is logged of each failure."""
    on: tuple[type[Exception], ...]
    unless: tuple[type[Exception], ...] = ()
    """Failures among them that are raised all the same."""
    longest: float = 10.0
    """Seconds; the pauses begin with half a second and double up to this."""
    attempts: int | None = None
    seconds: float | None = None
    stop: asyncio.Event | None = None
    """When it is set there are no further attempts."""


async def retry(work: Callable[[], Awaitable[T]], backoff: Backoff, **details: object) -> T | None:
    """Return what the work returns, after as many attempts as it takes; None if it was given up.

    Args:
        work: makes one attempt.
        backoff: when to try again.
        details: what else to log of a failure.
    """
    try:
        return await work()
    except backoff.on as error:
        if isinstance(error, backoff.unless):
            raise
        return await _retry_after(error, work, backoff, details)


async def _retry_after(
    failure: Exception,
    work: Callable[[], Awaitable[T]],
    backoff: Backoff,
    details: dict[str, object],
) -> T | None:
    """Go on after a first failure, which counts as tenacity's first attempt."""
    import tenacity  # noqa: PLC0415 - see above

    failures = [failure]

    async def attempt() -> T | None:
        if failures:
            raise failures.pop()
        if backoff.stop is not None and backoff.stop.is_set():
            return None
        return await work()

    growing = tenacity.wait_exponential(multiplier=_SHORTEST, max=backoff.longest)

    def wait(state: RetryCallState) -> float:
        error = _error_of(state)
        if isinstance(error, RetryAfter):
            return wait_of(error)
        return backoff.longest if isinstance(error, InvalidToken) else growing(state)

    def before_sleep(state: RetryCallState) -> None:
        log().warning(
            backoff.event, error=str(_error_of(state)), wait=state.upcoming_sleep, **details
        )

    def give_up(state: RetryCallState) -> None:
        log().warning("given up", error=str(_error_of(state)), **details)

    def is_over(state: RetryCallState) -> bool:
        attempts, seconds = backoff.attempts, backoff.seconds
        return (attempts is not None and state.attempt_number >= attempts) or (
            seconds is not None and (state.seconds_since_start or 0.0) >= seconds
        )

    return await tenacity.AsyncRetrying(
        sleep=asyncio.sleep if backoff.stop is None else partial(pause, stop=backoff.stop),
        stop=is_over,
        wait=wait,
        retry=tenacity.retry_if_exception(
            lambda error: isinstance(error, backoff.on) and not isinstance(error, backoff.unless)
        ),
        before_sleep=before_sleep,
        retry_error_callback=give_up,
    )(attempt)


def _error_of(state: RetryCallState) -> BaseException | None:
    return None if state.outcome is None else state.outcome.exception()


def wait_of(error: RetryAfter) -> float:
    """Return how many seconds Telegram wants to be left alone."""
    return error._retry_after.total_seconds()  # noqa: SLF001 - the public name warns of its type


async def pause(seconds: float, stop: asyncio.Event) -> None:
    """Wait so long, or until it is time to stop."""
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
