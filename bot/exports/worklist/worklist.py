"""The worklist: what is open, what each waits for and since when, and what runs out when.

Pure: screenings and a day go in, rows come out, the most urgent first. What fails on its answers
is not open; what is eligible is not either, and is here only if asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bot.exports.worklist.expiry import Expiry, expiries
from bot.screenings.status import Waiting, waits_for
from criteria.verdict.verdict import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.screenings.records import Screened
    from criteria.trial.trial import Trial


@dataclass(frozen=True, slots=True)
class Urgency:
    """How urgent a screening is: all that its place in the worklist depends on."""

    since: date
    """Since when it waits as it is."""
    first: date
    """The first day on which an answer stops counting or a wait is over; a far one if there is
    none."""
    usual: tuple[date, ...]
    """The last days on which answers are not yet called old, the soonest first."""

    def on(self, today: date) -> date:
        """Return the day that makes it urgent; a far one where there is none.

        A usual age that has passed already is no reason: it is listed, and waits for nothing.
        """
        return min([self.first, *(day for day in self.usual if day >= today)])

    def place(self, today: date, token: str) -> tuple[date, date, int, str]:
        """Return what a worklist is sorted by: the most urgent first, then the oldest."""
        return self.on(today), self.since, len(token), token


@dataclass(frozen=True, slots=True)
class OpenScreening:
    """A screening that is open; or an eligible one, where they were asked for."""

    token: str
    trial: Trial
    screener: str
    outcome: Outcome
    since: date
    """When its answers were changed last: it has waited as it is since then."""
    waits: tuple[Waiting, ...]
    """What was answered and is not settled, in the registry's order."""
    awaited: Mapping[str, date]
    """Of those, what only has not come yet: since when it is awaited."""
    unasked: tuple[str, ...]
    """The items that are still to be asked, in the order of asking."""
    expiries: tuple[Expiry, ...]
    """What runs out, the soonest first."""

    @property
    def urgency(self) -> Urgency:
        """The days that can make it urgent."""
        ends = [one.day for one in self.expiries if one.decides]
        ready = [one.ready for one in self.waits if one.ready is not None]
        usual = tuple(one.day for one in self.expiries if not one.decides)
        return Urgency(self.since, min([*ends, *ready], default=date.max), usual)


def worklist(
    screenings: Iterable[Screened], today: date, *, eligible: bool = False
) -> tuple[OpenScreening, ...]:
    """Return the screenings that are open, the most urgent first, then the oldest.

    Args:
        screenings: any; those that are not open are left out.
        today: the day that urgency is judged by.
        eligible: keep the eligible ones too: what they rest on runs out as well.
    """
    rows = [row_of(one) for one in screenings if _is_wanted(one, eligible=eligible)]
    return tuple(sorted(rows, key=lambda row: row.urgency.place(today, row.token)))


def _is_wanted(one: Screened, *, eligible: bool) -> bool:
    if one.is_open:
        return True
    return eligible and not one.purged and one.result.outcome is Outcome.ELIGIBLE


def row_of(screened: Screened) -> OpenScreening:
    """Look at one screening."""
    verdict = screened.verdict
    waits = waits_for(verdict)
    ordered = [one.item for one in waits.answered if one.awaited and one.ready is None]
    return OpenScreening(
        token=screened.token,
        trial=screened.trial,
        screener=screened.screener,
        outcome=verdict.outcome,
        since=screened.touched.date(),
        waits=waits.answered,
        awaited={item: screened.answered_on(item) for item in ordered},
        unasked=waits.unasked,
        expiries=tuple(sorted(expiries(verdict), key=lambda one: one.day)),
    )
