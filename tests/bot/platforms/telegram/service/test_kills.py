"""Killed at any instant, the service loses nothing, does nothing twice, and keeps the order.

Every phone sends its whole script without waiting for replies: so nothing but the service itself
keeps the order. What must come of it is what the same script gives without any disturbance.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import socket
import sys
from contextlib import nullcontext
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.dialogs import events
from bot.screenings.service import Service
from bot.store import Store
from tests import postgresql
from tests.bot.platforms.telegram.conftest import eventually
from tests.botapi.changes import PATIENCE
from tests.botapi.phone import Phone
from tests.botapi.server import Server

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.dialogs.session import Session
    from tests.botapi.faults import Kind

ROOT = Path(__file__).parents[5]
DAY = datetime(2026, 3, 31, 9, tzinfo=UTC)
FEW, MANY = 2, 6
"""Phones at once: a few where services are killed a few times."""
FIRST = 100
FAULTS: tuple[Kind, ...] = ("429", "500", "502", "drop_after", "drop_before")
TEXTS = (
    "62", "/date 2026-02-01", "male", "/date 2026-02-02", "net", "unknown", "/date 2026-02-03",
    "well", "yes", "/date 2026-02-04", "/back", "unknown", "8 %", "/date 2026-02-05", "unknown",
    "no", "/date 2026-02-06", "unknown", "unknown", "/date 2026-02-07", "unknown", "unknown",
    "/cancel", "/resume S0001", "/date 2026-02-08", "unknown", "unknown", "/date 2026-02-09",
)  # fmt: skip
"""Each date stands once, so that two that changed places would show."""


def event_of(text: str) -> events.Event:
    if text.startswith("/date"):
        return events.SetDate(text.removeprefix("/date "))
    if text == "/back":
        return events.Back()
    if text == "/cancel":
        return events.Pause()
    return events.Resume() if text.startswith("/resume") else events.Typed(text)


def undisturbed(rounds: int, texts: Sequence[str] = TEXTS) -> tuple[list[events.Event], Session]:
    """Return the events and the session that one phone's script leads to."""
    with Store.open("sqlite://") as store:
        service = Service(store, lambda: DAY)
        service.begin("telegram:1", "start-net", "en")
        for text in [*texts] * rounds:
            service.handle("telegram:1", "S0001", event_of(text))
        stored = store.load("S0001")
        assert stored is not None
        return [one.event for one in store.events("S0001")], stored.session


class Services:
    """Services as processes of their own, which can be killed."""

    def __init__(self, server: Server, url: str, count: int, *, webhook: bool) -> None:
        self.count = count
        self.ports = [free_port() for _ in range(count)]
        self.given = {
            **os.environ,
            "BEDSIDE_TOKEN": server.token,
            "BEDSIDE_TELEGRAM_API": server.base_url,
            "BEDSIDE_DATABASE": url,
            "BEDSIDE_OPEN": "1",
            "BEDSIDE_MESSAGES_PER_SECOND": "0",
        }
        self.webhook = webhook
        self.processes: list[asyncio.subprocess.Process | None] = [None] * count
        if webhook:
            server.posted_to[:] = [f"http://127.0.0.1:{port}/hook" for port in self.ports]

    async def start(self, which: int) -> None:
        port = self.ports[which]
        more = {"BEDSIDE_LISTEN": f"127.0.0.1:{port}"}
        if self.webhook:
            more["BEDSIDE_WEBHOOK"] = f"http://127.0.0.1:{self.ports[0]}/hook"
        self.processes[which] = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "serve",
            cwd=ROOT,
            env={**self.given, **more},
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )

    async def end(self, which: int, how: signal.Signals) -> None:
        process = self.processes[which]
        assert process is not None
        assert process.returncode is None, "a service ended by itself"
        process.send_signal(how)
        await asyncio.wait_for(process.wait(), PATIENCE)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


async def killed(
    url: str, kills: int, count: int, rounds: int, services: int, *, webhook: bool
) -> None:
    """Send every script while services are killed, and compare what is stored in the end."""
    chance = random.Random(f"{kills} {services} {webhook}")  # noqa: S311 - the same instants again
    async with Server(strict=False) as server:
        bots = Services(server, url, services, webhook=webhook)
        for which in range(services):
            await bots.start(which)
        phones = [Phone(server, FIRST + number) for number in range(count)]
        for phone in phones:
            await phone.command("/screen")
        texts = [text.replace("S0001", "{token}") for text in TEXTS * rounds]
        # Who has which number is only known when all have one.
        for phone in phones:
            await phone.until(partial(token_of, phone))
        sent = asyncio.create_task(send_all(phones, texts, kills))
        for _ in range(kills):
            await asyncio.sleep(chance.uniform(0.3, 1.9))  # any instant, the same in each run
            if not server.faults.plan:
                server.fault(chance.choice(FAULTS), times=2)
            which = chance.randrange(services)
            await bots.end(which, signal.SIGKILL)
            await bots.start(which)
        await sent
        server.faults.plan.clear()
        await server.taken(60)
        with Store.open(url) as store:
            await eventually(lambda: not store.within(lambda one: one.messaging.waiting(1)), 60)
            for which in range(services):
                await bots.end(which, signal.SIGTERM)
            compare(store, phones, rounds)


def token_of(phone: Phone) -> str:
    found = [data for row in phone.keyboard for _, data in row if data.startswith("a:")]
    return found[0].split(":")[1] if found else ""


async def send_all(phones: list[Phone], texts: list[str], kills: int) -> None:
    """Send the scripts side by side, over about the time that the kills take."""
    tokens = {phone.user.id: token_of(phone) for phone in phones}
    for text in texts:
        for phone in phones:
            said = text.format(token=tokens[phone.user.id])
            await (phone.command(said) if said.startswith("/") else phone.send(said))
        await asyncio.sleep(1.2 * kills / len(texts))


def compare(store: Store, phones: list[Phone], rounds: int) -> None:
    """See that every screening is as if nothing had happened."""
    expected, session = undisturbed(rounds)
    for phone in phones:
        (stored,) = store.of(f"telegram:{phone.user.id}")
        token = stored.session.token
        assert [one.event for one in store.events(token)] == expected, token
        day = {"reference_date": session.reference_date, "token": "S0001"}
        assert stored.session.but(**day) == session
    assert store.flaws() == []
    assert len(store.within(lambda one: one.latest(1000))) == len(phones)


WAYS = pytest.mark.parametrize(
    ("server", "webhook", "services"),
    [
        ("SQLite", False, 1),
        ("SQLite", True, 1),
        pytest.param("PostgreSQL", False, 1, marks=pytest.mark.soak),
        ("PostgreSQL", True, 2),
    ],
    ids=["SQLite, polling", "SQLite, webhook", "PostgreSQL, polling", "PostgreSQL, two webhooks"],
)


async def run(
    folder: Path, server: str, kills: int, phones: int, rounds: int, **how: bool | int
) -> None:
    if server == "PostgreSQL" and postgresql.missing():
        pytest.skip(postgresql.missing())
    made = (
        postgresql.database() if server == "PostgreSQL" else nullcontext(f"sqlite:///{folder}/b.db")
    )
    with made as url:
        await killed(url, kills, phones, rounds, int(how["services"]), webhook=bool(how["webhook"]))


@WAYS
async def test_killed_a_few_times(
    tmp_path: Path,
    server: str,
    webhook: bool,  # noqa: FBT001 - a parameter of the test
    services: int,
) -> None:
    await run(tmp_path, server, 3, FEW, 1, webhook=webhook, services=services)


@pytest.mark.soak
@WAYS
async def test_killed_two_hundred_times(
    tmp_path: Path,
    server: str,
    webhook: bool,  # noqa: FBT001 - a parameter of the test
    services: int,
) -> None:
    await run(tmp_path, server, 200, MANY, 20, webhook=webhook, services=services)
