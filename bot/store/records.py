"""What a store takes and gives: frozen data. All times are aware datetimes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

    from bot.dialogs.events import Event
    from bot.dialogs.session import Session


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact about what became of a screening outside of Bedside."""

    field: str
    value: str | None
    """A code of a closed list, or a day."""
    words: str | None
    """Somebody's own. Without a value or words the field is taken back."""
    when: datetime
    """In the time zone of whoever stored it."""
    who: str
    hash: str = ""
    """What chains it to the fact before."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A screening as it is stored."""

    session: Session
    owner: str
    """Who screens."""
    revision: int
    """How many events have changed it: 0 when it has just begun."""
    started: datetime
    """When it began, in UTC."""
    touched: datetime
    """When it was changed last, in UTC."""
    ended: datetime | None = None
    """When its summary was reached last, in UTC."""
    purged: datetime | None = None
    """When its answers were deleted, in UTC."""
    result: str | None = None
    """What was kept of them then, as JSON: outcome, failing and pending criteria."""
    follow_up: tuple[Fact, ...] = ()
    """What became of it outside of Bedside; read only where many are read at once."""

    @property
    def mark(self) -> Mark:
        """Its mark, as `Store.marks` gives it; where what became of it was read too."""
        return Mark(self.revision, len(self.follow_up), purged=self.purged is not None)


class Mark(NamedTuple):
    """What is another one as soon as a screening is."""

    revision: int
    facts: int
    """How many facts there are about what became of it."""
    purged: bool


class Period(NamedTuple):
    """From one moment until before another; None where there is no such end."""

    since: datetime | None = None
    until: datetime | None = None


class Order(NamedTuple):
    """What screenings are sorted by."""

    by: Literal["number", "begun", "touched"] = "number"
    backwards: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """An answer that changed, for the audit trail."""

    item: str
    before: str | None
    """None: it was not answered."""
    after: str | None
    """None: it is not answered any more."""
    reason: str | None = None
    """Why, where that was asked for."""


@dataclass(frozen=True, slots=True)
class Saving:
    """What an event changed in one of several screenings, to be stored with the others or not."""

    session: Session
    revision: int
    """The revision that the event met."""
    entries: tuple[Entry, ...]
    event: Event


@dataclass(frozen=True, slots=True)
class Happened:
    """An event that changed a screening. With them, in order, it can be played again."""

    revision: int
    """The screening's revision after it: 1, 2, 3 … without a gap."""
    when: datetime
    """In the time zone of whoever stored it, so that its date is the date that counted."""
    who: str
    event: Event
    hash: str = ""
    """What chains it to the event before, see `bot.store.proof.hash_chain`."""


@dataclass(frozen=True, slots=True)
class Audited:
    """A row of the audit trail: an answer that changed, when, and by whom."""

    revision: int
    """The revision of the event that changed it; several rows may have the same one."""
    when: datetime
    """In the time zone of whoever stored it."""
    who: str
    entry: Entry
