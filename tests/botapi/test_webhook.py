"""Updates are posted until they are taken: in order within a chat, to each address in turn."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web

from tests.botapi.phone import Phone

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from telegram import Bot

    from tests.botapi.server import Server

PUBLIC = "https://bedside.example.org/"


class Taker:
    """A process behind the webhook, which can be told not to take what it gets."""

    def __init__(self) -> None:
        self.taken: dict[int, list[str]] = defaultdict(list)
        self.posted: Counter[int] = Counter()
        self.secrets: set[str | None] = set()
        self.failing = 0
        self.at_once = self.most_at_once = 0
        self.crowd = 1
        """So many are waited for before the first is answered."""
        self._crowded = asyncio.Event()
        self.url = ""

    async def take(self, request: web.BaseRequest) -> web.Response:
        update: dict[str, Any] = await request.json()
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.posted[update["update_id"]] += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        if self.at_once >= self.crowd:
            self._crowded.set()
        await self._crowded.wait()
        self.at_once -= 1
        if self.failing:
            self.failing -= 1
            return web.Response(status=500)
        message = update["message"]
        self.taken[message["chat"]["id"]].append(message["text"])
        return web.Response()


@pytest.fixture
async def takers(server: Server) -> AsyncIterator[list[Taker]]:
    takers, runners = [Taker(), Taker()], []
    for taker in takers:
        runner = web.ServerRunner(web.Server(taker.take), shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        taker.url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
        runners.append(runner)
    yield takers
    await server.stop()
    for runner in runners:
        await runner.cleanup()


async def test_in_order_within_a_chat_and_at_once_across_chats(
    server: Server, bot: Bot, takers: list[Taker]
) -> None:
    one = takers[0]
    one.failing, one.crowd = 3, 4
    server.posted_to.append(one.url)
    await bot.set_webhook(PUBLIC, secret_token="s3cret", max_connections=4)  # noqa: S106 - of a test
    phones = [Phone(server, 100 + n) for n in range(10)]
    for word in ("a", "b", "c", "d"):
        for phone in phones:
            await phone.send(word)
    await server.taken()
    assert one.taken == {phone.chat.id: ["a", "b", "c", "d"] for phone in phones}
    assert one.secrets == {"s3cret"}
    assert one.most_at_once == 4
    assert sum(one.posted.values()) == 43


async def test_what_waited_is_posted_and_told_of(
    server: Server, bot: Bot, kim: Phone, takers: list[Taker]
) -> None:
    takers[0].failing = 1_000_000
    server.posted_to.append(takers[0].url)
    await bot.set_webhook(PUBLIC)
    await server.until(lambda: takers[0].posted.total() > 1)  # so that one was answered
    told = await bot.get_webhook_info()
    assert (told.url, told.pending_update_count) == (PUBLIC, 1)
    assert told.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"
    takers[0].failing = 0
    await server.taken()
    assert takers[0].taken == {kim.chat.id: ["Hello"]}
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_several_processes_take_turns_and_stand_in_for_each_other(
    server: Server, bot: Bot, kim: Phone, takers: list[Taker]
) -> None:
    one, other = takers
    dead = "http://127.0.0.1:9/"
    server.posted_to.extend([one.url, other.url, dead])
    await bot.set_webhook(PUBLIC)
    words = [str(n) for n in range(20)]
    for word in words:
        await kim.send(word)
    await server.taken()
    ones, others = one.taken[kim.chat.id], other.taken[kim.chat.id]
    assert sorted(ones + others) == sorted(["Hello", *words])
    assert min(len(ones), len(others)) >= 5
    for taken in (ones, others):
        assert taken == sorted(taken, key=["Hello", *words].index)


async def test_an_update_is_posted_twice(
    server: Server, bot: Bot, kim: Phone, takers: list[Taker]
) -> None:
    server.posted_to.append(takers[0].url)
    await bot.set_webhook(PUBLIC, drop_pending_updates=True)
    server.fault("duplicate")
    await kim.send("once")
    await kim.send("again")
    await server.taken()
    assert takers[0].taken == {kim.chat.id: ["once", "once", "again"]}
