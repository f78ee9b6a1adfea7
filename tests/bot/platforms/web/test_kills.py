"""Killed at any instant while browsers answer, the page loses nothing and takes nothing twice.

Each browser sends a form until it is answered, as the page's script does, and every form twice at
once, as an impatient person does. What must come of it is what the same script gives undisturbed.
"""

from __future__ import annotations

import asyncio
import random
import signal
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from aiohttp import ClientError, ClientTimeout

from bot.store import Store
from tests.bot.platforms.telegram.service.test_kills import TEXTS, free_port, undisturbed
from tests.bot.platforms.web.browser import Browser, Shown
from tests.bot.platforms.web.test_process import ROOT, answers, settings_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FEW, MANY = 6, 20
"""Browsers at once: a few where the page is killed a few times."""
PATIENCE = ClientTimeout(total=15)


@dataclass
class Service:
    """The page as a process that can be killed."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: asyncio.subprocess.Process | None = None
    answered: int = 0
    """Forms that browsers have an answer to."""
    more: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        given = settings_of(self.folder, f"127.0.0.1:{self.port}", BEDSIDE_OPEN="1")
        with (self.folder / "output").open("ab") as output:
            self.process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "serve", "--web"),
                cwd=ROOT,
                env=given,
                stdout=output,
                stderr=output,
            )
        await answers(f"{self.url}/health", self.process)

    async def end(self, how: signal.Signals) -> None:
        assert self.process is not None
        assert self.process.returncode is None, "the page ended by itself"
        self.process.send_signal(how)
        await self.process.wait()

    async def until(self, count: int) -> None:
        """Wait until so many forms were answered."""
        while self.answered < count:
            self.more.clear()
            await self.more.wait()

    def note(self) -> None:
        self.answered += 1
        self.more.set()


async def answered(browser: Browser, text: str) -> Shown:
    """Send a text by a form until it is answered; the page that comes then."""
    form = browser.page.form_with("text")
    fields = {**form.fields, "text": text}

    async def once() -> Shown | None:
        try:
            async with browser.session.post(
                f"{browser.url}/", data=fields, timeout=PATIENCE
            ) as found:
                return Shown(found.status, str(found.url), found.headers, await found.text())
        except (ClientError, TimeoutError, ConnectionError):
            return None

    while True:
        tried = await asyncio.gather(once(), once())
        shown = next((one for one in tried if one is not None and one.status == 200), None)
        if shown is not None:
            browser.page = shown
            return shown
        await asyncio.sleep(0.05)  # as the page's script waits before it tries again


async def hold(service: Service, texts: Sequence[str]) -> None:
    """Send one browser's whole script."""
    async with Browser(service.url) as browser:
        await browser.open()
        await answered(browser, "/screen")
        token = next(data for data in browser.page.data if data.startswith("a:")).split(":")[1]
        for text in texts:
            await answered(browser, text.replace("S0001", token))
            service.note()


async def killed(folder: Path, kills: int, browsers: int, texts: Sequence[str]) -> None:
    """Have every script answered while the page is killed, and compare what is stored then."""
    chance = random.Random(kills)  # noqa: S311 - the same instants again
    service = Service(folder)
    await service.start()
    total = browsers * len(texts)
    scripts = asyncio.gather(*(hold(service, texts) for _ in range(browsers)))
    for number in range(kills):
        await service.until(total * (number + 1) // (kills + 2))
        await asyncio.sleep(chance.uniform(0, 0.02))  # any instant of an answer
        await service.end(signal.SIGKILL)
        assert not scripts.done(), "everything was answered before the page was killed"
        await service.start()
    await scripts
    await service.end(signal.SIGTERM)
    compare(f"sqlite:///{folder}/bedside.db", browsers, texts)
    assert "Traceback" not in (folder / "output").read_text("utf-8")


def compare(url: str, browsers: int, texts: Sequence[str]) -> None:
    """See that every screening is as if nothing had happened."""
    expected, session = undisturbed(1, texts)
    with Store.open(url) as store:
        kept = store.within(lambda one: one.latest(1000))
        assert len({one.owner for one in kept}) == len(kept) == browsers
        for stored in kept:
            token = stored.session.token
            assert [one.event for one in store.events(token)] == expected, token
            same = {"reference_date": session.reference_date, "token": "S0001"}
            assert stored.session.but(**same) == session
        assert store.flaws() == []


async def test_killed_a_few_times(tmp_path: Path) -> None:
    await killed(tmp_path, 3, FEW, TEXTS[:12])


@pytest.mark.soak
async def test_killed_two_hundred_times(tmp_path: Path) -> None:
    await killed(tmp_path, 200, MANY, TEXTS * 20)
