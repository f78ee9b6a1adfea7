"""The buttons of a message as a numbered list, and which of them a typed line means.

The rule, which every screen shows: type what is in front of a choice. That is its number;
but where a number would be an answer (an age, a laboratory value, a date, a grade), the number
needs a slash in front: `/1`. With a slash it is a choice everywhere. Where the answers are
numbers themselves, as ECOG's 0 to 4, their own number is in front of them, and the other
choices are counted on from there. Where yes or no is asked, their first letters will do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.dialogs.phases import Phase
from bot.dialogs.prompts import Checklist, Panel, prompt
from bot.platforms.callbacks import kind_of
from criteria.known.values import Refusal
from criteria.trial.protocol import DateItem, NumberItem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.dialogs.session import Script, Session
    from bot.presentation.messages import Button, Message

UNLISTED = ("b", "h")
"""Back and help: buttons that are not in the list, because they have keys and commands."""

_OWN_NUMBER = re.compile(r"([0-9]{1,3})(?![\w.,])")
_DECORATED = ("t", "b")
_LETTERED = ("y", "x")
_GRADES = range(10)


@dataclass(frozen=True, slots=True)
class Option:
    """A choice: its number, what is typed for it, what it says, and its button's data."""

    number: int
    key: str
    label: str
    data: str

    @property
    def kind(self) -> str:
        """The letter that says what its button is for."""
        return kind_of(self.data)

    @property
    def words(self) -> str:
        """Its label without the tick or the arrow, as somebody would type it."""
        return self.label.partition(" ")[2] if self.kind in _DECORATED else self.label


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen now."""

    options: tuple[Option, ...] = ()
    slashed: bool = False
    """A bare number is an answer, no choice."""
    unlisted: tuple[Option, ...] = ()

    @property
    def back(self) -> bool:
        """Whether there is a way back."""
        return any(option.kind == "b" for option in self.unlisted)

    def pick(self, text: str) -> Option | None:
        """Return the choice that a line means; None if it means none."""
        text = text.strip()
        number = self._number(text)
        for option in self.options:
            if option.number == number:
                return option
        for option in (*self.options, *self.unlisted):
            if option.words.casefold() == text.casefold():
                return option
        return next((option for option in self.options if option.key == text.casefold()), None)

    def _number(self, text: str) -> int | None:
        digits = text.removeprefix("/")
        if not (digits.isascii() and digits.isdecimal()) or (digits == text and self.slashed):
            return None
        return int(digits)


def choices_of(message: Message, *, slashed: bool = False) -> Choices:
    """Number the buttons of a message.

    Args:
        message: its rows are read from left to right and from the top down.
        slashed: a bare number is an answer to what is asked.
    """
    buttons = [button for row in message.rows for button in row]
    listed = [button for button in buttons if kind_of(button.data) not in UNLISTED]
    others = [button for button in buttons if kind_of(button.data) in UNLISTED]
    own = _own_numbers(listed) if slashed else {}
    return Choices(
        options=tuple(_options(listed, own, slashed=slashed)),
        slashed=slashed,
        unlisted=tuple(Option(-1, "", button.label, button.data) for button in others),
    )


def _own_numbers(buttons: Iterable[Button]) -> dict[str, int]:
    """Return the answers that begin with a number of their own: a button's data -> number."""
    found = {}
    for button in buttons:
        number = _OWN_NUMBER.match(button.label)
        if number and kind_of(button.data) == "a":
            found[button.data] = int(number[1])
    return found if len(set(found.values())) == len(found) > 1 else {}


def _options(buttons: Iterable[Button], own: dict[str, int], *, slashed: bool) -> Iterable[Option]:
    highest = max(own.values(), default=0)
    for button in buttons:
        number = own.get(button.data)
        if number is None:
            number = highest = highest + 1
        yield Option(number, _key(button, number, own, slashed=slashed), button.label, button.data)


def _key(button: Button, number: int, own: Mapping[str, int], *, slashed: bool) -> str:
    """Return what is typed for a choice: its number, or a letter for a yes or a no."""
    if kind_of(button.data) in _LETTERED:
        return button.label[:1].lower()
    return f"/{number}" if slashed and button.data not in own else str(number)


def takes_numbers(session: Session, script: Script) -> bool:
    """Whether a bare number answers what is asked, so that it can't stand for a choice."""
    if session.state not in (Phase.ASKING, Phase.CONFIRM):
        return False
    asked = prompt(session, script)
    if asked is None or isinstance(asked, Checklist):
        return False
    if isinstance(asked, Panel):
        return True
    if isinstance(script.trial.items[asked.item], NumberItem | DateItem):
        return True
    read = (script.reader.read(asked.item, str(n), session.reference_date) for n in _GRADES)
    return not all(isinstance(found, Refusal) for found in read)


def takes_paste(session: Session, script: Script) -> bool:
    """Whether lines that come all at once are one answer."""
    if session.state not in (Phase.ASKING, Phase.CONFIRM):
        return False
    return isinstance(prompt(session, script), Panel)
