"""What a check of ``bedside doctor`` finds; platforms make checks of their own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, and what was found."""

    name: str
    ok: bool | None
    """None for what was not checked, or only tells something."""
    text: str
