"""What Bedside's own page keeps: what it shows, who is signed in, passkeys, one-time links."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from bot.store import rows
from bot.store.schema import web_keys, web_links, web_logins, web_pages

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Login:
    """A browser in which somebody is signed in."""

    digest: str
    user_id: int
    made: datetime
    seen: datetime


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey, as far as it is needed to know its person again."""

    credential: str
    user_id: int
    public_key: str
    sign_count: int
    made: datetime
    used: datetime | None = None


class WebPages:
    """What the page keeps, inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on a connection that is in a transaction."""
        self.connection = connection

    def new_person(self) -> int:
        """Return the number of somebody who is known from the page alone; it is negative."""
        return -rows.count(self.connection, "web person")

    def reply(self, chat_id: int) -> dict[str, Any] | None:
        """Return what a conversation shows; None for a new one."""
        query = select(web_pages.c.reply).where(web_pages.c.chat_id == chat_id)
        found = self.connection.execute(query).scalar()
        if found is None:
            return None
        reply: dict[str, Any] = json.loads(found)
        return reply

    def keep_reply(self, chat_id: int, reply: Mapping[str, Any]) -> None:
        """Keep what a conversation shows now."""
        text = json.dumps(reply)
        here = web_pages.c.chat_id == chat_id
        if self.connection.execute(update(web_pages).where(here).values(reply=text)).rowcount == 0:
            self.connection.execute(insert(web_pages).values(chat_id=chat_id, reply=text))

    def forget_replies(self, token: str) -> None:
        """Forget every reply that names a screening."""
        named = web_pages.c.reply.contains(token, autoescape=True)
        self.connection.execute(delete(web_pages).where(named))

    def sign_in(self, digest: str, user_id: int, when: datetime) -> None:
        """Keep that somebody is signed in."""
        row = {"digest": digest, "user_id": user_id, "made": when, "seen": when}
        self.connection.execute(insert(web_logins).values(row))

    def login(self, digest: str) -> Login | None:
        """Return who is signed in in a browser; None if nobody is."""
        query = select(web_logins).where(web_logins.c.digest == digest)
        row = self.connection.execute(query).first()
        return None if row is None else Login(*row)

    def saw(self, digest: str, when: datetime) -> None:
        """Keep when a browser was last used."""
        here = web_logins.c.digest == digest
        self.connection.execute(update(web_logins).where(here).values(seen=when))

    def sign_out(self, digest: str) -> None:
        """End a browser's login."""
        self.connection.execute(delete(web_logins).where(web_logins.c.digest == digest))

    def sign_out_everywhere(self, user_id: int) -> None:
        """End every login of a person, and the links that would sign the person in."""
        self.connection.execute(delete(web_logins).where(web_logins.c.user_id == user_id))
        self.connection.execute(delete(web_links).where(web_links.c.user_id == user_id))

    def end_logins(self, made_before: datetime, seen_before: datetime) -> None:
        """End the logins that are too old, or were not used for too long."""
        old = (web_logins.c.made < made_before) | (web_logins.c.seen < seen_before)
        self.connection.execute(delete(web_logins).where(old))

    def add_key(self, key: Passkey) -> None:
        """Keep a person's passkey."""
        row = {
            "credential": key.credential,
            "user_id": key.user_id,
            "public_key": key.public_key,
            "sign_count": key.sign_count,
            "made": key.made,
        }
        self.connection.execute(insert(web_keys).values(row))

    def key(self, credential: str) -> Passkey | None:
        """Return a passkey; None if it is not known."""
        query = select(web_keys).where(web_keys.c.credential == credential)
        row = self.connection.execute(query).first()
        return None if row is None else Passkey(*row)

    def keys_of(self, user_id: int) -> list[Passkey]:
        """Return a person's passkeys, the oldest first."""
        query = select(web_keys).where(web_keys.c.user_id == user_id).order_by(web_keys.c.made)
        return [Passkey(*row) for row in self.connection.execute(query)]

    def used_key(self, credential: str, sign_count: int, when: datetime) -> None:
        """Keep how often a passkey has signed, and when it last did."""
        here = web_keys.c.credential == credential
        changed = update(web_keys).where(here).values(sign_count=sign_count, used=when)
        self.connection.execute(changed)

    def forget_keys(self, user_id: int) -> None:
        """Forget a person's passkeys."""
        self.connection.execute(delete(web_keys).where(web_keys.c.user_id == user_id))

    def offer_link(self, digest: str, user_id: int, made: datetime, expires: datetime) -> None:
        """Keep a link that signs a person in once; old ones go."""
        self.connection.execute(delete(web_links).where(web_links.c.expires < made))
        row = {"digest": digest, "user_id": user_id, "expires": expires}
        self.connection.execute(insert(web_links).values(row))

    def take_link(self, digest: str, when: datetime) -> int | None:
        """Use a link up; return whom it signs in, or None if it is none, used or expired."""
        here = (web_links.c.digest == digest) & (web_links.c.expires > when)
        user = self.connection.execute(select(web_links.c.user_id).where(here)).scalar()
        gone = self.connection.execute(delete(web_links).where(here))
        return user if gone.rowcount == 1 else None
