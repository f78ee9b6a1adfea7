"""An update from Telegram, as far as it matters here. Telegram's types end in this module."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from telegram import Update

from bot.platforms.chat.incoming import Incoming, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telegram import Document, Message

ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of updates that are asked for."""

_LONGEST_NAME = 60
_REVEALING = (
    *("photo", "video", "animation", "document", "audio", "voice", "video_note", "story"),
    *("contact", "location", "venue", "paid_media", "passport_data"),
)
"""Fields of a message that can show or say who somebody is."""
_RECORDS = (".json", ".ndjson", ".jsonl", ".hl7", ".er7", ".oru")
_RECORD_TYPES = (
    *("application/json", "application/fhir+json", "application/fhir+ndjson"),
    *("application/ndjson", "application/x-ndjson", "application/hl7-v2"),
)
"""How files of records are called; any other is refused unread."""
_DEEPEST = 20
"""Levels of an update that are kept of its shape: none of Telegram's has as many."""


class UnreadableError(ValueError):
    """The update is none that Bedside knows."""


def read_update(data: Mapping[str, Any]) -> Incoming:
    """Read an update as Telegram sends it.

    Raises:
        UnreadableError: it cannot be read; the text holds nothing of what was written.
    """
    try:
        query = data.get("callback_query")
        if query is not None and query.get("message") is not None:
            return _press(data["update_id"], query)
        return _read(Update.de_json(dict(data)))
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
        raise UnreadableError(type(error).__name__) from None


def _read(update: Update) -> Incoming:
    if update.message is not None:
        return _message(update.update_id, update.message, edited=False)
    if update.edited_message is not None:
        return _message(update.update_id, update.edited_message, edited=True)
    chat, user = update.effective_chat, update.effective_user
    where = 0 if chat is None else chat.id
    return Incoming(update.update_id, Kind.NOTHING, where, 0 if user is None else user.id)


def _press(update_id: int, data: Mapping[str, Any]) -> Incoming:
    """Read a press: of all that comes with it, the button's message too, only what is used.

    It is what comes most often, and python-telegram-bot's classes take long to build.
    """
    message, user = data["message"], data["from"]
    name = f"{user.get('first_name', '')} {user.get('last_name') or ''}".strip()
    return Incoming(
        int(update_id),
        Kind.PRESS,
        int(message["chat"]["id"]),
        int(user["id"]),
        name[:_LONGEST_NAME],
        str(user.get("language_code") or ""),
        private=message["chat"]["type"] == "private",
        text=str(data.get("data") or ""),
        message=int(message["message_id"]),
        query=str(data["id"]),
    )


def _message(update_id: int, message: Message, *, edited: bool) -> Incoming:
    user = message.from_user
    kind = Kind.NOTHING if user is None or user.is_bot else _kind(message, edited=edited)
    document = message.document if kind is Kind.RECORD else None
    return Incoming(
        update_id,
        kind,
        message.chat.id,
        0 if user is None else user.id,
        "" if user is None else user.full_name[:_LONGEST_NAME],
        "" if user is None else user.language_code or "",
        private=message.chat.type == "private",
        text=message.text or message.caption or "",
        message=message.message_id,
        file=document.file_id if document else "",
        size=(document.file_size or 0) if document else 0,
    )


def _kind(message: Message, *, edited: bool) -> Kind:
    if edited:
        return Kind.EDITED
    if message.text is not None:
        return Kind.TEXT
    if message.document is not None and _is_record(message.document):
        return Kind.RECORD
    if any(getattr(message, kind) for kind in _REVEALING):
        return Kind.ATTACHMENT
    return Kind.UNREAD if message.effective_attachment is not None else Kind.NOTHING


def _is_record(document: Document) -> bool:
    """Whether a file is called like one of a record."""
    name, kind = document.file_name or "", document.mime_type or ""
    return name.casefold().endswith(_RECORDS) or kind.partition(";")[0].strip() in _RECORD_TYPES


def shape_of(data: object) -> str:
    """Return an update's shape for somebody who looks for the error: no text of anybody's in it."""
    return json.dumps(_bare(data))


def _bare(data: object, levels: int = _DEEPEST) -> object:
    if isinstance(data, dict) and levels:
        return {str(key)[:40]: _bare(value, levels - 1) for key, value in list(data.items())[:50]}
    if isinstance(data, list) and levels:
        return [_bare(value, levels - 1) for value in data[:10]]
    if isinstance(data, str):
        return f"str({len(data)})"
    return type(data).__name__
