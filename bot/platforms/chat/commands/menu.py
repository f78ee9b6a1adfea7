"""The menu: a sentence with the ways to go on as buttons below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.presentation.messages import Button

if TYPE_CHECKING:
    from bot.platforms.chat.commands.context import Context


def show_menu(context: Context, text: str) -> None:
    """Send a text with buttons for what can be done next."""
    words, token = context.words, context.chat.token
    rows = [[Button(words.new_screening, "m:screen")]]
    if token is not None:
        label = words.say("continue_screening", token=token)
        rows.append(
            [Button(label, f"r:{token}"), Button(context.texts.dialog.change, f"c:{token}")]
        )
    rows.append([Button(words.all_pending, "m:pending")])
    context.say(text, rows)
