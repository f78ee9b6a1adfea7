"""What a service for several people keeps: updates, outbox, chats, members, reminders.

Events get a hash chain, and the answers of a screening can be purged when their time is over.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.proof.hash_chain import rechain

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_LOGS = ("events", "audit")


def upgrade() -> None:
    """Add the tables and columns; the triggers are written anew."""
    _mail()
    _people()
    postgresql = op.get_bind().dialect.name == "postgresql"
    _unguard(postgresql=postgresql)
    _chain()
    if postgresql:
        _guard_postgresql()
    else:
        _guard_sqlite()


def _mail() -> None:
    op.create_table(
        "updates",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("update_id", name="pk_updates"),
    )
    op.create_index("ix_updates_at", "updates", ["at"])
    op.create_table(
        "set_aside",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("shape", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("update_id", name="pk_set_aside"),
    )
    op.create_table(
        "chats",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("token", sa.Text()),
        sa.Column("screen", sa.BigInteger()),
        sa.Column("awaiting", sa.Text()),
        sa.PrimaryKeyConstraint("chat_id", name="pk_chats"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("parcel", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_chat_id_id", "outbox", ["chat_id", "id"])


def _people() -> None:
    op.create_table(
        "members",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_members"),
    )
    op.create_table(
        "invitations",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("made", sa.Text(), nullable=False),
        sa.Column("expires", sa.Text(), nullable=False),
        sa.Column("used_by", sa.BigInteger()),
        sa.PrimaryKeyConstraint("digest", name="pk_invitations"),
    )
    op.create_table(
        "reminders",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("item", sa.Text()),
        sa.Column("due", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reminders"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_reminders_due", "reminders", ["due"])
    op.create_table(
        "actions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_actions"),
        sqlite_autoincrement=True,
    )


def _chain() -> None:
    """Chain the events that are there already."""
    op.add_column("screenings", sa.Column("ended", sa.Text()))
    op.add_column("screenings", sa.Column("purged", sa.Text()))
    op.add_column("screenings", sa.Column("result", sa.Text()))
    op.add_column("screenings", sa.Column("head", sa.Text()))
    op.add_column("events", sa.Column("hash", sa.Text()))
    op.create_index("ix_screenings_ended", "screenings", ["ended"])
    rechain(op.get_bind())


def _unguard(*, postgresql: bool) -> None:
    for table in _LOGS:
        if postgresql:
            op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
        else:
            for action in ("update", "delete"):
                op.execute(f"DROP TRIGGER {table}_no_{action}")


def _guard_sqlite() -> None:
    for table in (*_LOGS, "actions"):
        op.execute(
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
    for table in _LOGS:
        op.execute(
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "  # noqa: S608 - no input
            "WHEN (SELECT purged FROM screenings WHERE token = OLD.token) IS NULL "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
    op.execute(
        "CREATE TRIGGER actions_no_delete BEFORE DELETE ON actions "
        "BEGIN SELECT RAISE(ABORT, 'actions is append-only'); END"
    )


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION bedside_purged_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN IF EXISTS (SELECT 1 FROM screenings WHERE token = OLD.token "
        "AND purged IS NOT NULL) THEN RETURN OLD; END IF; "
        "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for table in _LOGS:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION bedside_append_only()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_purged_only BEFORE DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION bedside_purged_only()"
        )
    op.execute(
        "CREATE TRIGGER actions_append_only BEFORE UPDATE OR DELETE ON actions "
        "FOR EACH ROW EXECUTE FUNCTION bedside_append_only()"
    )
    op.execute(
        "CREATE TRIGGER actions_no_truncate BEFORE TRUNCATE ON actions "
        "FOR EACH STATEMENT EXECUTE FUNCTION bedside_append_only()"
    )
