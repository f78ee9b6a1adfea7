"""The phone: what it does reaches the bot as Telegram tells it; a whole screening by phone."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from bot.dialogs.events import Typed
from bot.platforms.callbacks import event_of
from bot.screenings.service import Service
from bot.store import Store
from tests.botapi.holding import answer_by_items, outcome
from tests.botapi.phone import Phone
from tests.making import MAN, WOMAN

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from telegram import Update

    from bot.presentation.messages import Message
    from tests.botapi.server import Server


async def test_a_command_is_marked_as_one(bot: Bot, kim: Phone) -> None:
    await kim.command("/screen start-net")
    _, update = await bot.get_updates()
    assert update.message is not None
    assert update.message.parse_entities() == {MessageEntity("bot_command", 0, 7): "/screen"}
    assert update.message.from_user is not None
    assert update.message.from_user.language_code == "en"


async def test_what_is_no_text(bot: Bot, kim: Phone) -> None:
    await kim.send_photo("a scan")
    await kim.send_voice()
    await kim.send_document("letter.pdf")
    await kim.send_contact()
    await kim.send_location()
    _, *updates = await bot.get_updates()
    photo, voice, document, contact, location = (update.message for update in updates)
    assert photo is not None
    assert photo.caption == "a scan"
    assert photo.photo
    assert voice is not None
    assert voice.voice
    assert document is not None
    assert document.document
    assert document.document.file_name == "letter.pdf"
    assert contact is not None
    assert contact.contact
    assert location is not None
    assert location.location


async def test_a_message_is_edited_and_a_bot_blocked(bot: Bot, kim: Phone) -> None:
    (hello,) = kim.messages
    await kim.edit(hello, "Hello again")
    await kim.block()
    _, edited, blocked = await bot.get_updates()
    assert edited.edited_message is not None
    assert edited.edited_message.text == "Hello again"
    assert blocked.my_chat_member is not None
    assert blocked.my_chat_member.new_chat_member.status == "kicked"


async def test_in_a_group_a_bot_sees_commands_only(server: Server, bot: Bot) -> None:
    group = server.group(-100, "Ward 7")
    phone = Phone(server, 5, group=group)
    await phone.send("not for the bot")
    await phone.command("/screen@bedside_test_bot")
    (update,) = await bot.get_updates()
    assert update.effective_chat is not None
    assert (update.effective_chat.id, update.effective_chat.type) == (-100, "supergroup")
    await bot.leave_chat(-100)
    assert group.blocked


async def test_a_press_says_which_button_of_which_message(bot: Bot, kim: Phone) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="a:S1:I2:yes")]])
    sent = await bot.send_message(5, "Sure?", reply_markup=keyboard)
    assert (await kim.screen()).text == "Sure?"
    press = await kim.press("Yes")
    _, update = await bot.get_updates()
    query = update.callback_query
    assert query is not None
    assert (query.id, query.data) == (press.id, "a:S1:I2:yes")
    assert query.message is not None
    assert query.message.message_id == sent.message_id
    answering = asyncio.create_task(query.answer("Noted"))
    assert (await kim.answered(press))["text"] == "Noted"
    await answering
    with pytest.raises(AssertionError, match="no button 'No' on 'Sure"):
        await kim.press("No")
    with pytest.raises(AssertionError, match="nothing new within"):
        await kim.screen(timeout=0.01)


# With its unit where a number without one is asked back.
UNITS = {"I10.anc": "3.4 ×10⁹/L", "I10.bili": "11 µmol/L"}
HIS, HERS = {**MAN, **UNITS}, {**WOMAN, **UNITS}


class Screener:
    """A bot for one screener, as simple as can be."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot
        self.token = ""
        day = datetime(2026, 3, 31, 9, tzinfo=UTC)
        self.store = Store.open("sqlite://")
        self.service = Service(self.store, lambda: day)

    async def run(self) -> None:
        offset = 0
        while True:
            for update in await self.bot.get_updates(offset, timeout=10):
                offset = update.update_id + 1
                await self.handle(update)

    async def handle(self, update: Update) -> None:
        query, message = update.callback_query, update.effective_message
        assert message is not None
        if query is not None:
            parsed = event_of(query.data or "")
            assert parsed is not None
            await query.answer()
            reply = self.service.handle("kim", *parsed)
        elif message.text == "/screen":
            reply = self.service.begin("kim", "start-net", "en")
            self.token = reply.session.token
        else:
            reply = self.service.handle("kim", self.token, Typed(message.text or ""))
        await self.show(reply.message, message.message_id if query else None)

    async def show(self, message: Message, instead_of: int | None) -> None:
        rows = [
            [InlineKeyboardButton(button.label, callback_data=button.data) for button in row]
            for row in message.rows
        ]
        markup = InlineKeyboardMarkup(rows)
        text = "\n".join(
            f"<b>{escape(line.text)}</b>" if line.strong else escape(line.text)
            for line in message.lines
        )
        if instead_of is None:
            await self.bot.send_message(5, text, "HTML", reply_markup=markup)
        else:
            await self.bot.edit_message_text(text, 5, instead_of, None, "HTML", reply_markup=markup)


@pytest.fixture
async def kims(server: Server, bot: Bot) -> AsyncIterator[Phone]:
    """The phone of somebody who screens."""
    screener = Screener(bot)
    running = asyncio.create_task(screener.run())
    yield Phone(server, 5)
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running
    screener.store.close()


@pytest.mark.parametrize(
    ("answers", "stop", "expected"),
    [
        (HIS, False, "#eligible"),
        (HERS, False, "#eligible"),
        ({**HERS, "I10.hb": "89 g/L", "E4.marrow": "yes"}, False, "#not_eligible"),
        ({**HIS, "I1.age": "17"}, True, "#not_eligible"),
        ({**HIS, "E4.renal": "unknown", "E4.liver": "yes"}, True, "#not_eligible"),
        ({}, False, "#pending"),
    ],
    ids=["man", "woman", "not eligible", "stopped", "checklist", "nothing known"],
)
async def test_a_screening_is_held_by_items(
    kims: Phone, answers: dict[str, str], *, stop: bool, expected: str
) -> None:
    await kims.command("/screen")
    summary = await answer_by_items(kims, answers, stop=stop)
    assert outcome(summary) == expected, summary.text
