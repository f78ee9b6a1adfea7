"""Whatever breaks, every update is taken exactly once, and every reply arrives."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from aiohttp import ClientSession
from sqlalchemy import select

from bot.platforms.chat.commands import table
from bot.platforms.telegram.api import Api
from bot.platforms.telegram.inbound import polling, webhook
from bot.platforms.telegram.service import serving
from bot.store.schema import outbox, set_aside
from tests.bot.platforms.telegram.commands.test_screening import written
from tests.bot.platforms.telegram.conftest import OWNER, Bot, eventually, quiet, say, settle
from tests.botapi.changes import PATIENCE
from tests.botapi.holding import answer_by_items
from tests.botapi.limits import Limits
from tests.making import MAN

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from tests.botapi.faults import Kind
    from tests.botapi.phone import Phone
    from tests.botapi.server import Call, Server

FAILED = "The database can't be used at the moment."


def events(bot: Bot, number: str = "S0001") -> int:
    """Count what a screening went through."""
    return len(bot.store.events(number))


def aside(bot: Bot) -> list[tuple[int, str, str]]:
    """Return the updates that were set aside: number, error, shape."""
    query = select(set_aside.c.update_id, set_aside.c.error, set_aside.c.shape)
    found = bot.store.within(lambda unit: unit.connection.execute(query).all())
    return [(one[0], one[1], one[2]) for one in found]


def posted(bot: Bot) -> int:
    """Count the messages in the outbox."""
    return len(bot.store.within(lambda one: one.connection.execute(select(outbox.c.id)).all()))


def times(phone: Phone, text: str) -> int:
    """Count the messages in a chat that hold a text."""
    return sum(1 for one in phone.messages if text in one.text)


async def polled(bot: Bot, count: int) -> None:
    """Wait until the bot has asked for updates so many times more."""
    asked = len(bot.server.called("getUpdates"))
    await bot.server.until(lambda: len(bot.server.called("getUpdates")) >= asked + count)


def sent_to(call: Call, phone: Phone) -> bool:
    """Whether a call sends something to somebody."""
    return str(call.params.get("chat_id")) == str(phone.chat.id)


def watched(
    awaitable: Callable[..., asyncio.Future[Any]], failed: asyncio.Event
) -> Callable[..., asyncio.Future[Any]]:
    """Set an event when what was submitted to the store fails."""

    def look(done: asyncio.Future[Any]) -> None:
        if done.exception() is not None:
            failed.set()

    def submitted(*work: object, **more: object) -> asyncio.Future[Any]:
        future = awaitable(*work, **more)
        future.add_done_callback(look)
        return future

    return submitted


# ---- exactly once ----


async def test_an_update_that_comes_twice_counts_once(bot: Bot, owner: Phone) -> None:
    await say(owner, "/screen")
    before = events(bot)
    bot.server.fault("duplicate")
    update = bot.server.updates.next
    shown = await say(owner, "62")
    await bot.server.taken()
    await quiet(bot)
    assert bot.server.updates.next == update + 1
    assert events(bot) == before + 1
    assert times(owner, "✓ Age: 62 years") == 1
    assert owner.messages[-1].text == shown
    assert not aside(bot)


async def test_update_numbers_may_begin_again_lower(
    bot: Bot, owner: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "LONG", 0)  # it asks again and again, and so between any two
    await say(owner, "/screen")
    await quiet(bot)
    bot.server.updates.next = 5_000
    assert "✓ Age: 62 years" in await say(owner, "62")
    await quiet(bot)
    assert "✓ Sex: male" in await say(owner, "male")


async def test_what_is_no_update_is_set_aside(bot: Bot, owner: Phone) -> None:
    await say(owner, "/screen")
    broken = {"message_id": "Anna Svensson", "text": "Anna Svensson", "from": [1], "chat": None}
    number = bot.server.happened("message", broken, OWNER).id
    assert "✓ Age: 62 years" in await say(owner, "62")
    ((update, error, shape),) = aside(bot)
    assert update == number
    assert error.startswith("unreadable: ")
    assert '"text": "str(13)"' in shape
    assert "Anna" not in error + shape


async def test_what_cannot_be_handled_is_set_aside_and_said(
    bot: Bot, owner: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise KeyError("Anna Svensson")

    await say(owner, "/screen")
    monkeypatch.setitem(table.COMMANDS, "help", (None, fails))
    assert (await say(owner, "/help Anna")).startswith("Something went wrong with that message")
    assert "✓ Age: 62 years" in await say(owner, "62")
    ((_, error, shape),) = aside(bot)
    assert "KeyError" in error
    assert "Anna" not in error + shape


# ---- the database fails ----


async def test_nothing_is_lost_while_the_database_is_away(
    bot: Bot, owner: Phone, tmp_path: Path
) -> None:
    await say(owner, "/screen")
    await quiet(bot)
    other = bot.phone(OWNER + 1)
    before = events(bot)
    file = tmp_path / "bedside.db"
    file.rename(tmp_path / "away.db")
    await owner.send("62")
    await settle(owner, FAILED)
    await owner.send("male")
    await other.send("hello")
    await settle(other, FAILED)
    assert len(list(bot.server.updates.waiting())) == 3
    await polled(bot, 2)
    assert times(owner, FAILED) == times(other, FAILED) == 1
    (tmp_path / "away.db").rename(file)
    await settle(owner, "✓ Sex: male")
    await quiet(bot)
    await settle(other, str(OWNER + 1))
    assert events(bot) == before + 2
    assert not aside(bot)


# ---- Telegram fails ----


async def test_a_chat_that_has_to_wait_holds_up_no_other(bot: Bot, owner: Phone) -> None:
    other = bot.phone(OWNER + 1)
    await say(owner, "/screen")
    await say(other, "hello")
    await quiet(bot)
    bot.server.fault("429", "sendMessage", OWNER, retry_after=3)
    await owner.send("62")
    await say(other, "hello again")
    assert times(owner, "✓ Age: 62 years") == 0
    await settle(owner, "✓ Age: 62 years")
    refused, made = [
        call.time for call in bot.server.called("sendMessage") if sent_to(call, owner)
    ][-2:]
    assert made - refused >= 3


@pytest.mark.parametrize("kind", ["500", "502", "drop_before", "drop_after", "slow"])
async def test_every_reply_arrives_although_calls_fail(bot: Bot, owner: Phone, kind: Kind) -> None:
    await say(owner, "/screen")
    for method in ("sendMessage", "editMessageText", "answerCallbackQuery", "getUpdates"):
        bot.server.fault(kind, method, seconds=0.2)
    summary = await answer_by_items(owner, written({**MAN, "I1.age": "17"}))
    assert summary.text.endswith("#not_eligible")
    await quiet(bot)
    assert not aside(bot)
    assert not bot.server.faults.plan


async def test_whoever_blocks_the_bot_costs_few_calls(bot: Bot, owner: Phone) -> None:
    await say(owner, "/screen")
    await quiet(bot)
    await owner.send("62")
    await owner.block()
    await owner.send("male")
    await quiet(bot)
    refused = [call.method for call in bot.server.calls if "blocked" in call.error]
    assert refused.count("sendMessage") <= 2  # one for each reply
    await owner.unblock()
    assert "✓ Age: 62 years" in await say(owner, "/resume S0001")


async def test_a_crowd_is_answered_within_telegrams_limits(bot: Bot) -> None:
    bot.server.limits = Limits()
    crowd = [bot.phone(user) for user in range(100, 140)]
    for phone in crowd:
        await phone.command("/start")
    await asyncio.gather(*[phone.screen() for phone in crowd])
    assert not [call.error for call in bot.server.called("sendMessage") if not call.ok]


# ---- stopping and starting ----


async def test_what_could_not_be_sent_is_sent_after_a_restart(
    bot: Bot, owner: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "_DRAIN", 0.5)
    await say(owner, "/screen")
    await quiet(bot)
    fault = bot.server.fault("500", "sendMessage", OWNER, times=1000)
    for text in ("62", "male", "/privacy"):
        await owner.send(text)
    await eventually(lambda: posted(bot) == 3)
    await bot.stop()
    bot.server.faults.plan.remove(fault)
    owner.mark = owner.world.changes
    before = len(owner.messages)
    await bot.start()
    await settle(owner, "What is kept")
    await quiet(bot)
    first, *rest = owner.messages[before:]
    assert "✓ Sex: male" in first.text
    assert not any("✓ Age" in one.text for one in rest)
    assert posted(bot) == 0


async def test_stopping_does_not_wait_for_a_slow_server(bot: Bot, owner: Phone) -> None:
    await say(owner, "/screen")
    await quiet(bot)
    bot.server.fault("slow", times=1000, seconds=1000)
    await owner.send("62")
    await eventually(lambda: posted(bot) == 1)
    await bot.stop()
    bot.server.faults.plan.clear()
    await bot.start()
    await settle(owner, "✓ Age: 62 years")


async def test_a_database_that_fails_at_the_start_is_asked_again(
    bot: Bot, owner: Phone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "_DRAIN", 0.2)
    await say(owner, "/screen")
    await quiet(bot)
    fault = bot.server.fault("500", "sendMessage", OWNER, times=1000)
    await owner.send("62")
    await eventually(lambda: posted(bot) == 1)
    await bot.stop()
    bot.server.faults.plan.remove(fault)
    await bot.start()
    file = tmp_path / "bedside.db"
    file.rename(tmp_path / "away.db")  # before the service has read anything
    failed = asyncio.Event()
    monkeypatch.setattr(bot.store, "awaitable", watched(bot.store.awaitable, failed))
    await asyncio.wait_for(failed.wait(), PATIENCE)
    (tmp_path / "away.db").rename(file)
    await settle(owner, "✓ Age: 62 years")


# ---- webhook ----


async def test_whoever_polls_takes_the_webhook_away(bot: Bot, owner: Phone) -> None:
    await bot.stop()
    bot.server.posted_to[:] = ["http://127.0.0.1:1/hook"]
    async with Api(bot.server.base_url, bot.server.token) as api:
        await api.call("setWebhook", {"url": "https://example.org/hook"})
    await bot.start()
    assert "1 of" in await say(owner, "/screen")
    assert len(bot.server.called("deleteWebhook")) == 1


@pytest.fixture
async def hooked(
    server: Server, tmp_path: Path, unused_tcp_port: int
) -> AsyncIterator[tuple[Bot, str]]:
    """The service behind a webhook, and its address."""
    address = f"127.0.0.1:{unused_tcp_port}"
    more = {"webhook": f"https://{address}/hook", "listen": address}
    server.posted_to[:] = [f"http://{address}/hook"]
    made = Bot(server, f"sqlite:///{tmp_path}/bedside.db", more=more)
    await made.start()
    yield made, f"http://{address}"
    await made.stop()


async def test_a_screening_by_webhook(hooked: tuple[Bot, str], tmp_path: Path) -> None:
    bot, url = hooked
    owner = bot.phone(OWNER)
    await owner.command("/screen")
    summary = await answer_by_items(owner, written(MAN))
    assert summary.text.endswith("#eligible")
    async with ClientSession() as web:
        update = {"update_id": 1, "message": {"text": "/screen"}}
        headers = {"X-Telegram-Bot-Api-Secret-Token": "guessed"}
        assert (await web.post(f"{url}/hook", json=update, headers=headers)).status == 403
        assert (await web.post(f"{url}/hook", json=update)).status == 403
        assert await health(web, url) == 200
        file = tmp_path / "bedside.db"
        file.rename(tmp_path / "away.db")
        assert await health(web, url) == 503
        await owner.command("/screen")
        await settle(owner, FAILED)
        assert any(bot.server.updates.waiting())
        (tmp_path / "away.db").rename(file)
        assert await health(web, url) == 200
    await settle(owner, "S0002")
    await quiet(bot)
    assert bot.store.load("S0003") is None


async def test_what_is_no_update_is_refused(hooked: tuple[Bot, str]) -> None:
    bot, url = hooked
    await eventually(lambda: bot.server.called("setWebhook"))
    secret = bot.server.called("setWebhook")[-1].params["secret_token"]
    headers = {"X-Telegram-Bot-Api-Secret-Token": str(secret)}
    async with ClientSession() as web:
        for content in ("{", "[]", "[" * 100_000, '{"update_id": ' + "[" * 100_000):
            assert (await web.post(f"{url}/hook", data=content, headers=headers)).status == 400
        nested = '{"update_id": 5, "message": ' + "[" * 900 + "]" * 900 + "}"
        assert (await web.post(f"{url}/hook", data=nested, headers=headers)).status in {200, 400}


async def test_whoever_sends_headers_for_ever_is_cut_off(
    server: Server, tmp_path: Path, unused_tcp_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "_PATIENCE", 0.1)
    address = f"127.0.0.1:{unused_tcp_port}"
    more = {"webhook": f"https://{address}/hook", "listen": address}
    bot = Bot(server, f"sqlite:///{tmp_path}/bedside.db", more=more)
    await bot.start()
    await eventually(lambda: server.called("setWebhook"))
    reader, writer = await asyncio.open_connection("127.0.0.1", unused_tcp_port)
    writer.write(b"POST /hook HTTP/1.1\r\nHost: x\r\n")
    assert await asyncio.wait_for(reader.read(), PATIENCE) == b""
    writer.close()
    async with ClientSession() as web:
        assert await health(web, f"http://{address}") == 200
    await bot.stop()


async def health(web: aiohttp.ClientSession, url: str) -> int:
    """Ask whether the service is well."""
    return (await web.get(f"{url}/health")).status


async def test_commands_that_cannot_be_listed_hold_nothing_up(bot: Bot, owner: Phone) -> None:
    bot.server.fault("500", method="setMyCommands", chat_id=None, times=100)
    await say(owner, "/start")
    assert "I1 · 1 of" in await say(owner, "/screen")
    await say(owner, "62")
    await quiet(bot)
