"""What comes from a messenger and what has to reach it: updates, chats, the outbox."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from bot.store.codec import to_text
from bot.store.prepared import Prepared
from bot.store.schema import chats, outbox, set_aside, updates

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection


_NEW_ON = {
    name: Prepared(make(updates).on_conflict_do_nothing())
    for name, make in (("postgresql", postgresql_insert), ("sqlite", sqlite_insert))
}
_ASIDE = {
    # Numbers of updates may begin again, while what was set aside is kept.
    name: make(set_aside).on_conflict_do_nothing()
    for name, make in (("postgresql", postgresql_insert), ("sqlite", sqlite_insert))
}
_HERE = chats.c.chat_id == bindparam("chat")
_CHAT = Prepared(select(chats).where(_HERE))
_SHOWN = Prepared(update(chats).where(_HERE).values(screen=bindparam("message")))
_KEEP = Prepared(
    update(chats)
    .where(_HERE)
    .values({name: bindparam(name) for name in ("language", "token", "awaiting")})
)
_POST = Prepared(insert(outbox).returning(outbox.c.id))
_DELIVERED = Prepared(delete(outbox).where(outbox.c.id == bindparam("number")))
_MESSAGES = select(outbox.c.id, outbox.c.chat_id, outbox.c.parcel).order_by(outbox.c.id)
_WAITING_FOR = Prepared(
    _MESSAGES.where(outbox.c.chat_id == bindparam("chat")).limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat as it is known."""

    chat_id: int
    language: str
    token: str | None = None
    """The screening at hand."""
    screen: int | None = None
    """The message that shows it."""
    awaiting: str | None = None
    """What the next text is, where it is no answer."""


@dataclass(frozen=True, slots=True)
class Posted:
    """A message in the outbox."""

    id: int
    chat_id: int
    message: Mapping[str, Any]


def _posted(rows: Iterable[Any]) -> list[Posted]:
    return [Posted(row.id, row.chat_id, json.loads(row.parcel)) for row in rows]


class Messaging:
    """Updates, chats and the outbox, inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on a connection that is in a transaction."""
        self.connection = connection

    def is_new(self, update_id: int, when: datetime) -> bool:
        """Note that an update is being handled; tell whether that is for the first time."""
        statement = _NEW_ON[self.connection.dialect.name]
        return statement.change(self.connection, {"update_id": update_id, "at": when}) == 1

    def set_aside(self, update_id: int, error: str, shape: str, when: datetime) -> None:
        """Keep that an update could not be handled; twice changes nothing."""
        if self.is_new(update_id, when):
            row = {"update_id": update_id, "at": when, "error": error, "shape": shape}
            self.connection.execute(_ASIDE[self.connection.dialect.name], row)

    def chat(self, chat_id: int) -> Chat | None:
        """Return a chat; None if it is not known yet."""
        row = _CHAT.first(self.connection, {"chat": chat_id})
        return None if row is None else Chat(*row)

    def keep_chat(self, chat: Chat) -> None:
        """Store a chat; its screen is kept by `shown` alone."""
        values = {"language": chat.language, "token": chat.token, "awaiting": chat.awaiting}
        if _KEEP.change(self.connection, {"chat": chat.chat_id, **values}) == 0:
            self.connection.execute(insert(chats).values(chat_id=chat.chat_id, **values))

    def shown(self, chat_id: int, message: int) -> None:
        """Keep which message shows a chat's screening."""
        _SHOWN.change(self.connection, {"chat": chat_id, "message": message})

    def post(self, chat_id: int, message: Mapping[str, Any], when: datetime) -> Posted:
        """Put a message into the outbox."""
        row = {"chat_id": chat_id, "at": when, "parcel": to_text(message)}
        posted: Any = _POST.first(self.connection, row)
        return Posted(posted.id, chat_id, message)

    def delivered(self, numbers: Collection[int]) -> None:
        """Delete messages from the outbox."""
        if numbers:
            _DELIVERED.change_all(self.connection, [{"number": number} for number in numbers])

    def waiting(self, most: int, after: int = 0) -> list[Posted]:
        """Return messages of the outbox in their order, behind a number."""
        return self._waiting(outbox.c.id > after, most)

    def waiting_since(self, moment: datetime, most: int) -> list[Posted]:
        """Return messages that were posted before a moment."""
        return self._waiting(outbox.c.at < moment, most)

    def waiting_for(self, chat_id: int, most: int) -> list[Posted]:
        """Return the messages of a chat in their order, whoever posted them."""
        found = _WAITING_FOR.all(self.connection, {"chat": chat_id, "most": most})
        return _posted(found)

    def _waiting(self, condition: ColumnElement[bool], most: int) -> list[Posted]:
        return _posted(self.connection.execute(_MESSAGES.where(condition).limit(most)))

    def replace(self, posted: Posted) -> None:
        """Store a message anew: something of it need not be sent any more."""
        here = outbox.c.id == posted.id
        parcel = json.dumps(posted.message)
        self.connection.execute(update(outbox).where(here).values(parcel=parcel))

    def forget_updates(self, before: datetime) -> None:
        """Forget updates that were handled before a moment: nobody sends them again."""
        self.connection.execute(delete(updates).where(updates.c.at < before))

    def newest_set_aside(self) -> tuple[datetime, str] | None:
        """Return when an update was set aside last, and with which error."""
        query = select(set_aside.c.at, set_aside.c.error).order_by(set_aside.c.at.desc()).limit(1)
        row = self.connection.execute(query).first()
        return None if row is None else (row.at, row.error)

    def backlog(self) -> tuple[int, datetime | None]:
        """Count the messages in the outbox, and give when the oldest was posted."""
        count = self.connection.execute(select(func.count()).select_from(outbox)).scalar_one()
        oldest = self.connection.execute(select(func.min(outbox.c.at))).scalar_one()
        return count, oldest

    def set_aside_count(self) -> int:
        """Count the updates that were set aside."""
        return self.connection.execute(select(func.count()).select_from(set_aside)).scalar_one()
