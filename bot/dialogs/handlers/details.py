"""What the events beside the questions do: a reason given, a language, the reference date."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.dialogs.answers.keeping import keep
from bot.dialogs.effects import Recorded, Refused, Unclear
from bot.dialogs.notices import Notice, NoticeCode
from bot.dialogs.phases import Phase, Trigger
from bot.dialogs.steps import Context, Step, move, moved
from bot.identity import without_identifiers, without_told_names
from bot.texts import languages
from criteria.known.values import DateSpan, Doubt, Refusal
from criteria.reading.answers.answers import is_not_known
from criteria.reading.answers.choices import YES_NO, key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bot.dialogs import events

LONGEST_REASON = 200
_AHEAD, _BEHIND = 31, 366
"""Days from today within which a reference date is nothing unusual."""


def on_explained(context: Context[events.Explained | events.Typed]) -> Step:
    """Take the reason for what was changed."""
    session, reason = context.session, context.event.text.strip()
    if not session.unexplained:
        failed = session.state is Phase.FAILED
        return context.unchanged(NoticeCode.STOP_OR_GO_ON if failed else NoticeCode.NOT_NOW)
    if without_identifiers(reason).dropped:
        return context.unchanged(NoticeCode.IDENTIFIER)
    no_words = bool(reason) and not any(map(str.isalpha, reason))
    if no_words or is_not_known(reason) or key(reason) in (*YES_NO, "y", "j", "n"):
        return context.unchanged(NoticeCode.REASON_NEEDED)
    reason, named = without_told_names(reason), reason
    if not any(map(str.isalnum, reason)) and reason != named:
        return context.unchanged(NoticeCode.IDENTIFIER)
    if not 0 < len(reason) <= LONGEST_REASON:
        return context.unchanged(NoticeCode.REASON_LENGTH, detail=str(LONGEST_REASON))
    recorded = tuple(
        Recorded(item, before, session.answers[item].text, reason)
        for item, before in session.unexplained.items()
    )
    told = () if reason == named else (Notice(NoticeCode.NAMES_DROPPED),)
    return Step(session.but(unexplained={}), (*told, *recorded))


def on_explained_first(context: Context[events.Explained | events.Typed]) -> Step:
    """Take the reason in front of the list of answers, keep what waited for it, and go on.

    Where nothing waits and nothing is left to ask, the list is shown, to change another answer.
    """
    explained = on_explained(context)
    session, script = explained.session, context.script
    if session == context.session:
        return explained
    if not session.proposed and move(session, script) is not Trigger.ASK:
        return explained
    kept = keep(session, session.proposed, script) if session.proposed else Step(session)
    step = moved(kept, script)
    return replace(step, effects=(*explained.effects, *step.effects))


def on_language(context: Context[events.SetLanguage]) -> Step:
    """Speak another language that the trial is worded in; the screen is drawn again.

    Beside other trials any language will do, so that all of them are spoken of in the same one.
    """
    language = context.event.language
    known = {*context.script.trial.words, *(languages() if context.session.beside else ())}
    if language.partition("-")[0].lower() not in known:
        return context.unchanged(NoticeCode.NO_LANGUAGE)
    return Step(context.session.but(language=language))


def on_date(context: Context[events.SetDate]) -> Step:
    """Set the day that ages and windows are counted from; answers are read again beside it."""
    session, script = context.session, context.script
    item = script.trial.protocol.roles.get("reference_date")
    text, today = context.event.text, context.today
    found = script.reader.read(item, text, today) if item else Refusal("not_a_date")
    if not isinstance(found, DateSpan) or not found.exact:
        refusal = found if isinstance(found, Refusal) else Refusal("date_incomplete")
        return Step(session, (Refused(item or "", refusal),))
    day = found.first
    changed = session.but(reference_date=day)
    doubts = {}
    for name, kept in {**session.answers, **session.proposed}.items():
        read = script.value(name, kept, day)
        if isinstance(read, Refusal):
            return Step(session, (Refused(name, read),))
        if isinstance(read, Doubt) and name in session.answers:
            doubts[name] = read
    told = (Notice(NoticeCode.DATE_SET, detail=day.isoformat()), *_far_from(today, day))
    for name, doubt in doubts.items():
        asking = changed.but(at=name, alone=True, proposed={})
        return Step(asking, (*told, Unclear(name, doubt)), Trigger.ASK)
    if session.state in (Phase.PAUSED, Phase.CHANGING):
        return Step(changed, told)
    return moved(Step(changed, told), script)


def _far_from(today: date, day: date) -> Iterator[Notice]:
    """Warn of a reference date that lies so far from today that it may be a slip."""
    away = (day - today).days
    if away > _AHEAD:
        yield Notice(NoticeCode.DATE_AHEAD, detail=today.isoformat())
    elif away < -_BEHIND:
        yield Notice(NoticeCode.DATE_BEHIND, detail=today.isoformat())
