"""What a file is made with, apart from the screenings: words, period, clock, progress."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date, datetime

    from bot.store import Head, Store
    from bot.texts.words import Texts

Thing = TypeVar("Thing")

UnsuitableCode: TypeAlias = Literal[
    "answers_deleted",
    "trail_deleted",
    "several_trials",
    "no_days",
    "no_days_at_all",
    "no_log",
    "no_head",
]

INVENTED = "invented"
"""The screener of every invented screening."""


class MissingPartError(Exception):
    """A library that this export needs is not installed."""

    def __init__(self, library: str) -> None:
        """Name the library."""
        super().__init__(library)
        self.library = library

    def said(self, texts: Texts) -> str:
        """Say what to install."""
        return texts.export.say("missing_part", library=self.library)


class Unsuitable(Exception):  # noqa: N818 - it says what the screening is
    """Screenings that a file cannot be made of."""

    def __init__(self, reason: UnsuitableCode, token: str = "") -> None:
        """Say why, and of which screening if it is of one."""
        super().__init__(reason, token)
        self.reason = reason
        self.token = token

    def said(self, texts: Texts) -> str:
        """Say why."""
        return texts.export.say(self.reason, token=self.token)


def _silent(_count: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class ExportContext:
    """What an export is given beside the screenings."""

    texts: Texts
    """The words of the language that it is written in."""
    made: datetime
    """When it is made: an aware datetime."""
    store: Store | None = None
    """Where the screenings come from, for exports of audit trails."""
    site: str = ""
    """The site's code."""
    since: date | None = None
    until: date | None = None
    """The days that it covers, both included; None where there is no such end."""
    trial: str | None = None
    """The only trial that it covers; None for all."""
    head: Head | None = None
    """The signed head of the log, made just before; None where it can't be signed."""
    progress: Callable[[int], None] = _silent
    """Is told how many screenings are done, each time one is."""

    def counted(self, things: Iterable[Thing]) -> Iterator[Thing]:
        """Return the things on, and tell the progress."""
        for count, thing in enumerate(things, 1):
            yield thing
            self.progress(count)
