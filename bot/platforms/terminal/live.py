"""The terminal with arrow keys: what was said stays above, choices and input are redrawn below.

What is typed is never kept: there is no history, and an answer that looks like an identity number
is not written into the window either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from prompt_toolkit import print_formatted_text
from prompt_toolkit.application.current import get_app_session
from prompt_toolkit.formatted_text import FormattedText

from bot.identity import holds_identifier
from bot.platforms.terminal.application import STYLE, ask
from bot.platforms.terminal.choices import Option
from bot.platforms.terminal.composer import Composer
from bot.platforms.terminal.layout import columns_for, wrapped

if TYPE_CHECKING:
    from bot.platforms.terminal.conversation import View
    from bot.presentation.messages import Line

_OWN_ROWS = 4
"""An input row, a hint of two rows, and one to spare."""
_FEWEST_CHOICES = 5


class Live:
    """Asks and shows on a terminal."""

    def __init__(self) -> None:
        """Begin with an empty page."""
        self._shown: tuple[Line, ...] = ()
        self._ticked: int | None = None
        self._rows = 0
        self.pinned: list[str] = []

    def show(self, view: View) -> None:
        """Write a message's lines; a checklist that was only ticked is not written again."""
        lines = view.message.lines
        if self._ticked is not None and lines == self._shown[-len(lines) :]:
            return
        self._ticked = None
        self._shown = lines
        width, height = self._size()
        page = [(row, line) for line in lines for row in wrapped(line.text, width)]
        self._print([*((_style(line), f"{row}\n") for row, line in page), ("", "\n")])
        self._rows = len(page) + 1
        strong = [number for number, (_, line) in enumerate(page) if line.strong]
        room = height - min(len(view.choices.options), _FEWEST_CHOICES) - _OWN_ROWS
        gone = strong and len(page) - strong[0] > room
        self.pinned = wrapped(page[strong[0]][1].text, width) if gone else []

    def ask(self, view: View) -> str | Option:
        """Wait for an answer or a choice, and write down which it was."""
        height = self._size()[1]
        room = max(_FEWEST_CHOICES, height - self._rows - len(self.pinned) - _OWN_ROWS)
        composer = Composer(view, room=room, at=self._ticked, pinned=self.pinned)
        given = self.given(composer)
        self._ticked = None
        if isinstance(given, Option) and given.kind == "t":
            self._ticked = view.choices.options.index(given)
        else:
            echo = wrapped(f"> {_echo(given, view)}", self._size()[0], "  ")
            self._print([*(("class:given", f"{row}\n") for row in echo), ("", "\n")])
        return given

    def given(self, composer: Composer) -> str | Option:
        """Wait for what is chosen or written."""
        return ask(composer)

    def say(self, text: str) -> None:
        """Write a sentence."""
        width, _ = self._size()
        self._print([("", f"{row}\n") for row in wrapped(text, width)])

    @staticmethod
    def _size() -> tuple[int, int]:
        size = get_app_session().output.get_size()
        return columns_for(size.columns), size.rows

    @staticmethod
    def _print(fragments: list[tuple[str, str]]) -> None:
        print_formatted_text(FormattedText(fragments), style=STYLE, end="")


def _style(line: Line) -> str:
    if line.strong:
        return "class:strong"
    return "class:noted" if line.text.startswith("✓") else ""


def _echo(given: str | Option, view: View) -> str:
    """Repeat in one row what was chosen or written."""
    if isinstance(given, Option):
        return given.label
    if holds_identifier(given):
        return view.words.not_shown
    option = view.choices.pick(given)
    first, *more = given.strip().split("\n")
    if more:
        return view.words.lines.format(count=len(more) + 1)
    return option.label if option else first
