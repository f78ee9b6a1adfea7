"""Which trials somebody means who names several, or all. Nothing here needs a database."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

ALL = "all"
"""What is written for every trial that somebody can be screened for."""


def trials_named(text: str, released: Sequence[str]) -> tuple[str, ...]:
    """Return the trials that somebody names behind a command, each once; `ALL` means every one."""
    names = text.replace(",", " ").split()
    return tuple(dict.fromkeys(released if names == [ALL] else names))
