"""The numbers of a period: the CONSORT flow, reasons, screenings over time, near misses."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from bot.exports.pictures.observations import observations
from bot.screenings.status import Stage
from criteria.known.months import add_months

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from bot.exports.pictures.near_misses import NearMiss
    from bot.exports.pictures.observations import Observation, Scope
    from bot.screenings.outcomes.enrolment import Comparison
    from bot.screenings.records import Screened
    from criteria.trial.trial import Trial

_LONGEST_IN_WEEKS = 26 * 7
_LONGEST_IN_MONTHS = 4 * 366

Unit = Literal["week", "month", "year"]


@dataclass(frozen=True, slots=True)
class Reason:
    """How often a criterion is not met. A candidate may have several reasons."""

    criterion: str
    named: int
    """It is among the reasons: over all criteria this adds up to more than the candidates."""
    first: int
    """It comes first in the order of asking: over all criteria this adds up to the candidates."""
    alone: int
    """It is the only reason that is known."""


@dataclass(frozen=True, slots=True)
class Afterwards:
    """How far candidates came after their screening, as far as the site has noted it."""

    approached: int = 0
    not_approached: int = 0
    declined: int = 0
    consented: int = 0
    enrolled: int = 0
    randomised: int = 0
    overridden: int = 0
    """Of the enrolled, those against what the answers amount to."""
    undone: int = 0
    """Enrolments and randomisations that were taken back; they do not count as enrolled."""

    @property
    def noted(self) -> bool:
        """Whether anything was noted of anybody."""
        return any(getattr(self, field.name) for field in fields(self))


@dataclass(frozen=True, slots=True)
class Flow:
    """The CONSORT flow: the stages add up to the assessed."""

    assessed: int
    not_eligible: int
    pending: int
    in_progress: int
    eligible: int
    several: int
    """Of the not eligible, those with more than one reason."""
    reasons: tuple[Reason, ...]
    """The most frequent first; in the registry's order where they are as frequent."""
    afterwards: Afterwards = Afterwards()


@dataclass(frozen=True, slots=True)
class Step:
    """The screenings that began in a week, a month or a year."""

    start: date
    end: date
    """Its last day."""
    whole: bool
    """The period holds all of its days."""
    not_eligible: int
    pending: int
    in_progress: int
    eligible: int

    @property
    def assessed(self) -> int:
        """All of them."""
        return self.not_eligible + self.pending + self.in_progress + self.eligible


@dataclass(frozen=True, slots=True)
class Counts:
    """Everything that is counted of a scope."""

    scope: Scope
    trial: Trial | None
    """In the newest version that was screened with; None if nobody was screened."""
    versions: tuple[str, ...]
    """The versions that were screened with."""
    others: int
    """Screenings for other trials, which are not counted."""
    invented: int
    """How many are invented, for a demonstration."""
    first: date | None
    """The first day of the period: the scope's, else that of the first screening."""
    last: date | None
    flow: Flow
    unit: Unit
    """What a step is."""
    steps: tuple[Step, ...]
    """Without a gap: a step in which nobody was screened has zeros."""
    near: tuple[NearMiss, ...]
    enrolment: Comparison | None = None
    """The trial's enrolment list against the whole log; None where none was handed in."""


def counts(screenings: Iterable[Screened], scope: Scope) -> Counts:
    """Count the screenings of a scope, in one pass."""
    return counts_of(list(observations(screenings, scope)), scope)


def counts_of(everything: Sequence[Observation], scope: Scope) -> Counts:
    """Count what was seen of the screenings of a scope."""
    trial = _trial(everything)
    found = [one for one in everything if one.trial.protocol.id == _id(trial)]
    days = [one.day for one in found]
    first = scope.first or min(days, default=None)
    last = scope.last or max(days, default=None)
    unit = unit_of(first, last)
    return Counts(
        scope=scope,
        trial=trial,
        versions=tuple(sorted({one.trial.protocol.version for one in found})),
        others=len(everything) - len(found),
        invented=sum(one.invented for one in found),
        first=first,
        last=last,
        flow=flow(found, () if trial is None else tuple(trial.criteria)),
        unit=unit,
        steps=tuple(_steps(found, first, last, unit)),
        near=tuple(near for one in found for near in one.near),
    )


def _trial(found: Sequence[Observation]) -> Trial | None:
    """Return the trial that was screened for most, in its newest version."""
    frequent = Counter(one.trial.protocol.id for one in found).most_common(1)
    versions = {
        id(one.trial): one.trial for one in found if one.trial.protocol.id == frequent[0][0]
    }
    return max(versions.values(), key=lambda trial: trial.protocol.dated, default=None)


def _id(trial: Trial | None) -> str | None:
    return None if trial is None else trial.protocol.id


def flow(found: Sequence[Observation], order: Sequence[str] = ()) -> Flow:
    """Count the screenings in each stage, and why those not eligible are not.

    Args:
        found: the screenings.
        order: the criteria in the registry's order.
    """
    stages = Counter(one.stage for one in found)
    return Flow(
        assessed=len(found),
        not_eligible=stages[Stage.NOT_ELIGIBLE],
        pending=stages[Stage.PENDING],
        in_progress=stages[Stage.IN_PROGRESS],
        eligible=stages[Stage.ELIGIBLE],
        several=sum(len(one.failing) > 1 for one in found),
        reasons=_reasons(found, order),
        afterwards=_afterwards(found),
    )


def _afterwards(found: Sequence[Observation]) -> Afterwards:
    numbers = {
        field.name: sum(getattr(one.course, field.name) for one in found)
        for field in fields(Afterwards)
    }
    return Afterwards(**numbers)


def _reasons(found: Sequence[Observation], order: Sequence[str]) -> tuple[Reason, ...]:
    named = Counter(criterion for one in found for criterion in one.failing)
    first = Counter(one.first for one in found)
    alone = Counter(one.failing[0] for one in found if len(one.failing) == 1)
    known = dict.fromkeys((*order, *named))
    reasons = (Reason(name, named[name], first[name], alone[name]) for name in known if named[name])
    return tuple(sorted(reasons, key=lambda reason: -reason.named))


def unit_of(first: date | None, last: date | None) -> Unit:
    """Choose what screenings are counted by: weeks up to half a year, months up to four years."""
    if first is None or last is None:
        return "month"
    length = (last - first).days
    if length <= _LONGEST_IN_WEEKS:
        return "week"
    return "month" if length <= _LONGEST_IN_MONTHS else "year"


def start_of(day: date, unit: Unit) -> date:
    """Return the first day of the week (a Monday), the month or the year that a day lies in."""
    if unit == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)


def _next(start: date, unit: Unit) -> date:
    if unit == "week":
        return start + timedelta(days=7)
    return add_months(start, 1 if unit == "month" else 12)


def _steps(
    found: Sequence[Observation], first: date | None, last: date | None, unit: Unit
) -> Iterator[Step]:
    if first is None or last is None:
        return
    stages = Counter((start_of(one.day, unit), one.stage) for one in found)
    start = start_of(first, unit)
    while start <= last:
        following = _next(start, unit)
        end = following - timedelta(days=1)
        numbers = {stage.value: stages[start, stage] for stage in Stage}
        yield Step(start, end, whole=first <= start and end <= last, **numbers)
        start = following
