"""The worklist: what is open, what each waits for and since when, and what runs out when.

Pure: screenings and a day go in, rows come out, the most urgent first. What fails on its answers
is not open; what is eligible is not either, and stands here only if asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bot.exports.worklist.expiry import Expiry, expiries
from criteria.verdict.findings import findings
from criteria.verdict.verdict import Outcome, open_items

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.screenings.records import Screened
    from criteria.trial.trial import Trial
    from criteria.verdict.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Waiting:
    """An answer that an open criterion waits for."""

    item: str
    reason: str
    """Why it is open: the reason of a finding (not_known, doubt, gate, limit_assumed, …)."""
    ready: date | None = None
    """The day from which it settles itself: a scan that is too recent now."""


@dataclass(frozen=True, slots=True)
class OpenScreening:
    """A screening that is not decided."""

    token: str
    trial: Trial
    screener: str
    outcome: Outcome
    since: date
    """When its answers were changed last: it has waited as it is since then."""
    waits: tuple[Waiting, ...]
    """What was answered and is not settled, in the registry's order."""
    unasked: tuple[str, ...]
    """The items that are still to be asked, in the order of asking."""
    expiries: tuple[Expiry, ...]
    """What runs out, the soonest first."""

    def urgent(self, today: date) -> date:
        """Return the day that makes it urgent; a far one where there is none.

        It is the first on which an answer runs out or a wait is over. A usual age that has passed
        already is no reason: it is told, and waits for nothing.
        """
        ends = [one.day for one in self.expiries if one.decides or one.day >= today]
        ready = [one.ready for one in self.waits if one.ready is not None]
        return min([*ends, *ready], default=date.max)


def worklist(
    screenings: Iterable[Screened], today: date, *, eligible: bool = False
) -> tuple[OpenScreening, ...]:
    """Return the screenings that are not decided, the most urgent first, then the oldest.

    Args:
        screenings: any; what is decided is left out, and so is what has no answers any more.
        today: the day that urgency is judged by.
        eligible: keep the eligible ones too: what they rest on runs out as well.
    """
    wanted = {Outcome.PENDING, Outcome.ELIGIBLE} if eligible else {Outcome.PENDING}
    rows = [
        row_of(screened)
        for screened in screenings
        if not screened.purged and screened.result.outcome in wanted
    ]
    return tuple(sorted(rows, key=lambda row: (row.urgent(today), row.since, row.token)))


def row_of(screened: Screened) -> OpenScreening:
    """Look at one screening."""
    verdict = screened.verdict
    unasked = open_items(verdict.facts)
    waits = {one.item: one for one in _waits(verdict)}
    return OpenScreening(
        token=screened.token,
        trial=screened.trial,
        screener=screened.screener,
        outcome=verdict.outcome,
        since=screened.touched.date(),
        waits=tuple(waits.values()),
        unasked=unasked,
        expiries=tuple(sorted(expiries(verdict), key=lambda one: one.day)),
    )


def _waits(verdict: Verdict) -> Iterator[Waiting]:
    for criterion in verdict.pending:
        for found in findings(verdict, criterion):
            if found.item not in verdict.facts.answers:
                continue  # it is asked yet, or only if another answer asks for it
            ready = found.since if found.reason == "too_recent" else None
            yield Waiting(found.item, found.reason, ready)
