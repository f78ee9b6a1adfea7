"""One screening: its answers as they were understood, and the phase that it is in.

A session is a small plain value. The question to ask is derived from the answers and never
stored; ``at`` only holds an item that somebody went back to.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from criteria.reading.answers import AnswerReader
from criteria.screening import Verdict, verdict
from criteria.site import NO_SITE, Site
from criteria.values import Doubt, Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from criteria.protocol import Screen
    from criteria.trial import Trial
    from criteria.values import Value


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it is stored: text that reads back as the same value."""

    text: str
    confirmed: bool = False
    """A person has said that the reading is right."""


@dataclass(frozen=True, slots=True)
class Session:
    """A screening between two events."""

    token: str
    trial: str
    version: str
    reference_date: date
    language: str = "en"
    state: str = "asking"
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
    ticks: Mapping[str, str] = field(default_factory=dict)
    """The checklist at hand, as far as it was ticked."""
    trail: tuple[str, ...] = ()
    """Items in the order in which they were answered, for going back."""
    went_on: bool = False
    """Chose to go on after a failure."""
    after: str = ""
    """The screening that this one follows, whose answers it began with."""

    def but(self, **changes: Any) -> Session:  # noqa: ANN401 - the fields above
        """Give the session with some fields changed."""
        return replace(self, **changes)


def to_data(session: Session) -> dict[str, Any]:
    """Give a session as plain data, for a store."""
    data = asdict(session)
    data["reference_date"] = session.reference_date.isoformat()
    return data


def from_data(data: Mapping[str, Any]) -> Session:
    """Build a session from plain data."""
    return Session(
        **{
            **data,
            "reference_date": date.fromisoformat(data["reference_date"]),
            "answers": {item: Kept(**kept) for item, kept in data["answers"].items()},
            "proposed": {item: Kept(**kept) for item, kept in data["proposed"].items()},
            "single": tuple(data["single"]),
            "trail": tuple(data["trail"]),
        }
    )


class Script:
    """A trial made ready for conversations: its reader, its screens, a site's limits."""

    def __init__(self, trial: Trial, site: Site = NO_SITE) -> None:
        """Prepare a trial, once for all its sessions."""
        self.trial = trial
        self.site = site
        self.reader = AnswerReader(trial)

    @cached_property
    def screen_of(self) -> dict[str, Screen]:
        """Item -> the screen that it is asked on."""
        screens = self.trial.protocol.screens
        return {item: screen for screen in screens for item in screen.items}

    def value(self, item: str, kept: Kept, reference_date: date) -> Value | Refusal:
        """Read an answer; what a person has confirmed is no doubt any more."""
        found = self.reader.read(item, kept.text, reference_date)
        if kept.confirmed and isinstance(found, Doubt) and found.candidates:
            return found.candidates[0]
        return found

    def values(self, session: Session) -> dict[str, Value]:
        """Give the session's answers as values."""
        found = {
            item: self.value(item, kept, session.reference_date)
            for item, kept in session.answers.items()
        }
        return {item: value for item, value in found.items() if not isinstance(value, Refusal)}

    def verdict(self, session: Session) -> Verdict:
        """Judge the session's answers."""
        return verdict(self.trial, self.values(session), session.reference_date, self.site)
