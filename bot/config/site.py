"""A site's file: its code, its time zone, its laboratory's limits, its maximum ages of results.

The file is checked when it is read, against every trial that it can be used with, and each
problem says which key it is about, what was found and what to write.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from criteria.known.frozen import Frozen
from criteria.known.unit_spellings import standard_unit
from criteria.trial import catalog
from criteria.trial.files import validated
from criteria.trial.problems import Problem, listed, strangers
from criteria.trial.protocol import DateItem
from criteria.trial.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from criteria.trial.protocol import NumberItem
    from criteria.trial.trial import Trial

_BY_SEX = ("female", "male")


def _time_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        near = get_close_matches(name, available_timezones(), 1) or ["Europe/Stockholm"]
        msg = f'write a time zone of the IANA list, for example "{near[0]}"'
        raise ValueError(msg) from None
    return name


def _code(code: str) -> str:
    if not re.fullmatch(r"\w[\w ._/-]{0,31}", code):
        msg = 'write at most 32 letters, digits, spaces or . _ / -, for example "SE-01"'
        raise ValueError(msg)
    return code


_Limit = Annotated[Decimal, Field(gt=0, max_digits=12, decimal_places=6)]
_Days = Annotated[int, Field(ge=1, le=36_500)]
_Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]


class _Limits(Frozen):
    """The laboratory's upper limits of one item, in a unit that the trial knows."""

    unit: str
    any: _Limit | None = None
    female: _Limit | None = None
    male: _Limit | None = None
    dated: date | None = None
    """Since when they hold."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        """Nobody's limit may be missing: the other one would be used instead."""
        given = [sex for sex in ("any", *_BY_SEX) if getattr(self, sex) is not None]
        if given not in (["any"], list(_BY_SEX)):
            msg = 'write both "female" and "male", or "any" alone'
            raise ValueError(msg)
        return self

    def by_sex(self) -> dict[str, Decimal]:
        """Return the limits that are there."""
        found = {sex: getattr(self, sex) for sex in ("any", *_BY_SEX)}
        return {sex: number for sex, number in found.items() if number is not None}


class _Written(Frozen):
    """The file."""

    code: Annotated[str, AfterValidator(_code)]
    time_zone: Annotated[str, AfterValidator(_time_zone)]
    contact: _Text = ""
    retention_days: _Days | None = None
    trials: tuple[str, ...] = ()
    upper_limits: dict[str, _Limits] = Field(default_factory=dict)
    maximum_age_days: dict[str, _Days] = Field(default_factory=dict)


class SiteError(catalog.TrialError):
    """A site's file that cannot be used, by itself or with a trial: one line a problem."""


@dataclass(frozen=True, eq=False)
class SiteFile:
    """A site's file as it was read. Two of them are never equal: each is read once."""

    file: str
    code: str
    zone: ZoneInfo
    contact: str
    """Whom strangers may ask."""
    retention_days: int | None
    """So many days after a screening ended its answers are purged; never if None."""
    trials: tuple[str, ...]
    """The trials that are offered for screening; those that Bedside offers if there are none."""
    _upper_limits: dict[str, _Limits] = field(repr=False)
    _maximum_age_days: dict[str, int] = field(repr=False)

    def today(self, now: datetime) -> date:
        """Return the site's day at a time."""
        return now.astimezone(self.zone).date()

    def for_trial(self, trial: Trial) -> Site:
        """Return what the site adds to a trial; items that the trial lacks are left out.

        Raises:
            SiteError: a limit has a unit that the trial does not know, or cannot be a limit.
        """
        limits: dict[str, dict[str, Fraction]] = {}
        found = []
        for item, written in self._upper_limits.items():
            known = trial.upper_limits.get(item)
            if known is not None:
                limits[item], problems = _canonical(self.file, item, written, known)
                found += problems
        if found:
            raise SiteError(*found)
        return Site(
            code=self.code,
            upper_limits=limits,
            maximum_age_days={
                item: days for item, days in self._maximum_age_days.items() if item in trial.items
            },
            limits_dated={
                item: written.dated
                for item, written in self._upper_limits.items()
                if item in limits and written.dated is not None
            },
        )


def read_site(path: Path, trials: Iterable[Trial] | None = None) -> SiteFile:
    """Read a site's file and check it against trials.

    Args:
        path: the TOML file.
        trials: those that it is used with; if not given the newest released version of each.

    Raises:
        SiteError: with every problem found.
        catalog.TrialError: a trial cannot be read.
    """
    chosen = list(_released() if trials is None else trials)
    try:
        written = validated(path, _Written)
    except catalog.TrialError as error:
        raise SiteError(*error.problems) from None
    found = SiteFile(
        file=path.name,
        code=written.code,
        zone=ZoneInfo(written.time_zone),
        contact=written.contact,
        retention_days=written.retention_days,
        trials=written.trials,
        _upper_limits=written.upper_limits,
        _maximum_age_days=written.maximum_age_days,
    )
    problems = [
        *strangers(path.name, "trials", written.trials, catalog.in_force().released()),
        *_strange_limits(path.name, written, chosen),
        *_strange_ages(path.name, written, chosen),
    ]
    for trial in chosen:
        try:
            found.for_trial(trial)
        except SiteError as error:
            problems += [problem for problem in error.problems if problem not in problems]
    if problems:
        raise SiteError(*problems)
    return found


def _released() -> Iterator[Trial]:
    """Return the newest released version of every trial."""
    released = [release.id for release in catalog.available() if release.status == "released"]
    yield from map(catalog.load, dict.fromkeys(released))


def _strange_limits(file: str, written: _Written, trials: list[Trial]) -> Iterator[Problem]:
    """Return the items that have no upper limit in any trial."""
    known = [item for trial in trials for item in trial.upper_limits]
    for item in written.upper_limits:
        if item not in known:
            wanted = f"an item that is judged by an upper limit: {listed(known)}"
            yield Problem(file, "upper_limits", f'"{item}"', wanted)


def _strange_ages(file: str, written: _Written, trials: list[Trial]) -> Iterator[Problem]:
    """Return the items whose answers have no day that counts: an age limit would void them all."""
    known = [item for trial in trials for item in _ageing(trial)]
    for item in written.maximum_age_days:
        if item not in known:
            near = get_close_matches(item, known, 1, 0.8)
            wanted = f"an item whose result has a date: {listed(near + known)}"
            yield Problem(file, "maximum_age_days", f'"{item}"', wanted)


def _ageing(trial: Trial) -> Iterator[str]:
    """Return the items of a trial whose results can be too old."""
    for item, known in trial.items.items():
        dated = isinstance(known, DateItem) and item not in trial.protocol.roles.values()
        if dated or known.age_warning is not None:
            yield item


def _canonical(
    file: str, item: str, written: _Limits, known: NumberItem
) -> tuple[dict[str, Fraction], list[Problem]]:
    """Return an item's limits in its canonical unit, and what is wrong with them."""
    key = f"upper_limits.{item}"
    unit = standard_unit(written.unit, known.units)
    if unit is None:
        wanted = f"a unit that the trial knows: {listed(known.units)}"
        return {}, [Problem(file, f"{key}.unit", f'"{written.unit[:40]}"', wanted)]
    limits = {}
    problems = []
    for sex, number in written.by_sex().items():
        limits[sex] = Fraction(number) * known.units[unit]
        if not known.possible(Fraction(number), unit, limits[sex]):
            wanted = f"an upper limit of normal, {_range(known, unit)}"
            problems.append(Problem(file, f"{key}.{sex}", f"{number} {unit}", wanted))
    return limits, problems


def _range(known: NumberItem, unit: str) -> str:
    """Write the range of possible limits in a unit."""
    stated = known.printed_ranges.get(unit)
    if stated is not None:
        return f"{stated.hard.low} to {stated.hard.high} {unit}"
    low, high = (
        f"{float(end / known.units[unit]):g}" for end in (known.hard.lowest, known.hard.highest)
    )
    return f"{low} to {high} {unit}"
