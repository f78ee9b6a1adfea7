"""What the events that answer something do: taps, texts, checklists, yes and no.

Each gives the session that follows, the effects, and the trigger of a move.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dialogs import events
from bot.dialogs.answering import keep, typed
from bot.dialogs.effects import Notice
from bot.dialogs.following import Handled, asked_now, moved, stale
from bot.dialogs.prompts import Checklist, Panel
from bot.dialogs.session import Kept, Script, Session
from criteria.known.values import Choice, NotApplicable, NotKnown
from criteria.trial.protocol import ChoiceItem

if TYPE_CHECKING:
    from datetime import date

_TICKS = ("no", "yes", "unknown")


def on_typed(session: Session, event: events.Typed, script: Script, _today: date) -> Handled:
    """Take what was written; in place of a yes or no it answers the question again."""
    asked = asked_now(session, script)
    if asked is None:
        return stale(session)
    after, effects = typed(session.but(proposed={}), asked, event.text, script)
    if after.answers == session.answers and not after.proposed and session.proposed:
        return session, effects, None
    return moved((after, effects), script)


def on_read(session: Session, event: events.Read, script: Script, _today: date) -> Handled:
    """Propose what was read from a text that is not there any more."""
    proposed = {item: Kept(text, confirmed) for item, text, confirmed in event.answers}
    return moved((session.but(proposed=proposed, because=event.because), ()), script)


def kept_of(event: events.Event, after: Session) -> events.Event:
    """Return what of an event may be kept: of a text that was asked back, only what was read.

    A pasted report can hold more than results. What was taken without asking back was understood
    to the last word.
    """
    if not isinstance(event, events.Typed) or not after.proposed:
        return event
    answers = after.proposed.items()
    read = tuple((item, kept.text, kept.confirmed) for item, kept in answers)
    return events.Read(read, after.because)


def on_chosen(session: Session, event: events.Chosen, script: Script, _today: date) -> Handled:
    """Take a tapped answer, if its item is still what is asked."""
    asked = asked_now(session, script)
    if asked is None or event.item not in asked.items:
        return stale(session)
    known = script.trial.items[event.item]
    codes = known.choices if isinstance(known, ChoiceItem) else ()
    if event.code not in (*codes, "unknown"):
        return stale(session)
    kept = {event.item: Kept(event.code)}
    return moved(keep(session.but(proposed={}), kept, script), script)


def ticks(session: Session, asked: Checklist, script: Script) -> dict[str, str]:
    """Return the checklist as it stands: ticked, else as answered before, else no."""
    values = script.values(session)
    return {item: session.ticks.get(item) or _tick(values.get(item)) for item in asked.items}


def _tick(value: object) -> str:
    if isinstance(value, Choice):
        return value.code
    return "unknown" if isinstance(value, NotKnown | NotApplicable) else "no"


def on_toggled(session: Session, event: events.Toggled, script: Script, _today: date) -> Handled:
    """Turn a line of the checklist: from no to yes to unknown to no."""
    asked = asked_now(session, script)
    if not isinstance(asked, Checklist) or event.item not in asked.items:
        return stale(session)
    now = ticks(session, asked, script)
    turned = _TICKS[(_TICKS.index(now[event.item]) + 1) % len(_TICKS)]
    return session.but(ticks={**now, event.item: turned}), (), None


def on_checklist(
    session: Session,
    event: events.NoneOfThese | events.ChecklistDone,
    script: Script,
    _today: date,
) -> Handled:
    """Take the checklist: nothing on it, or as it was ticked."""
    asked = asked_now(session, script)
    if not isinstance(asked, Checklist) or event.first != asked.item:
        return stale(session)
    none = isinstance(event, events.NoneOfThese)
    now = dict.fromkeys(asked.items, "no") if none else ticks(session, asked, script)
    answers = {item: Kept(code) for item, code in now.items()}
    return moved(keep(session, answers, script), script)


def on_one_by_one(
    session: Session, event: events.OneByOne, script: Script, _today: date
) -> Handled:
    """Ask a panel's values one after the other."""
    asked = asked_now(session, script)
    if not isinstance(asked, Panel) or event.first != asked.item:
        return stale(session)
    screen = script.screen_of[asked.item]
    return session.but(single=(*session.single, screen.id)), (), None


def on_confirmed(
    session: Session, _event: events.Confirmed, script: Script, _today: date
) -> Handled:
    """Keep what was read."""
    return moved(keep(session, session.proposed, script), script)


def on_left_standing(
    session: Session, _event: events.Confirmed, script: Script, _today: date
) -> Handled:
    """Leave a question that was asked again with the answers that it has."""
    if session.at not in session.answers:
        return stale(session)
    return moved((session.but(at=None, alone=False, ticks={}), ()), script)


def on_rejected(
    session: Session, _event: events.Rejected, _script: Script, _today: date
) -> Handled:
    """Drop what was read and ask again."""
    return session.but(proposed={}), (Notice("dropped"),), "ask"
