"""One candidate who is screened for several trials at once: what an event does in all of them.

Each trial has an ordinary screening of its own, and everything that happens to it is an ordinary
event that its own step takes. An answer is given to the screening that asked for it, and shared
with the others under its concept; each of them reads it by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.dialogs import events
from bot.dialogs.carry_over import printed_there
from bot.dialogs.effects import Recorded
from bot.dialogs.machine import step
from bot.dialogs.naming import items_named
from bot.dialogs.phases import Phase
from bot.dialogs.together.next_question import Candidate, choose
from bot.dialogs.typed_buttons import as_pressed
from criteria.known.values import Doubt, Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from datetime import date

    from bot.dialogs.effects import Effect
    from bot.dialogs.events import Event
    from bot.dialogs.session import Kept, Session

OVER = (Phase.FAILED, Phase.SUMMARY)
"""Phases in which a screening asks nothing more by itself."""
_TO_ALL = (events.Resume, events.Pause, events.SetLanguage, events.SetDate)
_TO_ITS_OWN = (
    *(events.Chosen, events.Toggled, events.NoneOfThese, events.ChecklistDone, events.OneByOne),
    *(events.Edit, events.TurnPage, events.ChangeAnswer, events.GoOn, events.StopHere),
    *(events.Explained, events.Sourced, events.ConfirmJudgements, events.Overview),
)
"""Events of a button that names its screening; all others belong to what is on the screen."""


@dataclass(frozen=True)
class Group:
    """The screenings of one candidate that are asked together, in the order of their numbers."""

    members: tuple[Candidate, ...]

    def __getitem__(self, token: str) -> Candidate:
        """Return the screening of a number."""
        return next(one for one in self.members if one.session.token == token)

    @property
    def tokens(self) -> tuple[str, ...]:
        """Their numbers."""
        return tuple(one.session.token for one in self.members)

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to ask in any of them."""
        return all(one.session.state is Phase.SUMMARY for one in self.members)

    def with_session(self, session: Session) -> Group:
        """Return the group with one session as it is now."""
        members = (
            one._replace(session=session) if one.session.token == session.token else one
            for one in self.members
        )
        return Group(tuple(members))


@dataclass(frozen=True, slots=True)
class Taken:
    """An event that one of the screenings took."""

    before: Session
    after: Session
    event: Event
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class Together:
    """What followed from an event in all of them."""

    group: Group
    taken: tuple[Taken, ...]
    lead: str
    """The screening whose screen is shown."""
    addressed: str
    """The screening that the event was for."""


def begin(group: Group, today: date) -> Together:
    """Ask the first question."""
    run = _Run(group, today)
    return run.settled(group.tokens[0])


def take(group: Group, token: str, event: Event, today: date) -> Together:
    """Take one event: what it is to the screening that it is for, and to all others.

    Args:
        group: the screenings.
        token: the number that came with the event.
        event: what the screener did.
        today: the day it is.
    """
    run = _Run(group, today)
    to = token
    for to, meant in _addressed(group, token, event):
        run.give(to, meant)
    return run.settled(token if isinstance(event, _TO_ALL) else to)


def lead_of(group: Group, token: str) -> str:
    """Return the screening whose screen is shown: the one that waits for something.

    Args:
        group: the screenings.
        token: the one that is preferred where several would do.
    """
    first = group[token]
    ordered = [first, *(one for one in group.members if one is not first)]
    for waits in _WAITS:
        for one in ordered:
            if waits(one.session):
                return one.session.token
    chosen = _last_asked(group)
    return token if chosen is None else chosen


_WAITS: tuple[Callable[[Session], bool], ...] = (
    lambda session: session.state is Phase.CHANGING,
    lambda session: session.state is Phase.CONFIRM,
    lambda session: bool(session.unexplained) and session.state is not Phase.PAUSED,
    lambda session: session.state is Phase.ASKING and session.at is not None,
)
"""What comes before the next question, the most urgent first."""


def _last_asked(group: Group) -> str | None:
    """Return the screening that asked last, of those that still ask."""
    asking = [one for one in group.members if one.session.state is Phase.ASKING]
    if not asking:
        return None
    return max(asking, key=_turn).session.token


def _turn(one: Candidate) -> int:
    """Return the number of the last question of a screening that is still open; 0 without one."""
    session = one.session
    still_open = one.script.to_ask(session)
    return max((session.turns[item] for item in still_open if item in session.turns), default=0)


def _addressed(group: Group, token: str, event: Event) -> Iterator[tuple[str, Event]]:
    """Return the screenings that an event is for, each with the event as it is meant there."""
    if isinstance(event, _TO_ALL):
        yield from ((one, event) for one in _all_for(group, event))
        return
    if isinstance(event, events.ChangeAnswer | events.Edit):
        yield from _changing(group, token, event)
        return
    to = token if isinstance(event, _TO_ITS_OWN) else lead_of(group, token)
    event = as_pressed(event, group[to].session)
    back = _back(group, to) if isinstance(event, events.Back) else None
    if back is None:
        yield to, event
    else:
        yield from back


def _all_for(group: Group, event: Event) -> Iterator[str]:
    """Return the screenings that an event for all of them is for; only one that asks pauses."""
    asking = [one.session.token for one in group.members if one.session.state not in OVER]
    yield from asking if isinstance(event, events.Pause) and asking else group.tokens


def _changing(
    group: Group, token: str, event: events.ChangeAnswer | events.Edit
) -> Iterator[tuple[str, Event]]:
    """Open the list of answers of one screening, or one answer, and leave that of another one."""
    to = token if isinstance(event, events.Edit) else _named(group, token, event.named)
    for one in group.members:
        if one.session.state is Phase.CHANGING and one.session.token != to:
            yield one.session.token, events.Back()
    may_edit = group[to].session.state in (Phase.CHANGING, Phase.SUMMARY)
    if isinstance(event, events.Edit) and not may_edit:
        yield to, events.ChangeAnswer()
    yield to, event


def _named(group: Group, token: str, named: str) -> str:
    """Return the screening with an answer to what is named; the one at hand where none has."""
    first = group[token]
    for one in (first, *group.members) if named else ():
        answers = one.session.answers
        if any(item in answers for item in items_named(named, one.script.trial)):
            return one.session.token
    return token


def _back(group: Group, token: str) -> list[tuple[str, Event]] | None:
    """Return what goes to the question before, in whichever screening; None if that is its own."""
    here = group[token].session
    if here.state is not Phase.ASKING or here.alone:
        return None
    now = _turn(group[token]) if here.at is None else here.turns.get(here.at, 0)
    asked = [
        (turn, one.session.token, item)
        for one in group.members
        for item, turn in one.session.turns.items()
        if item in one.session.answers and turn < now
    ]
    if not asked:
        return None
    turn, to, item = max(asked)
    leave: list[tuple[str, Event]] = []
    if here.at is not None and to != token:
        leave = [(token, events.Confirmed())]
    return [*leave, (to, events.Asked(item, turn))]


class _Run:
    """The events of one step, as they are taken one after the other."""

    def __init__(self, group: Group, today: date) -> None:
        self.group = group
        self.today = today
        self.taken: list[Taken] = []

    def give(self, token: str, event: Event) -> None:
        """Take an event to the screening that it is for, and what follows from it to the others."""
        taken = self._send(token, event)
        self._share(taken)
        self._explain(taken)

    def settled(self, token: str) -> Together:
        """End those that are out once nothing is left to ask; else ask the next question."""
        if all(one.session.state in OVER for one in self.group.members):
            for one in self.group.members:
                if one.session.state is Phase.FAILED:
                    self._send(one.session.token, events.StopHere())
        elif not self._is_waiting():
            self._ask()
        lead = lead_of(self.group, token)
        return Together(self.group, tuple(self.taken), lead, token)

    def _send(self, token: str, event: Event) -> Taken:
        session, script = self.group[token]
        after, effects = step(session, event, script, self.today)
        taken = Taken(session, after, event, effects)
        self.taken.append(taken)
        self.group = self.group.with_session(after)
        return taken

    def _is_waiting(self) -> bool:
        sessions = [one.session for one in self.group.members]
        return any(waits(session) for waits in _WAITS for session in sessions)

    def _ask(self) -> None:
        asking = [one for one in self.group.members if one.session.state is Phase.ASKING]
        chosen = choose(asking)
        if chosen is None:
            return
        turns = [turn for one in self.group.members for turn in one.session.turns.values()]
        last = max(turns, default=0)
        session = self.group[chosen.token].session
        if session.turns.get(chosen.item) != last or not turns:
            self._send(chosen.token, events.Asked(chosen.item, last + 1))

    def _share(self, taken: Taken) -> None:
        """Take the answers that an event changed to every other screening that asks for them."""
        if taken.before.answers == taken.after.answers:
            return
        source = self.group[taken.after.token]
        changed = {
            item: kept
            for item, kept in taken.after.answers.items()
            if taken.before.answers.get(item) != kept
        }
        new = changed.keys() - taken.before.answers.keys()
        for other in self.group.members:
            if other.session.token != taken.after.token:
                answers = tuple(_shared(changed, new, source, other))
                if answers and other.session.state is Phase.PAUSED:
                    self._send(other.session.token, events.Resume())
                if answers:
                    self._send(other.session.token, events.Shared(answers))

    def _explain(self, taken: Taken) -> None:
        """Take the reason for a change to every other screening in which it changed something."""
        reasons = [
            effect.reason
            for effect in taken.effects
            if isinstance(effect, Recorded) and effect.reason is not None
        ]
        for other in self.group.members if reasons else ():
            if other.session.unexplained and other.session.token != taken.after.token:
                self._share(self._send(other.session.token, events.Explained(reasons[0])))


def _shared(
    changed: Mapping[str, Kept], new: Collection[str], source: Candidate, other: Candidate
) -> Iterator[tuple[str | bool, ...]]:
    """Return the answers that another screening asks for too, as they can be kept there.

    What is asked here because this trial refused it stays here: the other one has its answer.
    """
    values = source.script.values(source.session)
    for item, kept in changed.items():
        there = other.script.shared.get(source.script.concept_of.get(item, ""))
        value = values.get(item)
        if there is None or value is None or isinstance(value, Doubt):
            continue
        if item in new and there in other.session.answers:
            continue
        found = printed_there(there, kept, value, other.session, other.script)
        found = found or _as_refused(there, kept, other)
        if not found.text and there not in other.session.answers:
            continue
        if other.session.answers.get(there) != found:
            yield (there, found.text, found.confirmed, found.remark)


def _as_refused(item: str, kept: Kept, other: Candidate) -> Kept:
    """Return an answer that another trial refuses, for it to say so; else one that says nothing."""
    read = other.script.value(item, kept, other.session.reference_date)
    return kept if isinstance(read, Refusal) else replace(kept, text="")
