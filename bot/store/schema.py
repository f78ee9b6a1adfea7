"""The tables as they are now. How they became so is in `migrations`; a test compares the two.

=========== =================================================================================
table       one row for each
=========== =================================================================================
counters    sequence of numbers that are handed out once: ``screening``
screenings  screening: its session now, how it began, who screens, and its revision
events      event that changed a screening; its revisions are 1, 2, 3 … without a gap
audit       answer that an event changed; who and when are in the event's row
follow_up   fact about what became of a screening outside of Bedside
enrolled    study number on a trial's enrolment list
actions     thing that somebody did to the bot: invited, joined, revoked, purged …
log         row of a trail, as heads are signed over it: a digest, and nobody's words
heads       signed head of the log
head_keys   key that signs the heads: its public half
updates     update that was handled, by the messenger's number
set_aside   update that could not be handled: the error, and its shape without any text
chats       chat: language, the screening at hand, the message that shows it
outbox      message that has to reach a chat
members     person who may use the bot
invitations invitation, by the digest of its code
reminders   reminder that is to be sent
web_pages   conversation on the page: the reply that it shows
web_logins  browser in which somebody is signed in, by the digest of its cookie
web_keys    passkey of a person
web_links   link that signs a person in once, by the digest of its code
=========== =================================================================================

Rows of ``events``, ``audit``, ``follow_up`` and ``actions`` can be added, never changed or deleted:
triggers see to it; the same goes for ``log``, ``heads`` and ``head_keys``. Only what belongs to a
screening that is marked as purged can be deleted; of a row of ``enrolled`` the number can be, once
it was taken off its list. Hash chains show what was altered or is missing,
and signed heads that are kept elsewhere show the rest: see `bot.store.proof`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)

if TYPE_CHECKING:
    from sqlalchemy import Dialect

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


@lru_cache(16)
def utc_text(moment: datetime) -> str:
    """Write a moment as it is stored; each is written to several rows.

    Raises:
        ValueError: it has no time zone, so nobody knows when it was.
    """
    if moment.utcoffset() is None:
        raise ValueError("a time to be stored needs a time zone")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


class UtcText(TypeDecorator[datetime]):
    """A moment as ISO text in UTC with microseconds: sorts by time, and reads in any tool."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Write a moment; a naive one is refused, as nobody knows when it was."""
        del dialect
        return None if value is None else utc_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Read a moment, in UTC."""
        del dialect
        return None if value is None else datetime.fromisoformat(value)


counters = Table(
    "counters",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Integer, nullable=False),  # the last number handed out
)

screenings = Table(
    "screenings",
    metadata,
    Column("token", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("started", UtcText, nullable=False),
    Column("touched", UtcText, nullable=False),
    Column("began_as", Text, nullable=False),  # the session at revision 0, JSON
    Column("session", Text, nullable=False),  # the session now, JSON
    Column("ended", UtcText),  # when its summary was reached last
    Column("purged", UtcText),  # when its answers were deleted
    Column("result", Text),  # what remains of the answers then: outcome and criteria, JSON
    Column("head", Text),  # the last event's hash
    Column("follow_up_head", Text),  # the last fact's
    Index(None, "owner", "touched"),
    Index(None, "ended"),
)

events = Table(
    "events",
    metadata,
    Column("token", Text, ForeignKey(screenings.c.token), primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcText, nullable=False),
    Column("utc_offset", Integer, nullable=False),  # seconds that local time was ahead of UTC
    Column("who", Text, nullable=False),
    Column("event", Text, nullable=False),  # JSON
    Column("hash", Text),
)

audit = Table(
    "audit",
    metadata,
    Column("token", Text, primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),  # 0, 1, … in its event
    Column("item", Text, nullable=False),
    Column("before", Text),
    Column("after", Text),
    Column("reason", Text),
    ForeignKeyConstraint(["token", "revision"], [events.c.token, events.c.revision]),
)

follow_up = Table(
    "follow_up",
    metadata,
    Column("token", Text, ForeignKey(screenings.c.token), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),  # 1, 2, 3 … without a gap
    Column("field", Text, nullable=False),
    Column("value", Text),  # of a closed list, or a day
    Column("words", Text),  # somebody's own; they go when the screening is purged
    Column("at", UtcText, nullable=False),
    Column("utc_offset", Integer, nullable=False),
    Column("who", Text, nullable=False),
    Column("hash", Text, nullable=False),
)

_NUMBER = BigInteger().with_variant(Integer, "sqlite")
"""A number that the database gives; SQLite knows it by the plain name only."""

enrolled = Table(
    "enrolled",
    metadata,
    Column("id", _NUMBER, primary_key=True),
    Column("trial", Text, nullable=False),
    Column("study_number", Text, nullable=False),  # empty once it was taken off the list
    Column("day", Text),
    Column("at", UtcText, nullable=False),
    Column("utc_offset", Integer, nullable=False),
    Column("who", Text, nullable=False),
    Column("gone", UtcText),  # when it was taken off
    sqlite_autoincrement=True,
)

actions = Table(
    "actions",
    metadata,
    Column("id", _NUMBER, primary_key=True),
    Column("at", UtcText, nullable=False),
    Column("who", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    sqlite_autoincrement=True,
)

log = Table(
    "log",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=False),  # 0, 1, 2 … without a gap
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("at", Text, nullable=False),  # as it stands in the row that the entry is about
    Column("who", Text, nullable=False),
    Column("digest", Text, nullable=False),  # of the salt and the row's hash
    Column("salt", Text),  # goes when the screening is purged
    Index(None, "kind", "subject", "number", unique=True),
)

heads = Table(
    "heads",
    metadata,
    Column("id", _NUMBER, primary_key=True),
    Column("at", UtcText, nullable=False),
    Column("size", Integer, nullable=False),
    Column("frontier", Text, nullable=False),  # the roots of the tree's full subtrees
    Column("public_key", Text, nullable=False),
    Column("note", Text, nullable=False),
    sqlite_autoincrement=True,
)

head_keys = Table(
    "head_keys",
    metadata,
    Column("id", _NUMBER, primary_key=True),
    Column("public_key", Text, nullable=False),
    Column("since", UtcText, nullable=False),
    sqlite_autoincrement=True,
)

updates = Table(
    "updates",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("at", UtcText, nullable=False),
    Index(None, "at"),
)

set_aside = Table(
    "set_aside",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("at", UtcText, nullable=False),
    Column("error", Text, nullable=False),
    Column("shape", Text, nullable=False),
)

chats = Table(
    "chats",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("language", Text, nullable=False),
    Column("token", Text),
    Column("screen", BigInteger),
    Column("awaiting", Text),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", _NUMBER, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("at", UtcText, nullable=False),
    Column("parcel", Text, nullable=False),  # JSON
    Index(None, "chat_id", "id"),
    sqlite_autoincrement=True,
)

members = Table(
    "members",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("role", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("since", UtcText, nullable=False),
)

invitations = Table(
    "invitations",
    metadata,
    Column("digest", Text, primary_key=True),  # SHA-256 of the code, which itself is not kept
    Column("role", Text, nullable=False),
    Column("made", UtcText, nullable=False),
    Column("expires", UtcText, nullable=False),
    Column("used_by", BigInteger),
)

reminders = Table(
    "reminders",
    metadata,
    Column("id", _NUMBER, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("token", Text, nullable=False),
    Column("item", Text),
    Column("due", UtcText, nullable=False),
    Index(None, "due"),
    sqlite_autoincrement=True,
)

web_pages = Table(
    "web_pages",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("reply", Text, nullable=False),  # JSON
)

web_logins = Table(
    "web_logins",
    metadata,
    Column("digest", Text, primary_key=True),  # SHA-256 of the cookie, which itself is not kept
    Column("user_id", BigInteger, nullable=False),
    Column("made", UtcText, nullable=False),
    Column("seen", UtcText, nullable=False),
    Index(None, "user_id"),
)

web_keys = Table(
    "web_keys",
    metadata,
    Column("credential", Text, primary_key=True),
    Column("user_id", BigInteger, nullable=False),
    Column("public_key", Text, nullable=False),
    Column("sign_count", BigInteger, nullable=False),
    Column("made", UtcText, nullable=False),
    Column("used", UtcText),
    Index(None, "user_id"),
)

web_links = Table(
    "web_links",
    metadata,
    Column("digest", Text, primary_key=True),  # SHA-256 of the code, which itself is not kept
    Column("user_id", BigInteger, nullable=False),
    Column("expires", UtcText, nullable=False),
)
