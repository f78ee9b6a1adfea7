"""The commands of the bot: what a message of one holds, and which of them a role may use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.platforms.chat.roles import RIGHTS, may
from bot.texts import command_called

if TYPE_CHECKING:
    from bot.platforms.chat.roles import Role

_FORM = re.compile(r"/(\w{1,32})(?:@([A-Za-z0-9_]+))?(?:\s+(.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Command:
    """A command, whom it was for, and what follows it."""

    name: str
    bot: str = ""
    argument: str = ""


def command_of(text: str) -> Command | None:
    """Read a message as a command, by its name in any language; None if it is none."""
    found = _FORM.fullmatch(text.strip())
    if found is None:
        return None
    return Command(command_called(found[1].lower()), found[2] or "", (found[3] or "").strip())


def known_to(role: Role) -> list[str]:
    """Return the commands of a role, in the order in which they are listed."""
    return [name for name, right in RIGHTS.items() if right is None or may(role, right)]
