"""What was written to what is asked: an answer, several, a report, or none of these."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from bot.dialogs.answers.among import partly_read
from bot.dialogs.answers.asking_back import completed, impossible, in_doubt
from bot.dialogs.answers.beginnings import without_taken_back
from bot.dialogs.answers.keeping import keep, takes_ticks_back
from bot.dialogs.answers.partial import (
    age_and_sex,
    answer_in_front,
    fits_digits,
    may_be_a_name,
    number_beside,
    one_of_those_asked,
    said_beside,
    size_among_words,
    sizes_beside,
    with_days_told,
)
from bot.dialogs.answers.parts import (
    PARTS,
    as_said,
    asked_together,
    contradicts,
    labels_of,
    read_beside_words,
    read_by_parts,
    said_of_another,
    says_more,
    together,
)
from bot.dialogs.answers.results import (
    is_of_laboratory,
    propose,
    report_of,
    unclear_results,
    values_of,
    with_surface,
    without_values,
)
from bot.dialogs.effects import Refused, Unclear
from bot.dialogs.naming import first_named
from bot.dialogs.notices import Notice, NoticeCode
from bot.dialogs.other_questions import answers_named
from bot.dialogs.prompts import Checklist, Panel, Prompt, Question
from bot.dialogs.session import Kept, Script, Session
from bot.dialogs.steps import Step
from bot.identity import without_identifiers, without_told_names
from criteria.known.values import (
    Choice,
    Doubt,
    NotApplicable,
    NotKnown,
    Quantity,
    Refusal,
    Several,
)
from criteria.reading.answers.accounting import turns
from criteria.reading.answers.checklists import NotRead, read_checklist
from criteria.reading.answers.choices import LONGEST, YES_NO, key
from criteria.reading.answers.paraphrases import is_doubted, is_no_answer
from criteria.reading.reports.names import names_of
from criteria.reading.reports.pairs import spelled_out
from criteria.reading.reports.report import read_laboratory
from criteria.trial.protocol import ChoiceItem, NumberItem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from criteria.reading.reports.report import Unread

LONGEST_PASTE = 20_000
_FROM_NUMBER = re.compile(r"[<>≤≥]?[ ]?[0-9].*", re.DOTALL)
_TELLING = frozenset(("out_of_range", "unit_not_known", "negative", "not_whole", "one_at_a_time"))
"""Refusals that say what is wrong with a number."""
_NO_ANSWER = (Refusal, Doubt, NotKnown, NotApplicable)


def typed(session: Session, asked: Prompt | None, text: str, script: Script) -> Step:
    """Take what was written to what is asked; of a printout the lines that identify are dropped.

    Where nothing is asked only what names its question is taken, and results.
    """
    item = "" if asked is None else asked.item
    if len(text) > LONGEST_PASTE:
        return Step(session, (Refused(item, Refusal("too_long")),))
    kept = without_identifiers(text)
    if not kept.dropped:
        return _without_names(session, asked, text, script)
    if kept.text.strip() and ("\n" in text.strip() or isinstance(asked, Panel)):
        step = _written(session, asked, kept.text.strip(), script)
        if step.session != session or any(isinstance(each, Unclear) for each in step.effects):
            dropped = Notice(NoticeCode.LINES_DROPPED, item)
            return replace(step, effects=(dropped, *step.effects))
    return Step(session, (Notice(NoticeCode.IDENTIFIER, item),))


def _without_names(session: Session, asked: Prompt | None, text: str, script: Script) -> Step:
    """Take what was written without the names of those who said it."""
    rest = without_told_names(text)
    if rest == text:
        return _written(session, asked, text, script)
    item = "" if asked is None else asked.item
    if not any(map(str.isalnum, rest)):
        return Step(session, (Notice(NoticeCode.IDENTIFIER, item),))
    step = _written(session, asked, rest, script)
    return replace(step, effects=(Notice(NoticeCode.NAMES_DROPPED, item), *step.effects))


def _written(session: Session, asked: Prompt | None, text: str, script: Script) -> Step:
    """Take an answer or a report to what is asked."""
    text = without_taken_back(text)
    if asked is None:
        return _volunteered(session, text, script)
    anew = with_surface(session, text, script)
    if anew is not None:
        return anew
    if isinstance(asked, Panel):
        return _pasted(session, asked, text, script)
    if isinstance(asked, Checklist):
        return report_of(session, text, script, least=2) or _lines(session, asked, text, script)
    another = _of_another_result(session, asked.item, text, script)
    another = another or _awaited_elsewhere(session, asked, text, script)
    step = another or _one(session, asked, text, script)
    return with_days_told(session, asked, step, text, script)


def _lines(session: Session, asked: Checklist, text: str, script: Script) -> Step:
    """Take what was written to a checklist: none, not known, or which of its lines."""
    said = read_checklist(text, asked.items, script.reader, session.reference_date)
    match said:
        case NotRead() if aside := _elsewhere(session, asked, text, script):
            return aside
        case NotRead() if is_no_answer(text):
            return _not_known(session, asked.items, text)
        case NotRead():
            code = NoticeCode.NO_SUCH_LINE if said.part else NoticeCode.WHICH
            return Step(session, (Notice(code, asked.item, said.part),))
        case dict():
            answers = {item: Kept(answer) for item, answer in said.items()}
            if len(set(said.values())) == 1 and len(said) == len(asked.items):
                return takes_ticks_back(session, answers) or keep(session, answers, script)
            return Step(session.but(proposed=answers, because=""))


def _one(session: Session, asked: Question, text: str, script: Script) -> Step:
    """Take an answer to one item, or several answers in one message."""
    text = completed(session, asked.item, text, script) or text
    found = script.reader.read(asked.item, text, session.reference_date)
    understood = not isinstance(found, Refusal | Doubt)
    if not understood or says_more(asked.item, text, found, asked.beside, script):
        several = together(asked.items, spelled_out(text, script.trial), session, script)
        if several and (asked.item in several or asked_together(asked.item, script)):
            return keep(session, several, script)
    if not understood:
        refused = isinstance(found, Refusal)
        other = refused or _names_another(asked, text, script)
        aside = number_beside(session, asked, text, script)
        aside = aside or (_elsewhere(session, asked, text, script) if other else None)
        if not refused and aside is None and _names_beside(asked, text, script):
            own = _named_itself(session, asked, text, script)
            aside = _most(own, partly_read(session, asked, text, script))
        if refused:
            aside = aside or _beside(session, asked, text, script)
            aside = aside or age_and_sex(session, asked, text, script)
        aside = aside or _results_and_parts(session, asked, text, script, least=1 if refused else 2)
        if aside is not None:
            return aside
    if isinstance(found, Refusal):
        taken = _no_answer(session, asked.item, text) or read_beside_words(
            session, asked, text, script
        )
        taken = taken or _named_itself(session, asked, text, script)
        taken = taken or unclear_results(session, text, script)
        taken = taken or answer_in_front(session, asked, text, script)
        taken = taken or size_among_words(session, asked, text, script)
        taken = taken or one_of_those_asked(session, asked, text, script)
        taken = taken or _doubted(session, asked.item, text, script)
        why = impossible(session, asked.item, text, script) or Refused(asked.item, found)
        named = may_be_a_name(text, asked, session, script)
        told = (Notice(NoticeCode.NO_NAMES, asked.item),) if named else ()
        return taken or Step(session, (why, *told))
    if isinstance(found, Doubt):
        least = 1 if len(found.candidates) > 1 and asked.beside else 2
        parts = _yes_or_no_of_a_name(session, asked, text, script)
        parts = parts or read_by_parts(session, asked, text, script, least=least)
        parts = parts or said_of_another(session, asked, text, script)
        return parts or _with_results(in_doubt(session, asked.item, found, script), text, script)
    two = said_beside(session, asked, text, script)
    if two:
        return Step(session.but(proposed=two, because=""))
    said = script.reader.beside(asked.item, text).items()
    others = {item: Kept(word) for item, word in said if item in asked.beside}
    return keep(session, {asked.item: Kept(text.strip()), **others}, script)


def _of_another_result(session: Session, item: str, text: str, script: Script) -> Step | None:
    """Ask of which result an unusual number alone is, while the asked one waits for its unit."""
    screen = script.screen_of.get(item)
    if item not in session.unclear or screen is None or any(map(str.isalpha, text)):
        return None
    found = script.reader.read(item, text, session.reference_date)
    if not isinstance(found, Doubt) or "unlikely" not in found.codes:
        return None
    limits = (one for one in screen.items if getattr(script.trial.items[one], "limit_of", None))
    others = [one for one in screen.items if one not in {item, *limits, *session.answers}]
    several = Notice(NoticeCode.SEVERAL_FIT, item, " ".join(others))
    return Step(session, (several,)) if others else None


def _with_results(step: Step, text: str, script: Script) -> Step:
    """Add the results that are beside an answer that is asked back: "G2 (Ki-67 4 %)"."""
    step = _with_value_of_method(step, script)
    waiting = step.session.proposed
    report = report_of(step.session.but(proposed={}), text, script, least=1)
    found = {} if report is None else report.session.proposed
    if report is None or not waiting:
        left = _FROM_NUMBER.search(text) if found and not waiting else None
        named = (Notice(NoticeCode.NOT_TAKEN, detail=left[0].strip(" ()")),) if left else ()
        return replace(step, effects=(*step.effects, *named))
    twice = [item for item in found if item in waiting]
    if any(_differ(item, waiting[item], found[item], step.session, script) for item in twice):
        return step
    because = step.session.because
    own = {
        item: replace(one, doubts=one.doubts or because, remark=_aside(one.remark, script))
        for item, one in waiting.items()
        if item not in twice
    }
    after = report.session.but(proposed={**own, **report.session.proposed}, because="")
    told = [each for each in report.effects if getattr(each, "code", "") != NoticeCode.NOT_TAKEN]
    return replace(report, session=after, effects=(*step.effects, *told))


def _with_value_of_method(step: Step, script: Script) -> Step:
    """Propose the number that is beside a method as that, where it is no result by its name."""
    waiting, day = step.session.proposed, step.session.reference_date
    for item, known in script.trial.items.items():
        method = waiting.get(getattr(known, "method", None) or "")
        if method is None or not method.remark or not isinstance(known, NumberItem):
            continue
        found = script.reader.read(item, method.remark, day)
        if isinstance(found, Quantity) or (isinstance(found, Doubt) and len(found.candidates) == 1):
            value = as_said(item, method.remark, step.session, script)
            proposed = {**waiting, known.method or "": replace(method, remark=""), item: value}
            return replace(step, session=step.session.but(proposed=proposed, because=""))
    return step


def _differ(item: str, one: Kept, other: Kept, session: Session, script: Script) -> bool:
    """Whether an item's two answers are no choices, or different ones."""
    values = (script.value(item, kept, session.reference_date) for kept in (one, other))
    codes = {value.code if isinstance(value, Choice) else "" for value in values}
    return len(codes) > 1 or "" in codes


def _aside(remark: str, script: Script) -> str:
    """Return what of a remark is no result: results are kept by themselves."""
    parts = (part for part in PARTS.split(remark) if not is_of_laboratory(part, script))
    return ", ".join(parts)


def _results_and_parts(
    session: Session, asked: Question, text: str, script: Script, *, least: int
) -> Step | None:
    """Propose results, or the answers that stand among words; whichever is more.

    Of a report's lines only results, and a result is never pushed aside.
    """
    report = report_of(session, text, script, least=least)
    if report is not None and "\n" in text.strip():
        return report
    found = _most(
        report,
        partly_read(session, asked, text, script),
        read_by_parts(session, asked, text, script),
    )
    if report is None or found is None:
        return found
    has_all = report.session.proposed.keys() <= found.session.proposed.keys()
    return found if has_all else report


def _most(*steps: Step | None) -> Step | None:
    """Return the step that proposes most, the first of those; None where none proposes anything."""
    found = [step for step in steps if step is not None]
    return max(found, key=lambda step: len(step.session.proposed), default=None)


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
    values = {**values_of(reading), **named.values}
    step = propose(values, reading.unread, session, script)
    if not step.session.proposed.keys() & {*others}:
        return None
    left = [part for part in rest if not is_of_laboratory(part, script)]
    others = [item for item in step.session.proposed if item not in asked.items]
    told = [] if own else [Notice(NoticeCode.ELSEWHERE, others[0], " ".join(others[1:]))]
    told += [Notice(NoticeCode.NOT_TAKEN, detail=", ".join(left))] if left else []
    after = step.session.but(proposed={**own, **step.session.proposed})
    return replace(step, session=after, effects=(*told, *step.effects))


def _awaited_elsewhere(session: Session, asked: Question, text: str, script: Script) -> Step | None:
    """Propose that another question waits which is named so, and not the asked one."""
    if len(text) > LONGEST:
        return None
    found = script.reader.read(asked.item, text, session.reference_date)
    waits = isinstance(found, NotKnown) and found.awaited
    return _elsewhere(session, asked, text, script) if waits else None


def _names_another(asked: Question, text: str, script: Script) -> bool:
    """Whether a message begins with the name of a question that is not asked: "pregnant no"."""
    named = first_named(text.strip(), script.trial)
    return named is not None and bool(named[1]) and named[0] not in asked.items


def _names_beside(asked: Question, text: str, script: Script) -> bool:
    """Whether a message begins with the name of a question that is asked as well."""
    named = first_named(text.strip(), script.trial)
    return named is not None and bool(named[1]) and named[0] in asked.beside


def _yes_or_no_of_a_name(
    session: Session, asked: Question, text: str, script: Script
) -> Step | None:
    """Propose a yes or a no to the question whose whole name follows it: "no ascites"."""
    said, _, name = text.strip().partition(" ")
    items = (i for i, one in script.trial.items.items() if "yes" in getattr(one, "choices", ()))
    found = [i for i in items if key(name) in map(key, labels_of(i, script))]
    if key(said) not in YES_NO or len(found) != 1 or found[0] == asked.item:
        return None
    told = Notice(NoticeCode.ELSEWHERE, found[0])
    return Step(session.but(proposed={found[0]: Kept(said)}, because="suggested"), (told,))


def _named_itself(session: Session, asked: Question, text: str, script: Script) -> Step | None:
    """Propose what a message says of what is asked behind its own name; None if it names others."""
    named = answers_named(text, session, script)
    if not named.values or not named.values.keys() <= {*asked.items}:
        return None
    step = propose(named.values, (), session, script)
    found = step.session.proposed
    undo = contradicts if PARTS.search(text) else partial(_may_undo, asked)
    if any(turns(rest) or undo(rest, found, session, script) for rest in named.rest):
        return None
    left = ", ".join(named.rest)
    told = (Notice(NoticeCode.NOT_TAKEN, detail=left),) if left else ()
    return replace(step, effects=(*told, *step.effects))


def _may_undo(
    asked: Question, rest: str, found: Mapping[str, Kept], session: Session, script: Script
) -> bool:
    """Whether words beside an answer say nothing to what is asked, nor go with it: "covid"."""
    said = (script.reader.read(item, rest, session.reference_date) for item in asked.items)
    values = ((i, script.value(i, kept, session.reference_date)) for i, kept in found.items())
    choices = [(item, one.code) for item, one in values if isinstance(one, Choice)]
    accounted = all(script.reader.accounts_for(item, rest, code) for item, code in choices)
    return not accounted and all(isinstance(one, Refusal) for one in said)


def _volunteered(session: Session, text: str, script: Script) -> Step:
    """Propose what a text says though nothing is asked: what names its question, and results."""
    nothing = Checklist(())
    step = _elsewhere(session, nothing, text, script) or report_of(session, text, script, least=1)
    step = step or unclear_results(session, text, script)
    if step is None:
        return Step(session, (Notice(NoticeCode.NOT_NOW),))
    told = (one for one in step.effects if getattr(one, "code", "") != NoticeCode.ELSEWHERE)
    return replace(step, effects=tuple(told))


def _beside(session: Session, asked: Question, text: str, script: Script) -> Step | None:
    """Propose what answers one of the questions that are asked as well, and not this one.

    A number alone, and a yes or a no, could answer any; several lines are a report.
    """
    plain = text.strip()
    if "\n" in plain or plain.isdecimal() or key(text) in YES_NO:
        return None
    sizes = (one for one in sizes_beside(asked.item, script) if one not in session.answers)
    others = asked.beside or tuple(sizes)
    read = {item: script.reader.read(item, text, session.reference_date) for item in others}
    fits = [item for item, one in read.items() if not isinstance(one, _NO_ANSWER)]
    a_choice = isinstance(script.trial.items[asked.item], ChoiceItem)
    if a_choice and len(fits) == 1 and isinstance(read[fits[0]], Quantity):
        fits += fits_digits(session, plain, script)
    if a_choice and len(fits) > 1:
        several = Notice(NoticeCode.SEVERAL_FIT, fits[0], " ".join(fits[1:]))
        return Step(session, (several,))
    if len(fits) != 1:
        return None
    told = Notice(NoticeCode.ELSEWHERE, fits[0])
    return Step(session.but(proposed={fits[0]: Kept(plain)}, because=""), (told,))


def _own_parts(
    session: Session, asked: Prompt, parts: Iterable[str], script: Script
) -> tuple[dict[str, Kept], list[str]]:
    """Part what answers the question itself from what does not."""
    if not isinstance(asked, Question):
        return {}, list(parts)
    found: dict[str, Kept] = {}
    rest = []
    for part in parts:
        own = together(asked.items, part, session, script)
        own = own if asked.item in own or asked_together(asked.item, script) else {}
        found |= own
        rest += [] if own else [part]
    return found, rest


def _no_answer(session: Session, item: str, text: str) -> Step | None:
    """Offer to keep as not known what is no answer, with its words as a remark."""
    return _not_known(session, (item,), text) if is_no_answer(text) else None


def _doubted(session: Session, item: str, text: str, script: Script) -> Step | None:
    """Offer the same of an answer that is only doubted, if no other result is named."""
    if not is_doubted(text):
        return None
    others = [found for found in names_of(script.trial).find(text) if found.name.item != item]
    return None if others else _not_known(session, (item,), text)


def _not_known(session: Session, items: Iterable[str], text: str) -> Step:
    """Offer to keep items as not known, with what was written as a remark of the first."""
    first, *others = items
    proposed = {first: Kept("unknown", remark=text), **dict.fromkeys(others, Kept("unknown"))}
    return Step(session.but(proposed=proposed, because="no_answer"))


def _pasted(session: Session, asked: Panel, text: str, script: Script) -> Step:
    """Read laboratory text; whatever was read waits for a yes (policy P21)."""
    aside = _elsewhere(session, asked, text, script)
    if aside is not None:
        return aside
    reading = read_laboratory(text, script.trial)
    values = values_of(reading)
    awaited = any(isinstance(value, NotKnown) for value in values.values())
    if len(values) < 2 and not awaited:  # noqa: PLR2004 - two results are not "not known"
        alone = script.reader.read(asked.item, text, session.reference_date)
        if not isinstance(alone, Refusal | Doubt | Quantity | Several):
            return without_values(session, asked, Kept(text.strip()), script)
        if not values and isinstance(alone, Refusal):
            return _nothing_read(session, asked, text, reading.unread, script)
        if not values:
            return _one(session, Question(asked.item), text, script)
    return propose(values, reading.unread, session, script)


def _nothing_read(
    session: Session, asked: Panel, text: str, unread: Iterable[Unread], script: Script
) -> Step:
    """Say why the one result that is named cannot be taken, or of each why it was not read."""
    named = {one.item for one in unread if one.item}
    for item in named if len(named) == 1 else ():
        refusal = script.reader.read(item, text, session.reference_date)
        if isinstance(refusal, Refusal) and refusal.code in _TELLING:
            return Step(session, (Refused(item, refusal),))
    step = propose({}, unread, session, script)
    return replace(step, effects=(*step.effects, Notice(NoticeCode.NOTHING_READ, asked.item)))
