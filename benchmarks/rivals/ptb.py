"""A ConversationHandler of twenty questions. `ptb.py BASE_URL [PICKLE USERS]`: with a pickle.

With a pickle, USERS' data are loaded before and every update is written before the next.
"""

import pickle
import sys
import warnings

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ConversationHandler,
    PicklePersistence,
)

QUESTIONS = 20
warnings.filterwarnings("ignore")


def keyboard(number):
    names = ("yes", "no", "unknown")
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(name, callback_data=f"q{number}:{name}") for name in names]]
    )


async def start(update, context):
    context.user_data.clear()
    await update.message.reply_text("Question 0?", reply_markup=keyboard(0))
    return 0


def asker(number):
    async def answer(update, context):
        query = update.callback_query
        context.user_data[number] = query.data
        await query.answer()
        upcoming = number + 1
        if upcoming == QUESTIONS:
            await query.edit_message_text("Thank you.\n#done")
            return ConversationHandler.END
        await query.edit_message_text(f"Question {upcoming}?", reply_markup=keyboard(upcoming))
        return upcoming

    return CallbackQueryHandler(answer, pattern=f"^q{number}:")


class Durable(Application):
    """Writes what changed after each update: it is marked when the handlers are done."""

    async def process_update(self, update):
        await super().process_update(update)
        await self.update_persistence()


def fill(path, users):
    """Write the file of a bot that many people have used before."""
    answers = range(QUESTIONS)
    people = range(1_000_000, 1_000_000 + users)
    data = {user: {number: f"q{number}:unknown" for number in answers} for user in people}
    kept = {"conversations": {}, "user_data": data, "chat_data": {}}
    with open(path, "wb") as out:
        pickle.dump({**kept, "bot_data": {}, "callback_data": None}, out)


builder = ApplicationBuilder().token("1:abc").base_url(sys.argv[1])
if len(sys.argv) > 2:
    fill(sys.argv[2], int(sys.argv[3]))
    persistence = PicklePersistence(sys.argv[2], update_interval=1)
    builder = builder.application_class(Durable).persistence(persistence)
application = builder.build()
application.add_handler(
    ConversationHandler(
        entry_points=[CommandHandler("start", start)],
        states={number: [asker(number)] for number in range(QUESTIONS)},
        fallbacks=[CommandHandler("start", start)],
        name="twenty",
        persistent=len(sys.argv) > 2,
        allow_reentry=True,
    )
)
application.run_polling()
