"""What each event does in each phase: the tables, and the events that only move about.

An event that stands in neither table does not fit the phase.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.dialogs import events, taking
from bot.dialogs.effects import EXPLAIN_FIRST, Notice, Refused, Unclear
from bot.dialogs.explaining import on_explained
from bot.dialogs.following import Handled, asked_now, move, moved, stale
from criteria.known.values import DateSpan, Doubt, Refusal

if TYPE_CHECKING:
    from datetime import date

    from bot.dialogs.session import Script, Session


def on_back(session: Session, _event: events.Back, script: Script, _today: date) -> Handled:
    """Go to the question before, or out of a list."""
    if session.state == "changing":
        return moved((session, ()), script)
    if session.proposed:
        return session.but(proposed={}), (), "ask"
    if session.alone:
        return session.but(at=None, alone=False), (), "list"
    asked = asked_now(session, script) if session.state == "asking" else None
    here = () if asked is None else asked.items
    trail = session.trail
    before = trail[: trail.index(session.at)] if session.at in trail else trail
    before = tuple(item for item in before if item not in here)
    if not before:
        return session, (Notice("first"),), None
    return session.but(at=before[-1], alone=False, ticks={}), (), "ask"


def on_stop_here(
    session: Session, _event: events.StopHere, _script: Script, _today: date
) -> Handled:
    """End with the summary, though questions are left."""
    return session, (), "finish"


def on_go_on(session: Session, _event: events.GoOn, script: Script, _today: date) -> Handled:
    """Ask the rest."""
    return moved((session.but(went_on=True), ()), script)


def on_change(
    session: Session, _event: events.ChangeAnswer, _script: Script, _today: date
) -> Handled:
    """List the answers; first ask for the reason that is still to be given."""
    if session.unexplained:
        return session.but(at=None, alone=False), (EXPLAIN_FIRST,), "list"
    return session.but(at=None, alone=False), (), "list"


def on_edit(session: Session, event: events.Edit, _script: Script, _today: date) -> Handled:
    """Ask an answered item again."""
    if event.item not in session.answers:
        return stale(session)
    if session.unexplained:
        return session, (EXPLAIN_FIRST,), None
    return session.but(at=event.item, alone=True, ticks={}, proposed={}), (), "ask"


def on_help(session: Session, _event: events.Help, script: Script, _today: date) -> Handled:
    """Help with what is asked."""
    asked = asked_now(session, script)
    item = asked.item if asked is not None and session.state in ("asking", "confirm") else ""
    return session, (Notice("help", item),), None


def on_pause(session: Session, _event: events.Pause, _script: Script, _today: date) -> Handled:
    """Leave; everything is kept."""
    return session, (), "leave"


def on_resume(session: Session, _event: events.Resume, script: Script, _today: date) -> Handled:
    """Show where the screening is."""
    if session.state == "paused":
        return moved((session, ()), script)
    return session, (), None


def on_language(
    session: Session, event: events.SetLanguage, script: Script, _today: date
) -> Handled:
    """Speak another language that the trial is worded in; the screen is drawn again."""
    if event.language.partition("-")[0].lower() not in script.trial.words:
        return session, (Notice("not_now"),), None
    return session.but(language=event.language), (), None


def on_date(session: Session, event: events.SetDate, script: Script, today: date) -> Handled:
    """Set the day that ages and windows are counted from; answers are read again beside it."""
    item = script.trial.protocol.roles.get("reference_date")
    found = script.reader.read(item, event.text, today) if item else Refusal("not_a_date")
    if not isinstance(found, DateSpan) or not found.exact:
        refusal = found if isinstance(found, Refusal) else Refusal("date_incomplete")
        return session, (Refused(item or "", refusal),), None
    changed = session.but(reference_date=found.first)
    doubts = {}
    for name, kept in {**session.answers, **session.proposed}.items():
        read = script.value(name, kept, found.first)
        if isinstance(read, Refusal):
            return session, (Refused(name, read),), None
        if isinstance(read, Doubt) and name in session.answers:
            doubts[name] = read
    for name, doubt in doubts.items():
        told = (Notice("date_set", detail=found.first.isoformat()), Unclear(name, doubt))
        return changed.but(at=name, alone=True, proposed={}), told, "ask"
    trigger = None if session.state in ("paused", "changing") else move(changed, script)
    return changed, (Notice("date_set", detail=found.first.isoformat()),), trigger


_ANYWHERE: dict[type[events.Event], Any] = {
    events.Explained: on_explained,
    events.Help: on_help,
    events.Pause: on_pause,
    events.Resume: on_resume,
    events.SetLanguage: on_language,
    events.SetDate: on_date,
}
_IN_PHASE: dict[str, dict[type[events.Event], Any]] = {
    "asking": {
        events.Typed: taking.on_typed,
        events.Read: taking.on_read,
        events.Chosen: taking.on_chosen,
        events.Toggled: taking.on_toggled,
        events.NoneOfThese: taking.on_checklist,
        events.ChecklistDone: taking.on_checklist,
        events.OneByOne: taking.on_one_by_one,
        events.Confirmed: taking.on_left_standing,
        events.Back: on_back,
        events.ChangeAnswer: on_change,
    },
    "confirm": {
        events.Typed: taking.on_typed,
        events.Read: taking.on_read,
        events.Chosen: taking.on_chosen,
        events.Confirmed: taking.on_confirmed,
        events.Rejected: taking.on_rejected,
        events.Back: on_back,
    },
    "failed": {
        events.Typed: on_explained,
        events.StopHere: on_stop_here,
        events.GoOn: on_go_on,
        events.ChangeAnswer: on_change,
        events.Back: on_back,
    },
    "summary": {
        events.Typed: on_explained,
        events.ChangeAnswer: on_change,
        events.Edit: on_edit,
        events.Back: on_back,
        events.GoOn: on_go_on,
    },
    "changing": {events.Typed: on_explained, events.Edit: on_edit, events.Back: on_back},
    "paused": {},
}


def handler_of(phase: str, event: events.Event) -> Any:  # noqa: ANN401 - one type an event
    """Return what an event does in a phase; None where it does not fit."""
    return _IN_PHASE[phase].get(type(event)) or _ANYWHERE.get(type(event))
