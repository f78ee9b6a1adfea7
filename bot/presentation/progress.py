"""How far a screening is: the number of the screen at hand, of all that the trial has."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.dialogs.prompts import Prompt
    from bot.dialogs.session import Script


def progress(asked: Prompt | None, script: Script, *, quick: bool = False) -> tuple[int, int]:
    """Return the place of a screen and how many there are, whatever the answers leave out.

    A count of what is still to come would change with the answers. A quick check has screens of
    its own; one that it does not have is asked only to change an answer.
    """
    every = script.quick_screens if quick else script.trial.protocol.screens
    screens = [screen.id for screen in every]
    here = None if asked is None else script.screen_of.get(asked.item)
    known = here is not None and here.id in screens
    return (screens.index(here.id) + 1 if here and known else len(screens)), len(screens)
