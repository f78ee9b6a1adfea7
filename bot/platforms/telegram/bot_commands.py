"""The commands that Telegram is told of, by role, and what stands in a message of one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.dialogs import events
from bot.platforms.telegram.access import Right, Role, may

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.platforms.telegram.words import TelegramWords

RIGHTS: dict[str, Right | None] = {
    "screen": Right.SCREEN,
    "resume": Right.SCREEN,
    "pending": Right.SCREEN,
    "back": Right.SCREEN,
    "change": Right.SCREEN,
    "date": Right.SCREEN,
    "remind": Right.SCREEN,
    "cancel": Right.SCREEN,
    "checklist": Right.SCREEN,
    "again": Right.SCREEN,
    "forget": Right.SCREEN,
    "log": Right.LOG,
    "invite": Right.PEOPLE,
    "members": Right.PEOPLE,
    "revoke": Right.PEOPLE,
    "language": None,
    "privacy": None,
    "help": None,
    "start": None,
}
"""Every command, in the order in which it is listed, and the right that it takes."""

EVENTS: dict[str, Callable[[], events.Event]] = {
    "back": events.Back,
    "change": events.ChangeAnswer,
    "cancel": events.Pause,
}
"""Commands that are an event of the screening at hand."""

_FORM = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?:\s+(.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Command:
    """A command, whom it was for, and what stands behind it."""

    name: str
    bot: str = ""
    argument: str = ""


def command_of(text: str) -> Command | None:
    """Read a message as a command; None if it is none."""
    found = _FORM.fullmatch(text.strip())
    if found is None:
        return None
    return Command(found[1].lower(), found[2] or "", (found[3] or "").strip())


def known_to(role: Role) -> list[str]:
    """Return the commands of a role, in the order in which they are listed."""
    return [name for name, right in RIGHTS.items() if right is None or may(role, right)]


def listed(role: Role, words: TelegramWords) -> list[dict[str, Any]]:
    """Return a role's commands as Telegram lists them."""
    return [{"command": name, "description": words.commands[name]} for name in known_to(role)]
