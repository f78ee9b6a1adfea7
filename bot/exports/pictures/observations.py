"""What the pictures count: the screenings of a trial in a period, each with its stage and reasons.

Pure: screenings go in, small frozen records come out. The numbers are put together in `counts`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.exports.context import INVENTED
from bot.exports.pictures.near_misses import NearMiss, near_misses
from bot.screenings.outcomes.course import course_of
from criteria.rules.tree import mentioned
from criteria.verdict.findings import findings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from bot.screenings.outcomes.course import Course
    from bot.screenings.records import Screened
    from bot.screenings.status import Stage
    from criteria.trial.protocol import Protocol
    from criteria.trial.trial import Trial


@dataclass(frozen=True, slots=True)
class Scope:
    """Which screenings are counted: those that began on these days, both included."""

    first: date | None = None
    last: date | None = None
    site: str = ""
    """The site's code, for the titles: one database is one site's."""
    trial: str | None = None
    """The trial's id; None for the one that was screened for most."""
    version: str | None = None
    """None for all of them."""

    def holds(self, day: date, protocol: Protocol) -> bool:
        """Whether a screening that began on this day belongs."""
        return (
            self.trial in (None, protocol.id)
            and self.version in (None, protocol.version)
            and (self.first is None or self.first <= day)
            and (self.last is None or day <= self.last)
        )


@dataclass(frozen=True, slots=True)
class Observation:
    """One screening, as far as it is counted."""

    day: date
    trial: Trial
    """The trial in the version that it was begun with; there are few of them."""
    stage: Stage
    failing: tuple[str, ...]
    """Every criterion that is not met, in the registry's order."""
    first: str | None
    """The one of them that comes first in the order of asking."""
    near: tuple[NearMiss, ...]
    invented: bool
    """For a demonstration: nobody was screened."""
    course: Course
    """How far the candidate came afterwards, as far as it was noted."""


def first_reason(screened: Screened) -> str | None:
    """Return the criterion that fails first in the order of asking.

    Of a screening whose answers were deleted, the one that is asked for first.
    """
    order = screened.trial.order

    def asked(criterion: str) -> int:
        items = list(mentioned(screened.trial.criteria[criterion].rule))
        if not screened.purged:
            items = [found.item for found in findings(screened.verdict, criterion)]
        return min((order.index(item) for item in items if item in order), default=len(order))

    return min(screened.result.failing, key=asked, default=None)


def observations(screenings: Iterable[Screened], scope: Scope) -> Iterator[Observation]:
    """Look at each screening that belongs to the scope, and keep no more than is counted."""
    for screened in screenings:
        if scope.holds(screened.started.date(), screened.trial.protocol):
            yield observation(screened)


def observation(screened: Screened) -> Observation:
    """Look at one screening, and keep no more than is counted."""
    near = () if screened.purged else near_misses(screened.token, screened.verdict)
    return Observation(
        screened.started.date(),
        screened.trial,
        screened.stage,
        screened.result.failing,
        first_reason(screened),
        tuple(near),
        screened.screener == INVENTED,
        course_of(screened.follow_up),
    )
