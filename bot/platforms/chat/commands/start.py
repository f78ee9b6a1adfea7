"""``/start`` and the buttons of the menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.platforms.chat.commands import members, screening
from bot.platforms.chat.commands.menu import show_menu
from bot.platforms.chat.commands.pending import pending

if TYPE_CHECKING:
    from bot.platforms.chat.commands.context import Context


def start(context: Context, code: str) -> None:
    """Begin: take an invitation, or show what can be done."""
    if code:
        members.arrive(context, code)
        return
    members.register(context)
    show_menu(context, context.words.say("menu", role=context.words.roles[context.role.value]))


def press(context: Context, what: str) -> None:
    """Handle a press on a button of the menu."""
    name, _, argument = what.partition(":")
    if name in ("screen", "quick"):
        screening.begin(context, argument, quick=name == "quick")
    elif name == "pending":
        pending(context, "")
    else:
        show_menu(context, context.words.no_screening)
