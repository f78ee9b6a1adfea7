"""The table of handlers: who handles which command and button, and the right that it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from bot.platforms.chat.commands import (
    about,
    confirm,
    forget,
    log,
    members,
    outcome,
    pending,
    reminders,
    screening,
    start,
)
from bot.platforms.chat.roles import RIGHTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.platforms.chat.commands.context import Context
    from bot.platforms.chat.roles import Right

Handler: TypeAlias = "Callable[[Context, str], None]"

_HANDLERS: dict[str, Handler] = {
    "start": start.start,
    "help": about.show_help,
    "privacy": about.privacy,
    "language": about.language,
    "screen": screening.begin,
    "quick": screening.quick,
    "resume": screening.resume,
    "back": screening.go_back,
    "change": screening.change,
    "cancel": screening.pause,
    "whatif": screening.what_if,
    "date": screening.set_date,
    "source": screening.name_sources,
    "confirm": confirm.confirm,
    "pending": pending.pending,
    "log": log.log,
    "checklist": log.checklist,
    "calendar": log.calendar,
    "again": screening.again,
    "remind": reminders.remind,
    "outcome": outcome.outcome,
    "forget": forget.forget,
    "link": members.link,
    "invite": members.invite,
    "members": members.members,
    "revoke": members.ask_to_revoke,
}
COMMANDS: dict[str, tuple[Right | None, Handler]] = {
    name: (right, _HANDLERS[name]) for name, right in RIGHTS.items()
}
"""Command -> the right that it takes, and its handler, which is given the command's argument."""

PRESSES: dict[str, tuple[Right | None, Handler]] = {
    "m": (RIGHTS["screen"], start.press),
    "l": (None, about.language),
    "p": (RIGHTS["remind"], reminders.ask),
    "f": (RIGHTS["forget"], forget.forget_for_certain),
    "k": (RIGHTS["revoke"], members.press_revoke),
    "v": (RIGHTS["log"], log.send),
    "u": (RIGHTS["outcome"], outcome.press),
    "j": (RIGHTS["confirm"], confirm.press),
    "i": (RIGHTS["calendar"], log.calendar),
}
"""The first letter of a button's data -> the same; all others belong to a screening."""
