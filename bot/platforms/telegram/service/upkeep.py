"""Periodic work: reminders, purging what is past its retention, forgetting old updates."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.logs import log, where
from bot.platforms.chat.access import Role
from bot.platforms.chat.commands.reminders import label_of
from bot.platforms.chat.words import words_in
from bot.platforms.telegram.outbox import drawn
from bot.platforms.telegram.retry import pause
from bot.presentation.messages import Button, Line, Message
from bot.screenings.retention import purge_ended
from bot.screenings.scripts import script_of
from bot.store import StoreError

if TYPE_CHECKING:
    from bot.platforms.chat.environment import Environment
    from bot.platforms.telegram.outbound.sender import Sender
    from bot.store import Posted, Reminder, Store, UnitOfWork

SECONDS = 5.0
ADOPTED_AFTER = timedelta(seconds=10)
"""A message that has waited longer was posted by a process that may be dead."""
UPDATES_KEPT = timedelta(days=3)
"""Telegram sends an update again for a day."""
_AT_ONCE = 50


async def keep_up(
    store: Store, environment: Environment, sender: Sender, stop: asyncio.Event
) -> None:
    """Do what is due, every few seconds, until it is time to stop."""
    while not stop.is_set():
        try:
            for posted in await asyncio.wrap_future(
                store.submit(lambda unit: tend(unit, environment))
            ):
                sender.enqueue(posted)
            await sender.catch_up()
            await sender.adopt(environment.now() - ADOPTED_AFTER)
        except StoreError as error:
            log().error("upkeep failed", error=str(error))
        except Exception as error:  # noqa: BLE001 - one reminder must not end all the others
            log().error("upkeep failed", error=where(error))
        await pause(SECONDS, stop)


def tend(unit: UnitOfWork, environment: Environment) -> list[Posted]:
    """Do what is due now; return the reminders that were posted."""
    now = environment.now()
    unit.messaging.forget_updates(now - UPDATES_KEPT)
    purge_ended(unit, environment.site, now, _AT_ONCE)
    reminders = [one for one in unit.members.due(now) if unit.members.reminded(one.id)]
    return [posted for one in reminders if (posted := _remind(unit, environment, one)) is not None]


def _remind(unit: UnitOfWork, environment: Environment, reminder: Reminder) -> Posted | None:
    stored = unit.load(reminder.token)
    chat = unit.messaging.chat(reminder.chat_id)
    if stored is None or chat is None or stored.purged is not None:
        return None
    # Reminders are set in private chats, which have their person's number.
    if environment.access.role(reminder.chat_id, unit) is Role.STRANGER:
        return None
    words = words_in(chat.language)
    trial = script_of(stored.session.trial, stored.session.version).trial
    item = label_of(reminder.item, trial, chat.language, words.remind_item)
    button = Button(words.say("continue_screening", token=reminder.token), f"r:{reminder.token}")
    text = words.say("reminder", token=reminder.token, item=item)
    message = drawn(Message((Line(text),), ((button,),)))
    return unit.messaging.post(reminder.chat_id, {"say": [message]}, environment.now())
