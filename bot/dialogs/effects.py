"""What follows from an event: data without words and without chat ids."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.dialogs.notices import Notice

if TYPE_CHECKING:
    from bot.prefill.choosing import LeftOut
    from criteria.known.values import Refusal, Value


@dataclass(frozen=True, slots=True)
class Show:
    """Show the screen that the session is at."""


@dataclass(frozen=True, slots=True)
class Refused:
    """What was written is no answer to the item, and what to write instead."""

    item: str
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Unclear:
    """What was written can mean several things: ask which."""

    item: str
    value: Value


@dataclass(frozen=True, slots=True)
class NotUsed:
    """What of a record was not used, and why."""

    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class Recorded:
    """An answer changed: what it was before and what it is now; for the audit trail."""

    item: str
    before: str | None
    after: str | None
    reason: str | None = None
    """Why, where an answer was changed earlier and the reason is given now."""


@dataclass(frozen=True, slots=True)
class Filed:
    """Something beside the answers changed, a source or a confirmation; for the audit trail."""

    subject: str
    """What it is and, behind a stroke, what it is about: ``source/I6``."""
    before: str | None
    after: str | None


Effect = Show | Refused | Unclear | NotUsed | Notice | Recorded | Filed
