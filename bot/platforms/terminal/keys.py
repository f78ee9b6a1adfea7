"""The keys of the terminal: arrows choose, everything else writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prompt_toolkit.filters import Condition
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.keys import Keys

from bot.platforms.terminal import commands

if TYPE_CHECKING:
    from prompt_toolkit.key_binding import KeyPressEvent

    from bot.platforms.terminal.composer import Composer


def key_bindings(composer: Composer) -> KeyBindings:
    """Bind the keys of a composer."""
    bindings = KeyBindings()
    _bind_leaving(bindings, composer)
    _bind_choosing(bindings, composer)
    _bind_writing(bindings, composer)
    return bindings


def _bind_leaving(bindings: KeyBindings, composer: Composer) -> None:
    @bindings.add("c-c")
    @bindings.add("<sigint>")
    def _interrupt(event: KeyPressEvent) -> None:
        event.app.exit(exception=KeyboardInterrupt)

    @bindings.add("c-d", filter=Condition(lambda: not composer.buffer.text))
    def _end(event: KeyPressEvent) -> None:
        event.app.exit(exception=EOFError)

    @bindings.add("c-z")
    def _suspend(event: KeyPressEvent) -> None:
        event.app.suspend_to_background()


def _bind_choosing(bindings: KeyBindings, composer: Composer) -> None:
    nothing = Condition(lambda: not composer.buffer.text)
    on_tick = Condition(
        lambda: composer.at is not None and composer.options[composer.at].kind == "t"
    )

    @bindings.add("down", filter=nothing)
    @bindings.add("tab", filter=nothing)
    def _down(_event: KeyPressEvent) -> None:
        composer.move(1)

    @bindings.add("up", filter=nothing)
    @bindings.add("s-tab", filter=nothing)
    def _up(_event: KeyPressEvent) -> None:
        composer.move(-1)

    @bindings.add(" ", filter=nothing & on_tick)
    def _tick(event: KeyPressEvent) -> None:
        _choose(event, composer)


def _choose(event: KeyPressEvent, composer: Composer) -> None:
    if composer.at is not None:
        event.app.exit(result=composer.options[composer.at])


def _bind_writing(bindings: KeyBindings, composer: Composer) -> None:
    @bindings.add("enter")
    def _enter(event: KeyPressEvent) -> None:
        text = composer.buffer.text
        if composer.view.pasting and _more_follows(event):
            composer.buffer.insert_text("\n")
        elif text.strip():
            event.app.exit(result=text)
        elif composer.at is not None:
            _choose(event, composer)
        else:
            composer.nudged = True

    @bindings.add("escape")
    def _escape(event: KeyPressEvent) -> None:
        if composer.buffer.text:
            composer.buffer.reset()
            composer.at = None
        else:
            event.app.exit(result="/back")

    @bindings.add("escape", "enter")
    def _newline(_event: KeyPressEvent) -> None:
        composer.buffer.insert_text("\n")

    @bindings.add("f1")
    def _help(event: KeyPressEvent) -> None:
        event.app.exit(result="/help")

    @bindings.add("tab", filter=Condition(lambda: commands.is_command(composer.buffer.text)))
    def _complete(_event: KeyPressEvent) -> None:
        composer.buffer.text = commands.completed(composer.buffer.text)
        composer.buffer.cursor_position = len(composer.buffer.text)


def _more_follows(event: KeyPressEvent) -> bool:
    """Whether keys wait that came together with this one: a paste that was not marked as one."""
    waiting = event.app.key_processor.input_queue
    return any(press.key is not Keys.CPRResponse for press in waiting)
