"""The tables as they are now. How they became so is in `migrations`; a test compares the two.

========== ==================================================================================
table      one row for each
========== ==================================================================================
counters   sequence of numbers that are handed out once: ``screening``
screenings screening: its session now, how it began, who screens, and its revision
events     event that changed a screening; its revisions are 1, 2, 3 … without a gap
audit      answer that an event changed; who and when stand in the event's row
========== ==================================================================================

Rows of ``events`` and ``audit`` can be added, never changed or deleted: triggers see to it. They
have natural keys and no gaps, so that a missing row shows; a hash chain over them is one more
column. To delete what a retention period is over for, a later migration adds ``screenings.purged``
and gives the DELETE triggers the condition that it is empty; UPDATE stays forbidden.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import (
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


class UtcText(TypeDecorator[datetime]):
    """A moment as ISO text in UTC with microseconds: sorts by time, and reads in any tool."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Write a moment; a naive one is refused, as nobody knows when it was."""
        del dialect
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError("a time to be stored needs a time zone")
        return value.astimezone(UTC).isoformat(timespec="microseconds")

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
    Index(None, "owner", "touched"),
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
