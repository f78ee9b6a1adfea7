"""python-telegram-bot's own echo bot: `python echo.py BASE_URL`."""

import sys

from telegram import Update
from telegram.ext import Application, MessageHandler, filters


async def echo(update, context):
    await update.message.reply_text(update.message.text)


application = Application.builder().token("1:abc").base_url(f"{sys.argv[1]}/bot").build()
application.add_handler(MessageHandler(filters.TEXT & ~filters.COMMAND, echo))
application.run_polling(allowed_updates=Update.ALL_TYPES)
