"""The messages of the outbox: what has to reach a chat, stored as JSON until it has arrived.

========= =====================================================================================
key       what it holds
========= =====================================================================================
answer    a callback query that is to be answered: id, and perhaps a text that pops up
screen    the screen at hand: text and keyboard; a newer one takes its place
edit      the message that becomes the screen; else it is sent as a new one
say       texts beside the screen, each a message of its own
delete    messages that are to be deleted
document  a file to be made and sent: which, and for whom
setup     commands to be registered for a person: role and language
========= =====================================================================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from bot.presentation.messages import Message


class Answer(TypedDict):
    """A press to be answered."""

    query: str
    text: str


class OutboxMessage(TypedDict, total=False):
    """What has to reach a chat; see above."""

    answer: Answer
    screen: dict[str, Any]
    edit: int
    say: list[dict[str, Any]]
    delete: list[int]
    document: dict[str, Any]
    setup: dict[str, Any]


def as_data(message: Message) -> dict[str, Any]:
    """Return a message as JSON can hold it: its lines, and its rows of buttons."""
    return {
        "lines": [[line.text, line.strong] for line in message.lines],
        "rows": [[[one.label, one.data] for one in row if one.data] for row in message.rows],
    }
