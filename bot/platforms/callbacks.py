"""From a button's callback data to the screening it belongs to and the event it stands for.

The data is public interface, see `docs/interface.md`; `bot.presentation.screens` writes it. What
comes back from a platform may be old or forged: whatever is not exactly of that form is nobody's
button.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dialogs import events
from bot.dialogs.reasons import REASONS

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST = 64
"""Bytes: more than a messenger gives back."""

_KINDS: dict[str, tuple[Callable[..., events.Event], int]] = {
    # the first letter: (the event, how many parts follow the screening)
    "a": (events.Chosen, 2),
    "t": (events.Toggled, 1),
    "n": (events.NoneOfThese, 1),
    "d": (events.ChecklistDone, 1),
    "o": (events.OneByOne, 1),
    "e": (events.Edit, 1),
    "q": (events.TurnPage, 1),
    "w": (events.Explained, 1),
    "y": (events.Confirmed, 0),
    "x": (events.Rejected, 0),
    "b": (events.Back, 0),
    "s": (events.StopHere, 0),
    "g": (events.GoOn, 0),
    "c": (events.ChangeAnswer, 0),
    "h": (events.Help, 0),
    "r": (events.Resume, 0),
    "z": (events.Overview, 0),
}


def kind_of(data: str) -> str:
    """Return the letter that says what a button is for."""
    return data.partition(":")[0]


def event_of(data: str) -> tuple[str, events.Event] | None:
    """Return the screening's token and the event of a button's data; None if it is no such data."""
    kind, *parts = data.split(":")
    if kind not in _KINDS or not data.isprintable() or len(data.encode()) > LONGEST:
        return None
    event, count = _KINDS[kind]
    if len(parts) != count + 1 or not all(parts):
        return None
    token, *details = parts
    if event is events.Explained and details[0] not in REASONS:
        return None
    return token, event(*details)
