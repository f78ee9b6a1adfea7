"""What the events that answer a question do: taps, texts, yes and no."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from bot.dialogs.answers.asking_back import asked_next, chosen, with_unit
from bot.dialogs.answers.beginnings import behind_no, is_yes_of_what_waits
from bot.dialogs.answers.keeping import keep
from bot.dialogs.answers.parts import PARTS
from bot.dialogs.answers.results import brought, is_of_laboratory, report_of, without_values
from bot.dialogs.answers.written import typed
from bot.dialogs.effects import Refused
from bot.dialogs.events import ChangeAnswer
from bot.dialogs.handlers.details import on_explained, on_explained_first
from bot.dialogs.handlers.navigation import on_change
from bot.dialogs.naming import items_named
from bot.dialogs.notices import EXPLAIN_FIRST, Notice, NoticeCode
from bot.dialogs.phases import Phase, Trigger
from bot.dialogs.prompts import AWAITED, Panel, Question
from bot.dialogs.session import Kept
from bot.dialogs.steps import Context, Step, move, moved
from bot.identity import without_identifiers
from criteria.known.values import Choice, DateSpan, Doubt, Quantity, Refusal
from criteria.reading.answers.choices import YES_NO, key
from criteria.trial.protocol import ChoiceItem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.dialogs import events
    from bot.dialogs.effects import Effect
    from bot.dialogs.prompts import Prompt
    from bot.dialogs.session import Script, Session

_NUMBER = re.compile(r"[<>]? ?[0-9]+(?:[.,][0-9]+)?")
_BETWEEN = re.compile(r"[\s,;/]+")
_OF_UNIT = frozenset(("unit_missing", "unit_ambiguous"))
"""Doubts about a number that is said for certain."""
_DOUBLING = frozenset(("approximate", "contradiction"))
"""Doubts with which even one answer is not said for certain."""


def on_typed(context: Context[events.Typed]) -> Step:
    """Take what was written; in place of a yes or no it answers the question again."""
    session = context.session
    asked = context.asked if _is_asking(session, context.script) else None
    if asked is None and not session.proposed:
        return context.unchanged(NoticeCode.STALE)
    text, script = context.event.text, context.script
    if _is_of_any(session, asked, text, script):
        return context.unchanged(NoticeCode.YES_OR_NO_ALONE)
    given = with_unit(session, text, script) if session.proposed else None
    of_it = _of_what_waits(session, asked, text, script) if given is None else Step(given)
    if of_it is not None:
        return moved(of_it, script)
    step = typed(session.but(proposed={}), asked, text, script)
    nothing_new = step.session.answers == session.answers and not step.session.proposed
    if nothing_new and session.proposed:
        waiting = next(iter(session.proposed))
        no_answer = Refused(waiting, Refusal("not_a_choice"))
        step = Step(session, _told_instead(step.effects, no_answer))
    if step.session == session:
        return step  # what changes nothing leads nowhere either
    if session.proposed and asked and is_yes_of_what_waits(session, asked, step, text, script):
        return context.unchanged(NoticeCode.YES_OR_NO_ALONE)
    more = _corrected(session, step) or _added(session, step, script)
    return moved(more or _in_place_of(session, asked, step), context.script)


def _is_of_any(session: Session, asked: Prompt | None, text: str, script: Script) -> bool:
    """Whether what is written may be said of any of several answers that wait for a yes.

    A yes and a no in a row, and a number alone where a panel's values wait, or one is the same.
    """
    if not session.proposed or len({*session.proposed, *session.unclear}) < 2:  # noqa: PLR2004
        return False
    spoken = [key(word) for word in _BETWEEN.split(text.strip())]
    if YES_NO.keys() >= {*spoken}:
        return len({YES_NO[word] for word in spoken}) > 1
    alone = _NUMBER.fullmatch(text.strip()) is not None
    return alone and (isinstance(asked, Panel) or _repeats(text, session, script))


def _repeats(text: str, session: Session, script: Script) -> bool:
    """Whether a number is that of a value that waits."""
    values = (
        script.value(item, replace(kept, confirmed=True), session.reference_date)
        for item, kept in session.proposed.items()
    )
    numbers = {one.number for one in values if isinstance(one, Quantity)}
    return Decimal(text.strip("<> ").replace(",", ".")) in numbers


def _of_what_waits(
    session: Session, asked: Prompt | None, text: str, script: Script
) -> Step | None:
    """Take what is said of what waits for a yes; None where nothing waits, or it is of another."""
    if not session.proposed:
        return None
    again = _said_again(session, asked, text, script)
    if again is not None:
        return again
    instead = _instead(session, asked, text, script)
    return instead and (_corrected(session, instead) or _in_place_of(session, asked, instead))


def _said_again(session: Session, asked: Prompt | None, text: str, script: Script) -> Step | None:
    """Take an answer as said of what waits, though another question follows it.

    The same answer once more is a yes; another one takes its place: "1" while ECOG 1 waits is no
    age. "1-2", "about 105" and "signed?" are neither.
    """
    if len(session.proposed) != 1 or "?" in text:
        return None
    ((item, kept),) = session.proposed.items()
    if asked is not None and item in asked.items:
        return None
    read = script.reader.read(item, text, session.reference_date)
    ways = read.candidates if isinstance(read, Doubt) and _is_one_answer(read) else (read,)
    meant = [_meaning(way) for way in ways if isinstance(way, Choice | Quantity | DateSpan)]
    if not meant:
        return None
    waiting = script.value(item, replace(kept, confirmed=True), session.reference_date)
    if _meaning(waiting) in meant:
        return keep(session, {item: replace(kept, doubts="")}, script)
    if isinstance(read, Doubt):
        return None
    return Step(session.but(proposed={item: Kept(text.strip())}, because=""))


def _is_one_answer(read: Doubt) -> bool:
    """Whether a doubt is about one answer alone, or only about what a bare number is counted in."""
    return _OF_UNIT.issuperset(read.codes) or (
        len(read.candidates) == 1 and _DOUBLING.isdisjoint(read.codes)
    )


def _meaning(value: object) -> object:
    """Return what an answer means, however it was written."""
    match value:
        case Choice():
            return value.code, value.date
        case Quantity():
            return value.interval or (value.number, value.unit), value.date
        case DateSpan():
            return value.first, value.last
        case _:
            return None


def _instead(session: Session, asked: Prompt | None, text: str, script: Script) -> Step | None:
    """Take what follows a no, if it is said of what waits alone: "no, ECOG 0"."""
    rest = behind_no(text)
    step = typed(session.but(proposed={}), asked, rest, script) if rest else Step(session)
    after = step.session
    changed = {i for i, one in after.answers.items() if one != session.answers.get(i)}
    about = changed | after.proposed.keys()
    return step if rest and about and about <= session.proposed.keys() else None


def _corrected(session: Session, step: Step) -> Step | None:
    """Leave the others waiting where some of several that wait for a yes were written again."""
    after = step.session
    if after.answers != session.answers or not after.proposed.keys() < session.proposed.keys():
        return None
    corrections = {item: _in_doubt(kept, after.because) for item, kept in after.proposed.items()}
    waiting = {item: _in_doubt(kept, session.because) for item, kept in session.proposed.items()}
    return replace(step, session=after.but(proposed={**waiting, **corrections}, because=""))


def _added(session: Session, step: Step, script: Script) -> Step | None:
    """Let an answer wait beside what waits, where both are about questions of one screen.

    A panel's values come in one report, and another report takes the place of the first.
    """
    after, items = step.session, {*session.proposed}
    if not (items and after.proposed and items.isdisjoint(after.proposed)):
        return None
    screens = {script.screen_of.get(item) for item in (*items, *after.proposed)}
    first = next(iter(screens))
    if len(screens) > 1 or first is None or first.style == "panel":
        return None
    if after.answers != session.answers:
        return None
    waiting = {item: _in_doubt(kept, session.because) for item, kept in session.proposed.items()}
    new = {item: _in_doubt(kept, after.because) for item, kept in after.proposed.items()}
    return replace(step, session=after.but(proposed={**waiting, **new}, because=""))


def _in_doubt(kept: Kept, because: str) -> Kept:
    """Return an answer that waits with the reasons that it waits for."""
    return replace(kept, doubts=" ".join(dict.fromkeys(f"{kept.doubts} {because}".split())))


def _is_asking(session: Session, script: Script) -> bool:
    """Whether a question follows what is on the screen, and no failure or summary."""
    waits = session.state is Phase.CONFIRM
    return not waits or move(session.but(proposed={}), script) is Trigger.ASK


def _told_instead(effects: Iterable[Effect], said: Effect) -> tuple[Effect, ...]:
    """Say of a text of which nothing is taken what can be done, not that nothing is asked."""
    nothing = Notice(NoticeCode.NOT_NOW)
    return tuple(said if one == nothing else one for one in effects)


def on_typed_afterwards(context: Context[events.Explained | events.Typed]) -> Step:
    """Take an answer that names its question, or a report, where nothing is asked any more.

    While a reason for a change is awaited, any text but a report is that reason.
    """
    session, script = context.session, context.script
    if session.unexplained:
        return _before_reason(context) or on_explained(context)
    step = typed(session, None, context.event.text, script)
    if step.session != session:
        return moved(step, script)
    failed = session.state is Phase.FAILED
    code = NoticeCode.STOP_OR_GO_ON if failed else NoticeCode.NOTHING_ASKED
    return Step(session, _told_instead(step.effects, Notice(code)))


def on_typed_in_list(context: Context[events.Explained | events.Typed]) -> Step:
    """Take which answer is to be changed, or what is taken where nothing is asked.

    While a reason for a change is awaited, any text but a report is that reason.
    """
    session, script = context.session, context.script
    if session.unexplained:
        return _before_reason(context) or on_explained_first(context)
    about = items_named(context.event.text, script.trial)
    if any(item in session.answers for item in about):
        named = ChangeAnswer(context.event.text)
        return on_change(Context(session, named, script, context.today))
    step = typed(session, None, context.event.text, script)
    if step.session != session:
        return moved(step, script)
    return Step(session, _told_instead(step.effects, Notice(NoticeCode.WHICH_ANSWER)))


def _before_reason(context: Context[events.Explained | events.Typed]) -> Step | None:
    """Propose a report that comes while a reason is awaited; None of what may be that reason.

    The reason is asked again once the report is settled. Where a confirmed answer waits for the
    reason, it comes first.
    """
    session, script, text = context.session, context.script, context.event.text
    kept = without_identifiers(text)
    report = report_of(session.but(proposed={}), kept.text.strip(), script, least=1)
    if report is None or not _is_no_reason(report, session, kept.text, script):
        return None
    if session.proposed:
        return Step(session, (EXPLAIN_FIRST,))
    dropped = (Notice(NoticeCode.LINES_DROPPED),) if kept.dropped else ()
    return moved(replace(report, effects=(*dropped, *report.effects)), script)


def _is_no_reason(report: Step, session: Session, text: str, script: Script) -> bool:
    """Whether results are a report: in lines, or alone and not of what was changed."""
    found = report.session.proposed.keys()
    if "\n" in text.strip():
        return len(found) > 1 or found.isdisjoint(session.unexplained)
    parts = (part for part in PARTS.split(text) if part.strip())
    return found.isdisjoint(session.unexplained) and all(
        is_of_laboratory(part, script) for part in parts
    )


def _in_place_of(session: Session, asked: Prompt | None, step: Step) -> Step:
    """Name what waited for a yes and is given up, where an answer about something else came."""
    after = step.session
    kept = {i for i in session.proposed if after.answers.get(i) != session.answers.get(i)}
    about_it = kept | after.proposed.keys() | (after.answers.keys() - session.answers.keys())
    gone = {*after.proposed, *kept}
    if asked is not None and not about_it.isdisjoint(asked.items):
        gone |= {*asked.items}
    lost = [item for item in session.proposed if item not in gone]
    said = (Notice(NoticeCode.GIVEN_UP, lost[0], " ".join(lost[1:])),) if lost else ()
    return replace(step, effects=(*step.effects, *said))


def on_brought(context: Context[events.Brought]) -> Step:
    """Propose what a file of a record answers, all at once; what waited for a yes is given up."""
    session, asked = context.session, context.asked
    step = brought(context.event.record, session.but(proposed={}), context.script)
    if not step.session.proposed:
        return Step(session, step.effects)
    told = _in_place_of(session, asked, step)
    return replace(told, trigger=Trigger.CONFIRM)


def on_read(context: Context[events.Read | events.Prefilled]) -> Step:
    """Propose what was read from a text or a file that was not kept."""
    event, script = context.event, context.script
    proposed = {answer[0]: Kept(*answer[1:]) for answer in event.answers}
    unclear = {item: tuple(ways) for item, *ways in event.unclear if item in script.trial.items}
    after = context.session.but(proposed=proposed, because=event.because, unclear=unclear)
    if unclear and not proposed:
        after = asked_next(after, next(iter(unclear)), script)
    return moved(Step(after), script)


def on_chosen(context: Context[events.Chosen]) -> Step:
    """Take a tapped answer, if its item is still what is asked."""
    event, asked = context.event, context.asked
    if asked is None or event.item not in asked.items:
        return context.unchanged(NoticeCode.STALE)
    if isinstance(asked, Panel) and event.code == AWAITED:
        session = context.session.but(proposed={})
        step = without_values(session, asked, Kept(AWAITED), context.script)
        return moved(_in_place_of(context.session, asked, step), context.script)
    way = chosen(context.session, event.item, event.code)
    if way:
        session = context.session.but(proposed={})
        step = typed(session, Question(event.item), way, context.script)
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
    session = context.session.but(proposed={}, unclear={})
    return moved(Step(session, (Notice(NoticeCode.DROPPED),)), context.script)


def on_left_as_it_is(context: Context[events.Confirmed]) -> Step:
    """Leave a question that was asked again with the answer that it has."""
    session = context.session
    if session.at not in session.answers:
        return context.unchanged(NoticeCode.STALE)
    unclear = {item: ways for item, ways in session.unclear.items() if item != session.at}
    following = next(iter(unclear), None)
    after = session.but(at=following, alone=bool(unclear), unclear=unclear, ticks={})
    return moved(Step(after), context.script)
