"""The list of the answers that can be changed, by pages: all, or those that were named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.presentation.fitting import MOST
from bot.presentation.messages import Button, Line, Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.dialogs.session import Script, Session
    from bot.presentation.sentences import Speaker

A_PAGE = MOST - 3
"""Answers on one page, beside the ways to the page before, the next one, and back."""


def answer_list(session: Session, script: Script, speaker: Speaker) -> Message:
    """Return the page that a session is at, with a button for each answer."""
    say, values = speaker.texts.dialog, script.values(session)
    shown = [item for item in values if item in (session.listed or values)]
    pages = max(1, -(-len(shown) // A_PAGE))
    page = min(session.page, pages - 1)
    told = {item: f"{speaker.label(item)}: {speaker.value(item, values[item])}" for item in shown}
    rows = [
        (Button(told[item], f"e:{session.token}:{item}"),)
        for item in shown[page * A_PAGE : (page + 1) * A_PAGE]
    ]
    if pages == 1:
        return Message((Line(say.changing, strong=True),), tuple(rows))
    title = say.say("changing_page", page=page + 1, pages=pages)
    row = tuple(turns(page, pages, session.token, speaker))
    return Message((Line(title, strong=True),), (*rows, row))


def turns(page: int, pages: int, token: str, speaker: Speaker) -> Iterator[Button]:
    """Return the buttons to the pages before and after one."""
    say = speaker.texts.dialog
    if page > 0:
        yield Button(say.previous_page, f"q:{token}:{page - 1}")
    if page < pages - 1:
        yield Button(say.next_page, f"q:{token}:{page + 1}")
