"""One thread that writes: what waits together goes into one transaction, and so to disk at once.

Where one piece of work fails, nothing of the transaction is stored, and each is done again by
itself: so one that fails takes no other with it, and no savepoints are needed for those that don't.
Where not even the first could begin, all fail at once, or each would wait for the same in turn.
"""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy import Connection

MOST_AT_ONCE = 200
"""Pieces of work in one transaction: nobody waits long for the others."""


@dataclass(slots=True)
class Job:
    """A piece of work that waits to be written, and what comes of it."""

    work: Callable[[Connection], Any]
    key: int | None = None
    """What it is about: work of one key is never done by two processes at the same time."""
    future: Future[Any] | asyncio.Future[Any] = field(default_factory=Future)
    """What whoever waits has: a thread, or a task of an event loop."""
    failed: Callable[[Exception], None] | None = None
    """Called with the error where the work is not stored, before any later work is begun. It must
    not fail itself: the thread is the only one that writes."""
    result: Any = None
    error: Exception | None = None
    tried: bool = False
    """Whether the work was begun."""

    def attempt(self, connection: Connection) -> None:
        """Do the work inside a transaction."""
        self.error = None
        self.tried = True
        self.result = self.work(connection)

    def finish(self) -> None:
        """Set the result, or the error, for whoever waits and has not gone away."""
        if self.future.cancelled():
            return
        if self.error is None:
            self.future.set_result(self.result)
        elif isinstance(self.error, StopIteration):  # asyncio takes it for the end of a task
            self.future.set_exception(RuntimeError("the work ended an iteration"))
        else:
            self.future.set_exception(self.error)


class Writer:
    """The thread, and the queue in front of it."""

    def __init__(self, transact: Callable[[Sequence[Job]], None]) -> None:
        """Begin with nothing to write; the thread starts with the first piece of work.

        Args:
            transact: runs jobs in one transaction; raises if nothing was stored.
        """
        self._transact = transact
        self._queue: SimpleQueue[Job | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False

    def submit(self, work: Callable[[Connection], Any], key: int | None = None) -> Future[Any]:
        """Queue a piece of work; its result comes when it is on disk."""
        future: Future[Any] = Future()
        # What was handed over is done: whoever waited may go away, but can't call it back.
        future.set_running_or_notify_cancel()
        self._queue_up(Job(work, key, future))
        return future

    def awaitable(
        self,
        work: Callable[[Connection], Any],
        key: int | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> asyncio.Future[Any]:
        """Queue a piece of work; its result comes to the running event loop when it is on disk."""
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._queue_up(Job(work, key, future, failed))
        return future

    def _queue_up(self, job: Job) -> None:
        with self._lock:
            if self._closed:
                raise RuntimeError("the database is closed")
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
                self._thread.start()
            self._queue.put(job)

    def close(self) -> None:
        """Write what waits, and end."""
        with self._lock:
            self._closed = True
            thread, self._thread = self._thread, None
        if thread is not None:
            self._queue.put(None)
            thread.join()

    def _run(self) -> None:
        while True:
            jobs = self._waiting()
            self._write([job for job in jobs if job is not None])
            if None in jobs:
                return

    def _waiting(self) -> list[Job | None]:
        """Wait for a job; take what else is there by then."""
        jobs = [self._queue.get()]
        while len(jobs) < MOST_AT_ONCE and not self._queue.empty():
            jobs.append(self._queue.get())
        return jobs

    def _write(self, jobs: Sequence[Job]) -> None:
        """Write jobs together; where one fails, each by itself; where none can begin, none."""
        if not jobs:
            return
        try:
            self._transact(jobs)
        except Exception as error:  # noqa: BLE001 - whoever waits gets it
            if len(jobs) > 1 and (_hung_up(error) or any(job.tried for job in jobs)):
                self._write_singly(jobs)
                return
            for job in jobs:
                job.error = error
        _finish(jobs)

    def _write_singly(self, jobs: Sequence[Job]) -> None:
        """Write each job by itself; as soon as none can begin, none of the rest is tried."""
        for number, job in enumerate(jobs):
            job.tried = False
            self._write([job])
            if job.error is not None and not job.tried:
                for rest in jobs[number + 1 :]:
                    rest.error = job.error
                _finish(jobs[number + 1 :])
                return


def _finish(jobs: Iterable[Job]) -> None:
    """Tell whoever waits: a thread at once, an event loop of all that it waits for in one call."""
    awaited: dict[asyncio.AbstractEventLoop, list[Job]] = {}
    for job in jobs:
        if job.error is not None and job.failed is not None:
            job.failed(job.error)
        if isinstance(job.future, Future):
            job.finish()
        else:
            awaited.setdefault(job.future.get_loop(), []).append(job)
    for loop, its in awaited.items():
        with suppress(RuntimeError):  # the loop is closed, so that nobody waits
            loop.call_soon_threadsafe(_finish_all, its)


def _finish_all(jobs: Iterable[Job]) -> None:
    for job in jobs:
        job.finish()


def _hung_up(error: Exception) -> bool:
    """Whether a connection was lost that had been good before: the next one may be good again."""
    return bool(getattr(error.__cause__, "connection_invalidated", False))
