"""How much a screening costs the screener: interactions, and seconds by the keystroke-level model.

The figures come from golden conversations, so that a change shows; they are always printed. The
model (Card, Moran and Newell, on a phone): a tap takes 0.42 s, a key 0.33 s, each interaction
begins with a mental step of 1.35 s, and 238 words are read a minute. A pasted text costs two taps
(hold, paste) instead of its keys; what was typed or pasted is sent with one more. Nothing is
skimmed: every message is read from its first word to its last button.

The same items on a web form, six items to a page, which says what the chat says: the greeting
first, the criterion above its first item, then for each item its question, the limit or the remark
that it is a judgement, and its choices with don't know; on each page its number, back, next and
help; at the end the same summary. An item that does not apply does not appear, and nothing has to
be confirmed. For each item a mental step, reading, then one tap for a choice; or, for a number or
a date, a tap into the field, its keys, and a tap on the unit where there are several, whose names
are read as well. An upper limit that was pasted with its value is a field of its own. For each
page a mental step and a tap on next.

The bare form, which is printed beside it, shows questions and choices alone: no greeting, no
criteria, no limits, no units to read, no pages' furniture.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.dialogs.phases import Phase
from bot.presentation.render import Renderer
from bot.screenings.scripts import script_of
from bot.texts import texts_in
from criteria.known.values import Quantity
from tests.conversations.player import HERE, begun, screener_lines

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from bot.dialogs.session import Script, Session
    from bot.presentation.messages import Message

TAP = 0.42
KEY = 0.33
MENTAL = 1.35
WORD = 60 / 238
TO_A_PAGE = 6
NEXT = "Next"


@dataclass
class Cost:
    """What a conversation took, until it ended or until its verdict was known."""

    interactions: int
    seconds: float
    session: Session
    script: Script
    last: Message
    reading_first: float
    """Time to read the greeting."""

    @property
    def reading_last(self) -> float:
        """Time to read the summary."""
        return reading(self.last)


def reading(message: Message) -> float:
    """Time to read a message and its buttons."""
    labels = [button.label for row in message.rows for button in row]
    return words(" ".join([message.text, *labels]))


def doing(line: str) -> float:
    """Time to do what a screener's line says."""
    if line.startswith("["):
        return TAP
    return (2 * TAP if "\n" in line else KEY * len(line)) + TAP


def cost(name: str, folder: Path, *, until: str = "") -> Cost:
    """Play a golden conversation and add up what it takes, the command that begins it included."""
    text = (HERE / f"{name}.txt").read_text("utf-8")
    player = begun(text, folder / f"{name}.db")
    greeting = words(" ".join(line.text for line in player.reply.message.lines[:2]))
    interactions, seconds = 1, MENTAL + doing("/screen") + reading(player.reply.message)
    for line in screener_lines(text):
        message = player.do(line).message
        interactions += 1
        seconds += MENTAL + doing(line) + reading(message)
        if until and player.reply.session.state == until:
            break
    session = player.reply.session
    script = script_of(session.trial, session.version)
    player.close()
    return Cost(interactions, seconds, session, script, player.reply.message, greeting)


def form(chat: Cost, *, bare: bool = False) -> float:
    """Time for the same items on a web form, as the module's text describes it."""
    say = texts_in(chat.session.language).dialog
    items = [item for item in chat.script.trial.items if item in chat.session.answers]
    pages = -(-len(items) // TO_A_PAGE)
    seconds = pages * (MENTAL + TAP) + chat.reading_last
    above = ""
    for item in items:
        criterion = chat.script.trial.items[item].criterion
        seconds += MENTAL + filling(item, chat) + words(label(item, chat))
        if not bare:
            seconds += words(heading(criterion, chat) if criterion != above else "")
            seconds += words(beside(item, chat))
        above = criterion
    if not bare:
        furniture = f"{say.back} {say.help_button} {say.progress} {NEXT}"
        seconds += chat.reading_first + pages * words(furniture)
    return seconds


def words(text: str) -> float:
    """Time to read a text; signs alone are no words."""
    return WORD * len([word for word in text.split() if any(map(str.isalnum, word))])


def label(item: str, chat: Cost) -> str:
    """What stands at an item: its question, its choices, and don't know."""
    own = chat.script.trial.words_in(chat.session.language)
    codes = getattr(chat.script.trial.items[item], "choices", ())
    choices = " ".join(own.choice(item, code) for code in codes if code != "not_applicable")
    unknown = texts_in(chat.session.language).dialog.unknown
    return f"{own.items[item].question} {choices} {unknown}"


def heading(criterion: str, chat: Cost) -> str:
    """What stands above a criterion's first item."""
    found = chat.script.trial.words_in(chat.session.language).criteria.get(criterion)
    return f"{criterion} {found.label}" if found else ""


def beside(item: str, chat: Cost) -> str:
    """What else is said at an item: its limit, how to write it, that it is a judgement, units."""
    known: Any = chat.script.trial.items[item]
    spoken = chat.session.but(at=item, alone=True, state=Phase.ASKING)
    drawn = Renderer(spoken, chat.script, texts_in(chat.session.language)).message()
    hints = " ".join(line.text for line in drawn.lines[2:])
    return f"{hints} {' '.join(getattr(known, 'units', ()))}"


def filling(item: str, chat: Cost) -> float:
    """Time to answer an item of a form, apart from reading."""
    known: Any = chat.script.trial.items[item]
    if getattr(known, "choices", ()):
        return TAP
    kept = chat.session.answers[item]
    value = chat.script.value(item, kept, chat.session.reference_date)
    if not isinstance(value, Quantity):
        return TAP + KEY * len(kept.text)
    seconds = TAP + KEY * len(str(value.number)) + (TAP if len(known.units) > 1 else 0)
    limit = chat.script.trial.upper_limits.get(item)
    if value.reference is not None and limit is not None:
        seconds += MENTAL + TAP + KEY * len(str(value.reference.high)) + words(limit.name)
    return seconds


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
    told = f"eligible man, {len(chat.session.answers)} items: {chat.seconds:.0f} s in the chat"
    others = f"{form(chat):.0f} s on a form that says the same, {form(chat, bare=True):.0f} s bare"
    tell(capsys, f"{told}, {others}")
    assert chat.seconds < 0.75 * form(chat)
    assert chat.seconds < 1.25 * form(chat, bare=True)  # which has no line on where it stands
