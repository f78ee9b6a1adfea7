"""The page: memory with 1,000 open event streams, and the processor's time of an answer.

An answer on the page is a form, and the page that comes of it: two requests. It is compared with a
tap in Telegram, which the same service takes in and answers with an edited message.
"""

from __future__ import annotations

import asyncio
import os
import re
import resource
import subprocess
import sys
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psutil
from aiohttp import ClientError, ClientSession, ClientTimeout, CookieJar, TCPConnector

from benchmarks.measuring import Report, Target, table
from benchmarks.running import SERVE, environment, free_port, server, speed_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_STREAMS, _PEOPLE = 1000, 125
"""Somebody may have eight."""
_MEMORY, _RATIO = 200.0, 2.0
_MEGABYTE = 1_000_000
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
_BUTTON = re.compile(r'<button name="data" value="([^"]*)"')
_PREFERRED = ("n:", "y:", "g:", "d:")


@dataclass(frozen=True, slots=True)
class Page:
    """A page that is served by a process of its own."""

    url: str
    process: psutil.Process

    @property
    def memory(self) -> float:
        """Megabytes that it holds."""
        return float(self.process.memory_info().rss) / _MEGABYTE

    @property
    def cpu(self) -> float:
        """Seconds of the processor that it has taken."""
        times = self.process.cpu_times()
        return float(times.user + times.system)


def bench(folder: Path, *, quick: bool) -> Report:
    """Measure the streams, then answers beside taps."""
    _allow_files()
    streams, people = (_STREAMS // 10, 20) if quick else (_STREAMS, _PEOPLE)
    before, after = asyncio.run(_held(folder, streams, people))
    answers = 300 if quick else 1000
    answer, shown = asyncio.run(_answered(folder, answers))
    tap = _tapped(folder, quick=quick)
    rows = [
        (f"memory before, {people} people signed in", f"{before:.0f} MB"),
        (f"memory with {streams} open event streams", f"{after:.0f} MB"),
        ("an answer on the page, with the page that comes of it", f"{answer:.2f} ms"),
        ("of it the page alone", f"{shown:.2f} ms"),
        ("a tap in Telegram", f"{tap:.2f} ms"),
    ]
    return Report(
        table("The page: memory, and the processor's time", ("", ""), rows),
        (
            Target(f"MB with {streams:,} open event streams", after, _MEMORY),
            Target("processor's time of an answer on the page, in taps", answer / tap, _RATIO),
        ),
    )


def _allow_files() -> None:
    """Allow this process and those that it starts as many connections as the system lets them."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


@contextmanager
def _served(folder: Path, name: str) -> Iterator[Page]:
    port = free_port()
    given = {name: value for name, value in os.environ.items() if "BEDSIDE" not in name} | {
        "BEDSIDE_DATABASE": f"sqlite:///{folder}/{name}.db",
        "BEDSIDE_LISTEN": f"127.0.0.1:{port}",
        "BEDSIDE_OPEN": "1",
    }
    command = [sys.executable, "-m", "bot", "serve", "--web"]
    with (folder / f"{name}.log").open("wb") as output:
        process = subprocess.Popen(command, env=given, stdout=output, stderr=output)  # noqa: S603 - ours
    try:
        yield Page(f"http://127.0.0.1:{port}", psutil.Process(process.pid))
    finally:
        process.terminate()
        process.wait()


async def _held(folder: Path, streams: int, people: int) -> tuple[float, float]:
    """Return the memory before and with so many open streams."""
    async with AsyncExitStack() as stack:
        page = stack.enter_context(_served(folder, "streams"))
        sessions = [await stack.enter_async_context(_session()) for _ in range(people)]
        await _listening(page, sessions[0])
        for one in sessions:
            await _said(page, one, await _first(page, one), text="62")
        before = page.memory
        for number in range(streams):
            found = await sessions[number % people].get(f"{page.url}/events")
            stack.callback(found.close)
            await found.content.readline()
        return before, page.memory


def _session() -> ClientSession:
    unlimited = TCPConnector(limit=0)
    return ClientSession(
        cookie_jar=CookieJar(unsafe=True), connector=unlimited, timeout=ClientTimeout(total=60)
    )


async def _listening(page: Page, session: ClientSession) -> None:
    while True:
        try:
            async with session.get(f"{page.url}/health"):
                return
        except ClientError:
            await asyncio.sleep(0.05)


async def _first(page: Page, session: ClientSession) -> str:
    async with session.get(page.url) as answer:
        return await answer.text()


async def _said(page: Page, session: ClientSession, html: str, **given: str) -> str:
    """Send a form of a page; the page that comes of it."""
    fields = dict(_HIDDEN.findall(html)) | given
    async with session.post(page.url, data=fields) as answer:
        return await answer.text()


async def _answered(folder: Path, answers: int) -> tuple[float, float]:
    """Return the milliseconds of an answer, and of showing the page alone."""
    async with AsyncExitStack() as stack:
        page = stack.enter_context(_served(folder, "answers"))
        session = await stack.enter_async_context(_session())
        await _listening(page, session)
        html = await _said(page, session, await _first(page, session), text="62")
        for _ in range(answers // 10):
            html = await _next(page, session, html)
        before = page.cpu
        for _ in range(answers):
            html = await _next(page, session, html)
        between = page.cpu
        for _ in range(answers):
            await _first(page, session)
        shown = (page.cpu - between) / answers
        return 1000 * (between - before) / answers, 1000 * shown


async def _next(page: Page, session: ClientSession, html: str) -> str:
    """Tap as the people in Telegram do; whoever is through begins anew."""
    offered = _BUTTON.findall(html)
    fitting = [data for kind in _PREFERRED for data in offered if data.startswith(kind)]
    fitting += [data for data in offered if data.endswith(":unknown")]
    fitting += [data for data in offered if data == "m:screen"]
    return await _said(page, session, html, data=fitting[0])


def _tapped(folder: Path, *, quick: bool) -> float:
    """Return the milliseconds of a tap in Telegram."""
    place = folder / "taps"
    place.mkdir()
    warm, seconds = (1.5, 2.5) if quick else (3.0, 10.0)
    with server("/screen") as port:
        return speed_of(SERVE, port, environment(place, port), warm, seconds).cpu
