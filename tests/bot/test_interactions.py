"""How much a screening costs the screener: interactions, and seconds by the keystroke-level model.

The figures come from golden conversations, so that a change shows; ``pytest -s`` or not, they are
printed. The model (Card, Moran and Newell, on a phone): a tap takes 0.42 s, a key 0.33 s, each
interaction begins with a mental step of 1.35 s, and 238 words are read a minute. A pasted text
costs two taps (hold, paste) instead of its keys; what was typed or pasted is sent with one more.
Nothing is skimmed: every message is read from its first word to its last button.

The same items on a web form, six items to a page, built as well as such a form can be: an item's
label is its question with its choices, all shown at once, nothing else to read; an item that does
not apply does not appear; no value has to be confirmed. For each item a mental step, reading the
label, then one tap for a choice; or, for a number or a date, a tap into the field, its keys, and,
where several units are possible, a tap on the unit. A laboratory value takes its number, and its
upper limit where one was given, which is another field. For each page a mental step and a tap on
next. The verdict is read at the end, the same as in the chat.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.texts import texts_in
from criteria.values import Quantity
from tests.conversations.player import HERE, OWNER, begun, screener_lines

if TYPE_CHECKING:
    from bot.dialogs.session import Script, Session
    from bot.messages import Message

TAP = 0.42
KEY = 0.33
MENTAL = 1.35
WORD = 60 / 238
TO_A_PAGE = 6


@dataclass
class Cost:
    """What a conversation took, until it ended or until its verdict was known."""

    interactions: int
    seconds: float
    session: Session
    script: Script
    last: Message


def reading(message: Message) -> float:
    """Time to read a message and its buttons."""
    labels = [button.label for row in message.rows for button in row]
    return WORD * len(" ".join([message.text, *labels]).split())


def doing(line: str) -> float:
    """Time to do what a screener's line says."""
    if line.startswith("["):
        return TAP
    return (2 * TAP if "\n" in line else KEY * len(line)) + TAP


def cost(name: str, folder: Path, *, until: str = "") -> Cost:
    """Play a golden conversation and add up what it takes, the command that begins it included."""
    text = (HERE / f"{name}.txt").read_text("utf-8")
    player = begun(text, folder / f"{name}.db")
    interactions, seconds = 1, MENTAL + doing("/screen") + reading(player.reply.message)
    for line in screener_lines(text):
        message = player.do(line).message
        interactions += 1
        seconds += MENTAL + doing(line) + reading(message)
        if until and player.reply.session.state == until:
            break
    from bot.service import script_of

    session = player.reply.session
    script = script_of(session.trial, session.version)
    player.close()
    return Cost(interactions, seconds, session, script, player.reply.message)


def form(chat: Cost) -> float:
    """Time for the same items on a web form, as the module's text describes it."""
    items = list(chat.session.answers)
    seconds = sum(MENTAL + field(item, chat) for item in items)
    pages = -(-len(items) // TO_A_PAGE)
    return seconds + pages * (MENTAL + TAP) + reading(chat.last)


def field(item: str, chat: Cost) -> float:
    """Time to read one item of a form and to fill it in."""
    words = chat.script.trial.words_in(chat.session.language)
    known = chat.script.trial.items[item]
    label = words.items[item].question
    codes = getattr(known, "choices", ())
    if codes:
        choices = [*(words.choice(item, code) for code in codes), dont_know(chat)]
        return WORD * len(" ".join([label, *choices]).split()) + TAP
    seconds = WORD * len(f"{label} {dont_know(chat)}".split()) + TAP
    kept = chat.session.answers[item]
    value = chat.script.value(item, kept, chat.session.reference_date)
    if not isinstance(value, Quantity):
        return seconds + KEY * len(kept.text)
    seconds += KEY * len(str(value.number)) + (TAP if len(getattr(known, "units", ())) > 1 else 0)
    if value.reference is not None and item in chat.script.trial.upper_limits:
        seconds += MENTAL + TAP + KEY * len(str(value.reference.high))
    return seconds


def dont_know(chat: Cost) -> str:
    return texts_in(chat.session.language).dialog.unknown


def tell(capsys: pytest.CaptureFixture[str], text: str) -> None:
    with capsys.disabled():
        print(f"\n  {text}")  # noqa: T201 - the figures are what the test is for


def test_an_eligible_man_takes_few_interactions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chat = cost("eligible-man", tmp_path)
    tell(capsys, f"eligible man: {chat.interactions} interactions, at most 26")
    assert chat.last.text.endswith("#eligible")
    assert chat.interactions <= 26


def test_who_was_treated_before_is_known_not_to_be_eligible_soon(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chat = cost("stops-at-first-failure", tmp_path, until="failed")
    tell(capsys, f"treated with PRRT before: known after {chat.interactions}, at most 6")
    assert chat.script.verdict(chat.session).failing == ("E2",)
    assert chat.interactions <= 6


def test_the_chat_takes_less_time_than_a_form(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chat = cost("eligible-man", tmp_path)
    on_a_form = form(chat)
    told = f"eligible man: {chat.seconds:.0f} s in the chat, {on_a_form:.0f} s on a form"
    tell(capsys, f"{told} ({len(chat.session.answers)} items, six to a page)")
    assert chat.seconds < on_a_form


def test_the_screener_is_the_one_of_the_conversations() -> None:
    assert OWNER
