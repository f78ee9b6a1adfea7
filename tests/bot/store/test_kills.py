"""What a store said is stored is there, whatever dies and whenever; and several may write."""

from __future__ import annotations

import multiprocessing
import time
from typing import TYPE_CHECKING, Any

from bot.store import Store
from tests.bot.store.keeping import check, take_numbers, write_on

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess
    from pathlib import Path

ROUNDS = 3
AT_ONCE = 4
PATIENCE = 30.0

# Processes are forked from one that has imported everything: a dozen start in no time.
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["alembic.command", "tests.bot.store.keeping"])


def start(target: Any, url: str, *more: object) -> tuple[BaseProcess, Connection]:  # noqa: ANN401
    """Start a process; give it and what it says."""
    hears, says = FORKS.Pipe(duplex=False)
    process = FORKS.Process(target=target, args=(url, says, *more))
    process.start()
    says.close()
    return process, hears


def last_said(hears: Connection) -> tuple[str, int]:
    """Return the last thing that a process said before it died."""
    said = hears.recv()
    try:
        while True:
            said = hears.recv()
    except (EOFError, OSError):
        hears.close()
    token, revision = said
    return token, revision


def test_killed_at_any_moment_nothing_that_was_said_to_be_stored_is_lost(tmp_path: Path) -> None:
    urls = [f"sqlite:///{tmp_path}/{number}.db" for number in range(AT_ONCE)]
    acknowledged: dict[tuple[str, str], int] = {}
    for number in range(ROUNDS):
        writers = [start(write_on, url) for url in urls]
        for place, (process, hears) in enumerate(writers):
            assert hears.poll(PATIENCE)
            time.sleep(0.003 + 0.007 * ((number + 2 * place) % 5))
            process.kill()
        for url, (process, hears) in zip(urls, writers, strict=True):
            process.join()
            token, revision = last_said(hears)
            assert (url, token) not in acknowledged
            acknowledged[url, token] = revision
        for (url, token), revision in acknowledged.items():
            with Store.open(url) as store:
                # one more may have been stored without a chance to say so
                assert check(store, token) in (revision, revision + 1)
    assert len(acknowledged) == ROUNDS * AT_ONCE


def test_processes_that_begin_together_never_get_the_same_number(url: str) -> None:
    takers = [start(take_numbers, url, 25) for _ in range(AT_ONCE)]
    numbers: list[str] = []
    for process, hears in takers:
        numbers += hears.recv()
        process.join()
        hears.close()
        assert process.exitcode == 0
    assert sorted(numbers) == [f"S{number:04d}" for number in range(1, 25 * AT_ONCE + 1)]
