"""Many lines shared out among processes: the replies come in the order of the lines.

Only so many lines are under way at a time, so that a file of any length takes the same memory.
A worker whose parent is gone ends by itself.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future
    from typing import TypeAlias

    Work: TypeAlias = Callable[[int, bytes], str | None]

_LINES = 64
"""Lines that a worker is given at a time."""
_AHEAD = 3
"""So many times a worker's lines wait, so that none is idle."""
_LOOKS = 1.0
"""Seconds between two looks at whether the parent is still there."""


def cores() -> int:
    """Return how many processes this one may use at the same time."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def workers(prepare: Callable[[], Work], jobs: int) -> Iterator[ProcessPoolExecutor]:
    """Start processes, each with what it needs for a line.

    Args:
        prepare: returns what works on a line, given its number; it is called in each process.
        jobs: how many processes.
    """
    pool = ProcessPoolExecutor(jobs, initializer=_begin, initargs=(prepare, os.getpid()))
    try:
        pool.submit(os.getpid).result()  # they begin now, before this process has other threads
        yield pool
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def shared_out(lines: Iterable[bytes], pool: ProcessPoolExecutor, jobs: int) -> Iterator[str]:
    """Return what the workers make of lines, in the order of the lines.

    Raises:
        BrokenProcessPool: a worker was ended from outside.
    """
    under_way: deque[Future[list[str]]] = deque()
    for chunk in _chunks(enumerate(lines, start=1)):
        under_way.append(pool.submit(_work, chunk))
        if len(under_way) >= _AHEAD * jobs:
            yield from under_way.popleft().result()
    while under_way:
        yield from under_way.popleft().result()


def _chunks(lines: Iterator[tuple[int, bytes]]) -> Iterator[list[tuple[int, bytes]]]:
    while chunk := list(islice(lines, _LINES)):
        yield chunk


_WORKS: list[Work] = []
"""What this worker works with."""


def _begin(prepare: Callable[[], Work], parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends them
    threading.Thread(target=_end_after, args=(parent,), daemon=True).start()
    _WORKS[:] = [prepare()]


def _end_after(parent: int) -> None:
    wait = threading.Event()
    while os.getppid() == parent:
        wait.wait(_LOOKS)
    os._exit(1)


def _work(chunk: list[tuple[int, bytes]]) -> list[str]:
    replies = (_WORKS[0](number, line) for number, line in chunk)
    return [reply for reply in replies if reply is not None]
