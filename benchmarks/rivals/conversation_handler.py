"""Twenty questions with python-telegram-bot's ConversationHandler; with or without a pickle.

`python conversation_handler.py BASE_URL [PICKLE USERS]`
"""

import sys

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ConversationHandler,
    PersistenceInput,
    PicklePersistence,
)

QUESTIONS = 20
URL, PICKLE, USERS = sys.argv[1], *(sys.argv[2:] or (None, "0"))


def asked(number):
    rows = [
        [InlineKeyboardButton(label, callback_data=f"a:{number}:{label}")]
        for label in ("yes", "no", "unknown")
    ]
    return f"Question {number + 1} of {QUESTIONS}: is it so?", InlineKeyboardMarkup(rows)


async def begin(update, context):
    context.user_data["answers"] = {}
    text, keyboard = asked(0)
    await update.message.reply_text(text, reply_markup=keyboard)
    return 0


async def answer(update, context):
    query = update.callback_query
    _, number, code = query.data.split(":")
    context.user_data["answers"][number] = code
    await query.answer()
    after = int(number) + 1
    if after == QUESTIONS:
        await query.edit_message_text("That was all.\n#pending")
        done = ConversationHandler.END
    else:
        text, keyboard = asked(after)
        await query.edit_message_text(text, reply_markup=keyboard)
        done = after
    if PICKLE:
        context.application.mark_data_for_update_persistence(user_ids=update.effective_user.id)
        await context.application.update_persistence()  # as durable as a pickle is: each answer
    return done


def main():
    builder = Application.builder().token("1:abc").base_url(f"{URL}/bot")
    if PICKLE:
        store = PersistenceInput(bot_data=False, chat_data=False, callback_data=False)
        builder = builder.persistence(PicklePersistence(PICKLE, store_data=store))
    application = builder.build()
    states = {
        number: [CallbackQueryHandler(answer, pattern=rf"^a:{number}:")]
        for number in range(QUESTIONS)
    }
    entry = [CommandHandler("start", begin)]
    talk = ConversationHandler(entry, states, entry, per_message=False, allow_reentry=True)
    application.add_handler(talk)
    if PICKLE:
        application.post_init = fill
    application.run_polling(allowed_updates=Update.ALL_TYPES, stop_signals=())


async def fill(application):
    for user in range(int(USERS)):
        application.user_data[user]["answers"] = dict.fromkeys(map(str, range(QUESTIONS)), "yes")
    application.mark_data_for_update_persistence(user_ids=list(range(int(USERS))))
    await application.update_persistence()


main()
