"""Who and what there is: people, chats, messages as a phone shows them, presses of buttons."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from tests.botapi.changes import Changes
from tests.botapi.refusals import Refusal, bad, forbidden

if TYPE_CHECKING:
    from tests.botapi.parameters import Upload

Row: TypeAlias = list[dict[str, Any]]


@dataclass(slots=True)
class User:
    """A person, or the bot."""

    id: int
    first_name: str
    language_code: str | None = "en"
    username: str | None = None
    is_bot: bool = False

    def body(self) -> dict[str, Any]:
        """Return the user as Telegram writes one."""
        made: dict[str, Any] = {
            "id": self.id,
            "is_bot": self.is_bot,
            "first_name": self.first_name,
        }
        if self.username:
            made["username"] = self.username
        if self.language_code and not self.is_bot:
            made["language_code"] = self.language_code
        return made


@dataclass(slots=True)
class Message:
    """A message as a phone shows it, and what it was made of."""

    id: int
    chat: Chat
    sender: User
    date: float
    text: str = ""
    entities: list[dict[str, Any]] = field(default_factory=list)
    raw: str = ""
    """The text before its tags were read."""
    keyboard: list[Row] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)
    """What else it holds: a photo, a document, a contact."""
    upload: Upload | None = None
    silent: bool = False
    edits: int = 0
    edited: float | None = None
    deleted: bool = False
    changed: int = 0
    """Counts up over the whole server with each new or edited message."""

    @property
    def buttons(self) -> list[list[tuple[str, str]]]:
        """The keyboard as rows of label and callback data."""
        return [
            [(button["text"], button.get("callback_data", "")) for button in row]
            for row in self.keyboard
        ]

    def body(self) -> dict[str, Any]:
        """Return the message as Telegram writes one."""
        made = {
            "message_id": self.id,
            "from": self.sender.body(),
            "chat": self.chat.body(),
            "date": int(self.date),
            **self.extra,
        }
        name = "caption" if self.extra else "text"
        if self.text:
            made[name] = self.text
        if self.entities:
            made["entities" if name == "text" else "caption_entities"] = self.entities
        if self.keyboard:
            made["reply_markup"] = {"inline_keyboard": self.keyboard}
        if self.edited is not None:
            made["edit_date"] = int(self.edited)
        return made


@dataclass(slots=True)
class Chat:
    """A private chat or a group."""

    id: int
    kind: str
    title: str
    messages: dict[int, Message] = field(default_factory=dict)
    blocked: bool = False
    """The person has blocked the bot, or the bot is no longer in the group."""
    administrator: bool = False
    """In a group: the bot may delete what others wrote."""
    actions: list[str] = field(default_factory=list)
    last: Message | None = None
    """What the bot sent or edited last."""
    changes: Changes = field(default_factory=Changes)

    def body(self) -> dict[str, Any]:
        """Return the chat as Telegram writes one."""
        name = "first_name" if self.kind == "private" else "title"
        return {"id": self.id, "type": self.kind, name: self.title}


@dataclass(slots=True)
class Press:
    """The press of a button, and the answers to it."""

    id: str
    user: User
    message: Message
    data: str
    time: float
    answers: list[dict[str, Any]] = field(default_factory=list)


class World:
    """Everything that Telegram knows."""

    def __init__(self, bot: User) -> None:
        """Begin with a bot that nobody knows yet."""
        self.bot = bot
        self.shift = 0.0
        self.chats: dict[int, Chat] = {}
        self.presses: dict[str, Press] = {}
        self.ids = itertools.count(1)
        self.changes = 0
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.told: dict[tuple[str, str], str] = {}
        """Name and descriptions, by kind and language."""

    @property
    def now(self) -> float:
        """The server's time; it can be moved forward."""
        return time.time() + self.shift

    def chat(self, chat_id: object) -> Chat:
        """Return a chat that the bot may write to."""
        found = self.chats.get(chat_id) if isinstance(chat_id, int) else None
        if found is None:
            raise bad("chat not found")
        if found.blocked:
            raise self._shut(found)
        return found

    def _shut(self, chat: Chat) -> Refusal:
        if chat.kind == "private":
            return forbidden("bot was blocked by the user")
        return forbidden(f"bot was kicked from the {chat.kind} chat")

    def message(self, chat: Chat, message_id: object, purpose: str) -> Message:
        """Return a message that is there."""
        found = chat.messages.get(message_id) if isinstance(message_id, int) else None
        if found is None or found.deleted:
            raise bad(f"message to {purpose} not found")
        return found

    def put(self, message: Message) -> Message:
        """Show a message."""
        message.chat.messages[message.id] = message
        return self.touch(message)

    def touch(self, message: Message) -> Message:
        """Say that a message is new or changed."""
        self.changes += 1
        message.changed = self.changes
        message.chat.last = message
        message.chat.changes.tell()
        return message
