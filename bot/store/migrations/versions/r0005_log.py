"""The log that heads are signed over: an entry for each row of a trail, without anybody's words.

Entries, heads and keys can be added, never changed or deleted; but the salt of an entry goes when
its screening is purged, so that nobody can find out by guessing what was deleted.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_TABLES = ("log", "heads", "head_keys")
_SAME = ("position", "kind", "subject", "number", "at", "who", "digest")
_PURGED = "EXISTS (SELECT 1 FROM screenings WHERE token = OLD.subject AND purged IS NOT NULL)"


def upgrade() -> None:
    """Add the tables and the triggers; entries are made when the first head is."""
    op.create_table(
        "log",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("salt", sa.Text()),
        sa.PrimaryKeyConstraint("position", name="pk_log"),
    )
    op.create_index("ix_log_kind_subject_number", "log", ["kind", "subject", "number"], unique=True)
    op.create_table(
        "heads",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("frontier", sa.Text(), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_heads"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "head_keys",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_head_keys"),
        sqlite_autoincrement=True,
    )
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgresql()
    else:
        _guard_sqlite()


def _guard_sqlite() -> None:
    for table in _TABLES:
        op.execute(
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
    for table in _TABLES[1:]:
        op.execute(
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
    same = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in _SAME)
    op.execute(
        "CREATE TRIGGER log_no_update BEFORE UPDATE ON log "
        f"WHEN NOT (NEW.salt IS NULL AND {same} AND {_PURGED}) "
        "BEGIN SELECT RAISE(ABORT, 'log is append-only'); END"
    )


def _guard_postgresql() -> None:
    same = " AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in _SAME)
    op.execute(
        "CREATE FUNCTION bedside_salt_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF NEW.salt IS NULL AND {same} AND {_PURGED} THEN RETURN NEW; END IF; "
        "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    guards = [
        ("log", "salt_only", "BEFORE UPDATE", "ROW", "bedside_salt_only"),
        ("log", "append_only", "BEFORE DELETE", "ROW", "bedside_append_only"),
        *(
            (table, "append_only", "BEFORE UPDATE OR DELETE", "ROW", "bedside_append_only")
            for table in _TABLES[1:]
        ),
        *(
            (table, "no_truncate", "BEFORE TRUNCATE", "STATEMENT", "bedside_append_only")
            for table in _TABLES
        ),
    ]
    for table, name, when, each, function in guards:
        op.execute(
            f"CREATE TRIGGER {table}_{name} {when} ON {table} "
            f"FOR EACH {each} EXECUTE FUNCTION {function}()"
        )
