"""What a site adds to a trial: its laboratory's upper limits and its maximum ages of results.

Shape only; reading a site's file is the shell's work. With no site nothing is added: policies
P4 (upper limits) and P15 (ages of results) then hold as the trial has them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Site:
    """A site's own rules, by item id."""

    code: str = ""
    upper_limits: Mapping[str, Mapping[str, Fraction]] = field(default_factory=dict)
    """Item -> sex code -> upper limit of normal in the item's canonical unit.

    Whose sex is not among the codes, or not known, has a limit somewhere between all that are.
    """
    maximum_age_days: Mapping[str, int] = field(default_factory=dict)
    """Item -> days; an older or undated result then counts as not known."""
    limits_dated: Mapping[str, date] = field(default_factory=dict)
    """Item -> the day since which its upper limits hold, where that is known."""


NO_SITE = Site()
