"""Many lines shared out among real processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from bot.batch import parallel
from tests import own

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[3]
PEOPLE = 600


def squares() -> Callable[[int, bytes], str | None]:
    """What a worker works with in these tests: number and square; nothing for an empty line."""
    return lambda number, line: f"{number} {int(line) ** 2}" if line.strip() else None


def process_numbers() -> Callable[[int, bytes], str | None]:
    return lambda _number, _line: str(os.getpid())


def test_the_replies_come_in_the_order_of_the_lines() -> None:
    lines = [b"" if number % 7 == 0 else b"%d" % number for number in range(1, 1000)]
    with parallel.workers(squares, 3) as pool:
        found = list(parallel.shared_out(lines, pool, 3))
    assert found == [f"{n} {n**2}" for n in range(1, 1000) if n % 7]


def test_only_so_many_lines_are_read_ahead() -> None:
    read = 0

    def lines() -> Iterator[bytes]:
        nonlocal read
        for number in range(100_000):
            read += 1
            yield b"%d" % number

    with parallel.workers(squares, 2) as pool:
        replies = parallel.shared_out(lines(), pool, 2)
        next(replies)
        assert read <= 64 * 3 * 2


def test_a_worker_that_is_ended_is_told_of() -> None:
    with parallel.workers(process_numbers, 1) as pool:
        (worker,) = parallel.shared_out([b"1"], pool, 1)
        os.kill(int(worker), signal.SIGKILL)
        with pytest.raises(BrokenProcessPool):
            list(parallel.shared_out([b"1"] * 1000, pool, 1))


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """A file of more people than are read ahead, some with answers that can't be used."""
    made = tmp_path / "people.jsonl"
    with made.open("w") as out:
        for number in range(PEOPLE):
            answers = {"age": str(number % 130), "creatinine": f"{number} µmol/L"}
            out.write(json.dumps({"id": number, "answers": answers}) + "\n")
            out.write("\n" if number % 10 == 0 else "")
    return made


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    given = {**os.environ, "BEDSIDE_TRIALS": str(own.FOLDER), "PYTHONPATH": str(ROOT)}
    return subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-m", "bot", *arguments],
        capture_output=True,
        text=True,
        env=given,
        check=True,
    )


def test_as_many_processes_say_the_same_as_one(people: Path) -> None:
    one = run("match", "--jobs", "1", str(people)).stdout
    assert [json.loads(line)["id"] for line in one.splitlines()] == [*range(PEOPLE)]
    assert '"error"' in one
    assert run("match", "--jobs", "3", str(people)).stdout == one
    checked = partial(run, "check", "--jsonl", "--trial", "sova")
    people.write_text(
        people.read_text().replace('"age"', '"PERSON.years"').replace('"creatinine"', '"LAB.crea"')
    )
    assert checked("--jobs", "2", str(people)).stdout == checked("--jobs", "1", str(people)).stdout


def test_workers_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    given = {**os.environ, "PYTHONPATH": str(ROOT)}
    parent = subprocess.Popen(
        [sys.executable, "-m", "bot", "check", "--jsonl", "--jobs", "2", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=given,
        cwd=tmp_path,
    )
    assert parent.stdin is not None
    assert parent.stdout is not None
    parent.stdin.write(b'{"answers": {}}\n' * 64 * 7)
    parent.stdin.flush()
    parent.stdout.readline()  # the workers are at work
    workers = psutil.Process(parent.pid).children()
    assert len(workers) == 2
    parent.kill()
    _gone, alive = psutil.wait_procs(workers, timeout=20)
    assert not alive
    parent.communicate()
