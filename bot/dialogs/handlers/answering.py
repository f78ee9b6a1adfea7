"""What the events that answer a question do: taps, texts, yes and no."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.dialogs.answers.keeping import keep
from bot.dialogs.answers.results import brought, without_values
from bot.dialogs.answers.written import typed
from bot.dialogs.notices import Notice, NoticeCode
from bot.dialogs.phases import Trigger
from bot.dialogs.prompts import AWAITED, Panel
from bot.dialogs.session import Kept
from bot.dialogs.steps import Context, Step, moved
from criteria.trial.protocol import ChoiceItem

if TYPE_CHECKING:
    from bot.dialogs import events
    from bot.dialogs.prompts import Prompt
    from bot.dialogs.session import Session


def on_typed(context: Context[events.Typed]) -> Step:
    """Take what was written; in place of a yes or no it answers the question again."""
    session, asked = context.session, context.asked
    if asked is None:
        return context.unchanged(NoticeCode.STALE)
    step = typed(session.but(proposed={}), asked, context.event.text, context.script)
    nothing_new = step.session.answers == session.answers and not step.session.proposed
    if nothing_new and session.proposed:
        return Step(session, step.effects)
    corrected = _corrected(session, step)
    return moved(corrected or _in_place_of(session, asked, step), context.script)


def _corrected(session: Session, step: Step) -> Step | None:
    """Leave the others waiting where some of several that wait for a yes were written again."""
    after = step.session
    if after.answers != session.answers or not after.proposed.keys() < session.proposed.keys():
        return None
    corrections = {item: _in_doubt(kept, after.because) for item, kept in after.proposed.items()}
    waiting = {item: _in_doubt(kept, session.because) for item, kept in session.proposed.items()}
    return replace(step, session=after.but(proposed={**waiting, **corrections}, because=""))


def _in_doubt(kept: Kept, because: str) -> Kept:
    """Return an answer that waits with the reasons that it waits for."""
    return replace(kept, doubts=" ".join(dict.fromkeys(f"{kept.doubts} {because}".split())))


def _in_place_of(session: Session, asked: Prompt, step: Step) -> Step:
    """Say that what waited for a yes is given up, where an answer about something else came."""
    after = step.session
    kept = {i for i in session.proposed if after.answers.get(i) != session.answers.get(i)}
    lost = session.proposed.keys() - after.proposed.keys() - kept
    about_it = kept | after.proposed.keys() | (after.answers.keys() - session.answers.keys())
    if not about_it.isdisjoint(asked.items):
        lost -= {*asked.items}
    said = (Notice(NoticeCode.GIVEN_UP),) if lost else ()
    return replace(step, effects=(*step.effects, *said))


def on_brought(context: Context[events.Brought]) -> Step:
    """Propose what a file of a record answers, all at once; what waited for a yes is given up."""
    session, asked = context.session, context.asked
    step = brought(context.event.record, session.but(proposed={}), context.script)
    if not step.session.proposed:
        return Step(session, step.effects)
    told = step if asked is None else _in_place_of(session, asked, step)
    return replace(told, trigger=Trigger.CONFIRM)


def on_read(context: Context[events.Read | events.Prefilled]) -> Step:
    """Propose what was read from a text or a file that was not kept."""
    event = context.event
    proposed = {answer[0]: Kept(*answer[1:]) for answer in event.answers}
    after = context.session.but(proposed=proposed, because=event.because)
    return moved(Step(after), context.script)


def on_chosen(context: Context[events.Chosen]) -> Step:
    """Take a tapped answer, if its item is still what is asked."""
    event, asked = context.event, context.asked
    if asked is None or event.item not in asked.items:
        return context.unchanged(NoticeCode.STALE)
    if isinstance(asked, Panel) and event.code == AWAITED:
        session = context.session.but(proposed={})
        step = without_values(session, asked, Kept(AWAITED), context.script)
        return moved(_in_place_of(context.session, asked, step), context.script)
    known = context.script.trial.items[event.item]
    codes = known.choices if isinstance(known, ChoiceItem) else ()
    if event.code not in (*codes, "unknown"):
        return context.unchanged(NoticeCode.STALE)
    session = context.session.but(proposed={})
    step = keep(session, {event.item: Kept(event.code)}, context.script)
    return moved(_in_place_of(context.session, asked, step), context.script)


def on_confirmed(context: Context[events.Confirmed]) -> Step:
    """Keep what was read."""
    session, script = context.session, context.script
    settled = {item: replace(kept, doubts="") for item, kept in session.proposed.items()}
    return moved(keep(session, settled, script), script)


def on_rejected(context: Context[events.Rejected]) -> Step:
    """Drop what was read and ask again."""
    session = context.session.but(proposed={})
    return Step(session, (Notice(NoticeCode.DROPPED),), Trigger.ASK)


def on_left_as_it_is(context: Context[events.Confirmed]) -> Step:
    """Leave a question that was asked again with the answer that it has."""
    session = context.session
    if session.at not in session.answers:
        return context.unchanged(NoticeCode.STALE)
    return moved(Step(session.but(at=None, alone=False, ticks={})), context.script)
