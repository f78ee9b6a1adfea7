"""A text in place of a button: yes and no to what is asked back, stop and go on after a failure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dialogs.events import Confirmed, GoOn, Rejected, StopHere, Typed
from bot.dialogs.phases import Phase
from criteria.reading.answers.choices import key
from criteria.reading.languages.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.dialogs.events import Event
    from bot.dialogs.session import Session

_SPOKEN: dict[Phase, dict[Callable[[], Event], tuple[str, ...]]] = {
    Phase.CONFIRM: {
        Confirmed: (*words("answers", "yes"), "y", "j"),
        Rejected: (*words("answers", "no"), "n"),
    },
    Phase.FAILED: {GoOn: words("answers", "go_on"), StopHere: words("answers", "stop_here")},
}
_EVENTS = {
    phase: {key(word): event for event, known in events.items() for word in known}
    for phase, events in _SPOKEN.items()
}


def as_pressed(event: Event, session: Session) -> Event:
    """Return the press that a text stands for; any other event as it is.

    While a reason for a change is awaited, a text is that reason.
    """
    if not isinstance(event, Typed) or session.unexplained:
        return event
    pressed = _EVENTS.get(session.state, {}).get(key(event.text))
    return pressed() if pressed else event
