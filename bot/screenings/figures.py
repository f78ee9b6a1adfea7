"""How often each screen of a trial failed at a site, and the figures that this proposes."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from criteria.verdict.findings import findings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.screenings.records import Screened
    from criteria.trial.protocol import Screen
    from criteria.trial.trial import Trial

WEIGHT = 20
"""So many screenings the figure in the trial's file counts for: a few of a site's change little."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One screen at a site: how often it was asked, and how often somebody failed by it."""

    screen: Screen
    asked: int = 0
    failed: int = 0

    @property
    def proposed(self) -> Fraction:
        """The chance of a failure by the file's figure and the site's counts together."""
        before = Fraction(self.screen.fails or 0)
        return (before * WEIGHT + self.failed) / (WEIGHT + self.asked)


def figures(screenings: Iterable[Screened], trial: Trial) -> tuple[Figure, ...]:
    """Count a site's failures by screen; of other trials and of what was purged nothing counts.

    Args:
        screenings: those of a store, in whatever version of the trial.
        trial: whose screens are counted.
    """
    screens = trial.protocol.screens
    asked = dict.fromkeys((screen.id for screen in screens), 0)
    failed = dict(asked)
    for one in screenings:
        if one.session.trial != trial.protocol.id or one.purged:
            continue
        verdict = one.verdict
        against = {found.item for name in verdict.failing for found in findings(verdict, name)}
        for screen in screens:
            items = set(screen.items)
            asked[screen.id] += bool(items & one.answers.keys())
            failed[screen.id] += bool(items & one.answers.keys() & against)
    return tuple(Figure(screen, asked[screen.id], failed[screen.id]) for screen in screens)
