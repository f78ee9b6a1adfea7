"""One screening on the page, in Telegram and in the terminal: whoever does what, all agree.

A walk does at each step what somebody may do, on a platform that is drawn by chance: a button of
the screen, an answer, a text that is none, a command. Beside it a plain service is told the same
events. After each step the stored screening is the same, and at the end its trail.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.dialogs import events
from bot.dialogs.phases import Phase
from bot.dialogs.prompts import prompt
from bot.platforms.callbacks import event_of
from bot.platforms.chat.access import Access, page_of
from bot.platforms.chat.commands.router import Router
from bot.platforms.chat.environment import Environment
from bot.platforms.chat.incoming import Incoming, Kind
from bot.platforms.terminal import conversation as terminal
from bot.platforms.terminal.choices import Option
from bot.platforms.web.conversation import Conversation, Done
from bot.screenings.service import Service
from bot.store import Chat, Store
from tests.reference.patients import patients

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.dialogs.events import Event
    from bot.screenings.service import Reply

NOW = datetime(2026, 3, 31, 9, tzinfo=UTC)
USER, OWNER, TOKEN = 8, "telegram:8", "S0001"
KINDS = "atndoyxbsgcqew"
"""Buttons of the screening itself."""
TEXTS = (
    *("62 m", "101", "Hb 105 g/L\nTPK 230", "ASAT 0,52 µkat/L (<0,75)", "NET well yes 8 %", "?"),
    *("yes", "no", "unknown", "2025-11-10", "31", "Hb 9,0", "yes 2025-11-10 yes", "nonsense"),
)
COMMANDS = ("/back", "/date 2026-03-01", "/date 2026-04-01", "/change", "/change I1.age")
PATIENTS = [one["answers"] for one in patients(20, 5, reference=NOW.date())]


@dataclass
class Platforms:
    """One screening on all platforms at once."""

    chance: random.Random
    store: Store
    plain: Store
    steps: int = 0
    did: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        environment = Environment(Access((USER,)), lambda: NOW)
        self.router = Router(environment)
        self.talk = Conversation(Router(environment), environment)
        self.reference = Service(self.plain, lambda: NOW)
        for store in (self.store, self.plain):
            Service(store, lambda: NOW).begin(OWNER, "start-net", "en")
        for place in (USER, page_of(USER)):
            chat = Chat(place, "en", TOKEN)
            self.store.within(lambda unit, chat=chat: unit.messaging.keep_chat(chat))  # type: ignore[misc] # bound
        self.ways: dict[str, Callable[[str], None]] = {
            "page": self.on_page,
            "telegram": self.in_telegram,
            "terminal": self.in_terminal,
        }
        setup = terminal.Setup("start-net", None, "en")
        self.terminal = terminal.Conversation(Service(self.store, lambda: NOW), setup)
        self.terminal.open(TOKEN)

    def on_page(self, given: str) -> None:
        kind = Kind.PRESS if is_press(given) else Kind.TEXT
        chat = self.store.within(lambda unit: unit.messaging.chat(page_of(USER)))
        assert chat is not None
        done = Done(kind, given, f"form {self.steps}", chat.screen or 0)
        self.store.within(lambda unit: self.talk.take(unit, USER, done, "en"))

    def in_telegram(self, given: str) -> None:
        press, number = is_press(given), 1000 + self.steps
        kind = Kind.PRESS if press else Kind.TEXT
        query = "press" if press else ""
        incoming = Incoming(number, kind, USER, USER, text=given, message=number, query=query)
        posted = self.store.within(lambda unit: self.router.handle(incoming, unit))
        if posted is not None:
            self.store.within(lambda unit: unit.messaging.delivered([posted.id]))

    def in_terminal(self, given: str) -> None:
        option = Option(1, "1", given, given) if is_press(given) else given
        self.terminal.take(option)

    def step(self) -> None:
        """Do something on one of the platforms; the plain service comes to the same."""
        self.steps += 1
        way = self.chance.choice([*self.ways])
        if way == "terminal":  # whoever comes to it sees where the screening is
            self.terminal.open(TOKEN)
            self.reference.handle(OWNER, TOKEN, events.Resume())
        given = self.something(self.reference.screen(OWNER, TOKEN))
        if way == "terminal" and not is_press(given):
            chosen = self.terminal.view.choices.pick(given)  # there a number chooses
            given = given if chosen is None else chosen.data
        if given[1:2] == ":" and not is_press(given):
            return  # a button beside the screening
        self.did.append(f"{way}: {given!r}")
        self.ways[way](given)
        self.reference.handle(OWNER, TOKEN, meant(given))
        self.compare()

    def compare(self) -> None:
        """See that what is stored and what is shown is the plain service's."""
        stored, plain = self.store.load(TOKEN), self.plain.load(TOKEN)
        assert stored is not None
        assert plain is not None
        assert stored.session == plain.session, self.did[-5:]
        view = self.store.within(lambda unit: self.talk.view(unit, USER, "en"))
        rows = [row for one in view.bubbles if one.is_screen for row in one.rows]
        shown = [data for row in rows for _, data in row]
        assert shown == buttons(self.reference.screen(OWNER, TOKEN)), self.did[-5:]

    def something(self, reply: Reply) -> str:
        """Return something that somebody may do now."""
        drawn, session = self.chance.random(), reply.session
        offered = [data for data in buttons(reply) if data[0] in KINDS]
        if drawn < 0.1:
            return self.chance.choice(COMMANDS)
        if drawn < 0.2:
            return self.chance.choice(TEXTS)
        asked = prompt(session, reply.renderer.script) if session.state is Phase.ASKING else None
        if asked is not None and drawn < 0.6:
            return self.chance.choice(PATIENTS).get(asked.item, "unknown")
        return self.chance.choice(offered)


def is_press(given: str) -> bool:
    return given[:1] in KINDS and given[1:2] == ":"


def buttons(reply: Reply) -> list[str]:
    return [one.data for row in reply.message.rows for one in row]


def meant(given: str) -> Event:
    """Return the event that something stands for."""
    if is_press(given):
        found = event_of(given)
        assert found is not None
        return found[1]
    command, _, argument = given.partition(" ")
    if command == "/date":
        return events.SetDate(argument)
    if command == "/change":
        return events.ChangeAnswer(argument)
    return events.Back() if command == "/back" else events.Typed(given)


@pytest.fixture
def own_screening(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the terminal too the screening is the person's of Telegram."""
    monkeypatch.setattr(terminal, "OWNER", OWNER)


def walked(seed: int, steps: int) -> None:
    """Walk, and compare the trails."""
    with Store.open("sqlite://") as store, Store.open("sqlite://") as plain:
        platforms = Platforms(random.Random(seed), store, plain)  # noqa: S311 - the same walk again
        for _ in range(steps):
            platforms.step()
        assert [one.event for one in store.events(TOKEN)] == [
            one.event for one in plain.events(TOKEN)
        ]
        assert store.flaws() == []


@pytest.mark.usefixtures("own_screening")
@pytest.mark.parametrize("seed", range(8))
def test_the_platforms_agree(seed: int) -> None:
    walked(seed, 60)


@pytest.mark.soak
@pytest.mark.usefixtures("own_screening")
@pytest.mark.parametrize("seed", range(100, 300))
def test_the_platforms_agree_on_long_walks(seed: int) -> None:
    walked(seed, 200)
