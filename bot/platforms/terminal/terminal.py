"""A screening in the terminal: with arrow keys where there are any, else line by line.

Everything that was answered is stored before the next question is shown, so that leaving needs
no farewell: Ctrl-C, Ctrl-D, the end of the input and a closed window lose nothing.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
from typing import TYPE_CHECKING, Protocol

from bot.platforms.terminal.conversation import Conversation, Setup
from bot.platforms.terminal.layout import columns_for
from bot.platforms.terminal.live import Live
from bot.platforms.terminal.plain import Plain
from bot.screenings.service import DraftError, NoSuchScreeningError, PurgedError
from bot.store import StoreError
from criteria.trial import catalog

if TYPE_CHECKING:
    from bot.platforms.terminal.choices import Option
    from bot.platforms.terminal.conversation import View
    from bot.platforms.terminal.words import TerminalWords
    from bot.screenings.service import Service

LEFT = 0
"""Exit status however a conversation ends: everything is saved."""
FAILED = 1
"""Exit status where the screenings cannot be reached."""
UNUSABLE = 2
"""Exit status for a screening, trial or version that does not exist."""
_NUMBER = re.compile(r"[A-Z]{1,3}[0-9]{1,6}")
"""The form of a screening number."""


class Display(Protocol):
    """How a conversation looks."""

    def show(self, view: View) -> None:
        """Show a view."""

    def ask(self, view: View) -> str | Option:
        """Wait for what is written or chosen; EOFError or KeyboardInterrupt to leave."""

    def say(self, text: str) -> None:
        """Say a sentence."""


def chat(  # noqa: PLR0913 - the options of one command
    service: Service,
    *,
    trial: str | None,
    version: str | None,
    language: str,
    token: str | None = None,
    given: str = "",
    place: str = "",
    asked: bool = False,
) -> int:
    """Hold a conversation in the terminal that this program runs in.

    Args:
        service: whose screenings it is about.
        trial: the trial that new screenings are for; None to ask where there are several.
        version: its version; the newest released one if None.
        language: the language to begin in.
        token: a screening to go on with.
        given: options that whoever goes on has to give again.
        place: the database's name for people.
        asked: somebody asked for the language, so that it is an earlier screening's too.

    Returns:
        The exit status.
    """
    conversation = Conversation(service, Setup(trial, version, language, asked))
    alive = is_live()
    try:
        conversation.open(token, offer=sys.stdin.isatty())
    except PurgedError:
        sys.stderr.write(f"{conversation.words.no_screening}\n")
        return UNUSABLE
    except NoSuchScreeningError as error:
        sys.stderr.write(f"{_not_there(str(error), conversation.words, place, given)}\n")
        return UNUSABLE
    except (catalog.TrialError, DraftError) as error:
        sys.stderr.write(f"{conversation.failure(error)}\n")
        return UNUSABLE
    except StoreError as error:
        sys.stderr.write(f"{conversation.failure(error)}\n")
        return FAILED
    converse(conversation, Live() if alive else plain_display(), given)
    return LEFT


def _not_there(token: str, words: TerminalWords, place: str, given: str) -> str:
    """Say which screening is not there, where it was looked for, and how to list those that are."""
    if not _NUMBER.fullmatch(token):  # anybody's words, and perhaps somebody's number
        return words.no_screening
    command = f"bedside log list {given}".rstrip()
    return words.nothing_to_resume.format(token=token, place=place, command=command)


def converse(conversation: Conversation, display: Display, given: str = "") -> None:
    """Go from view to view until somebody leaves."""
    view = conversation.view
    try:
        while not view.over:
            display.show(view)
            view = conversation.take(display.ask(view))
    except (EOFError, KeyboardInterrupt):
        pass
    display.say(conversation.good_bye(way_back(given)))


def is_live() -> bool:
    """Whether there is a terminal with arrow keys on both sides."""
    able = os.environ.get("TERM", "") not in ("", "dumb", "unknown")
    return able and sys.stdin.isatty() and sys.stdout.isatty()


def plain_display() -> Plain:
    """Conversation over standard input and output; a sign that they cannot carry never stops it."""
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    columns = columns_for(shutil.get_terminal_size().columns) if sys.stdout.isatty() else None
    return Plain(sys.stdin, sys.stdout, columns=columns, mark="> " if sys.stdin.isatty() else "")


def way_back(given: str = "") -> str:
    """Return the command that goes on with a screening, in the way that this one was started.

    Args:
        given: options that it was started with, written as in a shell.
    """
    options = f"--resume {{token}} {given.replace('{', '{{').replace('}', '}}')}".rstrip()
    if os.environ.get("MAKELEVEL"):
        return f'make chat ARGS="{options}"'
    return f"bedside chat {options}"
