"""Invented screenings, so that a newcomer sees what comes out. None of these people exists.

Their screener is ``invented``, which no platform calls anybody: that is their mark. They are
answered through the same step as everybody is. The same seed gives the same screenings.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from bot.dialogs import events
from bot.dialogs.effects import Recorded
from bot.dialogs.machine import step
from bot.dialogs.phases import Phase
from bot.dialogs.prompts import Checklist, Panel, prompt
from bot.dialogs.session import Script, Session, event_to_store
from bot.exports.context import INVENTED
from bot.exports.demo.candidates import Candidates
from bot.store.records import Entry
from criteria.trial import catalog
from criteria.trial.protocol import ChoiceItem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.dialogs.events import Event
    from bot.dialogs.prompts import Prompt
    from bot.store import Store

SCREENER = INVENTED
"""The screener of every invented screening."""

_MOST_STEPS = 80
_STOPS = 0.6
"""How often a screener stops at the first failure."""
_LEAVES = 0.004
"""How often, before each answer, somebody leaves and never comes back."""

_CLOSES, _OPEN_MINUTES = 15, 480
"""When the last screening of a day begins, and for how long before that they do: by day."""


class Happening(NamedTuple):
    """An event of an invented screening, and what it led to."""

    session: Session
    entries: list[Entry]
    event: Event
    when: datetime


def fill(store: Store, count: int, now: datetime, seed: int = 1) -> Iterator[str]:
    """Put invented screenings into a store, over the last year; yield each one's number.

    They are for every trial that is offered for screening, in turn by chance.

    Args:
        store: where to put them: a throw-away one.
        count: how many.
        now: the time by which all of them are over; an aware datetime.
        seed: another one gives other people.
    """
    chance = Random(seed)  # noqa: S311 - invented people are no secret
    scripts = [Script(catalog.load(name)) for name in catalog.offered()]
    days = sorted(chance.randint(1, 365) for _ in range(count))
    for before in reversed(days):
        latest = (now - timedelta(days=before)).replace(hour=_CLOSES, minute=0, second=0)
        when = latest - timedelta(minutes=chance.randint(0, _OPEN_MINUTES))
        script = chance.choice(scripts)
        begun = beginning(store.next_token(), script, when.date(), chance)
        store.add(begun, SCREENER, when)
        for revision, one in enumerate(play(begun, script, when, chance)):
            store.save(one.session, revision, one.entries, one.event, one.when)
        yield begun.token


def beginning(token: str, script: Script, today: date, chance: Random) -> Session:
    """Return a screening that begins."""
    protocol = script.trial.protocol
    language = chance.choice(list(script.trial.words))
    return Session(token, protocol.id, protocol.version, today, language)


def play(begun: Session, script: Script, when: datetime, chance: Random) -> Iterator[Happening]:
    """Answer a screening as an invented person would be screened, to the end or until left."""
    candidates = Candidates(script.trial, when.date(), chance)
    answers = candidates.invent()
    session = begun
    for _ in range(_MOST_STEPS):
        event = _next(session, script, answers, candidates)
        if event is None:
            return
        when += timedelta(seconds=chance.randint(4, 60))
        after, effects = step(session, event, script, when.date())
        if after == session:
            return
        entries = [
            Entry(effect.item, effect.before, effect.after)
            for effect in effects
            if isinstance(effect, Recorded)
        ]
        yield Happening(after, entries, event_to_store(event, after, session), when)
        session = after


def _next(
    session: Session, script: Script, answers: dict[str, str], candidates: Candidates
) -> Event | None:
    """Return what the screener does now; None when it is over."""
    if session.state in (Phase.SUMMARY, Phase.PAUSED):
        return None
    chance = candidates.chance
    if chance.random() < _LEAVES:
        return events.Pause()
    if session.state is Phase.CONFIRM:
        return events.Confirmed()
    if session.state is Phase.FAILED:
        return events.StopHere() if chance.random() < _STOPS else events.GoOn()
    asked = prompt(session, script)
    return None if asked is None else answer_to(asked, session, script, answers, candidates)


def answer_to(
    asked: Prompt,
    session: Session,
    script: Script,
    answers: dict[str, str],
    candidates: Candidates,
) -> Event:
    """Return what a screener who knows some answers does about a question."""
    if isinstance(asked, Panel):
        pasted = candidates.report(asked.items, answers)
        return events.Typed(pasted) if "\n" in pasted else events.Chosen(asked.item, "unknown")
    if isinstance(asked, Checklist):
        return _tick(asked, session, answers)
    text = answers.get(asked.item, "unknown")
    if isinstance(script.trial.items[asked.item], ChoiceItem):
        return events.Chosen(asked.item, text)
    return events.Typed(text)


def _tick(asked: Checklist, session: Session, answers: dict[str, str]) -> Event:
    """Tick the next line that is present; the list is done when all are ticked."""
    present = [item for item in asked.items if answers.get(item) == "yes"]
    for item in present:
        if session.ticks.get(item, "no") == "no":
            return events.Toggled(item)
    return events.ChecklistDone(asked.item) if present else events.NoneOfThese(asked.item)
