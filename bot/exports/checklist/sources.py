"""Where each answer comes from: tapped, read from a pasted text or a record, or typed."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from bot.dialogs.events import ChecklistDone, Chosen, Confirmed, NoneOfThese, Prefilled, Read
from bot.dialogs.prompts import AWAITED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.dialogs.events import Event
    from bot.screenings.records import Screened

_TICKED = ("yes", "no", "unknown")


class Source(Enum):
    """Where an answer comes from; the checklist's words have a letter for each."""

    TYPED = "typed"
    TAPPED = "tapped"
    READ = "read"
    RECORD = "record"


def sources_of(screened: Screened) -> dict[str, Source]:
    """Return the source of every answer, by the event that gave it as it is kept."""
    given: dict[tuple[str, str], Source] = {}
    ways: dict[str, dict[tuple[str, str], Source]] = {}
    asked: Read | Prefilled | None = None
    for happened in screened.happened():
        event = happened.event
        if isinstance(event, Confirmed) and asked is not None:
            source = Source.READ if isinstance(asked, Read) else Source.RECORD
            given |= {(item, text): source for item, text, *_ in asked.answers}
        given |= dict.fromkeys(_tapped(event, screened), Source.TAPPED)
        if isinstance(event, Chosen):
            given |= ways.get(event.item, {})
        elif isinstance(event, Read):
            ways |= {
                item: dict.fromkeys(_each(item, found), Source.READ)
                for item, *found in event.unclear
            }
        asked = event if isinstance(event, Read | Prefilled) else None
        asked = None if asked and asked.because else asked
    return {
        item: given.get((item, kept.text), Source.TYPED) for item, kept in screened.answers.items()
    }


def _each(item: str, texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Return the answers that a result of a text may be: which one, was asked."""
    return ((item, text) for text in texts)


def _tapped(event: Event, screened: Screened) -> Iterator[tuple[str, str]]:
    """Return the answers that an event may have given by a button, as they are kept."""
    if isinstance(event, Chosen):
        screen = screened.script.screen_of.get(event.item)
        items = screen.items if screen and event.code == AWAITED else (event.item,)
        yield from ((item, event.code) for item in items)
    elif isinstance(event, NoneOfThese | ChecklistDone):
        screen = screened.script.screen_of.get(event.first)
        items = screen.items if screen else ()
        yield from ((item, code) for item in items for code in _TICKED)
