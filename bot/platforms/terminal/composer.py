"""What is redrawn below the text: a list of choices, a line to write in, a hint. And its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prompt_toolkit.application import Application
from prompt_toolkit.application.current import get_app_session
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.data_structures import Point
from prompt_toolkit.filters import Condition
from prompt_toolkit.layout import (
    BufferControl,
    ConditionalMargin,
    FormattedTextControl,
    HSplit,
    Layout,
    ScrollbarMargin,
    Window,
)
from prompt_toolkit.layout.dimension import Dimension
from prompt_toolkit.layout.processors import BeforeInput
from prompt_toolkit.styles import Style

from bot.platforms.terminal import commands
from bot.platforms.terminal.keys import key_bindings
from bot.platforms.terminal.layout import columns_for, wrapped

if TYPE_CHECKING:
    from prompt_toolkit.formatted_text import StyleAndTextTuples

    from bot.platforms.terminal.choices import Option
    from bot.platforms.terminal.conversation import Turn

STYLE = Style.from_dict(
    {
        "strong": "bold",
        "noted": "ansigreen",
        "given": "ansicyan",
        "key": "ansicyan",
        "at": "reverse",
        "hint": "dim",
        "mark": "ansicyan bold",
    }
)
_MOST_LINES = 8
_ESCAPE_SECONDS = 0.15
"""How long a key that begins with Escape may take to arrive."""


class Board:
    """One question's choices and input; ``ask`` runs it until something is given."""

    def __init__(
        self, turn: Turn, *, room: int, at: int | None = None, pinned: list[str] | None = None
    ) -> None:
        """Lay out a turn.

        Args:
            turn: what can be chosen and whether something can be written.
            room: how many rows the choices may take; longer lists scroll.
            at: the choice to stand on; none at first, so that an empty line never answers.
            pinned: what is repeated above, because the text is longer than the window.
        """
        self.turn = turn
        self.options = turn.choices.options
        self.room = room
        self.at = at
        self.pinned = pinned or []
        self.nudged = False
        self.buffer = Buffer(multiline=True, on_text_changed=self._on_text)

    def ask(self) -> str | Option:
        """Wait until something is chosen or written.

        Raises:
            EOFError: Ctrl-D.
            KeyboardInterrupt: Ctrl-C.
        """
        app: Application[str | Option] = Application(
            layout=self._layout(),
            key_bindings=key_bindings(self),
            style=STYLE,
            erase_when_done=True,
        )
        app.ttimeoutlen = app.timeoutlen = _ESCAPE_SECONDS
        return app.run()

    @property
    def picked(self) -> int | None:
        """The choice that Enter would take."""
        if not self.buffer.text.strip():
            return self.at
        option = self.turn.choices.pick(self.buffer.text)
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

    def _layout(self) -> Layout:
        too_long = Condition(lambda: self._height() > self.room)
        choices = Window(
            FormattedTextControl(self._choices, get_cursor_position=self._here, show_cursor=False),
            height=lambda: Dimension(max=self.room, preferred=self._height()),
            right_margins=[ConditionalMargin(ScrollbarMargin(display_arrows=True), too_long)],
            dont_extend_height=True,
        )
        line = Window(
            BufferControl(self.buffer, input_processors=[BeforeInput("> ", "class:mark")]),
            height=Dimension(min=1, max=_MOST_LINES),
            wrap_lines=True,
            dont_extend_height=True,
        )
        rows = [choices, line, _text(self._hint)]
        if self.pinned:
            rows.insert(0, _text(lambda: [("class:strong", "\n".join([*self.pinned, ""]))]))
        return Layout(HSplit(rows), focused_element=line)

    def rows_of(self, option: Option) -> list[str]:
        """Write a choice: what is typed for it, and what it says."""
        key = max((len(one.key) for one in self.options), default=0)
        label = "" if option.label == option.key else option.label
        indent = " " * (key + 4)
        # A column stays free for the scroll bar.
        return wrapped(f"  {option.key:>{key}}  {label}", _columns() - 1, indent)

    def _height(self) -> int:
        return sum(len(self.rows_of(option)) for option in self.options)

    def _here(self) -> Point:
        above = self.options[: self.picked or 0]
        return Point(0, sum(len(self.rows_of(option)) for option in above))

    def _choices(self) -> StyleAndTextTuples:
        fragments: StyleAndTextTuples = []
        for number, option in enumerate(self.options):
            text = "\n".join(self.rows_of(option))
            here = number == self.picked
            fragments.append(("class:at", f"►{text[1:]}") if here else ("", text))
            fragments.append(("", "\n"))
        return fragments[:-1]

    def _hint(self) -> StyleAndTextTuples:
        return [("class:hint", "\n".join(wrapped(hint_of(self), _columns())))]


def _columns() -> int:
    return columns_for(get_app_session().output.get_size().columns)


def _text(content: object) -> Window:
    return Window(FormattedTextControl(content), dont_extend_height=True)  # type: ignore[arg-type]


def hint_of(board: Board) -> str:
    """Say what can be done: about what is being typed, else about the screen."""
    words, text = board.turn.words, board.buffer.text
    if commands.is_command(text) and board.picked is None:
        names = "  ".join(f"/{name}" for name in commands.matching(text))
        return names or words.no_command
    if "\n" in text:
        return words.hint_lines.format(count=len(text.strip().split("\n")))
    if text.strip() and board.picked is None:
        return words.hint_text
    keys = [words.key_others]
    if board.turn.choices.back:
        keys.insert(0, words.key_back)
    how = _how(board.turn)
    return " ".join([words.hint_nothing, how] if board.nudged else [how]) + "\n" + " · ".join(keys)


def _how(turn: Turn) -> str:
    words, choices = turn.words, turn.choices
    letters = [option.key for option in choices.options if option.kind in ("y", "x")]
    if letters:
        return words.hint_confirm.format(keys="/".join(letters))
    key = next((one.key for one in choices.options if one.key.startswith("/")), "/1")
    if any(option.kind == "t" for option in choices.options):
        return words.hint_checklist
    if turn.pasting:
        return words.hint_paste.format(key=key)
    if choices.slashed:
        return words.hint_number.format(key=key)
    return words.hint_choice if turn.writing else words.hint_menu
