"""What each event does in each phase: the session that follows, effects, and a trigger.

The trigger names the move; the table in `machine` says where it leads. No trigger: the phase
stays. An event that stands in neither table does not fit the phase.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.dialogs import events
from bot.dialogs.answering import keep, typed
from bot.dialogs.effects import Effect, Notice, Refused
from bot.dialogs.prompts import Checklist, Panel, Prompt, prompt
from bot.dialogs.session import Kept, Script, Session
from criteria.protocol import ChoiceItem
from criteria.screening import Outcome
from criteria.values import Choice, DateSpan, NotApplicable, NotKnown, Refusal

if TYPE_CHECKING:
    from datetime import date

    from bot.dialogs.answering import Step

Handled = tuple[Session, tuple[Effect, ...], str | None]

_TICKS = ("no", "yes", "unknown")


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


def _moved(step: Step, script: Script) -> Handled:
    """Follow a step with the move that it asks for, if it changed anything."""
    session, effects = step
    return session, effects, move(session, script)


def _asked(session: Session, script: Script) -> Prompt | None:
    return prompt(session.but(proposed={}), script)


def _stale(session: Session) -> Handled:
    return session, (Notice("stale"),), None


def on_typed(session: Session, event: events.Typed, script: Script, _today: date) -> Handled:
    """Take what was written; in place of a yes or no it answers the question again."""
    asked = _asked(session, script)
    if asked is None:
        return _stale(session)
    after, effects = typed(session.but(proposed={}), asked, event.text, script)
    if after.answers == session.answers and not after.proposed and session.proposed:
        return session, effects, None
    return _moved((after, effects), script)


def on_read(session: Session, event: events.Read, script: Script, _today: date) -> Handled:
    """Propose what was read from a text that is not there any more."""
    proposed = {item: Kept(text, confirmed) for item, text, confirmed in event.answers}
    return _moved((session.but(proposed=proposed, because=event.because), ()), script)


def kept_of(event: events.Event, after: Session) -> events.Event:
    """Give what of an event may be kept: of a text that was asked back, only what was read.

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
    asked = _asked(session, script)
    if asked is None or event.item not in asked.items:
        return _stale(session)
    known = script.trial.items[event.item]
    codes = known.choices if isinstance(known, ChoiceItem) else ()
    if event.code not in (*codes, "unknown"):
        return _stale(session)
    kept = {event.item: Kept(event.code)}
    return _moved(keep(session.but(proposed={}), kept, script), script)


def ticks(session: Session, asked: Checklist, script: Script) -> dict[str, str]:
    """Give the checklist as it stands: ticked, else as answered before, else no."""
    values = script.values(session)
    return {item: session.ticks.get(item) or _tick(values.get(item)) for item in asked.items}


def _tick(value: object) -> str:
    if isinstance(value, Choice):
        return value.code
    return "unknown" if isinstance(value, NotKnown | NotApplicable) else "no"


def on_toggled(session: Session, event: events.Toggled, script: Script, _today: date) -> Handled:
    """Turn a line of the checklist: from no to yes to unknown to no."""
    asked = _asked(session, script)
    if not isinstance(asked, Checklist) or event.item not in asked.items:
        return _stale(session)
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
    asked = _asked(session, script)
    if not isinstance(asked, Checklist) or event.first != asked.item:
        return _stale(session)
    none = isinstance(event, events.NoneOfThese)
    now = dict.fromkeys(asked.items, "no") if none else ticks(session, asked, script)
    answers = {item: Kept(code) for item, code in now.items()}
    return _moved(keep(session, answers, script), script)


def on_one_by_one(
    session: Session, event: events.OneByOne, script: Script, _today: date
) -> Handled:
    """Ask a panel's values one after the other."""
    asked = _asked(session, script)
    if not isinstance(asked, Panel) or event.first != asked.item:
        return _stale(session)
    screen = script.screen_of[asked.item]
    return session.but(single=(*session.single, screen.id)), (), None


def on_confirmed(
    session: Session, _event: events.Confirmed, script: Script, _today: date
) -> Handled:
    """Keep what was read."""
    return _moved(keep(session, session.proposed, script), script)


def on_rejected(
    session: Session, _event: events.Rejected, _script: Script, _today: date
) -> Handled:
    """Drop what was read and ask again."""
    return session.but(proposed={}), (Notice("dropped"),), "ask"


def on_back(session: Session, _event: events.Back, script: Script, _today: date) -> Handled:
    """Go to the question before, or out of a list."""
    if session.state == "changing":
        return _moved((session, ()), script)
    if session.proposed:
        return session.but(proposed={}), (), "ask"
    if session.alone:
        return session.but(at=None, alone=False), (), "list"
    asked = _asked(session, script) if session.state == "asking" else None
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
    return _moved((session.but(went_on=True), ()), script)


def on_change(
    session: Session, _event: events.ChangeAnswer, _script: Script, _today: date
) -> Handled:
    """List the answers."""
    return session.but(at=None, alone=False), (), "list"


def on_edit(session: Session, event: events.Edit, _script: Script, _today: date) -> Handled:
    """Ask an answered item again."""
    if event.item not in session.answers:
        return _stale(session)
    return session.but(at=event.item, alone=True, ticks={}, proposed={}), (), "ask"


def on_help(session: Session, _event: events.Help, script: Script, _today: date) -> Handled:
    """Help with what is asked."""
    asked = _asked(session, script)
    item = asked.item if asked is not None and session.state in ("asking", "confirm") else ""
    return session, (Notice("help", item),), None


def on_pause(session: Session, _event: events.Pause, _script: Script, _today: date) -> Handled:
    """Leave; everything is kept."""
    return session, (), "leave"


def on_resume(session: Session, _event: events.Resume, script: Script, _today: date) -> Handled:
    """Show where the screening is."""
    if session.state == "paused":
        return _moved((session, ()), script)
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
    for name, kept in {**session.answers, **session.proposed}.items():
        refused = script.value(name, kept, found.first)
        if isinstance(refused, Refusal):
            return session, (Refused(name, refused),), None
    trigger = None if session.state in ("paused", "changing") else move(changed, script)
    return changed, (Notice("date_set", detail=found.first.isoformat()),), trigger


_ANYWHERE: dict[type[events.Event], Any] = {
    events.Help: on_help,
    events.Pause: on_pause,
    events.Resume: on_resume,
    events.SetLanguage: on_language,
    events.SetDate: on_date,
}
_IN_PHASE: dict[str, dict[type[events.Event], Any]] = {
    "asking": {
        events.Typed: on_typed,
        events.Read: on_read,
        events.Chosen: on_chosen,
        events.Toggled: on_toggled,
        events.NoneOfThese: on_checklist,
        events.ChecklistDone: on_checklist,
        events.OneByOne: on_one_by_one,
        events.Back: on_back,
        events.ChangeAnswer: on_change,
    },
    "confirm": {
        events.Typed: on_typed,
        events.Read: on_read,
        events.Chosen: on_chosen,
        events.Confirmed: on_confirmed,
        events.Rejected: on_rejected,
        events.Back: on_back,
    },
    "failed": {
        events.StopHere: on_stop_here,
        events.GoOn: on_go_on,
        events.ChangeAnswer: on_change,
        events.Back: on_back,
    },
    "summary": {
        events.ChangeAnswer: on_change,
        events.Edit: on_edit,
        events.Back: on_back,
        events.GoOn: on_go_on,
    },
    "changing": {events.Edit: on_edit, events.Back: on_back},
    "paused": {},
}


def handler_of(phase: str, event: events.Event) -> Any:  # noqa: ANN401 - one type an event
    """Give what an event does in a phase; None where it does not fit."""
    return _IN_PHASE[phase].get(type(event)) or _ANYWHERE.get(type(event))
