"""The live part of the terminal, redrawn below the text: choices, an input line, a hint."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from prompt_toolkit.application import Application
from prompt_toolkit.application.current import get_app_session
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

from bot.platforms.terminal.hints import hint_of
from bot.platforms.terminal.keys import key_bindings
from bot.platforms.terminal.layout import columns_for, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable

    from prompt_toolkit.formatted_text import StyleAndTextTuples

    from bot.platforms.terminal.choices import Option
    from bot.platforms.terminal.composer import Composer

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
_LOOK_SECONDS = 0.25
_ESCAPE_SECONDS = 0.15
"""How long a key that begins with Escape may take to arrive."""


def ask(composer: Composer) -> str | Option:
    """Wait until something is chosen or written.

    Raises:
        EOFError: Ctrl-D.
        KeyboardInterrupt: Ctrl-C.
    """
    return application(composer).run()


class ChangedError(Exception):
    """What was watched has changed before anything was given."""


def ask_until(composer: Composer, changed: Callable[[], bool]) -> str | Option:
    """Wait until something is chosen or written, or what is watched has changed.

    Args:
        composer: what is asked.
        changed: looks whether it has; called a few times a second.

    Raises:
        ChangedError: it has.
        EOFError: Ctrl-D.
        KeyboardInterrupt: Ctrl-C.
    """
    app = application(composer)

    async def watch() -> None:
        while not changed():  # noqa: ASYNC110 - files have no event to wait for
            await asyncio.sleep(_LOOK_SECONDS)
        app.exit(exception=ChangedError())

    def begin() -> None:
        app.create_background_task(watch())

    return app.run(pre_run=begin)


def application(composer: Composer) -> Application[str | Option]:
    """Return what draws a composer and hands its keys over, until something is given."""
    app: Application[str | Option] = Application(
        layout=_layout(composer),
        key_bindings=key_bindings(composer),
        style=STYLE,
        erase_when_done=True,
    )
    app.ttimeoutlen = app.timeoutlen = _ESCAPE_SECONDS
    return app


def _layout(composer: Composer) -> Layout:
    too_long = Condition(lambda: _height(composer) > composer.room)
    choices = Window(
        FormattedTextControl(
            partial(_choices, composer),
            get_cursor_position=partial(_here, composer),
            show_cursor=False,
        ),
        height=lambda: Dimension(max=composer.room, preferred=_height(composer)),
        right_margins=[ConditionalMargin(ScrollbarMargin(display_arrows=True), too_long)],
        dont_extend_height=True,
    )
    line = Window(
        BufferControl(composer.buffer, input_processors=[BeforeInput("> ", "class:mark")]),
        height=Dimension(min=1, max=_MOST_LINES),
        wrap_lines=True,
        dont_extend_height=True,
    )
    rows = [choices, line, _text(partial(_hint, composer))]
    if composer.pinned:
        rows.insert(0, _text(lambda: [("class:strong", "\n".join([*composer.pinned, ""]))]))
    return Layout(HSplit(rows), focused_element=line)


def rows_of(composer: Composer, option: Option) -> list[str]:
    """Write a choice: what is typed for it, and what it says."""
    key = max((len(one.key) for one in composer.options), default=0)
    label = "" if option.label == option.key else option.label
    indent = " " * (key + 4)
    # A column stays free for the scroll bar.
    return wrapped(f"  {option.key:>{key}}  {label}", _columns() - 1, indent)


def _height(composer: Composer) -> int:
    return sum(len(rows_of(composer, option)) for option in composer.options)


def _here(composer: Composer) -> Point:
    above = composer.options[: composer.picked or 0]
    return Point(0, sum(len(rows_of(composer, option)) for option in above))


def _choices(composer: Composer) -> StyleAndTextTuples:
    fragments: StyleAndTextTuples = []
    for number, option in enumerate(composer.options):
        text = "\n".join(rows_of(composer, option))
        here = number == composer.picked
        fragments.append(("class:at", f"►{text[1:]}") if here else ("", text))
        fragments.append(("", "\n"))
    return fragments[:-1]


def _hint(composer: Composer) -> StyleAndTextTuples:
    return [("class:hint", "\n".join(wrapped(hint_of(composer), _columns())))]


def _columns() -> int:
    return columns_for(get_app_session().output.get_size().columns)


def _text(content: object) -> Window:
    return Window(FormattedTextControl(content), dont_extend_height=True)  # type: ignore[arg-type]
