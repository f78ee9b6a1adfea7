"""What is due in every chat: reminders, purging what is past its retention, forgetting the old."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.platforms.chat.access import person_of
from bot.platforms.chat.commands.reminders import label_of
from bot.platforms.chat.outbox import as_data
from bot.platforms.chat.roles import Role
from bot.presentation.messages import Button, Line, Message
from bot.screenings.retention import purge_ended
from bot.screenings.scripts import script_of
from criteria.trial.catalog import TrialError

if TYPE_CHECKING:
    from bot.platforms.chat.environment import Environment
    from bot.store import Posted, Reminder, UnitOfWork

UPDATES_KEPT = timedelta(days=3)
"""Telegram sends an update again for a day."""
LOGIN_IDLE = timedelta(hours=8)
"""A browser that was not used for so long is signed out."""
LOGIN_LASTS = timedelta(days=7)
_AT_ONCE = 50


def tend(unit: UnitOfWork, environment: Environment) -> list[Posted]:
    """Do what is due now; return the reminders that wait to be sent to a messenger."""
    now = environment.now()
    unit.messaging.forget_updates(now - UPDATES_KEPT)
    purge_ended(unit, environment.site, now, _AT_ONCE)
    unit.web.end_logins(now - LOGIN_LASTS, now - LOGIN_IDLE)
    due = unit.members.due(now, only_page=environment.only_page)
    reminders = [one for one in due if unit.members.reminded(one.id)]
    return [posted for one in reminders if (posted := _remind(unit, environment, one)) is not None]


def _remind(unit: UnitOfWork, environment: Environment, reminder: Reminder) -> Posted | None:
    stored = unit.load(reminder.token)
    chat = unit.messaging.chat(reminder.chat_id)
    if stored is None or chat is None or stored.purged is not None:
        return None
    if environment.access.role(person_of(reminder.chat_id), unit) is Role.STRANGER:
        return None
    words = environment.words(chat.language)
    try:
        trial = script_of(stored.session.trial, stored.session.version).trial
        item = label_of(reminder.item, trial, chat.language, words.remind_item)
    except TrialError:  # its folder is gone; whoever asked to be reminded still is
        item = words.remind_item
    button = Button(words.say("continue_screening", token=reminder.token), f"r:{reminder.token}")
    text = words.say("reminder", token=reminder.token, item=item)
    message = Message((Line(text),), ((button,),))
    if reminder.chat_id < 0:
        reply = unit.web.reply(reminder.chat_id) or {}
        said = [*reply.get("say", ()), as_data(message)]
        unit.web.keep_reply(reminder.chat_id, {**reply, "say": said})
        return None
    return unit.messaging.post(
        reminder.chat_id, {"say": [environment.drawn(message)]}, environment.now()
    )
