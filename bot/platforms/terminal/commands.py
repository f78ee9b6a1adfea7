"""Commands: lines that begin with a slash. Which there are, how they are read and completed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.dialogs import events
from bot.texts import command_called, command_near

if TYPE_CHECKING:
    from collections.abc import Callable

_FORM = re.compile(r"(\S+)(.*)", re.DOTALL)
NAMES = (
    *("back", "help", "change", "cancel", "date", "language", "screen", "resume", "pending"),
    *("again", "quick", "whatif", "source", "file", "outcome", "checklist", "calendar", "quit"),
)
"""Every command, in the order in which they are told."""

_WITH_TEXT: dict[str, Callable[[str], events.Event]] = {
    "change": events.ChangeAnswer,
    "source": events.NameSources,
}
_EVENTS: dict[str, Callable[[], events.Event]] = {
    "back": events.Back,
    "help": events.Help,
    "cancel": events.Pause,
}
_WITH_ARGUMENT = (
    *("date", "language", "resume", "again", "whatif", "source", "outcome"),
    *("file", "checklist", "calendar"),
)
_OF_LINES = ("source", "outcome")
"""Commands that take several lines."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command and what follows it."""

    name: str
    argument: str = ""

    @property
    def event(self) -> events.Event | None:
        """The event that the command is by itself; None where more has to be known."""
        if self.name == "date" and self.argument:
            return events.SetDate(self.argument)
        if self.name in _WITH_TEXT:
            return _WITH_TEXT[self.name](self.argument)
        known = _EVENTS.get(self.name)
        return known() if known else None


def is_command(text: str) -> bool:
    """Whether a text is one line that begins with a slash; it is never taken as an answer.

    A command that takes several lines may have them.
    """
    text = text.strip()
    return text.startswith("/") and ("\n" not in text or _parted(text)[0] in _OF_LINES)


def command_of(text: str) -> Command | None:
    """Read a command; None if there is none of that name."""
    name, argument = _parted(text.strip())
    return Command(name, argument) if name in NAMES else None


def _parted(text: str) -> tuple[str, str]:
    """Part a command's name from what follows it; a name of any language is its own."""
    found = _FORM.match(text.removeprefix("/"))
    name, rest = found.groups() if found else ("", "")
    return command_called(name.lower()), rest.strip()


def near(text: str) -> str:
    """Return the command that a line with none may be a slip for; empty where it is like none."""
    found = _FORM.match(text.strip().removeprefix("/"))
    return command_near(found[1], NAMES) if found else ""


def matching(text: str) -> tuple[str, ...]:
    """Return the commands that a line, as far as it is typed, can become."""
    name, space, _ = text.lstrip().removeprefix("/").lower().partition(" ")
    name = command_called(name)
    return tuple(one for one in NAMES if one == name or (not space and one.startswith(name)))


def completed(text: str) -> str:
    """Write a line on as far as there is only one way to go on."""
    found = matching(text)
    if not found or " " in text.strip():
        return text
    if len(found) == 1:
        return f"/{found[0]} " if found[0] in _WITH_ARGUMENT else f"/{found[0]}"
    same = 0
    while len({name[: same + 1] for name in found}) == 1:
        same += 1
    return f"/{found[0][:same]}"
