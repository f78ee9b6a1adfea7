"""The state of one question on a terminal: what is typed, and which choice is selected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prompt_toolkit.buffer import Buffer

if TYPE_CHECKING:
    from bot.platforms.terminal.conversation import View


class Composer:
    """One view's choices and input, as far as somebody has typed or selected."""

    def __init__(
        self, view: View, *, room: int, at: int | None = None, pinned: list[str] | None = None
    ) -> None:
        """Begin with an empty line.

        Args:
            view: what can be chosen and whether something can be written.
            room: how many rows the choices may take; longer lists scroll.
            at: the choice that is selected; none at first, so that an empty line never answers.
            pinned: what is repeated above, because the text is longer than the window.
        """
        self.view = view
        self.options = view.choices.options
        self.room = room
        self.at = at
        self.pinned = pinned or []
        self.nudged = False
        self.buffer = Buffer(multiline=True, on_text_changed=self._on_text)

    @property
    def picked(self) -> int | None:
        """The choice that Enter would take."""
        if not self.buffer.text.strip():
            return self.at
        option = self.view.choices.pick(self.buffer.text)
        return self.options.index(option) if option in self.options else None

    def move(self, by: int) -> None:
        """Go up or down the list, round its ends."""
        if not self.options:
            return
        self.nudged = False
        if self.at is None:
            self.at = 0 if by > 0 else len(self.options) - 1
        else:
            self.at = (self.at + by) % len(self.options)

    def _on_text(self, _buffer: Buffer) -> None:
        self.at, self.nudged = None, False
