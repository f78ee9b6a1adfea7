"""What somebody did in a chat, whatever the messenger."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.prefill.reported import Record


class Kind(Enum):
    """What somebody did."""

    TEXT = "text"
    PRESS = "press"
    ATTACHMENT = "attachment"
    """Something that can show or say who somebody is: a picture, a file, a voice, a place."""
    RECORD = "record"
    """A file that may be a record's: FHIR or HL7."""
    UNREAD = "unread"
    """Something else that is no text: a sticker, a poll, a dice."""
    EDITED = "edited"
    NOTHING = "nothing"
    """Something that asks for no reply: somebody joined a group, blocked the bot, …"""


@dataclass(frozen=True, slots=True)
class Incoming:
    """What somebody did in a chat."""

    update_id: int
    kind: Kind
    chat: int
    user: int
    name: str = ""
    language: str = ""
    """The language of the person's messenger, as ``sv`` or ``sv-SE``."""
    private: bool = True
    text: str = ""
    """What was written, also under a picture; of a press the button's data."""
    message: int = 0
    """The message that was written, or whose button was pressed."""
    query: str = ""
    """What a press is answered by."""
    file: str = ""
    """What a file is fetched by."""
    size: int = 0
    """Its bytes, as far as they are told."""
    record: Record | None = None
    """What was read of a record's file."""
    problem: str = ""
    """Why nothing was: a code among the texts' sentences about records."""
    line: int = 0
    server_problem: str = ""
    """Why a search on a FHIR server gave nothing: a code among the sentences about those."""
    detail: str = ""
