"""The environment of a chat's commands: what is the same for every update."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.platforms.chat.outbox import as_data
from bot.platforms.chat.words import words_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from bot.config.site import SiteFile
    from bot.platforms.chat.access import Access
    from bot.platforms.chat.words import TelegramWords
    from bot.presentation.messages import Message


@dataclass(frozen=True, slots=True)
class Environment:
    """Who may use Bedside, its clock, its language, its site, and what the messenger brings."""

    access: Access
    now: Callable[[], datetime]
    language: str = "en"
    """For people whose own language is not spoken here."""
    site: SiteFile | None = None
    username: str = ""
    """The bot's own, for links."""
    page: str = ""
    """The public address of Bedside's own page, where it is served."""
    forms: str = ""
    """The address at which a chat's forms are filled in; empty where they can't be."""
    only_page: bool = False
    """Whether the page is all that is served: nobody sends anything to a messenger."""
    recap: bool = True
    """Whether the last answers are to be told above a question."""
    marked: bool = True
    """Whether each reply of a demonstration is marked as one; else whatever shows it is."""
    drawn: Callable[[Message], dict[str, Any]] = as_data
    """From a message to what is kept of it in a reply."""
    key: Path | None = None
    """The file of the key that signs the log; None where nothing is signed."""
    heads: Path | None = None
    """A folder elsewhere in which signed heads are kept."""
    words: Callable[[str], TelegramWords] = words_in
    """The sentences in a language, as the messenger needs them."""
