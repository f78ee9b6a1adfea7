"""What follows from an event whatever it was: the move that the answers ask for.

A trigger names the move; the table in `machine` says where it leads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dialogs.effects import EXPLAIN_FIRST, Effect, Notice
from bot.dialogs.prompts import Prompt, prompt
from bot.dialogs.session import Script, Session
from criteria.verdict.verdict import Outcome

if TYPE_CHECKING:
    from bot.dialogs.answering import Step

Handled = tuple[Session, tuple[Effect, ...], str | None]
"""The session that follows, the effects, and the trigger of a move; None where the phase stays."""


def move(session: Session, script: Script) -> str:
    """Name the move that the answers ask for."""
    if session.proposed:
        return "confirm"
    verdict = script.verdict(session)
    if session.at is None:
        if verdict.outcome is Outcome.NOT_ELIGIBLE and not session.went_on:
            return "fail"
        if prompt(session, script) is None:
            return "finish"
    return "ask"


def moved(step: Step, script: Script) -> Handled:
    """Follow a step with the move that the answers ask for."""
    session, effects = step
    if EXPLAIN_FIRST in effects:
        return session, effects, "list"
    return session, effects, move(session, script)


def asked_now(session: Session, script: Script) -> Prompt | None:
    """Return what is asked, whatever waits for a yes beside it."""
    return prompt(session.but(proposed={}), script)


def stale(session: Session) -> Handled:
    """Say that the button belonged to another question."""
    return session, (Notice("stale"),), None
