"""Invented people who are screened for several trials, together and for each alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from bot.dialogs import events
from bot.dialogs.machine import step
from bot.dialogs.phases import Phase
from bot.dialogs.prompts import prompt
from bot.dialogs.session import Session
from bot.dialogs.together.machine import Group, begin, take
from bot.dialogs.together.next_question import Candidate
from bot.exports.demo.candidates import Candidates
from bot.exports.demo.demo import answer_to

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from bot.dialogs.events import Event
    from bot.dialogs.session import Script

_MOST = 2_000
"""Events after which a conversation would never end."""


@dataclass(frozen=True)
class Person:
    """Somebody's answers to the questions of every trial; what trials share is the same in all."""

    answers: dict[str, dict[str, str]]
    """Trial -> item -> answer."""
    candidates: dict[str, Candidates]

    def reply(self, session: Session, script: Script) -> Event:
        """Return what the screener does at the screen of a screening; at a failure: stop."""
        if session.state is Phase.CONFIRM:
            return events.Confirmed()
        if session.state is Phase.FAILED:
            return events.StopHere()
        asked = prompt(session, script)
        assert asked is not None
        trial = session.trial
        return answer_to(asked, session, script, self.answers[trial], self.candidates[trial])


def people(scripts: Sequence[Script], count: int, today: date, seed: int = 1) -> list[Person]:
    """Invent people: whatever is asked for under one concept has one answer."""
    chance = Random(seed)  # noqa: S311 - invented people are no secret
    candidates = {
        script.trial.protocol.id: Candidates(script.trial, today, chance) for script in scripts
    }
    shared = {script.trial.protocol.id: script.concept_of for script in scripts}
    found = []
    for _ in range(count):
        answers = {trial: one.invent() for trial, one in candidates.items()}
        known: dict[str, str] = {}
        for trial, own in answers.items():
            for item, concept in shared[trial].items():
                if item in own:
                    known.setdefault(concept, own[item])
        for trial, own in answers.items():
            own |= {i: known[concept] for i, concept in shared[trial].items() if concept in known}
        found.append(Person(answers, candidates))
    return found


def not_known(session: Session, script: Script) -> Event:
    """Say that nobody knows what is asked."""
    asked = prompt(session, script)
    assert asked is not None
    return events.Chosen(asked.item, "unknown")


@dataclass
class Asked:
    """How a conversation went."""

    sessions: dict[str, Session] = field(default_factory=dict)
    """Trial -> its screening at the end."""
    put: Counter[str] = field(default_factory=Counter)
    """Trial -> how often it put a question; ticking one line of a checklist more is no new one."""

    @property
    def questions(self) -> int:
        """How often a question was put."""
        return self.put.total()

    def count(self, event: Event, session: Session) -> None:
        """Count a question that is answered."""
        if session.state is Phase.ASKING and not isinstance(event, events.Toggled):
            self.put[session.trial] += 1


def alone(person: Person, scripts: Sequence[Script], today: date) -> Asked:
    """Screen somebody for each trial by itself, to its first failure or its end."""
    asked = Asked()
    for number, script in enumerate(scripts):
        protocol = script.trial.protocol
        session = Session(f"S{number:04d}", protocol.id, protocol.version, today)
        for _ in range(_MOST):
            if session.state is Phase.SUMMARY:
                break
            event = person.reply(session, script)
            asked.count(event, session)
            before, (session, _) = session, step(session, event, script, today)
            if session == before:  # it is no answer there
                session, _ = step(session, not_known(session, script), script, today)
        asked.sessions[protocol.id] = session
    return asked


def group_of(scripts: Sequence[Script], today: date) -> Group:
    """Return screenings that begin, one for each trial."""
    tokens = {f"S{number:04d}": script for number, script in enumerate(scripts, start=1)}
    members = (
        Candidate(
            Session(
                token,
                script.trial.protocol.id,
                script.trial.protocol.version,
                today,
                beside=tuple(one for one in tokens if one != token),
            ),
            script,
        )
        for token, script in tokens.items()
    )
    return Group(tuple(members))


def together(
    person: Person,
    scripts: Sequence[Script],
    today: date,
    seen: Callable[[Group], None] = lambda _: None,
) -> Asked:
    """Screen somebody for all trials at once, to the end.

    Args:
        person: who.
        scripts: the trials.
        today: the day.
        seen: is given the group after every event.
    """
    asked = Asked()
    at = begin(group_of(scripts, today), today)
    for _ in range(_MOST):
        seen(at.group)
        if at.group.is_over:
            break
        session, script = at.group[at.lead]
        event = person.reply(session, script)
        asked.count(event, session)
        before, at = at.group, take(at.group, at.lead, event, today)
        if at.group == before:
            at = take(at.group, at.lead, not_known(*at.group[at.lead]), today)
    asked.sessions = {one.session.trial: one.session for one in at.group.members}
    return asked
