"""One screening: its answers as they were understood, and the phase that it is in.

A session is a small plain value. The question to ask is derived from the answers and never
stored; ``at`` only holds an item that somebody went back to.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from bot.dialogs.events import (
    Brought,
    ChangeAnswer,
    Event,
    Explained,
    NameSources,
    Prefilled,
    Read,
    Sourced,
    Typed,
)
from bot.dialogs.phases import Phase
from bot.identity import without_identifiers, without_told_names
from criteria.known.values import Doubt, Refusal
from criteria.reading.answers.answers import AnswerReader
from criteria.trial.order import needed_first, quick_screens
from criteria.trial.site import NO_SITE, Site
from criteria.verdict.verdict import Outcome, Verdict, doubted, open_items, verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from criteria.known.values import Value
    from criteria.trial.protocol import Screen
    from criteria.trial.trial import Trial


MOST_REMEMBERED = 64
"""Sets of answers whose verdict is remembered."""
_OF_ONE_TRIAL = ("informed_consent",)
"""Concepts whose answers belong to one trial, whatever another one was told."""
_ON_SCALES = ("ecog", "nyha")
"""Concepts that somebody judges on a scale that is the same in every trial."""
_MOST_READ = 4096
"""Kept answers whose value is remembered."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it is stored: text that reads back as the same value."""

    text: str
    confirmed: bool = False
    """A person has said that the reading is right."""
    remark: str = ""
    """What was written beside the answer; never an identifier."""
    doubts: str = ""
    """What was not certain in a report, in codes of doubts, until somebody confirmed it."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the answers to a criterion come from; what is not known is empty."""

    document: str
    day: str = ""
    """Of the document: 2026-03-31, 2026-03 or 2026."""
    judge: str = ""
    """The initials of who judged."""

    def __str__(self) -> str:
        """Write it as the audit trail has it."""
        return " · ".join(filter(None, (self.document, self.day, self.judge)))


@dataclass(frozen=True, slots=True)
class Confirmation:
    """An investigator's confirmation of one answer, which ends when the answer changes."""

    by: str
    """Initials, or the platform's user."""
    day: str

    def __str__(self) -> str:
        """Write it as the audit trail has it."""
        return f"{self.by} · {self.day}"


@dataclass(frozen=True, slots=True)
class Session:
    """A screening between two events."""

    token: str
    trial: str
    version: str
    reference_date: date
    language: str = "en"
    state: Phase = Phase.ASKING
    answers: Mapping[str, Kept] = field(default_factory=dict)
    at: str | None = None
    """An item that is asked again; else the next open one is asked."""
    alone: bool = False
    """``at`` is asked by itself, not with its panel or checklist."""
    single: tuple[str, ...] = ()
    """Screens whose values are asked one by one."""
    proposed: Mapping[str, Kept] = field(default_factory=dict)
    """Read, and waiting for a yes."""
    because: str = ""
    """Why it is asked back: the code of a doubt."""
    unclear: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Read, and every way that it can be meant, each as a text; asked once nothing waits."""
    ticks: Mapping[str, str] = field(default_factory=dict)
    """The checklist at hand, as far as it was ticked."""
    trail: tuple[str, ...] = ()
    """Items in the order in which they were answered, for going back."""
    went_on: bool = False
    """Chose to go on after a failure."""
    reported: bool = False
    """Has been at its summary: what it said may have been passed on."""
    unexplained: Mapping[str, str] = field(default_factory=dict)
    """Answers that were changed after that, and what was reported; nobody has said why yet."""
    after: str = ""
    """The screening that this one follows, whose answers it began with."""
    quick: bool = False
    """Asks only the few screens that decide most."""
    listed: tuple[str, ...] = ()
    """The items that the list of answers is limited to; all of them without any."""
    page: int = 0
    """The page of that list, from 0."""
    sources: Mapping[str, Source] = field(default_factory=dict)
    """Criterion -> the document behind it."""
    confirmations: Mapping[str, Confirmation] = field(default_factory=dict)
    """Item -> who confirmed, as an investigator, the answer that it has."""
    beside: tuple[str, ...] = ()
    """The screenings of the same candidate that are asked together with this one."""
    turns: Mapping[str, int] = field(default_factory=dict)
    """Item -> when it was asked, counted over all of those; the last one still open is asked."""

    def but(self, **changes: Any) -> Session:  # noqa: ANN401 - the fields above
        """Return the session with some fields changed; itself where nothing changes."""
        if all(getattr(self, name) == value for name, value in changes.items()):
            return self
        return replace(self, **changes)


def to_data(session: Session) -> dict[str, Any]:
    """Return a session as plain data, for a store.

    By hand: `asdict` copies everything deeply, which takes ten times as long.
    """
    return {
        **{name: getattr(session, name) for name in session.__dataclass_fields__},
        "reference_date": session.reference_date.isoformat(),
        "state": session.state.value,
        "answers": _kept_data(session.answers),
        "proposed": _kept_data(session.proposed),
        "unclear": {item: [*ways] for item, ways in session.unclear.items()},
        "ticks": {**session.ticks},
        "unexplained": {**session.unexplained},
        "sources": {name: asdict(one) for name, one in session.sources.items()},
        "confirmations": {item: asdict(one) for item, one in session.confirmations.items()},
        "turns": {**session.turns},
    }


def _kept_data(answers: Mapping[str, Kept]) -> dict[str, dict[str, Any]]:
    return {item: _one_kept(kept) for item, kept in answers.items()}


def _one_kept(kept: Kept) -> dict[str, Any]:
    plain: dict[str, Any] = {"text": kept.text, "confirmed": kept.confirmed}
    if kept.remark:
        plain["remark"] = kept.remark
    if kept.doubts:
        plain["doubts"] = kept.doubts
    return plain


def from_data(data: Mapping[str, Any]) -> Session:
    """Build a session from plain data; one that was stored earlier may lack the last fields.

    Raises:
        KeyError: a field is missing.
        TypeError: there is a field that no session has.
        ValueError: there is no such phase or day.
    """
    state = Phase(data["state"])
    return Session(
        **{
            **data,
            "state": state,
            "reference_date": date.fromisoformat(data["reference_date"]),
            "answers": {item: Kept(**kept) for item, kept in data["answers"].items()},
            "proposed": {item: Kept(**kept) for item, kept in data["proposed"].items()},
            "unclear": {item: tuple(ways) for item, ways in data.get("unclear", {}).items()},
            "single": tuple(data["single"]),
            "trail": tuple(data["trail"]),
            "listed": tuple(data.get("listed", ())),
            "beside": tuple(data.get("beside", ())),
            "sources": {name: Source(**one) for name, one in data.get("sources", {}).items()},
            "confirmations": {
                item: Confirmation(**one) for item, one in data.get("confirmations", {}).items()
            },
            "reported": data.get("reported", state is Phase.SUMMARY),
        }
    )


def event_to_store(event: Event, after: Session, before: Session | None = None) -> Event:
    """Return what of an event may be stored: of a text that was asked back, only what was read.

    A pasted report can hold more than results. What was taken without asking back was understood
    to the last word, but for lines that say who somebody is.

    Args:
        event: what happened.
        after: the session that followed from it.
        before: the session that it met, where a result may have been set aside.
    """
    if isinstance(event, ChangeAnswer):  # the items that were named, and none of the words
        return ChangeAnswer(after.at or " ".join(after.listed)) if event.named else event
    if isinstance(event, NameSources):
        named = after.sources.items()
        return Sourced(tuple((name, one.document, one.day, one.judge) for name, one in named))
    answers = tuple(_as_read(item, kept) for item, kept in after.proposed.items())
    unclear = tuple((item, *ways) for item, ways in after.unclear.items())
    if isinstance(event, Brought):
        return Prefilled(answers, after.because, unclear)
    set_aside = unclear and before and _is_only_set_aside(before, after)
    if isinstance(event, Typed) and (after.proposed or set_aside):
        return Read(answers, after.because, unclear)
    return _without_names(event) if isinstance(event, Typed | Explained) else event


def _without_names(event: Typed | Explained) -> Event:
    """Return what was written without what says who somebody is."""
    kept = without_identifiers(event.text)
    rest = kept.text.strip() if kept.dropped else without_told_names(event.text)
    return event if rest == event.text else replace(event, text=rest)


def _is_only_set_aside(before: Session, after: Session) -> bool:
    """Whether a text answered nothing, so that it was read in several ways or not at all."""
    return (before.answers, before.unexplained) == (after.answers, after.unexplained)


def _as_read(item: str, kept: Kept) -> tuple[str | bool, ...]:
    """Return an answer as an event holds it, without what is empty at its end."""
    whole = (item, kept.text, kept.confirmed, kept.remark, kept.doubts)
    return whole if kept.doubts else whole[:4] if kept.remark else whole[:3]


def shared_concepts(trial: Trial) -> dict[str, str]:
    """Return the concepts whose answers mean the same in every trial.

    Consent is given to one trial, and a judgement is made for one, but on a scale that all of them
    have; what only an investigator may judge stays where it was judged. The reference date is set
    for all by itself.
    """
    own = {*_OF_ONE_TRIAL, "reference_date"}
    return {
        concept: item
        for concept, item in trial.concepts.items()
        if concept not in own and not _is_judged(concept, item, trial)
    }


def _is_judged(concept: str, item: str, trial: Trial) -> bool:
    """Whether an answer is somebody's judgement for one trial."""
    judged = getattr(trial.items[item], "judgement", False) and concept not in _ON_SCALES
    return judged or item in trial.investigators


class _Judged:
    """What a set of answers amounts to."""

    def __init__(self, values: Mapping[str, Value], found: Verdict) -> None:
        self.values = values
        self.verdict = found

    @cached_property
    def still_open(self) -> tuple[str, ...]:
        return open_items(self.verdict.facts)


class Script:
    """A trial made ready for conversations: its reader, its screens, a site's limits."""

    def __init__(self, trial: Trial, site: Site = NO_SITE) -> None:
        """Prepare a trial, once for all its sessions."""
        self.trial = trial
        self.site = site
        self.reader = AnswerReader(trial)
        # An answer is stored as text; in one process it is read once.
        self._read = lru_cache(_MOST_READ)(self.reader.read)
        # A step and its screen ask again and again about the same answers, and the next step
        # begins with those that the last one ended with.
        self._by_content = lru_cache(MOST_REMEMBERED)(self._judge)
        self._last: tuple[Mapping[str, Kept], date, _Judged] | None = None

    @cached_property
    def screen_of(self) -> dict[str, Screen]:
        """Item -> the screen that it is asked on."""
        return self.trial.screen_of

    def value(self, item: str, kept: Kept, reference_date: date) -> Value | Refusal:
        """Return a kept answer's value; what a person has confirmed is no doubt any more.

        A text that was not kept is read by ``reader``, which does not remember a long one.
        """
        found = self._read(item, kept.text, reference_date)
        if kept.confirmed and isinstance(found, Doubt) and found.candidates:
            return found.candidates[0]
        return found

    def values(self, session: Session) -> Mapping[str, Value]:
        """Return the session's answers as values."""
        return self._judged(session).values

    def verdict(self, session: Session) -> Verdict:
        """Judge the session's answers."""
        return self._judged(session).verdict

    def still_open(self, session: Session) -> tuple[str, ...]:
        """Return the items that are still to be asked, in the order of asking."""
        return self._judged(session).still_open

    def to_ask(self, session: Session) -> tuple[str, ...]:
        """Return what is still to be asked now: all, or what a quick check asks, in its order.

        That asks as well what could show that a failure rests on a mistake.
        """
        still_open = self.still_open(session)
        if not session.quick:
            return still_open
        probing = [
            item for items in doubted(self.verdict(session).facts).values() for item in items
        ]
        waiting = set(still_open)
        quick = (item for item in self._quick_items if item in waiting)
        return tuple(dict.fromkeys((*probing, *quick)))

    def fails(self, session: Session) -> bool:
        """Whether something fails that no answer which is still to be asked could contradict."""
        found = self.verdict(session)
        if found.outcome is not Outcome.NOT_ELIGIBLE:
            return False
        return bool({*found.failing} - doubted(found.facts).keys())

    @cached_property
    def quick_screens(self) -> tuple[Screen, ...]:
        """The screens of a quick check, in the order of asking; all where a trial has none."""
        return quick_screens(self.trial) or self.trial.protocol.screens

    @cached_property
    def needed_first(self) -> dict[str, set[str]]:
        """Screen -> the screens that have to be asked before it."""
        return needed_first(self.trial)

    @cached_property
    def shared(self) -> dict[str, str]:
        """Concept -> the item that carries it, where an answer may be shared with other trials."""
        return shared_concepts(self.trial)

    @cached_property
    def concept_of(self) -> dict[str, str]:
        """Item -> the concept under which its answer is shared."""
        return {item: concept for concept, item in self.shared.items()}

    @cached_property
    def asked_late(self) -> frozenset[str]:
        """The items that are worth asking only where nothing else settles it: for one trial."""
        own = (self.trial.concepts.get(concept) for concept in _OF_ONE_TRIAL)
        judged = (
            item.id
            for item in self.trial.protocol.items
            if getattr(item, "judgement", False) and item.id not in self.concept_of
        )
        return frozenset((*judged, *filter(None, own)))

    @cached_property
    def _quick_items(self) -> tuple[str, ...]:
        return tuple(item for screen in self.quick_screens for item in screen.items)

    def remembered(self) -> int:
        """Count the sets of answers whose verdict is remembered."""
        return self._by_content.cache_info().currsize

    def _judged(self, session: Session) -> _Judged:
        last = self._last  # one look: another thread may replace it
        if last and last[0] is session.answers and last[1] == session.reference_date:
            return last[2]
        answers = tuple((item, kept.text, kept.confirmed) for item, kept in session.answers.items())
        judged = self._by_content(answers, session.reference_date)
        self._last = (session.answers, session.reference_date, judged)
        return judged

    def _judge(self, answers: tuple[tuple[str, str, bool], ...], reference_date: date) -> _Judged:
        found = {
            item: self.value(item, Kept(text, confirmed), reference_date)
            for item, text, confirmed in answers
        }
        values = {item: value for item, value in found.items() if not isinstance(value, Refusal)}
        return _Judged(values, verdict(self.trial, values, reference_date, self.site))
