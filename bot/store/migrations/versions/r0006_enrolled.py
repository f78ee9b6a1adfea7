"""The enrolment lists of trials: a row for each study number that was handed in.

Rows can be added, never deleted. The only change is that a number is taken off: then number and day
go, and the salt of the row's entry in the log with them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_SAME = ("id", "trial", "at", "utc_offset", "who")
_GONE = "OLD.gone IS NULL AND NEW.gone IS NOT NULL AND NEW.study_number = '' AND NEW.day IS NULL"
_ENTRY = ("position", "kind", "subject", "number", "at", "who", "digest")
_FADES = (
    "(EXISTS (SELECT 1 FROM screenings WHERE token = OLD.subject AND purged IS NOT NULL) "
    "OR OLD.kind = 'enrolled' AND EXISTS "
    "(SELECT 1 FROM enrolled WHERE id = OLD.number AND gone IS NOT NULL))"
)


def upgrade() -> None:
    """Add the table and its triggers, and let the salt of what was taken off go."""
    op.create_table(
        "enrolled",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("trial", sa.Text(), nullable=False),
        sa.Column("study_number", sa.Text(), nullable=False),
        sa.Column("day", sa.Text()),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("utc_offset", sa.Integer(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("gone", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_enrolled"),
        sqlite_autoincrement=True,
    )
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgresql()
    else:
        _guard_sqlite()


def _guard_sqlite() -> None:
    op.execute(
        "CREATE TRIGGER enrolled_no_delete BEFORE DELETE ON enrolled "
        "BEGIN SELECT RAISE(ABORT, 'enrolled is append-only'); END"
    )
    same = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in _SAME)
    op.execute(
        "CREATE TRIGGER enrolled_no_update BEFORE UPDATE ON enrolled "
        f"WHEN NOT ({_GONE} AND {same}) "
        "BEGIN SELECT RAISE(ABORT, 'enrolled is append-only'); END"
    )
    entry = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in _ENTRY)
    op.execute("DROP TRIGGER log_no_update")
    op.execute(
        "CREATE TRIGGER log_no_update BEFORE UPDATE ON log "
        f"WHEN NOT (NEW.salt IS NULL AND {entry} AND {_FADES}) "
        "BEGIN SELECT RAISE(ABORT, 'log is append-only'); END"
    )


def _guard_postgresql() -> None:
    for name, same, condition in (
        ("bedside_gone_only", _SAME, _GONE),
        ("bedside_salt_only", _ENTRY, f"NEW.salt IS NULL AND {_FADES}"),
    ):
        unchanged = " AND ".join(f"NEW.{one} IS NOT DISTINCT FROM OLD.{one}" for one in same)
        op.execute(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF {condition} AND {unchanged} THEN RETURN NEW; END IF; "
            "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
        )
    for name, when, each, function in (
        ("gone_only", "BEFORE UPDATE", "ROW", "bedside_gone_only"),
        ("append_only", "BEFORE DELETE", "ROW", "bedside_append_only"),
        ("no_truncate", "BEFORE TRUNCATE", "STATEMENT", "bedside_append_only"),
    ):
        op.execute(
            f"CREATE TRIGGER enrolled_{name} {when} ON enrolled "
            f"FOR EACH {each} EXECUTE FUNCTION {function}()"
        )
