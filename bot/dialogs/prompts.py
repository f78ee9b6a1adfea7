"""What a session asks now, derived from its answers: one question, a panel, or a checklist."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from criteria.known.values import Choice, NotApplicable, NotKnown
from criteria.trial.protocol import ChoiceItem

if TYPE_CHECKING:
    from bot.dialogs.session import Script, Session

_TICKABLE = {"yes", "no"}


@dataclass(frozen=True, slots=True)
class Question:
    """One item; with it the other open items of its screen, which may be answered as well."""

    item: str
    beside: tuple[str, ...] = ()

    @property
    def items(self) -> tuple[str, ...]:
        """Every item that can be answered now."""
        return (self.item, *self.beside)


AWAITED = "awaited"
"""The answer to a panel of which nothing has come back yet; a word that every item takes."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Values that one pasted message can give."""

    items: tuple[str, ...]

    @property
    def item(self) -> str:
        """The item that is asked first."""
        return self.items[0]


@dataclass(frozen=True, slots=True)
class Checklist:
    """Lines that are absent unless ticked."""

    items: tuple[str, ...]

    @property
    def item(self) -> str:
        """The first line, which names the list."""
        return self.items[0]


Prompt = Question | Panel | Checklist


def prompt(session: Session, script: Script) -> Prompt | None:
    """Return what is asked now; None when nothing is left."""
    still_open = script.to_ask(session)
    item = session.at or _in_turn(session, still_open) or next(iter(still_open), None)
    if item is None:
        return None
    screen = script.screen_of.get(item)
    if screen is None or session.alone:
        return Question(item)
    here = tuple(i for i in screen.items if i == item or i in still_open or _again(i, session))
    if screen.style == "panel" and screen.id not in session.single and len(here) > 1:
        return Panel(here)
    if screen.style == "checklist" and _tickable(item, script):
        return Checklist(tuple(i for i in here if _tickable(i, script)))
    beside = tuple(i for i in here if i != item and i in still_open)
    return Question(item, beside if screen.style != "checklist" else ())


def _in_turn(session: Session, still_open: tuple[str, ...]) -> str | None:
    """Return the open item that several screenings asked for last; None where none did."""
    turns = session.turns
    return max((item for item in still_open if item in turns), key=turns.__getitem__, default=None)


def _again(item: str, session: Session) -> bool:
    """Whether an answered item is shown once more, because somebody went back to its list."""
    return session.at is not None and item in session.answers


def _tickable(item: str, script: Script) -> bool:
    known = script.trial.items[item]
    return isinstance(known, ChoiceItem) and set(known.choices) == _TICKABLE


def ticks(session: Session, asked: Checklist, script: Script) -> dict[str, str]:
    """Return each line of a checklist: as it was ticked, else as answered before, else no."""
    values = script.values(session)
    return {item: session.ticks.get(item) or _tick(values.get(item)) for item in asked.items}


def _tick(value: object) -> str:
    if isinstance(value, Choice):
        return value.code
    return "unknown" if isinstance(value, NotKnown | NotApplicable) else "no"
