"""`bedside serve` as a process of its own: its end, and what is found in its files and output."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.platforms.telegram.service.starting import secret_of
from bot.store import Store
from tests.bot.platforms.telegram.conftest import OWNER, STRANGER, eventually, say, settle
from tests.bot.platforms.telegram.service.test_kills import event_of, free_port
from tests.botapi.changes import PATIENCE
from tests.botapi.phone import Phone

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.botapi.server import Server

ROOT = Path(__file__).parents[5]
PEOPLE = ("19121212-1212", "191212121212", "121212-1212")
"""One person, written in three ways."""


class Process:
    """The service in a folder of its own, where all of its output is kept as well."""

    def __init__(self, server: Server, folder: Path, **settings: str) -> None:
        """Prepare."""
        self.folder = folder
        self.given = {
            **{name: value for name, value in os.environ.items() if "BEDSIDE" not in name},
            "PYTHONPATH": str(ROOT),
            "BEDSIDE_TOKEN": server.token,
            "BEDSIDE_TELEGRAM_API": server.base_url,
            "BEDSIDE_DATABASE": f"sqlite:///{folder}/bedside.db",
            "BEDSIDE_OWNERS": str(OWNER),
            **settings,
        }
        self.running: asyncio.subprocess.Process | None = None

    async def start(self, *options: str) -> None:
        """Serve."""
        with (self.folder / "output").open("ab") as output:
            self.running = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "serve", *options),
                cwd=self.folder,
                env=self.given,
                stdout=output,
                stderr=output,
            )

    async def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Ask the service to end; its exit status."""
        assert self.running is not None
        self.running.send_signal(how)
        return await self.ended()

    async def ended(self) -> int:
        """Wait until the service has ended; its exit status."""
        assert self.running is not None
        status = await asyncio.wait_for(self.running.wait(), PATIENCE)
        self.running = None
        return status

    def bytes(self) -> bytes:
        """Return all that stands in the folder: the database, its log, what was printed."""
        return b"".join(file.read_bytes() for file in self.folder.rglob("*") if file.is_file())


@pytest.fixture
async def process(server: Server, tmp_path: Path) -> AsyncIterator[Process]:
    """The service, running."""
    made = Process(server, tmp_path)
    await made.start()
    yield made
    if made.running is not None:
        made.running.kill()
        await made.running.wait()


@pytest.mark.soak
async def test_what_telegram_gave_before_the_database_could_be_opened_comes_again(
    server: Server, process: Process
) -> None:
    owner = Phone(server, OWNER)
    await owner.command("/screen")
    await owner.screen()
    assert await process.end() == 0
    other = sqlite3.connect(process.folder / "bedside.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    await owner.send("62")
    asked = len(server.called("getUpdates"))
    await process.start()
    assert await process.ended() == 2
    assert len(server.called("getUpdates")) == asked + 1
    assert b"is in use by another program" in process.bytes()
    other.close()
    await process.start()
    await owner.until(lambda: any("✓ Age" in one.text for one in owner.messages))


async def test_a_signal_ends_what_has_not_begun_yet(server: Server, process: Process) -> None:
    owner = Phone(server, OWNER)
    await owner.command("/screen")
    await owner.screen()
    assert await process.end() == 0
    other = sqlite3.connect(process.folder / "bedside.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")  # the service waits three seconds for it
    await owner.send("62")  # so that a poll is answered at once
    for number in (signal.SIGTERM, signal.SIGINT):
        asked = len(server.called("getUpdates"))
        await process.start()
        await server.until(lambda asked=asked: len(server.called("getUpdates")) > asked)  # type: ignore[misc] # bound at once
        assert await process.end(number) == -number
    other.close()


async def test_asked_to_end_while_a_webhook_is_not_set(server: Server, tmp_path: Path) -> None:
    address = f"127.0.0.1:{free_port()}"
    made = Process(
        server, tmp_path, BEDSIDE_WEBHOOK=f"https://{address}/hook", BEDSIDE_LISTEN=address
    )
    fault = server.fault("slow", "setWebhook", times=1000, seconds=1000)
    await made.start()
    await server.until(lambda: fault.happened)
    assert await made.end() == 0


async def test_asked_to_end_while_telegram_is_slow(server: Server, process: Process) -> None:
    owner = Phone(server, OWNER)
    await owner.command("/screen")
    await owner.screen()
    fault = server.fault("slow", "sendMessage", times=1000, seconds=1000)
    written = ["62", "male", "net", "/back", "/date 2026-03-01"]
    for text in written[:3]:
        await owner.send(text)
    await server.until(lambda: fault.happened)
    for text in written[3:]:
        await owner.send(text)
    assert await process.end() == 0
    server.faults.plan.clear()
    await process.start()
    await server.taken()
    await owner.until(lambda: owner.shown and "2026-03-01" in owner.shown.text)
    assert await process.end() == 0
    with Store.open(process.given["BEDSIDE_DATABASE"]) as store:
        kept = [one.event for one in store.events("S0001")]
        assert kept[-5:] == [event_of(text) for text in written]
        assert store.within(lambda one: one.messaging.waiting(1)) == []


@pytest.mark.soak
async def test_asked_to_end_while_another_program_writes(server: Server, process: Process) -> None:
    owner = Phone(server, OWNER)
    await owner.command("/screen")
    await owner.screen()
    other = sqlite3.connect(process.folder / "bedside.db", isolation_level=None)
    await eventually(lambda: other.execute("SELECT count(*) FROM outbox").fetchone() == (0,))
    other.execute("BEGIN IMMEDIATE")
    for text in ("62", "male", "net", "well"):
        await owner.send(text)
    await settle(owner, "The database can't be used")  # for all four after the time of one
    assert await process.end() == 0
    other.close()
    assert len(list(server.updates.waiting())) == 4
    await process.start()
    await owner.until(lambda: owner.shown and "Ki-67" in owner.shown.text)


@pytest.mark.soak
async def test_asked_to_end_while_the_database_is_away(server: Server, process: Process) -> None:
    owner = Phone(server, OWNER)
    await owner.command("/screen")
    await owner.screen()
    file = process.folder / "bedside.db"
    file.rename(process.folder / "away.db")
    await owner.send("62")
    await settle(owner, "The database can't be used")
    assert await process.end() == 0
    assert [one.body["text"] for one in server.updates.waiting()] == ["62"]
    (process.folder / "away.db").rename(file)
    await process.start()
    await owner.until(lambda: any("✓ Age" in one.text for one in owner.messages))
    assert await process.end() == 0


async def test_no_secret_and_nobody_stands_in_any_file(server: Server, process: Process) -> None:
    owner, stranger = Phone(server, OWNER), Phone(server, STRANGER)
    for method in ("getUpdates", "sendMessage", "answerCallbackQuery", "setMyCommands", "getMe"):
        for kind in ("502", "drop_before", "drop_after"):
            server.fault(kind, method)
    await owner.command("/screen")
    await owner.screen()
    for person in PEOPLE:
        for text in (person, f"Hb 132 g/L {person}", f"/remind {person} tomorrow", f"/{person}"):
            await owner.send(text)
        await owner.send_photo(caption=person)
        await owner.send_document(name=f"{person}.pdf")
        await owner.edit(await owner.send("62"), f"62 {person}")
        await owner.press(f"a:S0001:{person}:x", forged=True)
        await stranger.send(person)
        server.happened("message", {"text": person, "chat": person}, OWNER)
    await server.taken()
    assert "S0001" in await say(owner, "/pending")
    # While it runs, and when it has ended: the log that is written ahead is a file as well.
    for _ in range(2):
        kept = process.bytes()
        for person in PEOPLE:
            assert person.encode() not in kept
        for secret in (server.token, server.token.partition(":")[2], secret_of(server.token)):
            assert secret.encode() not in kept
        if process.running is not None:
            await process.end()
    sent = [str(call.params) for call in server.calls]
    assert not any(person in one for person in PEOPLE for one in sent)
    assert b"set aside" in kept
    assert server.called("getFile") == []


async def test_a_token_that_telegram_does_not_know_ends_in_a_sentence(
    server: Server, tmp_path: Path
) -> None:
    wrong = "123456:AAF-this-is-another-one"
    process = Process(server, tmp_path, BEDSIDE_TOKEN=wrong)
    await process.start()
    assert await process.ended() == 2
    printed = (tmp_path / "output").read_text("utf-8")
    assert "Telegram does not know this bot" in printed
    assert "Traceback" not in printed
    assert wrong.partition(":")[2] not in printed


async def test_a_webhooks_secret_stands_in_no_file(server: Server, tmp_path: Path) -> None:
    address = f"127.0.0.1:{free_port()}"
    hook = {"BEDSIDE_WEBHOOK": f"https://{address}/hook", "BEDSIDE_LISTEN": address}
    process = Process(server, tmp_path, **hook)
    server.posted_to[:] = [f"http://{address}/hook"]
    server.fault("500", "setWebhook")
    await process.start()
    owner = Phone(server, OWNER)
    await owner.command("/screen")
    await owner.screen()
    (call,) = [one for one in server.called("setWebhook") if one.ok]
    secret = call.params["secret_token"]
    assert secret == secret_of(server.token)
    for guessed in (b"", secret.encode()[:-1], b"\xff\xfe", "ü".encode()):
        assert b" 403 " in await answer_to(address, guessed)
    assert await process.end() == 0
    assert secret.encode() not in process.bytes()


async def answer_to(address: str, secret: bytes) -> bytes:
    """Post an update with a guessed secret, byte by byte; the first line of the answer."""
    host, _, port = address.partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    header = b"X-Telegram-Bot-Api-Secret-Token: " + secret
    writer.write(
        b"POST /hook HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n" + header + b"\r\n\r\n{}"
    )
    await writer.drain()
    line = await asyncio.wait_for(reader.readline(), PATIENCE)
    writer.close()
    return line


async def test_telegram_is_asked_before_anything_is_imported_that_only_others_need() -> None:
    code = "import sys, bot.platforms.telegram.service.starting; print(*sys.modules)"
    ran = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    imported = (await ran.communicate())[0].decode().split()
    assert "telegram" in imported
    assert {"click", "rich", "sqlalchemy", "criteria"}.isdisjoint(imported)
