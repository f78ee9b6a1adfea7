"""The conversation's phases, the table of moves between them, and the one step.

======== ========================= ==================================================
phase    what is on the screen     what is taken
======== ========================= ==================================================
asking   a question, panel, list   answers, back, change, help
confirm  what was read             yes, no, or something written instead
failed   the first failure         stop here, go on, change, back; answers that name a question
summary  the eligibility summary   change, back; answers that name a question; why one changed
changing the answers so far        which one, back; answers that name a question; why one changed
paused   a word of good-bye        coming back
======== ========================= ==================================================

In every phase a screener can leave, come back, change the language, set the reference date and
name the documents behind the answers.
An event that does not fit a phase changes nothing and says so. This is the only module that
knows `transitions`; it picks the next phase and does nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from transitions import Machine

from bot.dialogs.effects import Show
from bot.dialogs.events import Chosen
from bot.dialogs.handlers.filing import without_changed
from bot.dialogs.handlers.table import HANDLERS
from bot.dialogs.notices import Notice, NoticeCode
from bot.dialogs.phases import Phase, Trigger
from bot.dialogs.session import Kept
from bot.dialogs.steps import Context

if TYPE_CHECKING:
    from datetime import date

    from bot.dialogs.effects import Effect
    from bot.dialogs.events import Event
    from bot.dialogs.session import Script, Session

_ANY_PHASE = tuple(Phase)
_NOT_PAUSED = tuple(phase for phase in Phase if phase is not Phase.PAUSED)

MOVES: tuple[tuple[Trigger, tuple[Phase, ...], Phase], ...] = (
    # trigger, from, to
    (Trigger.ASK, _ANY_PHASE, Phase.ASKING),
    (Trigger.CONFIRM, _ANY_PHASE, Phase.CONFIRM),
    (Trigger.FAIL, _ANY_PHASE, Phase.FAILED),
    (Trigger.FINISH, _ANY_PHASE, Phase.SUMMARY),
    (Trigger.LIST, _NOT_PAUSED, Phase.CHANGING),
    (Trigger.LEAVE, _ANY_PHASE, Phase.PAUSED),
)

_MACHINE = Machine(
    model=None,
    states=[phase.value for phase in Phase],
    transitions=[
        {"trigger": trigger.value, "source": phase.value, "dest": destination.value}
        for trigger, sources, destination in MOVES
        for phase in sources
    ],
    initial=Phase.ASKING.value,
    auto_transitions=False,
)
_NEXT: dict[tuple[Phase, Trigger], Phase] = {
    (phase, Trigger(trigger)): Phase(found.dest)
    for phase in Phase
    for trigger in _MACHINE.get_triggers(phase.value)
    for found in _MACHINE.get_transitions(trigger=trigger, source=phase.value)
    if found.dest is not None
}
"""The machine's table, looked up once: a step takes a look into a dictionary."""


_UNFIT = {Phase.CONFIRM: NoticeCode.YES_OR_NO_FIRST}
"""What is said where an event does not fit, in place of only that."""


def next_phase(phase: Phase, trigger: Trigger) -> Phase | None:
    """Return the phase that a trigger leads to; None where the table has no such move."""
    return _NEXT.get((phase, trigger))


def step(
    session: Session, event: Event, script: Script, today: date
) -> tuple[Session, tuple[Effect, ...]]:
    """Take one event: the session that follows, and the effects, the screen to show last.

    Args:
        session: the screening before; it is not changed.
        event: what the screener did.
        script: the trial, in the session's version.
        today: the day it is, for a reference date that is typed.
    """
    if _is_double(session, event):
        return session, (Show(),)
    handler = HANDLERS[session.state].get(type(event))
    if handler is None:
        return session, (Notice(_UNFIT.get(session.state, NoticeCode.NOT_NOW)), Show())
    taken = handler(Context(session, event, script, today))
    after = taken.session
    if taken.trigger is not None:
        phase = next_phase(session.state, taken.trigger)
        if phase is None:
            return session, (Notice(NoticeCode.NOT_NOW), Show())
        after = after.but(state=phase, reported=after.reported or phase is Phase.SUMMARY)
    after, withdrawn = without_changed(session, after)
    return after, (*taken.effects, *_failing_now(session, after, script), *withdrawn, Show())


def _is_double(session: Session, event: Event) -> bool:
    """Whether the answer that was just tapped is tapped once more: nothing is to be said of it."""
    if not isinstance(event, Chosen) or session.trail[-1:] != (event.item,):
        return False
    return session.at != event.item and session.answers.get(event.item) == Kept(event.code)


def _failing_now(before: Session, after: Session, script: Script) -> tuple[Effect, ...]:
    """Name each criterion that an answer fails, where no screen of its own says so any more."""
    told = after.state in (Phase.FAILED, Phase.SUMMARY)
    if told or not after.went_on or before.answers == after.answers:
        return ()
    known = script.verdict(before).failing
    new = (name for name in script.verdict(after).failing if name not in known)
    return tuple(Notice(NoticeCode.ALSO_FAILS, detail=name) for name in new)
