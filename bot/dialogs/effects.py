"""What follows from an event: data without words and without chat ids."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
class Notice:
    """Something to be said by its code, which is the name of a sentence in the texts."""

    code: str
    item: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An answer changed: what stood before, what stands now; for the audit trail."""

    item: str
    before: str | None
    after: str | None
    reason: str | None = None
    """Why, where an answer was changed earlier and the reason is given now."""


EXPLAIN_FIRST = Notice("explain_first")
"""No other reported answer is changed before somebody has said why the last one was."""

Effect = Show | Refused | Unclear | Notice | Recorded
