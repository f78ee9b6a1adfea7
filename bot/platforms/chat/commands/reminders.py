"""Reminders: a day on which somebody is told that a screening waits, and for what.

What is kept of the words is the day and the item; nothing else that was written.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from bot.platforms.chat.commands.days import day_of
from bot.platforms.chat.commands.pending import pending
from bot.platforms.chat.words import words_in
from bot.presentation.messages import Button
from bot.screenings.scripts import script_of
from bot.screenings.service import NoSuchScreeningError
from bot.texts import languages

if TYPE_CHECKING:
    from datetime import date

    from bot.platforms.chat.commands.context import Context
    from bot.store import Stored
    from criteria.trial.trial import Trial

MORNING = time(8, 0)
_AWAITING = "remind:"


def remind(context: Context, text: str) -> None:
    """Set a reminder for the screening at hand, or for the one that is named first."""
    named, _, rest = text.partition(" ")
    stored = context.unit.load(named.upper()) if named else None
    if stored is None and context.chat.token is not None:
        stored, rest = context.unit.load(context.chat.token), text
    if stored is None or stored.owner != context.owner or stored.purged is not None:
        pending(context, "")
    elif rest.strip():
        _set(context, stored, rest)
    else:
        _ask(context, stored)


def ask(context: Context, token: str) -> None:
    """Ask for the day of a reminder."""
    stored = context.unit.load(token)
    if stored is None or stored.owner != context.owner:
        raise NoSuchScreeningError(token)
    _ask(context, stored)


def set_day(context: Context) -> None:
    """Set the reminder for the day that was asked for."""
    token = (context.chat.awaiting or "").removeprefix(_AWAITING)
    context.change(awaiting=None)
    stored = context.unit.load(token)
    if stored is None or stored.owner != context.owner:
        raise NoSuchScreeningError(token)
    _set(context, stored, context.incoming.text)


def _ask(context: Context, stored: Stored) -> None:
    token = stored.session.token
    context.change(awaiting=f"{_AWAITING}{token}")
    context.say(context.words.say("remind_when", token=token), _calendar(context, token))


def _set(context: Context, stored: Stored, text: str) -> None:
    words, now, session = context.words, context.environment.now(), stored.session
    day = day_of(text, now.date(), [words_in(language).days for language in languages()])
    if day is None:
        context.change(awaiting=f"{_AWAITING}{session.token}")
        context.say(words.remind_unread)
        return
    if day <= now.date():
        context.change(awaiting=f"{_AWAITING}{session.token}")
        context.say(words.say("remind_past", day=day))
        return
    trial = script_of(session.trial, session.version).trial
    item = item_named(text, trial)
    context.unit.members.remind(context.incoming.chat, session.token, item, _morning(day, now))
    context.say(
        words.say(
            "remind_set",
            token=session.token,
            weekday=words.days.weekdays[day.weekday()],
            day=day,
            item=label_of(item, trial, context.chat.language, words.remind_item),
        ),
        _calendar(context, session.token),
    )


def _calendar(context: Context, token: str) -> list[list[Button]]:
    """Return the button that sends the screening's days as a calendar file."""
    return [[Button(context.words.calendar_file, f"i:{token}")]]


def _morning(day: date, now: datetime) -> datetime:
    """Return the morning of a day at the site, in UTC."""
    return datetime.combine(day, MORNING, now.tzinfo).astimezone(UTC)


def label_of(item: str | None, trial: Trial, language: str, otherwise: str) -> str:
    """Return an item's label in a language; of none something else."""
    known = trial.words_in(language).items
    return known[item].label if item in known else otherwise


def item_named(text: str, trial: Trial) -> str | None:
    """Find the item whose label or number is named in a text; the longest name wins."""
    plain = text.casefold()
    names = {item: item for item in trial.items}
    for words in trial.words.values():
        names.update({wording.label: item for item, wording in words.items.items()})
    found = [name for name in names if re.search(rf"\b{re.escape(name.casefold())}\b", plain)]
    if found:
        return names[max(found, key=len)]
    words_said = set(re.findall(r"\w{3,}", plain))
    for name, item in names.items():
        if words_said & set(re.findall(r"[\w-]{3,}", name.casefold())):
            return item
    return None
