"""``bedside trials preview`` in the terminal: a conversation with a folder while it is edited."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.platforms.terminal.application import ChangedError, ask_until
from bot.platforms.terminal.conversation import OWNER, Conversation, Setup
from bot.platforms.terminal.live import Live
from bot.platforms.terminal.terminal import LEFT, is_live, plain_display
from bot.presentation.messages import Line, Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.dialogs.session import Script, Session
    from bot.platforms.terminal.choices import Option
    from bot.platforms.terminal.composer import Composer
    from bot.platforms.terminal.conversation import View
    from bot.platforms.terminal.terminal import Display
    from bot.screenings.preview import PreviewService

_MOST_TOLD = 6
"""Complaints in one message."""


class Preview(Conversation):
    """A conversation whose trial may change under it; every view says that it is a draft."""

    def __init__(self, service: PreviewService, language: str) -> None:
        """Prepare; nothing is begun yet."""
        protocol = service.draft.script.trial.protocol
        super().__init__(service, Setup(protocol.id, protocol.version, language))
        self.service: PreviewService = service
        self._news: tuple[str, ...] = self._found()

    def take(self, given: str | Option) -> View:
        """Take what was written or chosen, of the view as it was shown."""
        if self.service.draft.has_changed():
            given = (self.view.choices.pick(given) if isinstance(given, str) else None) or given
            self._read_again()
        return super().take(given)

    def renew(self) -> View:
        """Take what the folder says now and show the screening as it goes on."""
        self._read_again()
        if self.session is None:
            return self.open(offer=False)
        return self._replied(self.service.screen(OWNER, self.session.token))

    def _read_again(self) -> None:
        """Take what the folder says now; what is to be said of it comes with the next view."""
        draft = self.service.draft
        before = draft.script
        draft.read_again()
        if not draft.wrong:
            self._news = (self.words.preview_read, *self._taken_over(before), *self._found())

    def good_bye(self, command: str) -> str:
        """Say that nothing was kept."""
        del command
        return self.words.preview_bye

    def _taken_over(self, before: Script) -> tuple[str, ...]:
        """Put every screening of this preview on the new state; say which answers are gone."""
        gone = {}
        for stored in self.service.screenings(OWNER):
            token = stored.session.token
            for item in self.service.take_over(OWNER, token, before):
                gone[item] = before.trial.words_in(self.setup.language).items[item].label
        if not gone:
            return ()
        return (self.words.preview_dropped.format(items=", ".join(gone.values())),)

    def _found(self) -> tuple[str, ...]:
        """Say what checking the folder finds."""
        found = self.service.draft.complaints(self.service.now())
        if not found:
            return (self.words.preview_none,)
        head = self.words.preview_found.format(count=len(found))
        rest = len(found) - _MOST_TOLD
        more = (self.words.preview_more.format(count=rest),) if rest > 0 else ()
        return (head, *(f"- {line}" for line in found[:_MOST_TOLD]), *more)

    def _setup_of(self, trial: str, *, named_before: bool) -> Setup:
        """Return what a screening is begun with: always this folder."""
        del trial, named_before
        return self.setup

    def _shown(self, message: Message, session: Session | None = None) -> View:
        super()._shown(message, session)
        return self._marked()

    def _said(self, text: str) -> View:
        super()._said(text)
        return self._marked()

    def _marked(self) -> View:
        """Put above a view that it is a draft, and what is wrong with the folder."""
        words, draft = self.words, self.service.draft
        protocol = draft.script.trial.protocol
        mark = words.preview_mark.format(acronym=protocol.acronym, version=protocol.version)
        broken = (words.preview_broken, *(f"- {line}" for line in draft.wrong))
        told = (mark, *self._news, *(broken if draft.wrong else ()))
        self._news = ()
        above = tuple(Line(_printable(line)) for line in told)
        message = Message((*above, *self.view.message.lines), self.view.message.rows)
        self.view = replace(self.view, message=message)
        return self.view


class Watching(Live):
    """Asks on a terminal until the folder changes."""

    def __init__(self, changed: Callable[[], bool]) -> None:
        """Begin with an empty page.

        Args:
            changed: looks whether the folder has changed.
        """
        super().__init__()
        self._changed = changed

    def given(self, composer: Composer) -> str | Option:
        """Wait for what is chosen or written.

        Raises:
            ChangedError: the folder has changed first.
        """
        return ask_until(composer, self._changed)


def preview(service: PreviewService, language: str) -> int:
    """Hold a conversation with a folder in this terminal; return the exit status."""
    conversation = Preview(service, language)
    conversation.open(offer=False)
    display = Watching(service.draft.has_changed) if is_live() else plain_display()
    converse(conversation, display)
    return LEFT


def converse(conversation: Preview, display: Display) -> None:
    """Go from view to view until somebody leaves, and show it anew when the folder changes."""
    view = conversation.view
    try:
        while not view.over:
            display.show(view)
            view = _next(conversation, display)
    except (EOFError, KeyboardInterrupt):
        pass
    display.say(conversation.good_bye(""))


def _next(conversation: Preview, display: Display) -> View:
    try:
        given = display.ask(conversation.view)
    except ChangedError:
        return conversation.renew()
    return conversation.take(given)


def _printable(text: str) -> str:
    """Replace signs that would steer a terminal: they come from the files."""
    return "".join(char if char.isprintable() else "?" for char in text)
