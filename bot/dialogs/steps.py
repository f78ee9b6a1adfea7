"""What a handler is given and what it returns, and the move that the answers ask for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

from bot.dialogs.events import Event
from bot.dialogs.notices import Notice, NoticeCode
from bot.dialogs.phases import Phase, Trigger
from bot.dialogs.prompts import Prompt, prompt

if TYPE_CHECKING:
    from datetime import date

    from bot.dialogs.effects import Effect
    from bot.dialogs.session import Script, Session

E = TypeVar("E", bound=Event)


@dataclass(frozen=True)
class Context(Generic[E]):
    """One event, and the screening that it meets."""

    session: Session
    event: E
    script: Script
    """The trial, in the session's version."""
    today: date
    """The day it is, for a reference date that is typed."""

    @cached_property
    def asked(self) -> Prompt | None:
        """What the session asks; None where nothing is left to ask."""
        return prompt(self.session, self.script)

    def unchanged(self, code: NoticeCode, item: str = "", detail: str = "") -> Step:
        """Return the step that changes nothing and says why."""
        return Step(self.session, (Notice(code, item, detail),))


@dataclass(frozen=True, slots=True)
class Step:
    """What follows from an event."""

    session: Session
    effects: tuple[Effect, ...] = ()
    trigger: Trigger | None = None
    """The move to the next phase; None where the phase is the same."""
    changes_reported: bool = False
    """Whether a reported answer was changed, so that the reason is asked before the next one."""


def moved(step: Step, script: Script) -> Step:
    """Complete a step with the move that the answers ask for, unless it names one.

    Before the next question comes the reason for a change, and again once a report is settled
    that came in its place.
    """
    if step.trigger is not None:
        return step
    session = step.session
    trigger = move(session, script)
    settled = bool(session.unexplained) and session.state is Phase.CONFIRM
    if trigger is Trigger.ASK and (step.changes_reported or settled):
        trigger = Trigger.LIST
    return replace(step, trigger=trigger)


def move(session: Session, script: Script) -> Trigger:
    """Return the trigger of the move that the answers ask for."""
    if session.proposed:
        return Trigger.CONFIRM
    if session.at is None:
        if not session.went_on and script.fails(session):
            return Trigger.FAIL
        if not script.to_ask(session):
            return Trigger.FINISH
    return Trigger.ASK
