"""A running service takes a site's new trials: real folders, real processes, real signals."""

from __future__ import annotations

import asyncio
import os
import pty
import shutil
import signal
import sys
from typing import TYPE_CHECKING

import pytest

from bot.store import Service, service_of
from tests import own
from tests.bot.platforms.telegram.conftest import OWNER, eventually, say, settle
from tests.bot.platforms.telegram.service.test_process import ROOT, Process
from tests.botapi.changes import PATIENCE
from tests.botapi.phone import Phone

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.botapi.server import Server


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A site's folder of trials, with nothing in it yet."""
    made = tmp_path / "trials"
    made.mkdir()
    return made


@pytest.fixture
async def process(server: Server, tmp_path: Path, folder: Path) -> AsyncIterator[Process]:
    """The service, with a folder of trials of the site's own."""
    (tmp_path / "service").mkdir()
    made = Process(server, tmp_path / "service", BEDSIDE_TRIALS=str(folder))
    yield made
    if made.running is not None:
        made.running.kill()
        await made.running.wait()


async def logged(process: Process, text: str) -> str:
    """Wait until the service's log says something; the whole log."""
    output = process.folder / "output"
    await eventually(lambda: text in output.read_text("utf-8"))
    return output.read_text("utf-8")


def offered(phone: Phone) -> list[str]:
    """The trials that the newest message with buttons offers."""
    rows = next(one.buttons for one in reversed(phone.messages) if one.buttons)
    return [label for row in rows for label, _ in row]


async def test_a_new_trial_is_taken_while_somebody_is_screened(
    process: Process, server: Server, folder: Path
) -> None:
    await process.start()
    owner = Phone(server, OWNER)
    assert "START-NET" in await say(owner, "/screen")  # one trial: nobody is asked which
    before = await say(owner, "62")
    own.copied(folder)
    assert process.running is not None
    process.running.send_signal(signal.SIGHUP)
    await logged(process, "sova 1")
    assert "✓" in before
    await say(owner, "male")
    await owner.command("/screen")
    await settle(owner, "Which trial?")
    assert offered(owner) == ["SOVA", "START-NET", "All of them, asked together"]
    assert "SOVA" in await say(owner, "/screen sova")
    assert await process.end() == 0


async def test_a_bad_folder_is_named_in_the_log_and_the_old_ones_go_on(
    process: Process, server: Server, folder: Path
) -> None:
    own.copied(folder)
    await process.start()
    owner = Phone(server, OWNER)
    assert "SOVA" in await say(owner, "/screen sova")
    bad = own.copied(folder, "vila", "1")
    own.renamed(bad, 'kind = "number"', 'kind = "nombre"')
    assert process.running is not None
    process.running.send_signal(signal.SIGHUP)
    said = await logged(process, "trials read")
    assert str(bad) in said
    assert "nombre" in said
    shutil.rmtree(folder / "sova")
    process.running.send_signal(signal.SIGHUP)
    await logged(process, "it is not there any more")
    assert "✓ Ålder" in await say(owner, "52")
    assert await process.end() == 0


async def run(process: Process, *arguments: str) -> tuple[int, str]:
    """Run a command with the service's settings; its exit status and what it said."""
    ran = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments),
        cwd=process.folder,
        env=process.given,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await ran.communicate()
    assert ran.returncode is not None
    return ran.returncode, said.decode()


async def test_reload_finds_the_service_and_tells_it(
    process: Process, server: Server, folder: Path
) -> None:
    status, said = await run(process, "trials", "reload")
    assert status == 1
    assert "No service runs on this database" in said
    await process.start()
    await say(Phone(server, OWNER), "/screen")
    own.copied(folder)
    own.renamed(own.copied(folder, "vila", "1"), "dated = 2026-02-01", "dated = 7")
    status, said = await run(process, "trials", "reload")
    assert process.running is not None
    assert status == 0
    assert f"process {process.running.pid}" in said
    assert "sova 1, start-net R1" in said
    assert f"Left out: {folder / 'vila' / '1'}" in said
    await logged(process, "sova 1")
    assert service_of(process.given["BEDSIDE_DATABASE"]) == Service(
        process.running.pid, str(process.folder / "bedside.db")
    )
    assert await process.end() == 0
    assert service_of(process.given["BEDSIDE_DATABASE"]) == "none"
    status, said = await run(process, "trials", "reload", "--language", "sv")
    assert status == 1
    assert "Ingen tjänst körs" in said


async def test_what_reload_says_of_a_database_on_a_server(process: Process) -> None:
    url = "postgresql+psycopg://bedside@db.example/bedside"
    status, said = await run(process, "trials", "reload", "--database", url)
    assert status == 1
    assert "SIGHUP" in said


async def test_the_configured_folders_are_read_again(
    process: Process, server: Server, folder: Path
) -> None:
    config = process.folder / "bedside.env"
    config.write_text(f"BEDSIDE_TRIALS={folder}\n", "utf-8")
    del process.given["BEDSIDE_TRIALS"]
    await process.start("--config", str(config))
    await say(Phone(server, OWNER), "/screen")
    config.write_text(f"BEDSIDE_TRIALS={folder}:{own.FOLDER}\n", "utf-8")
    assert process.running is not None
    process.running.send_signal(signal.SIGHUP)
    await logged(process, "sova 1")
    config.write_text("BEDSIDE_TRAILS=nowhere\n", "utf-8")
    process.running.send_signal(signal.SIGHUP)
    await logged(process, "trials not read")
    assert await process.end() == 0


async def test_a_terminal_that_is_closed_still_ends_the_service(
    process: Process, server: Server
) -> None:
    ours, theirs = pty.openpty()
    running = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "serve"),
        cwd=ROOT,
        env=process.given,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    await say(Phone(server, OWNER), "/screen")
    os.close(ours)
    running.send_signal(signal.SIGHUP)  # as the kernel does where the terminal is its own
    await asyncio.wait_for(running.wait(), PATIENCE)


async def test_after_a_restart_without_the_folder_the_other_screenings_go_on(
    process: Process, server: Server, folder: Path
) -> None:
    own.copied(folder)
    await process.start()
    owner = Phone(server, OWNER)
    for trial, answer in (("sova", "52"), ("start-net", "62")):
        await say(owner, f"/screen {trial}")
        assert "✓" in await say(owner, answer)
    assert await process.end() == 0
    shutil.rmtree(folder / "sova")
    await process.start()
    await owner.command("/pending")
    await settle(owner, "There is no trial “sova 1”")
    await settle(owner, "S0002 · START-NET")
    assert await process.end() == 0
