"""The conversation's phases, the table of moves between them, and the one step.

======== ========================= ==================================================
phase    what is on the screen     what is taken
======== ========================= ==================================================
asking   a question, panel, list   answers, back, change, help
confirm  what was read             yes, no, or something written instead
failed   the first failure         stop here, go on, change, back; why one was changed
summary  the eligibility summary   change, back; why a reported answer was changed
changing the answers so far        which one, back; why the one before was changed
paused   a word of good-bye        coming back
======== ========================= ==================================================

In every phase a screener can leave, come back, change the language and set the reference date.
An event that does not fit a phase changes nothing and says so. This is the only module that
knows `transitions`; it picks the next phase and does nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from transitions import Machine

from bot.dialogs.effects import Notice, Show
from bot.dialogs.handling import handler_of

if TYPE_CHECKING:
    from datetime import date

    from bot.dialogs.answering import Step
    from bot.dialogs.events import Event
    from bot.dialogs.session import Script, Session

PHASES = ("asking", "confirm", "failed", "summary", "changing", "paused")

MOVES = (
    # trigger, from, to
    ("ask", "*", "asking"),
    ("confirm", ["asking", "confirm", "paused"], "confirm"),
    ("fail", ["asking", "confirm", "changing", "paused", "failed", "summary"], "failed"),
    ("finish", ["asking", "confirm", "failed", "changing", "paused", "summary"], "summary"),
    ("list", ["asking", "confirm", "failed", "summary", "changing"], "changing"),
    ("leave", "*", "paused"),
)

_MACHINE = Machine(
    model=None,
    states=list(PHASES),
    transitions=[list(move) for move in MOVES],
    initial="asking",
    auto_transitions=False,
)


def next_phase(phase: str, trigger: str) -> str | None:
    """Return the phase that a trigger leads to; None where the table has no such move."""
    moves = _MACHINE.events[trigger].transitions.get(phase)
    return moves[0].dest if moves else None


def step(session: Session, event: Event, script: Script, today: date) -> Step:
    """Take one event: the session that follows, and the effects, the screen to show last.

    Args:
        session: the screening before; it is not changed.
        event: what the screener did.
        script: the trial, in the session's version.
        today: the day it is, for a reference date that is typed.
    """
    handler = handler_of(session.state, event)
    if handler is None:
        return session, (Notice("not_now"), Show())
    after, effects, trigger = handler(session, event, script, today)
    if trigger is not None:
        phase = next_phase(session.state, trigger)
        if phase is None:
            return session, (Notice("not_now"), Show())
        after = after.but(state=phase, reported=after.reported or phase == "summary")
    return after, (*effects, Show())
