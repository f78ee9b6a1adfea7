"""A text in place of a button: yes and no to what is asked back, stop and go on after a failure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.dialogs.events import Confirmed, GoOn, Rejected, StopHere, Typed
from bot.dialogs.phases import Phase
from criteria.reading.answers.choices import LONGEST, NO_ALONE, WORD, YES_NO, key
from criteria.reading.languages.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.dialogs.events import Event
    from bot.dialogs.session import Session

_SPOKEN: dict[Phase, dict[Callable[[], Event], tuple[str, ...]]] = {
    Phase.CONFIRM: {
        Confirmed: (*words("answers", "yes"), "y", "j"),
        Rejected: (*words("answers", "no"), *NO_ALONE, "n"),
    },
    Phase.FAILED: {GoOn: words("answers", "go_on"), StopHere: words("answers", "stop_here")},
    Phase.SUMMARY: {GoOn: words("answers", "go_on")},
}
_EVENTS = {
    phase: {key(word): event for event, known in events.items() for word in known}
    for phase, events in _SPOKEN.items()
}


_PHRASES = (*words("answers", "go_on"), *words("answers", "stop_here"))
_PRESSING = frozenset(word for phrase in _PHRASES for word in phrase.split())
_AROUND = frozenset((*words("answers", "fillers"), *words("answers", "asides"))) - _PRESSING
"""Words beside a button's that do not change it: "go on then", "stopp tack"."""
_BREAK = re.compile(r"[\s,;:.]+")


def as_pressed(event: Event, session: Session) -> Event:
    """Return the press that a text stands for; any other event as it is.

    While a reason for a change is awaited, a text is that reason, but for a button's own words.
    """
    if not isinstance(event, Typed) or len(event.text) > LONGEST:
        return event
    known = _EVENTS.get(session.state, {})
    pressed = known.get(key(event.text))
    if session.unexplained and session.state is not Phase.CONFIRM:
        return pressed() if pressed else event
    if pressed is None and session.state is Phase.CONFIRM:
        pressed = _said_twice(event.text)
    if pressed is None and session.state in (Phase.FAILED, Phase.SUMMARY):
        pressed = known.get(_plainly(event.text))
    return pressed() if pressed else event


def _said_twice(text: str) -> Callable[[], Event] | None:
    """Return the press of a yes that another one follows: "yes, that's right"."""
    first, *rest = _BREAK.split(text.strip(), maxsplit=1)
    said = {YES_NO.get(key(part)) for part in (first, *rest)}
    return Confirmed if said == {"yes"} else None


def _plainly(text: str) -> str:
    """Return a text's key without words that say nothing, and without a yes or no in front."""
    spoken = [word for word in WORD.findall(text.casefold()) if word not in _AROUND]
    while spoken and spoken[0] in YES_NO:
        spoken = spoken[1:]
    return key(" ".join(spoken))
