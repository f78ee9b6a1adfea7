"""The days ahead on which a screening has to be looked at: what runs out, waits, or was asked for.

Pure: a screening, its reminders and a day go in. Days that have passed are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from bot.exports.worklist.expiry import together
from bot.exports.worklist.worklist import worklist

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, tzinfo

    from bot.exports.worklist.expiry import Expiry
    from bot.exports.worklist.worklist import OpenScreening
    from bot.screenings.records import Screened
    from bot.store import Reminder

Reason: TypeAlias = Literal["window", "site", "usual", "ready", "reminder"]
"""What runs out, by its kind; a wait that is over; a reminder that somebody set."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """A day on which a screening has to be looked at, and why."""

    day: date
    reason: Reason
    items: tuple[str, ...]
    """What it is about, in the registry's order; none where a reminder names nothing."""
    key: str
    """Stays the same while the day moves; no other day of the screening has the same reason and
    key."""


def ahead(
    screened: Screened, reminders: Iterable[Reminder], today: date, zone: tzinfo | None
) -> list[Ahead]:
    """Return a screening's days from today on, the soonest first.

    Of one that failed only its reminders count, and of one that was purged nothing.

    Args:
        screened: the screening.
        reminders: those that are set for it.
        today: the first day that counts.
        zone: whose days a reminder's moment is read in.
    """
    if screened.purged:
        return []
    found = [_reminder(one, screened, zone) for one in reminders]
    for row in worklist([screened], today, eligible=True):
        found += [*_ends(row), *_waits(row)]
    counted = (one for one in found if one.day >= today)
    return sorted(counted, key=lambda one: (one.day, one.reason, one.key))


def _reminder(one: Reminder, screened: Screened, zone: tzinfo | None) -> Ahead:
    items = (one.item,) if one.item in screened.trial.items else ()
    return Ahead(one.due.astimezone(zone).date(), "reminder", items, str(one.id))


def _ends(row: OpenScreening) -> Iterator[Ahead]:
    """Return when something runs out; of an item with several results only the newest."""
    newest: dict[tuple[str, str], Expiry] = {}
    for one in row.expiries:  # the soonest first
        newest[one.kind, one.item] = one
    order = list(row.trial.items)
    for same in together(newest.values()):
        items = sorted((one.item for one in same), key=order.index)
        yield Ahead(same[0].day, same[0].kind, tuple(items), items[0])


def _waits(row: OpenScreening) -> Iterator[Ahead]:
    for one in row.waits:
        if one.ready is not None:
            yield Ahead(one.ready, "ready", (one.item,), one.item)
