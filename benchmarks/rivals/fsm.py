"""Twenty questions with aiogram's finite state machine, in memory: `python fsm.py BASE_URL`."""

import asyncio
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

QUESTIONS = 20


class Asking(StatesGroup):
    question = State()


def asked(number):
    rows = [
        [InlineKeyboardButton(text=label, callback_data=f"a:{number}:{label}")]
        for label in ("yes", "no", "unknown")
    ]
    text = f"Question {number + 1} of {QUESTIONS}: is it so?"
    return {"text": text, "reply_markup": InlineKeyboardMarkup(inline_keyboard=rows)}


dispatcher = Dispatcher()


@dispatcher.message(CommandStart())
async def begin(message: Message, state: FSMContext):
    await state.set_state(Asking.question)
    await state.set_data({})
    await message.answer(**asked(0))


@dispatcher.callback_query(Asking.question)
async def answer(query: CallbackQuery, state: FSMContext):
    _, number, code = query.data.split(":")
    await state.update_data({number: code})
    await query.answer()
    after = int(number) + 1
    if after == QUESTIONS:
        await state.clear()
        await query.message.edit_text("That was all.\n#pending")
    else:
        await query.message.edit_text(**asked(after))


async def main():
    server = TelegramAPIServer.from_base(sys.argv[1])
    bot = Bot("1:abc", session=AiohttpSession(api=server))
    await dispatcher.start_polling(bot, handle_signals=False)


asyncio.run(main())
