"""Results of a report or a record: what was read is proposed, what was not is said."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.dialogs.answers.asking_back import asked_next, set_aside
from bot.dialogs.answers.keeping import keep, kept_as
from bot.dialogs.answers.parts import PARTS
from bot.dialogs.effects import NotUsed, Unclear
from bot.dialogs.notices import Notice, NoticeCode
from bot.dialogs.session import Kept, Script, Session
from bot.dialogs.steps import Step
from bot.prefill.choosing import LeftOut
from bot.prefill.offering import offer
from criteria.known.combining import combine
from criteria.known.values import Doubt, NotKnown, Quantity
from criteria.reading.answers.not_known import awaits, without_result
from criteria.reading.answers.paraphrases import remark_of
from criteria.reading.reports.report import read_laboratory
from criteria.reading.results.judging import PER_CENT
from criteria.trial.protocol import NumberItem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bot.dialogs.effects import Effect
    from bot.dialogs.prompts import Panel
    from bot.prefill.reported import Record
    from criteria.known.values import Refusal, Value
    from criteria.reading.reports.report import LaboratoryReading, Unread


_WITHOUT_ITEM = {
    "name_not_known": NoticeCode.LEFT_OUT_NAMES,
    "day_unclear": NoticeCode.LEFT_OUT_DAYS,
}
"""What is not read and belongs to no item: the notice that says it."""
_DATED = re.compile(r"[0-9]{4}")
"""What may be the day of the results."""


def report_of(session: Session, text: str, script: Script, *, least: int) -> Step | None:
    """Propose the results of a laboratory report, whatever was asked; None if it has too few.

    What was asked is asked again once the results are kept.
    """
    if not any(map(str.isdigit, text)) and not _speaks_of_waiting(text):
        return None
    reading = read_laboratory(text, script.trial)
    values = values_of(reading)
    if len(values) < least:
        return None
    step = propose(values, reading.unread, session, script)
    if not step.session.proposed:
        return None
    left = ", ".join(_beside_results(text, script)) if len(values) == 1 else ""
    told = (Notice(NoticeCode.NOT_TAKEN, detail=left),) if left else ()
    return replace(step, effects=(*told, *step.effects))


def _speaks_of_waiting(text: str) -> bool:
    """Whether a word of a sentence may say of a result that it has not come yet."""
    found = (without_result(word) for word in text.split())
    return any(one is not None and one.awaited for one in found)


def _beside_results(text: str, script: Script) -> Iterator[str]:
    """Yield the parts of a sentence, not of a report's lines, that are about no result."""
    parts = () if "\n" in text.strip() else PARTS.split(text.strip())
    for part in parts:
        if any(map(str.isalpha, part)) and not _DATED.search(part):
            yield from () if is_of_laboratory(part, script) else (part,)


def unclear_results(session: Session, text: str, script: Script) -> Step | None:
    """Say what is unclear of a result that is named, “Hb 9” without a unit, and ask that next."""
    if not any(map(str.isdigit, text)):
        return None
    reading = read_laboratory(text, script.trial)
    step = propose(values_of(reading), reading.unread, session, script)
    unclear = [each.item for each in step.effects if isinstance(each, Unclear)]
    if not unclear or step.session.proposed:
        return step if unclear else None
    return replace(step, session=asked_next(step.session, unclear[0], script))


def with_surface(session: Session, text: str, script: Script) -> Step | None:
    """Propose an absolute result anew where a message gives the body surface that it lacked."""
    for item, value in script.values(session).items():
        if _is_absolute(value) and item in session.answers:
            whole = f"{session.answers[item].text}, {text.strip()}"
            found = script.reader.read(item, whole, session.reference_date)
            if _is_converted(found, value):
                return Step(session.but(proposed={item: Kept(whole)}, because=""))
    return None


def _is_absolute(value: Value) -> bool:
    return isinstance(value, Quantity) and "absolute" in value.flags


def _is_converted(found: Value | Refusal, value: Value) -> bool:
    """Whether a result is the same one, and no longer absolute."""
    if not isinstance(found, Quantity) or not isinstance(value, Quantity):
        return False
    return (found.number, found.date) == (value.number, value.date) and not _is_absolute(found)


def is_of_laboratory(part: str, script: Script) -> bool:
    """Whether a part of a message is about a result, which is told whether it is read or not."""
    reading = read_laboratory(part, script.trial)
    return bool(reading.results or reading.unread)


def without_values(session: Session, asked: Panel, kept: Kept, script: Script) -> Step:
    """Keep one answer for everything that a panel has no value of; values are only asked back."""
    values = script.values(session)
    missing = [item for item in asked.items if isinstance(values.get(item), NotKnown | None)]
    if missing:
        return keep(session, dict.fromkeys(missing, kept), script)
    return Step(session.but(proposed=dict.fromkeys(asked.items, kept), because=""))


def values_of(reading: LaboratoryReading) -> dict[str, Value]:
    """Return what a report says of each item; that a result has not come yet is said too."""
    values: dict[str, Value] = {}
    for result in reading.results:
        earlier = values.get(result.item)
        values[result.item] = combine([earlier, result.value]) if earlier else result.value
    for one in reading.unread:
        if one.item and one.item not in values and awaits(one.text):
            values[one.item] = NotKnown("awaited", awaited=True)
    return values


def propose(
    values: Mapping[str, Value], unread: Iterable[Unread], session: Session, script: Script
) -> Step:
    """Propose what was read, and say what was not."""
    stands = {item for item, value in values.items() if _stands(item, value, session, script)}
    values = {item: value for item, value in values.items() if item not in stands}
    awaited = {item for item, value in values.items() if isinstance(value, NotKnown)}
    proposed = _methods(values, session, script)
    effects: list[Effect] = list(_left_out(one for one in unread if one.item not in awaited))
    for item, value in values.items():
        if isinstance(value, Doubt) and len(value.candidates) != 1:
            effects.append(Unclear(item, value))
        else:
            certain = value.candidates[0] if isinstance(value, Doubt) else value
            kept = replace(kept_as(item, certain, session, script), remark=_remark(value))
            share = _is_share(item, certain, values, script)
            proposed[item] = replace(kept, doubts="" if share else _doubts(value, kept.remark))
    open_ones = {one.item: one.value for one in effects if isinstance(one, Unclear)}
    known = {item: value for item, value in open_ones.items() if isinstance(value, Doubt)}
    after = set_aside(session.but(proposed=proposed, because=""), known, script)
    return Step(after, tuple(effects))


def _remark(value: Value) -> str:
    """Return what is kept as a remark of what is proposed."""
    return remark_of(value.text) if isinstance(value, Doubt) and value.code == "remark" else ""


def _doubts(value: Value, remark: str) -> str:
    """Return the codes of a doubt; one about a remark only where there is one."""
    codes = value.codes if isinstance(value, Doubt) else ()
    return " ".join(code if code != "remark" or remark else "suggested" for code in codes)


def _stands(item: str, value: Value, session: Session, script: Script) -> bool:
    """Whether an item has a result, which one that has not come yet takes nothing from."""
    has = item in session.answers and not isinstance(script.values(session).get(item), NotKnown)
    return has and isinstance(value, NotKnown)


def brought(record: Record, session: Session, script: Script) -> Step:
    """Propose what a record answers, but for what has an answer; say what is not used, and why.

    That nobody knew is no answer that a result could not take the place of.
    """
    found = offer(record, script.trial, session.reference_date)
    known = script.values(session)
    given = {item for item in session.answers if not isinstance(known.get(item), NotKnown)}
    values: dict[str, Value] = {}
    left = [*found.left_out]
    for one in found.values:
        if one.item in given:
            day = getattr(one.value, "date", None)
            left.append(LeftOut("answered", one.item, one.source, day))
        else:
            earlier = values.get(one.item)
            values[one.item] = combine([earlier, one.value]) if earlier else one.value
    step = propose(values, (), session, script)
    said: list[Effect] = [] if values else [Notice(NoticeCode.NOTHING_OFFERED)]
    said += [NotUsed(tuple(left))] if left else []
    return replace(step, effects=(*said, *step.effects))


def _is_share(item: str, value: Value, values: Mapping[str, Value], script: Script) -> bool:
    """Whether a percentage is only as doubtful as the result beside it that it is a share of."""
    known = script.trial.items[item]
    whole = known.percent_of if isinstance(known, NumberItem) else None
    return whole in values and isinstance(value, Quantity) and value.unit == PER_CENT


def _left_out(unread: Iterable[Unread]) -> Iterator[Notice]:
    """Say what was named but not read, in one notice which names, and which days, are not known."""
    unread = tuple(unread)
    yield from (Notice(NoticeCode.LEFT_OUT, one.item, one.code) for one in unread if one.item)
    for code, notice in _WITHOUT_ITEM.items():
        found = dict.fromkeys(one.text for one in unread if not one.item and one.code == code)
        if found:
            yield Notice(notice, detail=", ".join(found))


def _methods(values: Mapping[str, Value], session: Session, script: Script) -> dict[str, Kept]:
    """Return the methods that results name, where none was answered."""
    found = {}
    for item, value in values.items():
        known = script.trial.items[item]
        certain = value.candidates[0] if isinstance(value, Doubt) and value.candidates else value
        method = certain.method if isinstance(certain, Quantity) else None
        holder = known.method if isinstance(known, NumberItem) else None
        if method and holder and holder not in session.answers:
            found[holder] = Kept(method)
    return found
