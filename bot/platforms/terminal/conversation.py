"""A conversation in a terminal: what a line or a choice does, and the view that follows.

Nothing here reads a key or writes a line. Screenings are the service's; all that is kept here is
which of them is at hand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from bot.dialogs import events
from bot.dialogs.phases import Phase
from bot.platforms.callbacks import event_of
from bot.platforms.terminal import commands, files, menus
from bot.platforms.terminal.choices import Choices, Option, choices_of, takes_numbers, takes_paste
from bot.platforms.terminal.words import TerminalWords, words_in
from bot.prefill.reported import LONGEST, UnusableRecord
from bot.presentation.messages import Line, Message
from bot.screenings.named import trials_named
from bot.screenings.service import DraftError, NoSuchScreeningError
from bot.screenings.status import is_open, is_unfinished
from bot.store import StoreError
from bot.texts import languages, texts_in
from bot.texts.system import refused_because
from criteria.trial import catalog

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.dialogs.events import Event
    from bot.dialogs.session import Script, Session
    from bot.screenings.service import Reply, Service
    from bot.store import Stored

_NUMBER = re.compile(r"[A-Za-z]{1,3}[0-9]{1,6}")
"""The form of a screening number."""
OWNER = "terminal"
"""Whose the screenings are: everybody's who uses this database from a terminal."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What a new screening is begun with."""

    trial: str | None
    """One or several, parted by spaces; None where several may be meant: then it is asked."""
    version: str | None
    language: str
    asked: bool = False
    """Somebody asked for the language: earlier screenings are gone on with in it too."""


@dataclass(frozen=True, slots=True)
class View:
    """What is shown, and what can be done about it."""

    message: Message
    choices: Choices
    words: TerminalWords
    writing: bool = False
    """What is written is an answer."""
    pasting: bool = False
    """Lines that come all at once are one answer."""
    menu: bool = False
    """It belongs to no screening; one may be behind it."""
    over: bool = False


class Conversation:
    """A conversation about one screening at a time."""

    def __init__(self, service: Service, setup: Setup) -> None:
        """Prepare; nothing is begun yet."""
        self.service = service
        self.setup = setup
        self.session: Session | None = None
        self.view = View(Message(()), Choices(), self.words)

    @property
    def words(self) -> TerminalWords:
        """The terminal's sentences in the screener's language."""
        return words_in(self.setup.language)

    def open(self, token: str | None = None, *, offer: bool = True) -> View:
        """Go on with a screening, or offer those that are unfinished, or begin one.

        Args:
            token: the screening to go on with.
            offer: offer unfinished screenings; a script does not want to be asked.

        Raises:
            NoSuchScreeningError: there is none of that token.
            StoreError: the screenings cannot be reached.
            TrialError: there is no such trial or version.
            DraftError: the version is a draft.
        """
        if token is not None:
            return self._resumed(token)
        found = self.service.screenings(OWNER) if offer else []
        unfinished = [stored for stored in found if self._is_unfinished(stored)]
        if unfinished:
            return self._listed(self.words.unfinished, unfinished)
        return self._begin(self.setup, "screen")

    def take(self, given: str | Option) -> View:
        """Take what was written or chosen. What goes wrong is said; what is kept stays kept."""
        try:
            return self._take(given)
        except NoSuchScreeningError:
            return self._said(self.words.no_screening)
        except (StoreError, catalog.TrialError, DraftError) as error:
            return self._said(self.failure(error))

    def failure(self, error: StoreError | catalog.TrialError | DraftError) -> str:
        """Say what cannot be used; but for a draft the reason is in English in any language."""
        store = isinstance(error, StoreError)
        sentence = self.words.store_failed if store else self.words.trial_failed
        return sentence.format(error=error)

    def good_bye(self, command: str) -> str:
        """Say that everything is saved and how to come back.

        Args:
            command: what to type for it, with ``{token}``.
        """
        if self.session is None or not self.session.answers:
            return self.words.bye
        done = self.session.state is Phase.SUMMARY
        sentence = self.words.bye_done if done else self.words.bye_saved
        token = self.session.token
        return sentence.format(token=token, command=command.format(token=token))

    def _take(self, given: str | Option) -> View:
        option = given if isinstance(given, Option) else self.view.choices.pick(given)
        if option is not None:
            return self._press(option.data)
        text = str(given)
        if commands.is_command(text):
            return self._command(text)
        return self._handle(events.Typed(text))

    def _press(self, data: str) -> View:
        found = event_of(data)
        if found is None:
            return self._command(data)
        token, event = found
        return self._replied(self.service.handle(OWNER, token, event))

    def _handle(self, event: Event) -> View:
        if self.session is None or (self.view.menu and isinstance(event, events.Typed)):
            return self._said(self.words.no_choice)
        if self.view.menu and isinstance(event, events.Back):
            return self._replied(self.service.screen(OWNER, self.session.token))
        return self._replied(self.service.handle(OWNER, self.session.token, event))

    def _command(self, text: str) -> View:
        command = commands.command_of(text)
        if command is None:
            near = commands.near(text)
            told = self.words.no_command_near if near else self.words.no_command
            return self._said(told.format(near=near))
        if command.name == "help":
            return self._help()
        if command.event is not None:
            return self._handle(command.event)
        if command.name == "quit":
            return replace(self.view, over=True)
        return self._own[command.name](command.argument)

    @property
    def _own(self) -> dict[str, Callable[[str], View]]:
        """Commands that are more than an event: name -> what they do with their argument."""
        return {
            "date": lambda _: self._said(self.words.argument_date),
            "language": self._language,
            "screen": self._screen,
            "resume": self._resume,
            "again": self._again,
            "whatif": self._what_if,
            "quick": self._quick,
            "outcome": self._outcome,
            "file": self._record,
            "pending": lambda _: self._pending(),
            "checklist": partial(self._file, "checklist"),
            "calendar": partial(self._file, "calendar"),
        }

    def _help(self) -> View:
        """Explain what is asked, and list the commands."""
        listed = (self.words.commands, *self.words.listed(self.setup.language))
        if self.session is None or self.view.menu:
            return self._said("\n".join(listed))
        reply = self.service.handle(OWNER, self.session.token, events.Help())
        lines = (*map(Line, listed), Line(""), *reply.message.lines)
        return self._replied(replace(reply, message=Message(lines, reply.message.rows)))

    def _language(self, argument: str) -> View:
        if argument.lower() not in languages():
            known = ", ".join(f"/language {code}" for code in languages())
            return self._said(self.words.argument_language.format(languages=known))
        self.setup = replace(self.setup, language=argument.lower(), asked=True)
        if self.session is None:
            return self.open()
        return self._handle(events.SetLanguage(argument.lower()))

    def _screen(self, trial: str) -> View:
        return self._begin(self._setup_of(trial, named_before=False), "screen")

    def _resume(self, token: str) -> View:
        if token:
            return self._resumed(token)
        others = self._others()
        here = [one for one in self.service.screenings(OWNER) if one not in others]
        found = [*others, *here]
        if not found:
            return self._said(self.words.no_screenings)
        return self._listed(self.words.all_screenings, found)

    def _resumed(self, token: str) -> View:
        """Go on with a screening, in the language that was asked for."""
        wanted = self.setup.language
        reply = self.service.handle(OWNER, token.upper(), events.Resume())
        if self.setup.asked and reply.session.language != wanted:
            reply = self.service.handle(OWNER, token.upper(), events.SetLanguage(wanted))
            self.setup = replace(self.setup, asked=reply.session.language == wanted)
        return self._replied(reply)

    def _again(self, token: str) -> View:
        """Begin another screening from the answers of one: of that number, or the one at hand."""
        here = self.session.token if self.session else ""
        return self._replied(self.service.rescreen(OWNER, token.upper() or here))

    def _quick(self, trial: str) -> View:
        """Begin a quick check; the rest can be asked afterwards."""
        return self._begin(self._setup_of(trial, named_before=True), "quick")

    def _setup_of(self, trial: str, *, named_before: bool) -> Setup:
        """Return what a screening is begun with where a trial is named, or none is.

        Args:
            trial: what was written behind the command.
            named_before: whether the trial of the last screening is meant where none is named.
        """
        offered = self.service.offered()
        wanted = trial or (self.setup.trial if named_before or len(offered) == 1 else None)
        same = wanted in {None, self.setup.trial}
        return replace(self.setup, trial=wanted, version=self.setup.version if same else None)

    def _what_if(self, text: str) -> View:
        """Say what answers would change in the screening at hand."""
        here = self.session.token if self.session else ""
        return self._said(self.service.what_if(OWNER, here, text, self.setup.language))

    def _outcome(self, what: str) -> View:
        """Note what became of a screening: of that number, or the one at hand."""
        first, *rest = what.split(maxsplit=1) or [""]
        here = self.session.token if self.session else ""
        token, text = (first.upper(), "".join(rest)) if _NUMBER.fullmatch(first) else (here, what)
        return self._said(self.service.outcome(OWNER, token, text, self.setup.language))

    def _record(self, name: str) -> View:
        """Read a file of a record for the screening at hand; what it answers waits for a yes."""
        from bot.prefill.reading import read_file  # noqa: PLC0415 - nobody else needs FHIR

        texts = texts_in(self.setup.language)
        if not name:
            return self._said(self.words.argument_file)
        try:
            return self._handle(events.Brought(read_file(name)))
        except UnusableRecord as error:
            return self._said(texts.record.say(error.code, line=error.line, longest=LONGEST))
        except OSError as error:
            return self._said(self.words.no_file.format(reason=refused_because(error, texts)))

    def _pending(self) -> View:
        """List the open screenings, and what each waits for."""
        found = [
            (stored, script)
            for stored in self.service.screenings(OWNER)
            if (script := self._script(stored)) is not None and is_open(stored, script)
        ]
        if not found:
            return self._said(self.words.pending_none)
        texts, zone = texts_in(self.setup.language), self.service.now().tzinfo
        return self._shown(menus.pending(found, self.words, texts, zone))

    def _script(self, stored: Stored) -> Script | None:
        """Return the script of a screening; None where its trial can't be read."""
        try:
            return self.service.script(stored.session.trial, stored.session.version)
        except catalog.TrialError:
            return None

    def _file(self, command: str, token: str) -> View:
        """Write a file of a screening: of that number, or of the one at hand."""
        here = self.session.token if self.session else ""
        wanted = token.upper() or here
        if all(one.session.token != wanted for one in self.service.screenings(OWNER)):
            return self._said(self.words.no_screening)
        key, texts = files.KEYS[command], texts_in(self.setup.language)
        try:
            path = files.written(self.service, wanted, key, texts)
        except files.NotMadeError as error:
            return self._said(str(error))
        return self._said(self.words.file_written.format(file=path))

    def _others(self) -> list[Stored]:
        here = self.session.token if self.session else None
        return [one for one in self.service.screenings(OWNER) if one.session.token != here]

    def _is_unfinished(self, stored: Stored) -> bool:
        """Whether somebody is still to be asked; of a trial that can't be read nobody knows."""
        script = self._script(stored)
        return bool(stored.session.answers) if script is None else is_unfinished(stored, script)

    def _begin(self, setup: Setup, command: str) -> View:
        """Begin a screening; where several trials may be meant, ask for which."""
        offered = self.service.offered()
        wanted = trials_named(setup.trial or "", offered)
        wanted = wanted or tuple(offered if len(offered) == 1 else ())
        quick = command == "quick"
        if not wanted or (quick and len(wanted) > 1):
            texts = texts_in(setup.language)
            return self._shown(menus.trials(offered, texts, self.words, command))
        left = self.session.token if self.session else None
        if len(wanted) > 1:
            reply = self.service.begin_together(OWNER, wanted, setup.language, left=left)
        else:
            reply = self.service.begin(
                OWNER, wanted[0], setup.language, setup.version, quick=quick, left=left
            )
        self.setup = replace(setup, trial=" ".join(wanted))
        return self._replied(reply)

    def _replied(self, reply: Reply) -> View:
        self.session = reply.session
        self.setup = replace(self.setup, language=self.session.language)
        message = reply.message
        if self.session.state in (Phase.SUMMARY, Phase.PAUSED):
            message = menus.with_ways_on(message, self.words, self._others())
        return self._shown(message, self.session)

    def _listed(self, title: str, found: list[Stored]) -> View:
        zone = self.service.now().tzinfo
        return self._shown(menus.screenings(title, found, self.words, zone))

    def _shown(self, message: Message, session: Session | None = None) -> View:
        """Show a message of a session; without one it is a menu."""
        self.view = View(message, choices_of(message), self.words, menu=session is None)
        if session is not None and session.state in (Phase.ASKING, Phase.CONFIRM):
            script = self.service.script(session.trial, session.version)
            choices = choices_of(message, slashed=takes_numbers(session, script))
            pasting = takes_paste(session, script)
            self.view = replace(self.view, choices=choices, writing=True, pasting=pasting)
        elif session is not None and session.unexplained and session.state is not Phase.PAUSED:
            self.view = replace(self.view, writing=True)
        return self.view

    def _said(self, text: str) -> View:
        """Say a sentence; what can be done stays as it was."""
        self.view = replace(self.view, message=Message((Line(text),), self.view.message.rows))
        return self.view
