"""The drill: back up while everybody answers, lose everything, restore, and see what is missing."""

from __future__ import annotations

import asyncio
import signal
import sys
from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING

import pytest

from bot.store import Store
from tests import postgresql
from tests.bot.platforms.telegram.conftest import eventually
from tests.bot.platforms.telegram.service.test_kills import ROOT, Services, token_of
from tests.botapi.phone import Phone
from tests.botapi.server import Server

if TYPE_CHECKING:
    from pathlib import Path

    from bot.dialogs.session import Session
    from bot.store import Happened

PHONES = 5
BEGUN = 5
"""Events of each screening when the back-up is made: more come all the while."""
TEXTS = ("62", "male", "net", "unknown", "well", "yes", "unknown", "8 %", "unknown", "no")
Trail = dict[str, list["Happened"]]


async def bedside(environment: dict[str, str], *arguments: str | Path) -> tuple[int, str]:
    """Run a command as a process of its own."""
    ran = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *map(str, arguments),
        cwd=ROOT,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await ran.communicate()
    assert ran.returncode is not None
    return ran.returncode, said.decode()


def trails(url: str) -> Trail:
    """Return every event of every screening."""
    with Store.open(url) as store:
        return {one.session.token: store.events(one.session.token) for one in store.everything()}


def sessions(url: str) -> dict[str, Session]:
    with Store.open(url) as store:
        return {one.session.token: one.session for one in store.everything()}


async def answer_on(phone: Phone, stop: asyncio.Event) -> None:
    """Answer, change the day and go back until it is enough, without waiting for replies."""
    while not stop.is_set():
        for day, text in enumerate(TEXTS, 1):
            await phone.command(f"/date 2026-02-{day:02}")
            await phone.send(text)
            await asyncio.sleep(0.02)  # five phones at about eighty messages a second


async def drill(url: str, elsewhere: str, folder: Path) -> None:
    made, key, opener = folder / "made.age", folder / "key", folder / "opener"
    async with Server(strict=False) as server:
        services = Services(server, url, 1, webhook=False)
        services.given |= {"BEDSIDE_KEY": str(key), "BEDSIDE_DATABASE": url}
        status, public_key = await bedside(services.given, "backup", "--make-key", opener)
        assert status == 0, public_key
        await services.start(0)
        phones = [Phone(server, 100 + number) for number in range(PHONES)]
        for phone in phones:
            await phone.command("/screen")
        for phone in phones:
            await phone.until(partial(token_of, phone))
        stop = asyncio.Event()
        answering = [asyncio.create_task(answer_on(phone, stop)) for phone in phones]
        await eventually(lambda: min(map(len, trails(url).values())) >= BEGUN, 60)
        before = trails(url)
        to = public_key.split()[-1]
        status, said = await bedside(services.given, "backup", made, "--to", to)
        assert status == 0, said
        after = trails(url)
        stop.set()
        await asyncio.gather(*answering)
        await server.taken(60)
        await services.end(0, signal.SIGKILL)
    assert sum(map(len, after.values())) > sum(map(len, before.values()))  # it was under load
    lost = {**services.given, "BEDSIDE_DATABASE": elsewhere, "BEDSIDE_KEY": str(folder / "new")}
    status, said = await bedside(lost, "restore", made, "--identity", opener)
    assert status == 0, said
    restored = trails(elsewhere)
    assert restored.keys() == before.keys()
    for token, events in restored.items():
        assert events[: len(before[token])] == before[token]
        assert events == trails(url)[token][: len(events)]
    assert (folder / "new").read_text("utf-8") == key.read_text("utf-8")
    status, said = await bedside(lost, "log", "verify")
    assert status == 0, said
    assert all(session.answers for session in sessions(elsewhere).values())


@pytest.mark.parametrize("kind", ["SQLite", pytest.param("PostgreSQL", marks=pytest.mark.soak)])
async def test_nothing_that_was_answered_before_is_missing(tmp_path: Path, kind: str) -> None:
    if kind == "PostgreSQL" and postgresql.missing():
        pytest.skip(postgresql.missing())
    server = kind == "PostgreSQL"
    here = postgresql.database() if server else nullcontext(f"sqlite:///{tmp_path}/b.db")
    there = postgresql.database() if server else nullcontext(f"sqlite:///{tmp_path}/c.db")
    with here as url, there as elsewhere:
        await drill(url, elsewhere, tmp_path)
