"""Keeps answers beside the others: what every way of answering ends with.

Which phase comes next is decided elsewhere, but for one case: while nobody has said why a
reported answer was changed, the list of answers asks for that reason.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.dialogs.effects import Recorded, Refused
from bot.dialogs.notices import EXPLAIN_FIRST, Notice, NoticeCode
from bot.dialogs.phases import Trigger
from bot.dialogs.reasons import to_explain
from bot.dialogs.session import Kept, Script, Session
from bot.dialogs.steps import Step
from criteria.known.values import DateSpan
from criteria.verdict.crosschecks import impossible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from criteria.known.values import Refusal, Value


def takes_ticks_back(session: Session, answers: Mapping[str, Kept]) -> Step | None:
    """Ask back where none of a list is said while lines of it are ticked; None where none is."""
    ticked = [item for item in answers if session.ticks.get(item, "no") != "no"]
    if not ticked:
        return None
    told = Notice(NoticeCode.TICKED, ticked[0], " ".join(ticked[1:]))
    return Step(session.but(proposed=answers, because=""), (told,))


def kept_as(item: str, value: Value, session: Session, script: Script) -> Kept:
    """Return a value as the text it was read from, if that reads back as the same value.

    Else it is written so that it does, and is confirmed: what is still a doubt then is none.
    """
    for text in (str(value), value.text) if isinstance(value, DateSpan) else (value.text,):
        if text and script.value(item, Kept(text), session.reference_date) == value:
            return Kept(text)
    written = script.reader.write(item, value, session.reference_date)
    return Kept(written.text, confirmed=not written.is_certain)


def keep(session: Session, answers: Mapping[str, Kept], script: Script) -> Step:
    """Keep answers, but for those that cannot be beside others; forget what was asked for them.

    While nobody has said why a reported answer was changed, no other one is: the answers wait.
    """
    changes = to_explain(session, answers, script)
    if changes and session.unexplained:
        waiting = session.but(proposed=answers, because="", ticks={}, at=None, alone=False)
        return Step(waiting, (EXPLAIN_FIRST, Notice(NoticeCode.WAITS)), Trigger.LIST)
    earlier = tuple(item for item in session.trail if item not in answers)
    unclear = {item: ways for item, ways in session.unclear.items() if item not in answers}
    after = session.but(
        answers={**session.answers, **answers},
        proposed={},
        unclear=unclear,
        ticks={},
        at=next(iter(unclear), None),
        alone=bool(unclear),
        page=0,
        trail=(*earlier, *answers),
        unexplained={**session.unexplained, **changes},
    )
    for item, refusal in impossible(script.trial, script.values(after)):
        rest = _without(answers, item, refusal)
        step = keep(session, rest, script) if rest else Step(session.but(proposed={}))
        return replace(step, effects=(Refused(item, refusal), *step.effects))
    recorded = []
    for item, kept in answers.items():
        before = session.answers.get(item)
        if before != kept:
            recorded.append(Recorded(item, before.text if before else None, kept.text))
    return Step(after, tuple(recorded), changes_reported=bool(changes))


def _without(answers: Mapping[str, Kept], item: str, refusal: Refusal) -> dict[str, Kept]:
    """Return answers but for the two that cannot both be; none where neither is among them."""
    wrong = {item, dict(refusal.detail)["other_item"]}
    if wrong.isdisjoint(answers):
        return {}
    return {other: kept for other, kept in answers.items() if other not in wrong}
