"""How far a screening is: the number of the screen at hand, of all that the trial has."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.dialogs.prompts import Prompt
    from bot.dialogs.session import Script


def progress(asked: Prompt | None, script: Script) -> tuple[int, int]:
    """Return the place of a screen and how many there are, whatever the answers leave out.

    A count of what is still to come would change with the answers.
    """
    screens = [screen.id for screen in script.trial.protocol.screens]
    here = None if asked is None else script.screen_of.get(asked.item)
    return (len(screens) if here is None else screens.index(here.id) + 1), len(screens)
