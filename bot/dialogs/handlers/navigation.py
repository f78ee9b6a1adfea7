"""What the events that only move about do: back, on, to the list of answers, away and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dialogs.naming import items_named
from bot.dialogs.notices import EXPLAIN_FIRST, Notice, NoticeCode
from bot.dialogs.phases import Phase, Trigger
from bot.dialogs.steps import Context, Step, moved

if TYPE_CHECKING:
    from bot.dialogs import events

_DIGITS = 3
"""Of the number of a page."""


def on_back(context: Context[events.Back]) -> Step:
    """Go to the question before, or out of a list."""
    session = context.session
    if session.state is Phase.CHANGING:
        return moved(Step(session), context.script)
    if session.proposed:
        dropped = Step(session.but(proposed={}, unclear={}), (Notice(NoticeCode.DROPPED),))
        return moved(dropped, context.script)
    if session.alone:
        return Step(session.but(at=None, alone=False), trigger=Trigger.LIST)
    asked = context.asked if session.state is Phase.ASKING else None
    here = () if asked is None else asked.items
    trail = session.trail
    before = trail[: trail.index(session.at)] if session.at in trail else trail
    before = tuple(item for item in before if item not in here)
    if not before:
        return context.unchanged(NoticeCode.FIRST)
    return Step(session.but(at=before[-1], alone=False, ticks={}), trigger=Trigger.ASK)


def on_stop_here(context: Context[events.StopHere]) -> Step:
    """End with the summary, though questions are left."""
    return Step(context.session, trigger=Trigger.FINISH)


def on_go_on(context: Context[events.GoOn]) -> Step:
    """Ask the rest."""
    return moved(Step(context.session.but(went_on=True, quick=False)), context.script)


def on_change(context: Context[events.ChangeAnswer]) -> Step:
    """List the answers, or those that are named; one alone is asked again at once.

    First the reason is asked for that is still to be given.
    """
    session, named = context.session, context.event.named
    found = items_named(named, context.script.trial) if named else ()
    listed = tuple(item for item in found if item in session.answers)
    session = session.but(at=None, alone=False, listed=listed, page=0)
    if session.unexplained:
        return Step(session, (EXPLAIN_FIRST,), Trigger.LIST)
    if not session.answers:
        return context.unchanged(NoticeCode.NOTHING_ANSWERED)
    if len(listed) == 1:
        again = session.but(at=listed[0], alone=True, listed=(), ticks={}, proposed={})
        return Step(again, trigger=Trigger.ASK)
    effects = (Notice(NoticeCode.NOT_NAMED),) if named and not listed else ()
    return Step(session, effects, Trigger.LIST)


def on_page(context: Context[events.TurnPage]) -> Step:
    """Turn to another page: of the list of answers, or of a question with many of them."""
    page = context.event.page
    if not page.isascii() or not page.isdigit() or len(page) > _DIGITS:
        return context.unchanged(NoticeCode.STALE)
    return Step(context.session.but(page=int(page)))


def on_edit(context: Context[events.Edit]) -> Step:
    """Ask an answered item again."""
    session, item = context.session, context.event.item
    if item not in session.answers:
        return context.unchanged(NoticeCode.STALE)
    if session.unexplained:
        return Step(session, (EXPLAIN_FIRST,))
    asked = session.but(at=item, alone=True, page=0, ticks={}, proposed={})
    return Step(asked, trigger=Trigger.ASK)


def on_help(context: Context[events.Help]) -> Step:
    """Help with what is asked."""
    waits = context.session.state in (Phase.ASKING, Phase.CONFIRM)
    asked = context.asked if waits else None
    return context.unchanged(NoticeCode.HELP, "" if asked is None else asked.item)


def on_pause(context: Context[events.Pause]) -> Step:
    """Leave; everything is kept."""
    return Step(context.session, trigger=Trigger.LEAVE)


def on_resume(context: Context[events.Resume]) -> Step:
    """Show where the screening is."""
    if context.session.state is Phase.PAUSED:
        return moved(Step(context.session), context.script)
    return Step(context.session)
