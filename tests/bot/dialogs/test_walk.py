"""A walk over the whole questionnaire of every trial: no dead end, nothing out of reach.

Each question is answered in every way that can matter: each choice, numbers and days on both
sides of each limit, not known. Of screenings that ask the same and are decided alike, one is
walked on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from bot.dialogs.events import Chosen, Confirmed, Edit, Event, GoOn, OneByOne, Typed
from bot.dialogs.machine import step
from bot.dialogs.phases import Phase
from bot.dialogs.prompts import Panel, prompt
from bot.dialogs.session import Script, Session
from criteria.examination.specimens import specimens
from criteria.known.values import Choice, NotKnown
from criteria.trial import catalog
from criteria.verdict.statuses import Status
from criteria.verdict.verdict import Outcome, open_items
from tests.making import TODAY

if TYPE_CHECKING:
    from collections.abc import Iterator

RELEASES = [one for one in catalog.available() if one.status == "released"]
"""A draft has no conversation."""


@dataclass
class Walk:
    """What a walk over a trial came upon."""

    script: Script
    asked: set[str] = field(default_factory=set)
    ends: list[Session] = field(default_factory=list)
    dead: list[Session] = field(default_factory=list)
    no_nearer: list[Session] = field(default_factory=list)

    def answers(self, item: str) -> Iterator[Event]:
        """Return an event for every answer to an item that can matter."""
        for value in specimens(item, self.script.trial, TODAY):
            if isinstance(value, Choice | NotKnown):
                yield Chosen(item, value.code if isinstance(value, Choice) else "unknown")
            else:
                yield Typed(self.script.reader.write(item, value, TODAY).text)
        limit = self.script.trial.upper_limits.get(item)
        if limit is not None:  # a value that only the laboratory's own limit can decide
            known: Any = self.script.trial.items[item]
            usual: Any = limit.soft
            between = Fraction(known.rule.times) * (usual.lowest + usual.highest) / 2
            yield Typed(f"{float(between):.4f} {limit.canonical}")

    def run(self) -> None:
        """Walk breadth first from the first question."""
        protocol = self.script.trial.protocol
        waiting = [Session("S0001", protocol.id, protocol.version, TODAY)]
        seen = {self.key(waiting[0])}
        for session in waiting:
            for after in self.onward(session):
                key = self.key(after)
                if key not in seen:
                    seen.add(key)
                    waiting.append(after)

    def onward(self, session: Session) -> Iterator[Session]:
        """Return the screening after each answer to what is asked; an end gives none."""
        asked = prompt(session, self.script)
        if session.state is Phase.SUMMARY or asked is None:
            self.ends.append(session)
            return
        if isinstance(asked, Panel):
            yield self.done(session, OneByOne(asked.item))
            return
        self.asked.add(asked.item)
        accepted = 0
        for event in self.answers(asked.item):
            after = self.done(session, event)
            if after.answers == session.answers:
                continue  # impossible beside another answer: refused
            accepted += 1
            if not self.nearer(session, after):
                self.no_nearer.append(after)
            yield after
        if not accepted:
            self.dead.append(session)

    def done(self, session: Session, event: Event) -> Session:
        """Do something, and say yes where it is asked back, and go on where it fails."""
        after, _ = step(session, event, self.script, TODAY)
        if after.state is Phase.CONFIRM:
            after, _ = step(after, Confirmed(), self.script, TODAY)
        if after.state is Phase.FAILED:
            after, _ = step(after, GoOn(), self.script, TODAY)
        return after

    def nearer(self, before: Session, after: Session) -> bool:
        """Whether an answer brought the end nearer: more is answered, and no answer was lost."""
        still_open = open_items(self.script.verdict(after).facts)
        lost = {*before.answers} - {*after.answers}
        return (
            not lost
            and len(after.answers) > len(before.answers)
            and not ({*after.answers} & {*still_open})
        )

    def key(self, session: Session) -> object:
        """What matters of a screening: what is left to ask, what is decided, what goes together."""
        verdict = self.script.verdict(session)
        left = open_items(verdict.facts)
        criteria = {self.script.trial.items[item].criterion for item in left}
        stuck = any(
            found is Status.UNKNOWN and name not in criteria
            for name, found in verdict.statuses.items()
        )
        beside = (verdict.facts.at_odds(), self.going_in(session, left))
        return session.state, left, session.single, verdict.outcome, stuck, beside

    def going_in(self, session: Session, left: tuple[str, ...]) -> tuple[object, ...]:
        """Return the answers that a formula will combine with the one that is asked next."""
        derived = (getattr(item, "derived", None) for item in self.script.trial.protocol.items)
        inputs = [set(one.from_.values()) for one in derived if one is not None]
        beside = set().union(*(names for names in inputs if left and left[0] in names))
        return tuple((name, str(session.answers.get(name))) for name in sorted(beside))


@cache
def walked(release: catalog.Release) -> Walk:
    walk = Walk(Script(catalog.load(release.id, release.version)))
    walk.run()
    return walk


@pytest.fixture(params=RELEASES, ids=lambda one: f"{one.id} {one.version}")
def walk(request: pytest.FixtureRequest) -> Walk:
    return walked(request.param)


def test_there_is_a_trial_to_walk() -> None:
    assert RELEASES


def test_there_is_no_dead_end(walk: Walk) -> None:
    assert not walk.dead
    assert {session.state for session in walk.ends} == {"summary"}


def test_every_answer_brings_the_end_nearer(walk: Walk) -> None:
    assert not walk.no_nearer


def test_every_question_can_be_reached(walk: Walk) -> None:
    trial = walk.script.trial
    volunteered = {name for name, item in trial.items.items() if item.volunteered}
    assert walk.asked == {*trial.items} - volunteered


def test_every_outcome_can_be_reached(walk: Walk) -> None:
    assert {walk.script.verdict(session).outcome for session in walk.ends} == {*Outcome}


def test_at_an_end_nothing_is_left_that_could_decide(walk: Walk) -> None:
    for session in walk.ends:
        assert not open_items(walk.script.verdict(session).facts)


def test_at_an_end_every_answer_can_be_changed(walk: Walk) -> None:
    session = max(walk.ends, key=lambda one: len(one.answers))
    for item in session.answers:
        after, _ = step(session, Edit(item), walk.script, TODAY)
        asked = prompt(after, walk.script)
        assert after.state is Phase.ASKING
        assert asked is not None
        assert asked.items == (item,)
