"""An aiogram FSM bot of twenty questions, its states in memory: `fsm.py SERVER`."""

import asyncio
import sys

from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

QUESTIONS = 20
Twenty = type("Twenty", (StatesGroup,), {f"q{number}": State() for number in range(QUESTIONS)})
STATES = [getattr(Twenty, f"q{number}") for number in range(QUESTIONS)]
dispatcher = Dispatcher(storage=MemoryStorage())


def keyboard(number):
    row = [
        InlineKeyboardButton(text=name, callback_data=f"q{number}:{name}")
        for name in ("yes", "no", "unknown")
    ]
    return InlineKeyboardMarkup(inline_keyboard=[row])


@dispatcher.message(Command("start"))
async def start(message, state):
    await state.set_data({})
    await state.set_state(STATES[0])
    await message.answer("Question 0?", reply_markup=keyboard(0))


def ask(number):
    @dispatcher.callback_query(STATES[number], F.data.startswith(f"q{number}:"))
    async def answer(query, state):
        await state.update_data({str(number): query.data})
        await query.answer()
        upcoming = number + 1
        if upcoming == QUESTIONS:
            await state.clear()
            await query.message.edit_text("Thank you.\n#done")
            return
        await state.set_state(STATES[upcoming])
        await query.message.edit_text(f"Question {upcoming}?", reply_markup=keyboard(upcoming))


for question in range(QUESTIONS):
    ask(question)
session = AiohttpSession(api=TelegramAPIServer.from_base(sys.argv[1]))
asyncio.run(dispatcher.start_polling(Bot("1:abcdef", session=session)))
