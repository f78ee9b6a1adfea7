"""Telegram takes every text that the bot can send, and shows it as it was meant."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest

from bot.dialogs.phases import Phase
from bot.platforms.chat.access import Access
from bot.platforms.chat.commands.router import Router
from bot.platforms.chat.environment import Environment
from bot.platforms.chat.incoming import Incoming, Kind
from bot.platforms.chat.words import words_in
from bot.platforms.telegram.outbox import LONGEST, drawn
from bot.presentation.messages import Line, Message
from bot.store import Store
from tests.botapi.markup import units
from tests.saying import sentences

telegram_parser = pytest.importorskip("tests.botapi.telegram_parser")

OWNER = 7
NOW = datetime(2026, 3, 31, 9, 30, tzinfo=UTC)
HOSTILE = "<b>&\"' </i> {x} &lt; 𝄞\n<a href='tg://x'>"
WRITTEN = (HOSTILE, "62", "12", "-5", "0", "yes", "unknown", "9.1 g/dL", "2026-03-01", "<3", "3 år")
COMMANDS = (
    *("/start", "/help", "/privacy", "/pending", "/log", "/members", "/language", "/remind"),
    *(
        "/cancel",
        "/change",
        "/back",
        "/checklist",
        "/again",
        "/forget S0001",
        "/invite screener",
        "/date",
    ),
    *(f"/{name} {HOSTILE}" for name in ("date", "remind", "resume", "revoke", "invite", "screen")),
)


def check(message: dict[str, Any]) -> None:
    """See that Telegram takes a message and reads out of it what was written."""
    html = message["text"]
    plain = telegram_parser.parse_html(html)
    assert plain.strip() == unescape(re.sub(r"</?b>", "", html)).strip()
    assert 0 < units(plain) <= LONGEST
    rows = message.get("reply_markup", {}).get("inline_keyboard", ())
    for button in (button for row in rows for button in row):
        assert button["text"].strip()
        assert 1 <= len(button["callback_data"].encode()) <= 64


class Walker:
    """Somebody who presses and writes whatever comes to mind."""

    def __init__(self, language: str, seed: int) -> None:
        self.dice = random.Random(seed)  # noqa: S311 - no secret
        self.store = Store.open("sqlite://")
        access = Access(frozenset((OWNER,)), everybody=False)
        self.router = Router(Environment(access, lambda: NOW, language, drawn=drawn))
        self.language = language
        self.updates = 0
        self.buttons: list[str] = []
        self.states: set[str] = set()
        self.letters: set[str] = set()

    def does(self, kind: Kind, text: str) -> list[dict[str, Any]]:
        """Do one thing; the messages that come of it."""
        self.updates += 1
        pressed: dict[str, Any] = (
            {"message": self.updates, "query": "1"} if kind is Kind.PRESS else {}
        )
        incoming = Incoming(
            self.updates, kind, OWNER, OWNER, HOSTILE, self.language, text=text, **pressed
        )
        posted = self.store.within(lambda unit: self.router.handle(incoming, unit))
        message: dict[str, Any] = {} if posted is None else dict(posted.message)
        found = [*([message["screen"]] if "screen" in message else []), *message.get("say", ())]
        for message in found:
            keyboard = message.get("reply_markup", {}).get("inline_keyboard", ())
            if keyboard:
                self.buttons = [button["callback_data"] for row in keyboard for button in row]
                self.letters |= {data[0] for data in self.buttons}
        self._note()
        return found

    def _note(self) -> None:
        chat = self.store.within(lambda unit: unit.messaging.chat(OWNER))
        stored = self.store.load(chat.token) if chat is not None and chat.token else None
        if stored is not None:
            self.states.add(stored.session.state)

    def step(self) -> list[dict[str, Any]]:
        """Do something at random, mostly what leads on."""
        rolled = self.dice.random()
        if rolled < 0.03:
            return self.does(Kind.TEXT, self.dice.choice(COMMANDS))
        if rolled < 0.2 or not self.buttons:
            return self.does(Kind.TEXT, self.dice.choice(WRITTEN))
        ahead = [data for data in self.buttons if data[0] in "atndogsyw"]
        usual = ahead if ahead and rolled < 0.9 else self.buttons
        return self.does(Kind.PRESS, self.dice.choice(usual))


@pytest.mark.parametrize("language", ["en", "sv"])
def test_every_screen_is_one_that_telegram_takes(language: str) -> None:
    states, letters = set(), set()
    for seed in range(3):
        walker = Walker(language, seed)
        walker.does(Kind.TEXT, "/screen")
        for _ in range(250):
            for message in walker.step():
                check(message)
        for command in COMMANDS:
            for message in walker.does(Kind.TEXT, command):
                check(message)
        states |= walker.states
        letters |= walker.letters
    assert states == set(Phase)
    assert letters >= set("atndoewyxbsgch")


@pytest.mark.parametrize("language", ["en", "sv"])
def test_every_sentence_keeps_its_details_as_they_are(language: str) -> None:
    details: dict[str, str] = defaultdict(lambda: HOSTILE)
    found = sentences(words_in(language)).values()
    assert len(found) > 80
    for sentence in (one.format_map(details) for one in found):
        for strong in (False, True):
            message = Message(tuple(Line(line, strong) for line in sentence.split("\n")))
            sent = drawn(message)
            check(sent)
            assert telegram_parser.parse_html(sent["text"]).strip() == sentence.strip()


@pytest.mark.parametrize("letter", ["a", "&", "𝄞", "<b>"])
def test_what_is_too_long_is_shortened_to_what_telegram_takes(letter: str) -> None:
    lines = tuple(Line(letter * 50, strong=bool(n % 2)) for n in range(300))
    check(drawn(Message(lines)))
    check(drawn(Message((Line(letter * 5000),))))
