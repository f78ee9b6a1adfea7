"""How answers are taken: read, checked beside the others, kept, or asked back.

Which phase comes next is decided elsewhere, but for one case: while nobody has said why a
reported answer was changed, the list of answers asks for that reason.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.dialogs.effects import NotUsed, Recorded, Refused, Unclear
from bot.dialogs.elsewhere import answers_named
from bot.dialogs.notices import EXPLAIN_FIRST, Notice, NoticeCode
from bot.dialogs.phases import Trigger
from bot.dialogs.prompts import Checklist, Panel, Prompt, Question
from bot.dialogs.reasons import to_explain
from bot.dialogs.session import Kept, Script, Session
from bot.dialogs.steps import Step
from bot.identity import without_identifiers
from bot.prefill.choosing import LeftOut
from bot.prefill.offering import offer
from criteria.known.values import Choice, DateSpan, Doubt, NotKnown, Quantity, Refusal, Several
from criteria.reading.answers.answers import combine
from criteria.reading.answers.checklists import NotRead, read_checklist
from criteria.reading.answers.paraphrases import is_no_answer, remark_of
from criteria.reading.answers.surplus import is_slip_for, parted
from criteria.reading.reports.pairs import spelled_out
from criteria.reading.reports.report import read_laboratory
from criteria.reading.results.judging import PER_CENT
from criteria.trial.protocol import DateItem, NumberItem
from criteria.verdict.crosschecks import impossible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bot.dialogs.effects import Effect
    from bot.prefill.reported import Record
    from criteria.known.values import Value
    from criteria.reading.reports.report import LaboratoryReading, Unread

LONGEST_PASTE = 20_000
_MOST_WORDS = 12
_GAP = "\0"
"""Where an answer was taken between words that say nothing."""
_BETWEEN = re.compile(r"[,;]?\s+")
_PARTS = re.compile(r"[,;]\s+")


def typed(session: Session, asked: Prompt, text: str, script: Script) -> Step:
    """Take what was written to what is asked; of a printout the lines that identify are dropped."""
    if len(text) > LONGEST_PASTE:
        return Step(session, (Refused(asked.item, Refusal("too_long")),))
    kept = without_identifiers(text)
    if not kept.dropped:
        return _written(session, asked, text, script)
    if kept.text.strip() and ("\n" in text.strip() or isinstance(asked, Panel)):
        step = _written(session, asked, kept.text.strip(), script)
        if step.session != session or any(isinstance(each, Unclear) for each in step.effects):
            dropped = Notice(NoticeCode.LINES_DROPPED, asked.item)
            return replace(step, effects=(dropped, *step.effects))
    return Step(session, (Notice(NoticeCode.IDENTIFIER, asked.item),))


def _written(session: Session, asked: Prompt, text: str, script: Script) -> Step:
    """Take an answer or a report to what is asked."""
    if isinstance(asked, Panel):
        return _pasted(session, asked, text, script)
    if isinstance(asked, Checklist):
        return _report(session, text, script, least=2) or _lines(session, asked, text, script)
    return _one(session, asked, text, script)


def _lines(session: Session, asked: Checklist, text: str, script: Script) -> Step:
    """Take what was written to a checklist: none, not known, or which of its lines."""
    said = read_checklist(text, asked.items, script.reader, session.reference_date)
    match said:
        case NotRead() if aside := _elsewhere(session, asked, text, script):
            return aside
        case NotRead():
            code = NoticeCode.NO_SUCH_LINE if said.part else NoticeCode.WHICH
            return Step(session, (Notice(code, asked.item, said.part),))
        case dict():
            answers = {item: Kept(answer) for item, answer in said.items()}
            if len(set(said.values())) == 1:
                return keep(session, answers, script)
            return Step(session.but(proposed=answers, because=""))


def _one(session: Session, asked: Question, text: str, script: Script) -> Step:
    """Take an answer to one item, or several answers in one message."""
    found = script.reader.read(asked.item, text, session.reference_date)
    understood = not isinstance(found, Refusal | Doubt)
    if not understood or _says_more(asked.item, text, found, asked.beside, script):
        several = together(asked.items, spelled_out(text, script.trial), session, script)
        if several and (asked.item in several or _asked_together(asked.item, script)):
            return keep(session, several, script)
    if not understood:
        refused = isinstance(found, Refusal)
        aside = _elsewhere(session, asked, text, script) if refused else None
        aside = aside or _report(session, text, script, least=1 if refused else 2)
        partly = aside or _most(
            _partly(session, asked, text, script), _by_parts(session, asked, text, script)
        )
        if partly is not None:
            return partly
    if isinstance(found, Refusal):
        taken = _no_answer(session, asked.item, text) or _beside_words(session, asked, text, script)
        taken = taken or _unclear_results(session, text, script)
        return taken or Step(session, (Refused(asked.item, found),))
    if isinstance(found, Doubt):
        parts = _by_parts(session, asked, text, script)
        return parts or in_doubt(session, asked.item, found, script)
    said = script.reader.beside(asked.item, text).items()
    others = {item: Kept(word) for item, word in said if item in asked.beside}
    return keep(session, {asked.item: Kept(text.strip()), **others}, script)


def _most(*steps: Step | None) -> Step | None:
    """Return the step that proposes most, the first of those; None where none proposes anything."""
    found = [step for step in steps if step is not None]
    return max(found, key=lambda step: len(step.session.proposed), default=None)


def _asked_together(item: str, script: Script) -> bool:
    """Whether the items of a screen are asked at once, so that any may be answered first."""
    screen = script.screen_of.get(item)
    return screen is not None and screen.style == "together"


def _report(session: Session, text: str, script: Script, *, least: int) -> Step | None:
    """Propose the results of a laboratory report, whatever was asked; None if it has too few.

    What was asked is asked again once the results are kept.
    """
    if not any(map(str.isdigit, text)):
        return None
    reading = read_laboratory(text, script.trial)
    values = _values_of(reading)
    if len(values) < least:
        return None
    step = _proposed(values, reading.unread, session, script)
    return step if step.session.proposed else None


def _unclear_results(session: Session, text: str, script: Script) -> Step | None:
    """Say what is unclear of a result that is named, whatever was asked: “Hb 9” without a unit."""
    if not any(map(str.isdigit, text)):
        return None
    reading = read_laboratory(text, script.trial)
    step = _proposed(_values_of(reading), reading.unread, session, script)
    unclear = any(isinstance(each, Unclear) for each in step.effects)
    return step if unclear else None


def _elsewhere(session: Session, asked: Prompt, text: str, script: Script) -> Step | None:
    """Propose what a message says of other questions, which it names; None if it names none.

    What was asked is asked again once that is settled.
    """
    named = answers_named(text, session, script)
    others = [item for item in named.values if item not in asked.items]
    if not others:
        return None
    own, rest = _own_parts(session, asked, named.rest, script)
    reading = read_laboratory("\n".join(rest), script.trial)
    values = {**_values_of(reading), **named.values}
    step = _proposed(values, reading.unread, session, script)
    if not step.session.proposed.keys() & {*others}:
        return None
    left = [part for part in rest if not _is_of_laboratory(part, script)]
    told = [] if own else [Notice(NoticeCode.ELSEWHERE, others[0], " ".join(others[1:]))]
    told += [Notice(NoticeCode.NOT_TAKEN, detail=", ".join(left))] if left else []
    after = step.session.but(proposed={**own, **step.session.proposed})
    return replace(step, session=after, effects=(*told, *step.effects))


def _own_parts(
    session: Session, asked: Prompt, parts: Iterable[str], script: Script
) -> tuple[dict[str, Kept], list[str]]:
    """Part what answers the question itself from what does not."""
    found: dict[str, Kept] = {}
    rest = []
    for part in parts:
        alone = isinstance(asked, Question)
        own = together(asked.items, part, session, script) if alone else {}
        own = own if asked.item in own or _asked_together(asked.item, script) else {}
        found |= own
        rest += [] if own else [part]
    return found, rest


def _is_of_laboratory(part: str, script: Script) -> bool:
    """Whether a part of a message is about a result, which is told whether it is read or not."""
    reading = read_laboratory(part, script.trial)
    return bool(reading.results or reading.unread)


def _no_answer(session: Session, item: str, text: str) -> Step | None:
    """Offer to keep as not known what is no answer, with its words as a remark."""
    if not is_no_answer(text):
        return None
    return Step(session.but(proposed={item: Kept("unknown", remark=text)}, because="no_answer"))


def _beside_words(session: Session, asked: Question, text: str, script: Script) -> Step | None:
    """Propose a number that words stand beside; a slip for an answer beside it is no guess.

    The unit has to be written, or the words to be such a slip: else they may be the unit.
    """
    known = script.trial.items[asked.item]
    if not isinstance(known, NumberItem):
        return None
    found = parted(text, lambda part: _is_number(asked.item, part, session, script))
    if found is None:
        return None
    number, words = found
    if is_slip_for(words, script.reader.words_beside(asked.item)):
        said = Notice(NoticeCode.NOT_READ, asked.item, words)
        kept = _as_said(asked.item, number, session, script)
        return Step(session.but(proposed={asked.item: kept}, because=""), (said,))
    if _asked_together(asked.item, script) or not any(map(str.isalpha, number)):
        return None
    kept = _as_said(asked.item, number, session, script)
    because = " ".join(filter(None, ("remark", kept.doubts)))
    proposed = {asked.item: replace(kept, doubts="", remark=words)}
    return Step(session.but(proposed=proposed, because=because))


def _is_number(item: str, text: str, session: Session, script: Script) -> bool:
    """Whether a text is a number for an item, exact or not: a missing unit may be in the rest."""
    found = script.reader.read(item, text, session.reference_date)
    if isinstance(found, Doubt) and found.codes == ("approximate",):
        return True
    return isinstance(found, Quantity)


def _partly(session: Session, asked: Question, text: str, script: Script) -> Step | None:
    """Propose the answers that a message holds beside words that are none, and name those."""
    words = _BETWEEN.split(text.strip())
    found: dict[str, Kept] = {}
    left: list[str] = []
    while words and len(words) <= _MOST_WORDS:
        items = [item for item in asked.items if item not in found]
        taken = _part(items, words, session, script, settled=False)
        behind = bool(left) and left[-1] != _GAP
        if taken is None or (behind and _is_number_alone(taken, words, script)):
            left.append(words[0])
            words = words[1:]
        else:
            item, count = taken
            found[item] = _as_said(item, " ".join(words[:count]), session, script)
            left.append(_GAP)
            words = words[count:]
    if len(found) < 2 or words:  # noqa: PLR2004 - one answer with words around it is a doubt
        return None
    rest = ", ".join(filter(None, map(str.strip, " ".join(left).split(_GAP))))
    said = Notice(NoticeCode.NOT_TAKEN, asked.item, rest)
    return Step(session.but(proposed=found, because=""), (said,) if rest else ())


def _is_number_alone(taken: tuple[str, int], words: list[str], script: Script) -> bool:
    """Whether what is taken is a number without its name: the word before it may change it."""
    item, count = taken
    numeric = isinstance(script.trial.items[item], NumberItem)
    return numeric and not any(map(str.isalpha, words[0])) and count > 0


def _as_said(item: str, text: str, session: Session, script: Script) -> Kept:
    """Return a part of a message as it is kept, with what is in doubt about it."""
    found = script.reader.read(item, text, session.reference_date)
    if not isinstance(found, Doubt):
        return Kept(text)
    kept = kept_as(item, found.candidates[0], session, script)
    return replace(kept, doubts=" ".join(found.codes))


def _by_parts(session: Session, asked: Question, text: str, script: Script) -> Step | None:
    """Propose what the parts of a list say to the items that are asked together, an item a part.

    None where they do not say something to two of them; what says nothing is named.
    """
    found: dict[str, Kept] = {}
    left: list[str] = []
    for part in filter(None, map(str.strip, _PARTS.split(text))):
        for item in (one for one in asked.items if one not in found):
            value = script.reader.read(item, part, session.reference_date)
            if isinstance(value, Doubt) and len(value.candidates) == 1:
                value = value.candidates[0]
            if isinstance(value, Choice):
                found[item] = kept_as(item, value, session, script)
                break
        else:
            left.append(part)
    if len(found) < 2:  # noqa: PLR2004 - one answer with something beside it is a doubt
        return None
    said = Notice(NoticeCode.NOT_TAKEN, asked.item, ", ".join(left))
    return Step(session.but(proposed=found, because="suggested"), (said,) if left else ())


def in_doubt(session: Session, item: str, doubt: Doubt, script: Script) -> Step:
    """Ask back: a yes or no where one reading is likely, else which of them it is."""
    if len(doubt.candidates) != 1:
        return Step(session, (Unclear(item, doubt),))
    kept = kept_as(item, doubt.candidates[0], session, script)
    remark = remark_of(doubt.text) if doubt.code == "remark" else ""
    proposed = {item: replace(kept, remark=remark)}
    return Step(session.but(proposed=proposed, because=" ".join(doubt.codes)))


def together(
    items: tuple[str, ...], text: str, session: Session, script: Script
) -> dict[str, Kept]:
    """Read several answers in one message; nothing at all if any part stays unclear.

    Parts are taken in the order written. A part that fits several items belongs to the one that
    is asked first, and to none if that one is not among them.
    """
    words = _BETWEEN.split(text.strip())
    if len(words) > _MOST_WORDS:
        return {}
    found: dict[str, Kept] = {}
    while words:
        taken = _part([item for item in items if item not in found], words, session, script)
        if taken is None:
            return {}
        item, count = taken
        found[item] = Kept(" ".join(words[:count]))
        words = words[count:]
    return found


def _part(
    items: list[str], words: list[str], session: Session, script: Script, *, settled: bool = True
) -> tuple[str, int] | None:
    """Find the longest beginning that answers an item, and how many words it takes.

    It is the item that is asked first, or the only one that the beginning can answer. Where it
    need not be settled, a number that only one doubt stands against is an answer too.
    """
    fits = _answers if settled else _may_answer
    for count in range(len(words), 0, -1):
        part = " ".join(words[:count])
        fitting = [item for item in items if fits(item, part, items, session, script)]
        if fitting and (len(fitting) == 1 or fitting[0] == items[0]):
            return fitting[0], count
    return None


def _answers(item: str, text: str, items: list[str], session: Session, script: Script) -> bool:
    """Whether a text answers an item, and none of the other items as well."""
    found = script.reader.read(item, text, session.reference_date)
    if isinstance(found, Refusal | Doubt):
        return False
    return not _says_more(item, text, found, items, script)


def _may_answer(item: str, text: str, items: list[str], session: Session, script: Script) -> bool:
    """Whether a text answers an item, or is a number for it that is to be confirmed."""
    found = script.reader.read(item, text, session.reference_date)
    if not isinstance(found, Doubt):
        return _answers(item, text, items, session, script)
    likely = len(found.candidates) == 1 and isinstance(found.candidates[0], Quantity)
    return likely and not script.reader.beside(item, text)


def _says_more(
    item: str, text: str, found: Value | Refusal, others: Sequence[str], script: Script
) -> bool:
    """Whether a text answers an item and another one: a choice with a date, an age with a sex."""
    if isinstance(found, Choice) and found.date is not None:
        return any(isinstance(script.trial.items[other], DateItem) for other in others)
    return any(other in others for other in script.reader.beside(item, text))


def _pasted(session: Session, asked: Panel, text: str, script: Script) -> Step:
    """Read laboratory text; whatever was read waits for a yes (policy P21)."""
    aside = _elsewhere(session, asked, text, script)
    if aside is not None:
        return aside
    reading = read_laboratory(text, script.trial)
    values = _values_of(reading)
    if len(values) < 2:  # noqa: PLR2004 - a text that names two results does not say "not known"
        alone = script.reader.read(asked.item, text, session.reference_date)
        if not isinstance(alone, Refusal | Doubt | Quantity | Several):
            return without_values(session, asked, Kept(text.strip()), script)
        if not values and isinstance(alone, Refusal):
            return Step(session, (Notice(NoticeCode.NOTHING_READ, asked.item),))
        if not values:
            return _one(session, Question(asked.item), text, script)
    return _proposed(values, reading.unread, session, script)


def without_values(session: Session, asked: Panel, kept: Kept, script: Script) -> Step:
    """Keep one answer for everything that a panel has no value of; values are only asked back."""
    values = script.values(session)
    missing = [item for item in asked.items if isinstance(values.get(item), NotKnown | None)]
    if missing:
        return keep(session, dict.fromkeys(missing, kept), script)
    return Step(session.but(proposed=dict.fromkeys(asked.items, kept), because=""))


def _values_of(reading: LaboratoryReading) -> dict[str, Value]:
    """Return what a report says of each item."""
    values: dict[str, Value] = {}
    for result in reading.results:
        earlier = values.get(result.item)
        values[result.item] = combine([earlier, result.value]) if earlier else result.value
    return values


def _proposed(
    values: Mapping[str, Value], unread: Iterable[Unread], session: Session, script: Script
) -> Step:
    """Propose what was read, and say what was not."""
    proposed = _methods(values, session, script)
    effects: list[Effect] = list(_left_out(unread))
    for item, value in values.items():
        if isinstance(value, Doubt) and len(value.candidates) != 1:
            effects.append(Unclear(item, value))
        else:
            certain = value.candidates[0] if isinstance(value, Doubt) else value
            codes = value.codes if isinstance(value, Doubt) else ()
            doubts = "" if _is_share(item, certain, values, script) else " ".join(codes)
            proposed[item] = replace(kept_as(item, certain, session, script), doubts=doubts)
    return Step(session.but(proposed=proposed, because=""), tuple(effects))


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
    step = _proposed(values, (), session, script)
    said: list[Effect] = [] if values else [Notice(NoticeCode.NOTHING_OFFERED)]
    said += [NotUsed(tuple(left))] if left else []
    return replace(step, effects=(*said, *step.effects))


def _is_share(item: str, value: Value, values: Mapping[str, Value], script: Script) -> bool:
    """Whether a percentage is only as doubtful as the result beside it that it is a share of."""
    known = script.trial.items[item]
    whole = known.percent_of if isinstance(known, NumberItem) else None
    return whole in values and isinstance(value, Quantity) and value.unit == PER_CENT


def _left_out(unread: Iterable[Unread]) -> Iterator[Notice]:
    """Say what was named but not read, and in one notice which names are not known."""
    unread = tuple(unread)
    yield from (Notice(NoticeCode.LEFT_OUT, one.item, one.code) for one in unread if one.item)
    names = dict.fromkeys(one.text for one in unread if not one.item)
    if names:
        yield Notice(NoticeCode.LEFT_OUT_NAMES, detail=", ".join(names))


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
    """Keep answers, unless they cannot be beside the others; forget what was asked for them.

    While nobody has said why a reported answer was changed, no other one is: the answers wait.
    """
    changes = to_explain(session, answers, script)
    if changes and session.unexplained:
        waiting = session.but(proposed=answers, because="", ticks={}, at=None, alone=False)
        return Step(waiting, (EXPLAIN_FIRST, Notice(NoticeCode.WAITS)), Trigger.LIST)
    earlier = tuple(item for item in session.trail if item not in answers)
    after = session.but(
        answers={**session.answers, **answers},
        proposed={},
        ticks={},
        at=None,
        alone=False,
        page=0,
        trail=(*earlier, *answers),
        unexplained={**session.unexplained, **changes},
    )
    for item, refusal in impossible(script.trial, script.values(after)):
        return Step(session.but(proposed={}), (Refused(item, refusal),))
    recorded = []
    for item, kept in answers.items():
        before = session.answers.get(item)
        if before != kept:
            recorded.append(Recorded(item, before.text if before else None, kept.text))
    return Step(after, tuple(recorded), changes_reported=bool(changes))
