"""What is said under a question: the limit, how to write the answer, what fits in one message."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from bot.dialogs.session import Kept
from bot.presentation.conditions import Conditions
from criteria.known.truth import Truth
from criteria.known.values import Comparator, DateSpan, Quantity, Refusal
from criteria.rules.rules import Depends, MonthsBefore, OneOf
from criteria.rules.tree import is_shut_off
from criteria.trial.protocol import ChoiceItem, DateItem, NumberItem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from bot.dialogs.prompts import Question
    from bot.dialogs.session import Script, Session
    from bot.presentation.sentences import Speaker
    from criteria.known.values import Value
    from criteria.verdict.facts import Facts


_DAYS_BACK = (0, 7, 14, 30, 60, 90, 180, 365, 730, 1460)
"""Of these the first day that passes is shown."""


def hints_of(asked: Question, session: Session, script: Script, speaker: Speaker) -> Iterator[str]:
    """Say how to answer, where tapping is not all there is."""
    say = speaker.texts.dialog
    known = script.trial.items[asked.item]
    if known.judgement:
        yield say.judgement
    if not isinstance(known, ChoiceItem):
        facts = script.verdict(session).facts
        limit = limit_of(known, facts, speaker)
        if limit and _can_decide(known, facts):
            yield say.say("limit", bound=limit)
    ways = _ways(asked.item, session, script)
    if ways:
        name = "unit_open" if _lacks_unit(ways) else "ways_open"
        read = speaker.listed(speaker.value(asked.item, one) for one in ways)
        yield say.say(name, number=_number(ways, speaker), candidates=read)
    elif isinstance(known, NumberItem):
        yield say.say(
            "write_number", example=speaker.example(asked.item, _beside(known, session, script))
        )
    elif isinstance(known, DateItem):
        day = _example_day(known, script.verdict(session).facts)
        yield say.say("write_date", day=day, month=day.isoformat()[:7])
    yield from dated_hint((asked.item,), script, speaker)
    if asked.beside:
        yield say.say("write_several", items=", ".join(map(speaker.label, asked.beside)))


def _example_day(known: DateItem, facts: Facts) -> date:
    """Return a day to show how a date is written: one that passes, and so does its month."""
    rule, today = facts.in_force(known.id), facts.reference_date
    days = [today - timedelta(back) for back in _DAYS_BACK]
    if rule is None:
        return today
    for day in days:
        spans = DateSpan.of(day.year, day.month, day.day), DateSpan.of(day.year, day.month)
        if all(rule.truth(span, known.id, facts) is Truth.YES for span in spans):
            return day
    return today


def _can_decide(known: NumberItem | DateItem, facts: Facts) -> bool:
    """Whether an answer can decide its criterion: not behind another method than it names."""
    criterion = facts.trial.criteria.get(known.criterion)
    return criterion is None or not is_shut_off(known.id, criterion.rule, facts)


def _beside(known: NumberItem, session: Session, script: Script) -> str:
    """Return the unit of the result that a limit is asked for; empty where there is none."""
    value = script.values(session).get(known.limit_of or "")
    return value.unit if isinstance(value, Quantity) else ""


def read_so_far(item: str, session: Session, script: Script, speaker: Speaker) -> str:
    """Name a result that was set aside, with its number where only the unit is missing."""
    ways = _ways(item, session, script)
    label = speaker.label(item)
    return f"{label} ({_number(ways, speaker)})" if _lacks_unit(ways) else label


def _ways(item: str, session: Session, script: Script) -> list[Value]:
    """Return every way in which a result that was set aside can be meant."""
    day = session.reference_date
    texts = session.unclear.get(item, ())
    found = [script.value(item, Kept(text, confirmed=True), day) for text in texts]
    return [one for one in found if not isinstance(one, Refusal)]


def _lacks_unit(ways: Sequence[Value]) -> bool:
    """Whether all that differs is the unit."""
    numbers = {(one.comparator, one.number) for one in ways if isinstance(one, Quantity)}
    return len(ways) > 1 and len(numbers) == 1


def _number(ways: Sequence[Value], speaker: Speaker) -> str:
    """Write the number of a result that lacks its unit."""
    first = next((one for one in ways if isinstance(one, Quantity)), None)
    if first is None:
        return ""
    sign = "" if first.comparator is Comparator.EQUAL else f"{first.comparator.value} "
    return f"{sign}{speaker.number(first.number)}"


def dated_hint(items: Iterable[str], script: Script, speaker: Speaker) -> Iterator[str]:
    """Say that results need their date, where the site takes them only so long (policy P15)."""
    ages = script.site.maximum_age_days
    days = sorted({ages[item] for item in items if item in ages and not _is_date(item, script)})
    if days:
        span = speaker.span(Fraction(days[0]), Fraction(days[-1]), "")
        yield speaker.texts.dialog.say(
            "write_dated", site=script.site.code, days=span, count=days[-1]
        )


def _is_date(item: str, script: Script) -> bool:
    return isinstance(script.trial.items[item], DateItem)


def limit_of(known: NumberItem | DateItem, facts: Facts, speaker: Speaker) -> str:
    """Say what the protocol asks of a number or a date; nothing where it asks nothing.

    Where it depends on other answers, and it is known on which side, only what counts is said.
    """
    match facts.in_force(known.id) or known.rule:
        case MonthsBefore(at_least=low, at_most=high):
            day = facts.reference_date
            return speaker.texts.dialog.say(
                "limit_months", low=low, high=high, count=high, date=day
            )
        case Depends() as table:
            return Conditions(speaker).rule(known.id, table)
        case None | OneOf():
            return ""
        case rule:
            return speaker.wanted(known.id, rule, facts.reference_date)
