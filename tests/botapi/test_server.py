"""The server for tests, as python-telegram-bot's own bot finds it."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from telegram import (
    Bot,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MessageEntity,
)
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)

from tests.botapi.limits import Limits, Window
from tests.botapi.phone import Phone
from tests.botapi.server import TOKEN, Server

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.botapi.faults import Kind

ROOT = Path(__file__).parents[2]


def keyboard(*data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(one.upper(), callback_data=one)] for one in data]
    )


async def raw(server: Server, method: str, **params: object) -> tuple[int, dict[str, Any]]:
    url = f"{server.base_url}{server.token}/{method}"
    async with aiohttp.ClientSession() as session, session.post(url, json=params) as answer:
        return answer.status, await answer.json()


# ---- what is taken ----


async def test_the_bot_learns_who_it_is(bot: Bot) -> None:
    assert (bot.username, bot.id) == ("bedside_test_bot", 123456)


async def test_a_message_is_seen_as_a_phone_shows_it(bot: Bot, kim: Phone) -> None:
    sent = await bot.send_message(
        5,
        " <b>Hb</b> &lt; 9 µg <i>😀!</i>",
        "HTML",
        reply_markup=keyboard("a"),
        disable_notification=True,
    )
    seen = kim.messages[-1]
    assert (seen.text, seen.raw) == ("Hb < 9 µg 😀!", " <b>Hb</b> &lt; 9 µg <i>😀!</i>")
    assert kim.keyboard == [[("A", "a")]]
    assert seen.silent
    assert sent.parse_entities() == {
        MessageEntity("bold", 0, 2): "Hb",
        MessageEntity("italic", 10, 3): "😀!",
    }


async def test_an_edit_changes_the_message(bot: Bot, kim: Phone) -> None:
    sent = await bot.send_message(5, "one", reply_markup=keyboard("a"))
    await sent.edit_text("two")
    assert (kim.messages[-1].text, kim.messages[-1].edits, kim.keyboard) == ("two", 1, [])
    await sent.edit_reply_markup(keyboard("b"))
    assert (kim.keyboard, kim.messages[-1].edits) == ([[("B", "b")]], 2)


async def test_a_message_is_deleted(bot: Bot, kim: Phone, server: Server) -> None:
    (hello,) = kim.messages
    assert await bot.delete_message(5, hello.id)
    assert kim.messages == []
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(5, hello.id)
    old = await kim.send("old")
    server.now += 48 * 3600
    with pytest.raises(BadRequest, match="can't be deleted for everyone"):
        await bot.delete_message(5, old.id)


async def test_files_arrive(bot: Bot, kim: Phone) -> None:
    await bot.send_document(5, b"a;b", filename="log.csv", caption="<b>Log</b>", parse_mode="HTML")
    document = kim.messages[-1]
    assert document.upload is not None
    assert (document.upload.name, document.upload.content) == ("log.csv", b"a;b")
    assert document.text == "Log"
    sent = await bot.send_photo(5, b"\x89PNG")
    assert sent.photo[0].file_size == 4


async def test_what_a_bot_says_of_itself(bot: Bot, kim: Phone) -> None:
    scope = BotCommandScopeChat(kim.user.id)
    await bot.set_my_commands([("screen", "Begin")], scope=scope, language_code="sv")
    (command,) = await bot.get_my_commands(scope=scope, language_code="sv")
    assert command.command == "screen"
    assert await bot.get_my_commands() == ()
    await bot.delete_my_commands(scope, "sv")
    assert await bot.get_my_commands(scope, "sv") == ()
    await bot.set_my_description("Prescreening")
    assert (await bot.get_my_description()).description == "Prescreening"
    await bot.set_chat_menu_button()
    await bot.send_chat_action(5, "typing")
    assert kim.chat.actions == ["typing"]
    assert (await bot.get_chat(5)).first_name == "Kim"


# ---- what is refused ----


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<b>Hb", "Can't parse entities: can't find end tag corresponding to start tag \"b\""),
        ("Hb <9", "Can't parse entities: unclosed start tag at byte offset 3"),
        ("Hb <9>", 'Can\'t parse entities: unsupported start tag "9" at byte offset 3'),
        ("<b> </b>", "Text must be non-empty"),
        ("x" * 4097, "Message is too long"),
        ("😀" * 2049, "Message is too long"),
    ],
)
async def test_texts_that_telegram_refuses(bot: Bot, kim: Phone, text: str, why: str) -> None:
    with pytest.raises(BadRequest) as refused:
        await bot.send_message(kim.user.id, text, "HTML")
    assert refused.value.message == why


async def test_the_longest_text_is_counted_without_its_tags(bot: Bot, kim: Phone) -> None:
    await bot.send_message(kim.user.id, f"<b>{'&amp;' * 4096}</b>", "HTML")
    assert len(kim.messages[-1].text) == 4096


@pytest.mark.parametrize(
    ("keyboard", "why"),
    [
        ([[{"text": "A", "callback_data": "å" * 33}]], "BUTTON_DATA_INVALID"),
        ([[{"text": "A"}]], "Text buttons are unallowed in the inline keyboard"),
        ([[{"callback_data": "a"}]], 'Can\'t find field "text"'),
        ([[{"text": "A", "callback_data": "a", "url": "https://a.b"}]], "more than one action"),
        ([[{"text": "A", "callback_data": "a", "colour": "red"}]], '"colour" of Inline'),
        ([{"text": "A", "callback_data": "a"}], "Array expected"),
        ([[{"text": "A", "callback_data": "a"}]] * 101, "REPLY_MARKUP_TOO_LONG"),
    ],
)
async def test_keyboards_that_are_refused(
    server: Server, kim: Phone, keyboard: object, why: str
) -> None:
    markup = {"inline_keyboard": keyboard}
    status, answer = await raw(
        server, "sendMessage", chat_id=kim.user.id, text="x", reply_markup=markup
    )
    assert (status, answer["error_code"]) == (400, 400)
    assert why in answer["description"]


@pytest.mark.parametrize(
    ("method", "params", "why"),
    [
        ("sendMessage", {"text": "x"}, "chat_id is empty"),
        ("sendMessage", {"chat_id": 5}, "message text is empty"),
        ("sendMessage", {"chat_id": 5, "text": "x", "txet": "x"}, 'parameter "txet" is unknown'),
        ("sendMessage", {"chat_id": 5, "text": 7}, "can't parse text: String expected"),
        ("sendMessage", {"chat_id": True, "text": "x"}, "can't parse chat_id: Integer expected"),
        ("sendMessage", {"chat_id": "five", "text": "x"}, "chat not found"),
        ("sendMessage", {"chat_id": 5, "text": "x", "parse_mode": "XML"}, "unsupported parse_mode"),
        ("editMessageText", {"chat_id": 5, "text": "x"}, "message identifier is not specified"),
        ("deleteMessage", {"chat_id": 5, "message_id": "one"}, "can't parse message_id"),
        ("sendChatAction", {"chat_id": 5, "action": "sing"}, "wrong parameter action in request"),
        ("setMyCommands", {"commands": [{"command": "A", "description": "x"}]}, "BOT_COMMAND_INV"),
        ("setMyCommands", {"commands": [{"command": "a", "description": ""}]}, "DESCRIPTION_INV"),
        ("setMyCommands", {"commands": [{"command": "a"}]}, 'Can\'t find field "description"'),
        ("setMyCommands", {"commands": [{"command": "a", "description": "x"}] * 101}, "TOO_MUCH"),
        ("setMyDescription", {"description": "x" * 513}, "description is too long"),
        ("setWebhook", {"url": "http://example.org/"}, "An HTTPS URL must be provided"),
        ("setWebhook", {"url": "https://example.org/", "secret_token": "å"}, "unallowed char"),
    ],
)
@pytest.mark.usefixtures("kim")
async def test_parameters_that_are_refused(
    server: Server, method: str, params: dict[str, object], why: str
) -> None:
    status, answer = await raw(server, method, **params)
    assert (status, answer["ok"]) == (400, False)
    assert answer["description"].startswith("Bad Request: ")
    assert why in answer["description"]


async def test_a_wrong_token_and_an_unknown_method(server: Server, bot: Bot) -> None:
    status, answer = await raw(server, "sendMassage", chat_id=5)
    assert (status, answer["description"]) == (404, "Not Found: method not found")
    bot._base_url = bot._base_url.replace("AAF", "AAG")  # noqa: SLF001 - another token
    with pytest.raises(InvalidToken):
        await bot.get_me()


async def test_edits_that_are_refused(bot: Bot, kim: Phone) -> None:
    sent = await bot.send_message(5, "<b>x</b>", "HTML", reply_markup=keyboard("a"))
    with pytest.raises(BadRequest, match="Message is not modified: specified new message content"):
        await sent.edit_text("<strong>x</strong>", "HTML", reply_markup=keyboard("a"))
    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_reply_markup(keyboard("a"))
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("x", 5, kim.messages[0].id)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("x", 5, 999)
    await sent.edit_text("x", reply_markup=keyboard("a"))


async def test_nobody_who_never_wrote_or_blocked_the_bot_gets_a_message(
    bot: Bot, kim: Phone
) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(6, "x")
    await kim.block()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(5, "x")
    await kim.unblock()
    await bot.send_message(5, "x")


async def test_a_press_is_answered_in_time_or_not_at_all(
    server: Server, bot: Bot, kim: Phone
) -> None:
    await bot.send_message(5, "x", reply_markup=keyboard("a"))
    press = await kim.press("A")
    with pytest.raises(BadRequest, match=r"(?i)MESSAGE_TOO_LONG"):
        await bot.answer_callback_query(press.id, "x" * 201)
    await bot.answer_callback_query(press.id, "Noted")
    assert kim.alerts == ["Noted"]
    late = await kim.press("A")
    server.now += 151
    for query in (late.id, "17"):
        with pytest.raises(BadRequest, match="Query is too old and response timeout expired or"):
            await bot.answer_callback_query(query)


# ---- updates ----


async def test_updates_come_again_until_they_are_confirmed(bot: Bot, kim: Phone) -> None:
    await kim.send("two")
    await kim.send("three")
    first, second, third = await bot.get_updates()
    assert [one.update_id for one in await bot.get_updates()] == [
        first.update_id,
        second.update_id,
        third.update_id,
    ]
    assert await bot.get_updates(second.update_id, limit=1) == (second,)
    assert await bot.get_updates() == (second, third)
    assert await bot.get_updates(-1) == (third,)
    assert await bot.get_updates(third.update_id + 1) == ()


async def test_a_long_poll_ends_with_the_first_update(server: Server, bot: Bot, kim: Phone) -> None:
    (hello,) = await bot.get_updates()
    polling = asyncio.create_task(bot.get_updates(hello.update_id + 1, timeout=10))
    await server.until(lambda: server.updates.reading)
    assert not polling.done()
    await kim.send("new")
    (update,) = await polling
    assert update.message is not None
    assert update.message.text == "new"


async def test_only_one_may_read(server: Server, bot: Bot, kim: Phone) -> None:
    (hello,) = await bot.get_updates()
    first = asyncio.create_task(bot.get_updates(hello.update_id + 1, timeout=10))
    await server.until(lambda: server.updates.reading)
    assert await bot.get_updates(timeout=0) == ()
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await first
    server.posted_to.append("http://127.0.0.1:9/")
    await bot.set_webhook("https://example.org/")
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    await kim.send("still there")
    await bot.delete_webhook()
    (update,) = await bot.get_updates()
    assert update.update_id == hello.update_id + 1


async def test_only_what_is_wanted_comes(bot: Bot, kim: Phone) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    await kim.send("not wanted")
    await bot.send_message(5, "x", reply_markup=keyboard("a"))
    await kim.press("a")
    first, second = await bot.get_updates()
    assert (first.message is not None, second.callback_query is not None) == (True, True)


async def test_nothing_is_kept_longer_than_a_day(server: Server, bot: Bot, kim: Phone) -> None:
    server.now += 24 * 3600 + 1
    await kim.send("today")
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.text == "today"


# ---- what goes wrong ----


async def test_too_many_requests_of_one_chat(server: Server, bot: Bot, kim: Phone) -> None:
    server.fault("429", "sendMessage", chat_id=5, retry_after=7)
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(5, "x")
    assert refused.value.retry_after == timedelta(seconds=7)
    await bot.send_message(5, "y")
    assert [one.text for one in kim.messages] == ["Hello", "y"]
    first, second = server.called("sendMessage")
    assert (first.ok, first.fault, second.ok) == (False, "429", True)
    assert second.time > first.time


@pytest.mark.parametrize(
    ("kind", "applied"),
    [("500", False), ("502", False), ("drop_before", False), ("drop_after", True)],
)
async def test_a_call_fails_before_or_after_it_was_applied(
    server: Server, bot: Bot, kim: Phone, kind: Kind, *, applied: bool
) -> None:
    server.fault(kind, "sendMessage")
    with pytest.raises(NetworkError):
        await bot.send_message(5, "x")
    assert [one.text for one in kim.messages] == ["Hello", *(["x"] if applied else [])]


@pytest.mark.usefixtures("kim")
async def test_a_slow_answer(server: Server, bot: Bot) -> None:
    server.fault("slow", "sendMessage", seconds=60)
    with pytest.raises(TimedOut):
        await bot.send_message(5, "x", read_timeout=0.1)


async def test_an_update_that_comes_twice(server: Server, bot: Bot, kim: Phone) -> None:
    server.fault("duplicate", chat_id=5)
    await kim.send("two")
    hello, two = await bot.get_updates()
    assert await bot.get_updates(two.update_id + 1) == (two,)
    assert await bot.get_updates(two.update_id + 1) == ()
    assert hello.update_id == two.update_id - 1


async def test_more_than_may_be_sent(server: Server, bot: Bot, kim: Phone) -> None:
    clock = [0.0]
    server.limits = Limits(overall=Window(3, 1), person=Window(2, 60), now=lambda: clock[0])
    sent = [await bot.send_message(5, "x"), await bot.send_message(5, "y")]
    with pytest.raises(RetryAfter):
        await sent[0].edit_text("z")
    other = Phone(server, 6)
    await other.send("Hello")
    await bot.send_message(6, "x")
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(6, "y")
    assert refused.value.retry_after == timedelta(seconds=1)
    clock[0] = 1.0
    await bot.send_message(6, "y")
    assert len(kim.messages) == len(other.messages) == 3


async def test_a_reader_that_died_takes_nothing_along(server: Server, bot: Bot, kim: Phone) -> None:
    (hello,) = await bot.get_updates()
    url = f"/bot{server.token}/getUpdates?timeout=10&offset={hello.update_id + 1}"
    _, dying = await asyncio.open_connection("127.0.0.1", server.port)
    dying.write(f"GET {url} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    await server.until(lambda: server.updates.reading)
    dying.transport.abort()
    await kim.send("for the next one")
    await server.until(lambda: not server.updates.reading)
    (update,) = await bot.get_updates(hello.update_id + 1)
    assert update.update_id == hello.update_id + 1


# ---- over the wire ----


async def test_parameters_may_come_in_any_way(server: Server, kim: Phone) -> None:
    url = f"{server.base_url}{server.token}/sendmessage"
    encoded = json.dumps(keyboard("a").to_dict())
    given = {"chat_id": "5", "text": "x", "reply_markup": encoded}
    parts = aiohttp.FormData(given)
    parts.add_field("disable_notification", "true", content_type="text/plain")
    async with aiohttp.ClientSession() as session:
        calls = (
            session.get(url, params=given),
            session.post(url, data=given),
            session.post(url, json={**given, "chat_id": 5}),
            session.post(url, data=parts),
        )
        for call in calls:
            async with call as answer:
                assert answer.status == 200, await answer.text()
    assert [one.buttons for one in kim.messages[1:]] == [[[("A", "a")]]] * 4


# ---- in a process of its own ----


@pytest.fixture
async def apart() -> AsyncIterator[str]:
    """The address of a server in another process."""
    command = (sys.executable, "-m", "tests.botapi")
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout is not None
    yield (await process.stdout.readline()).decode().strip()
    process.terminate()
    assert await process.wait() == 0


async def test_a_server_apart_is_used_over_http(apart: str) -> None:
    async def control(what: str, **given: object) -> Any:  # noqa: ANN401 - JSON
        url = f"{apart.removesuffix('/bot')}/{what}"
        async with aiohttp.ClientSession() as session, session.post(url, json=given) as answer:
            return await answer.json()

    await control("phone/5/send", text="Hello")
    async with Bot(TOKEN, base_url=apart) as bot:
        (update,) = await bot.get_updates()
        assert update.message is not None
        await update.message.reply_text("Well?", reply_markup=keyboard("a"))
        shown = await control("phone/5/press", button="A")
        assert [one["text"] for one in shown["messages"]] == ["Hello", "Well?"]
        assert shown["keyboard"] == [[["A", "a"]]]
        assert "no button 'B'" in (await control("phone/5/press", button="B"))["error"]
        await control("fault", kind="500", method="sendMessage")
        with pytest.raises(NetworkError, match="Internal Server Error"):
            await bot.send_message(5, "x")
    assert [(method, ok) for method, _, ok in await control("calls")] == [
        ("getMe", True),
        ("getUpdates", True),
        ("sendMessage", True),
        ("sendMessage", False),
    ]
