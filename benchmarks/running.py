"""Bots as processes of their own: started against a server of taps, measured, and ended."""

from __future__ import annotations

import json
import math
import os
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING
from urllib.request import urlopen

import psutil

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Command = Sequence[str | Path]

USERS = 50
SERVE = (sys.executable, "-m", "bot", "serve")
_HERE = Path(__file__).parent
_RIVALS = _HERE.parent / ".venv-bench/bin/python"
_PATIENCE = 30.0
"""Seconds for a bot to ask for updates the first time."""


@dataclass(frozen=True, slots=True)
class Speed:
    """What a bot did in the time measured; all of it not a number where it could not be run."""

    updates: float = math.nan
    """Confirmed in a second."""
    calls: float = math.nan
    cpu: float = math.nan
    """Milliseconds of the processor for an update."""
    memory: float = math.nan
    """MiB resident at the end."""
    server: float = math.nan
    """How much of one core the server took: near 1, it is the server that was measured."""


def rival(script: str, *arguments: str | Path) -> Command:
    """Return the command that runs a bot of `rivals`, in the environment that they share."""
    return [_RIVALS, _HERE / "rivals" / script, *arguments]


def environment(folder: Path, port: int) -> dict[str, str]:
    """Return the settings that the service is run with."""
    return {
        "BEDSIDE_TOKEN": "1:abc",
        "BEDSIDE_TELEGRAM_API": f"http://127.0.0.1:{port}/bot",
        "BEDSIDE_DATABASE": f"sqlite:///{folder / 'bench.db'}",
        "BEDSIDE_OPEN": "1",
        "BEDSIDE_MESSAGES_PER_SECOND": "0",
    }


def speed_of(
    command: Command, port: int, more: Mapping[str, str], warm: float, seconds: float
) -> Speed:
    """Run a bot against a server, and measure it after it has warmed up.

    Where it fails, the reason is told on the error output and the rest can go on.
    """
    return speed_of_several([(command, more)], port, warm, seconds)


def speed_of_several(
    bots: Sequence[tuple[Command, Mapping[str, str]]], port: int, warm: float, seconds: float
) -> Speed:
    """Run processes that share the work; the same, with what they took and hold together."""
    try:
        with ExitStack() as stack:
            started = [stack.enter_context(_bot(*bot)) for bot in bots]
            for running, errors in started:
                _wait(port, running, errors, len(bots))
            time.sleep(warm)
            processes = [psutil.Process(running.pid) for running, _ in started]
            speed = _measured(port, processes, seconds)
            for running, errors in started:
                _check(running, errors)
            return speed
    except (OSError, RuntimeError, psutil.Error) as error:
        print(f"not measured: {error}", file=sys.stderr)
        return Speed()


def start_of(command: Command, port: int, more: Mapping[str, str]) -> float:
    """Return the seconds from the start of a bot to its first getUpdates; nan where it fails."""
    begin = time.perf_counter()
    try:
        with _bot(command, more) as (running, errors):
            _wait(port, running, errors)
            return time.perf_counter() - begin
    except (OSError, RuntimeError) as error:
        print(f"not measured: {error}", file=sys.stderr)
        return math.nan


@contextmanager
def server(begin: str, people: int = USERS, hooks: Sequence[int] = ()) -> Iterator[int]:
    """Run a server with its people; give its port.

    Args:
        begin: what each of them writes to begin.
        people: how many there are.
        hooks: the ports of a webhook's processes; without any, updates have to be asked for.

    Raises:
        RuntimeError: it does not answer.
    """
    port = free_port()
    arguments = (port, people, begin, *hooks)
    command = [sys.executable, "-m", "benchmarks.taps", *map(str, arguments)]
    with _bot(command, {}) as (running, errors):
        for _ in range(200):
            try:
                _count(port)
                break
            except OSError:
                _check(running, errors)
                time.sleep(0.05)
        else:
            raise RuntimeError("the server of taps does not answer")
        yield port


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def _measured(port: int, bots: Sequence[psutil.Process], seconds: float) -> Speed:
    before, spent, begin = _count(port), _cpu(bots), time.perf_counter()
    time.sleep(seconds)
    after, used, end = _count(port), _cpu(bots), time.perf_counter()
    took = {name: after[name] - before[name] for name in ("confirmed", "calls", "seconds")}
    taken, updates = end - begin, took["confirmed"]
    return Speed(
        updates / taken,
        took["calls"] / taken,
        (used - spent) * 1000 / updates if updates else math.nan,
        sum(bot.memory_info().rss for bot in bots) / 2**20,
        took["seconds"] / taken,
    )


def _cpu(bots: Sequence[psutil.Process]) -> float:
    return sum(sum(bot.cpu_times()[:2]) for bot in bots)


@contextmanager
def _bot(
    command: Command, more: Mapping[str, str]
) -> Iterator[tuple[subprocess.Popen[bytes], IO[bytes]]]:
    """Run a process; the settings of a service of the developer's own are kept from it."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("BEDSIDE_")}
    with TemporaryFile() as errors:
        # No shell and no text from outside: the benches name what they run.
        running = subprocess.Popen(  # noqa: S603
            command, env={**own, **more}, stdout=subprocess.DEVNULL, stderr=errors
        )
        try:
            yield running, errors
        finally:
            running.kill()  # all that it has kept is thrown away
            running.wait()


def _wait(port: int, running: subprocess.Popen[bytes], errors: IO[bytes], bots: int = 1) -> None:
    """Wait until a bot has asked for updates, or all have said where to post them."""
    end = time.monotonic() + _PATIENCE
    while not (count := _count(port))["polls"] and count["hooks"] < bots:
        _check(running, errors)
        if time.monotonic() > end:
            raise RuntimeError(f"{_name(running)} never asked for updates")
        time.sleep(0.01)


def _check(running: subprocess.Popen[bytes], errors: IO[bytes]) -> None:
    """Refuse to go on with a process that has ended."""
    if running.poll() is not None:
        errors.seek(0)
        said = errors.read().decode(errors="replace").strip().rpartition("\n")[2]
        raise RuntimeError(f"{_name(running)} ended with status {running.returncode}: {said}")


def _name(running: subprocess.Popen[bytes]) -> str:
    return " ".join(map(str, running.args)) if isinstance(running.args, list | tuple) else "a bot"


def _count(port: int) -> dict[str, float]:
    with urlopen(f"http://127.0.0.1:{port}/count", timeout=5) as reply:
        counts: dict[str, float] = json.load(reply)["result"]
        return counts
