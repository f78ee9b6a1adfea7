"""What was asked and answered so far, as a conversation reads it: derived from the answers."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from bot.presentation.sentences import Speaker
from criteria.known.values import Choice

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.dialogs.session import Script, Session
    from bot.texts.words import Texts
    from criteria.known.values import Value


@dataclass(frozen=True, slots=True)
class Exchange:
    """A screen that was answered."""

    asked: str
    answers: tuple[str, ...]
    item: str
    """The first item of it, for changing the answer."""


def exchanges(session: Session, script: Script, texts: Texts) -> list[Exchange]:
    """Return what was asked and answered, in the order in which it was."""
    speaker = Speaker(script.trial, texts)
    values = script.values(session)
    trail = dict.fromkeys((*session.trail, *values))
    answered = [item for item in trail if item in values]
    return [
        _exchange(tuple(items), values, script, speaker)
        for _, items in groupby(answered, lambda item: _place(item, script))
    ]


def _place(item: str, script: Script) -> str:
    """Return what the items of one screen have in common."""
    screen = script.screen_of.get(item)
    return item if screen is None else screen.id


def _exchange(
    items: tuple[str, ...], values: Mapping[str, Value], script: Script, speaker: Speaker
) -> Exchange:
    first = items[0]
    screen = script.screen_of.get(first)
    title = None if screen is None else speaker.words.screens.get(screen.id)
    if len(items) == 1 and (screen is None or len(screen.items) == 1 or not title):
        asked = speaker.words.items[first].question
        return Exchange(asked, (speaker.value(first, values[first]),), first)
    asked = title or ", ".join(speaker.label(item) for item in items)
    is_checklist = screen is not None and screen.style == "checklist"
    shown = [item for item in items if not (is_checklist and _is_no(values[item]))]
    told = tuple(_told(item, values[item], speaker) for item in shown)
    return Exchange(asked, told or (speaker.texts.dialog.none_of_these,), first)


def _is_no(value: Value) -> bool:
    return isinstance(value, Choice) and value.code == "no"


def _told(item: str, value: Value, speaker: Speaker) -> str:
    return f"{speaker.label(item)}: {speaker.value(item, value)}"
