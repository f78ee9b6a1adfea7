"""`bedside serve --web` as a process of its own: alone, beside the bot, and its end."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from aiohttp import ClientConnectionError, ClientSession

from tests import own
from tests.bot.platforms.telegram.conftest import (
    eventually,
    server,  # noqa: F401 - a fixture
)
from tests.bot.platforms.telegram.service.test_kills import free_port
from tests.bot.platforms.web.browser import Browser
from tests.botapi.changes import PATIENCE
from tests.botapi.phone import Phone

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.botapi.server import Server

ROOT = Path(__file__).parents[4]


@asynccontextmanager
async def serving(
    folder: Path, *arguments: str, **settings: str
) -> AsyncIterator[tuple[str, asyncio.subprocess.Process]]:
    """Serve in a process of its own; where, and the process."""
    address = settings.get("BEDSIDE_LISTEN", f"127.0.0.1:{free_port()}")
    given = settings_of(folder, address, **settings)
    with (folder / "output").open("ab") as output:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "serve", *arguments),
            cwd=folder,
            env=given,
            stdout=output,
            stderr=output,
        )
    try:
        await answers(f"http://{address}/health", process)
        yield f"http://{address}", process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def settings_of(folder: Path, address: str, **settings: str) -> dict[str, str]:
    """Return the environment of a process that serves a database in a folder."""
    return {
        **{name: value for name, value in os.environ.items() if "BEDSIDE" not in name},
        "PYTHONPATH": str(ROOT),
        "BEDSIDE_DATABASE": f"sqlite:///{folder}/bedside.db",
        "BEDSIDE_LISTEN": address,
        **settings,
    }


async def answers(url: str, process: asyncio.subprocess.Process) -> None:
    """Wait until somebody answers there."""
    until = time.monotonic() + PATIENCE
    async with ClientSession() as session:
        while time.monotonic() < until and process.returncode is None:
            try:
                async with session.get(url) as response:
                    if response.status == 200:
                        return
            except ClientConnectionError:
                await asyncio.sleep(0.05)
    raise AssertionError("nobody answers")


async def test_it_ends_at_once_though_browsers_listen_and_keeps_what_was_answered(
    tmp_path: Path,
) -> None:
    async with serving(tmp_path, "--web", BEDSIDE_OPEN="1") as (url, process), Browser(url) as one:
        await one.open()
        await one.write("/screen")
        await one.write("62")
        async with one.session.get(f"{url}/events") as events:
            assert (await events.content.readline()).startswith(b"event: tag")
            began = time.monotonic()
            process.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(process.wait(), PATIENCE) == 0
            assert time.monotonic() - began < 3
    async with serving(tmp_path, "--web", BEDSIDE_OPEN="1") as (url, _):
        browser = Browser(url)
        browser.session.cookie_jar.update_cookies(
            {cookie.key: cookie.value for cookie in one.session.cookie_jar}
        )
        async with browser:
            assert "62 years" in (await browser.open()).text
    output = (tmp_path / "output").read_text("utf-8")
    assert "Anybody may screen here" in output
    assert "Traceback" not in output


async def test_the_page_alone_takes_a_new_trial_when_it_is_told_to(tmp_path: Path) -> None:
    folder = tmp_path / "trials"
    folder.mkdir()
    settings = {"BEDSIDE_OPEN": "1", "BEDSIDE_TRIALS": str(folder)}
    async with serving(tmp_path, "--web", **settings) as (url, process), Browser(url) as browser:
        await browser.open()
        assert "START-NET" in (await browser.write("/screen")).text
        await browser.write("62")
        own.copied(folder)
        process.send_signal(signal.SIGHUP)
        output = tmp_path / "output"
        await eventually(lambda: "sova 1" in output.read_text("utf-8"))
        assert "SOVA" in (await browser.write("/screen sova")).text
        assert process.returncode is None


async def test_the_first_owner_is_given_a_link_where_nobody_may_come_in(tmp_path: Path) -> None:
    async with serving(tmp_path, "--web") as (url, _), Browser(url) as browser:
        page = await browser.open()
        assert "invited people only" in page.text
        assert page.data == []
    output = (tmp_path / "output").read_text("utf-8")
    assert "/join/first-" in output


@pytest.mark.parametrize("way", ["polling", "webhook"])
async def test_one_process_serves_the_bot_and_the_page_on_one_database(
    server: Server,  # noqa: F811 - the fixture
    tmp_path: Path,
    way: str,
) -> None:
    address = f"127.0.0.1:{free_port()}"
    settings = {
        "BEDSIDE_TOKEN": server.token,
        "BEDSIDE_TELEGRAM_API": server.base_url,
        "BEDSIDE_OPEN": "1",
        "BEDSIDE_LISTEN": address,
    }
    if way == "webhook":
        settings["BEDSIDE_WEBHOOK"] = f"https://{address}/hook"
        server.posted_to[:] = [f"http://{address}/hook"]
    async with serving(tmp_path, "--web", **settings) as (url, process):
        phone = Phone(server, 8)
        await phone.command("/screen")
        assert "START-NET" in (await phone.screen()).text
        async with Browser(url) as browser:
            await browser.open()
            assert "S0002" in (await browser.write("/screen")).text
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), PATIENCE) == 0


async def test_an_address_that_is_taken_is_told_in_a_line(tmp_path: Path) -> None:
    async with serving(tmp_path, "--web", BEDSIDE_OPEN="1") as (url, _):
        other = tmp_path / "other"
        other.mkdir()
        taken = url.removeprefix("http://")
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "serve", "--web"),
            cwd=other,
            env={**os.environ, "PYTHONPATH": str(ROOT), "BEDSIDE_LISTEN": taken},
            stderr=asyncio.subprocess.PIPE,
        )
        _, said = await asyncio.wait_for(process.communicate(), PATIENCE)
        assert process.returncode == 2
    assert said.startswith(b"Bedside cannot listen on ")
    assert len(said.splitlines()) == 1
