"""python-telegram-bot's own example of an echo bot, by long polling: `echo.py BASE_URL`."""

import sys

from telegram import Update
from telegram.ext import Application, CommandHandler, MessageHandler, filters


async def start(update, context):
    await update.message.reply_text("Hi!")


async def echo(update, context):
    await update.message.reply_text(update.message.text)


application = Application.builder().token("1:abc").base_url(sys.argv[1]).build()
application.add_handler(CommandHandler("start", start))
application.add_handler(MessageHandler(filters.TEXT & ~filters.COMMAND, echo))
application.run_polling(allowed_updates=Update.ALL_TYPES)
