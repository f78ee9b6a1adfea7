"""What every request of the page is answered with: the store, the conversations, the limits."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from aiohttp import web

from bot.platforms.chat.commands.router import Router
from bot.platforms.chat.files import FileMaker
from bot.platforms.web.conversation import Conversation
from bot.platforms.web.limits import Limit
from bot.platforms.web.listeners import Listeners
from bot.platforms.web.passkeys import Challenges

if TYPE_CHECKING:
    from bot.platforms.chat.environment import Environment
    from bot.platforms.web.address import Place
    from bot.platforms.web.mini_app.forms import Forms
    from bot.prefill.server.endpoint import Place as FhirServer
    from bot.store import Store

T = TypeVar("T")


def _attempts() -> Limit:
    return Limit(10, 60.0, time.monotonic)


def _challenges() -> Challenges:
    return Challenges(time.monotonic)


def _searches() -> Limit:
    return Limit(20, 60.0, time.monotonic)


def _searching() -> asyncio.Semaphore:
    return asyncio.Semaphore(4)


def _arrivals() -> Limit:
    return Limit(600, 60.0, time.monotonic)


@dataclass(frozen=True, slots=True)
class Telegram:
    """The bot that the forms are opened from."""

    secret: bytes = field(repr=False)
    """What its Mini App's data is signed with."""
    forms: Forms


@dataclass(frozen=True)
class Parts:
    """The parts, put together once."""

    store: Store
    environment: Environment
    place: Place
    listeners: Listeners = field(default_factory=Listeners)
    attempts: Limit = field(default_factory=_attempts)
    """Of signing in, by address."""
    arrivals: Limit = field(default_factory=_arrivals)
    """Of people whom nobody knows and who may screen all the same, by address."""
    refusals: Limit = field(default_factory=_attempts)
    """Of log lines about what was refused, by address."""

    searches: Limit = field(default_factory=_searches)
    """Of searching on the FHIR server, by person."""
    searching: asyncio.Semaphore = field(default_factory=_searching)
    """So many search at once: whatever else needs a thread goes on."""
    challenges: Challenges = field(default_factory=_challenges)
    fhir: FhirServer | None = None
    """The site's FHIR server, where one is set."""
    telegram: Telegram | None = None
    """None where no bot is served beside the page, or Telegram can't open it."""

    def __post_init__(self) -> None:
        """Make what follows from the others."""
        router = Router(self.environment)
        object.__setattr__(self, "conversation", Conversation(router, self.environment))
        object.__setattr__(self, "files", FileMaker(self.store, self.environment))

    conversation: Conversation = field(init=False)
    files: FileMaker = field(init=False)

    @property
    def everybody(self) -> bool:
        """Whether anybody may screen."""
        return self.environment.access.everybody

    @property
    def records_from(self) -> FhirServer | None:
        """The FHIR server that people may search on: none where anybody may screen."""
        return None if self.everybody else self.fhir


PARTS = web.AppKey("parts", Parts)
