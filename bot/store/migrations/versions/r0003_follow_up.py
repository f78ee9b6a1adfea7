"""What became of a screening outside of Bedside: a row for each fact, append-only and chained.

New kinds of facts need no new columns. Rows can be deleted only of a screening that is purged.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table, where its chain ends, and the triggers."""
    op.add_column("screenings", sa.Column("follow_up_head", sa.Text()))
    op.create_table(
        "follow_up",
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", sa.Text()),
        sa.Column("words", sa.Text()),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("utc_offset", sa.Integer(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("token", "number", name="pk_follow_up"),
        sa.ForeignKeyConstraint(["token"], ["screenings.token"], name="fk_follow_up_screenings"),
    )
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgresql()
    else:
        _guard_sqlite()


def _guard_sqlite() -> None:
    op.execute(
        "CREATE TRIGGER follow_up_no_update BEFORE UPDATE ON follow_up "
        "BEGIN SELECT RAISE(ABORT, 'follow_up is append-only'); END"
    )
    op.execute(
        "CREATE TRIGGER follow_up_no_delete BEFORE DELETE ON follow_up "
        "WHEN (SELECT purged FROM screenings WHERE token = OLD.token) IS NULL "
        "BEGIN SELECT RAISE(ABORT, 'follow_up is append-only'); END"
    )


def _guard_postgresql() -> None:
    for name, when, function in (
        ("append_only", "BEFORE UPDATE ON follow_up FOR EACH ROW", "bedside_append_only"),
        ("purged_only", "BEFORE DELETE ON follow_up FOR EACH ROW", "bedside_purged_only"),
        ("no_truncate", "BEFORE TRUNCATE ON follow_up FOR EACH STATEMENT", "bedside_append_only"),
    ):
        op.execute(f"CREATE TRIGGER follow_up_{name} {when} EXECUTE FUNCTION {function}()")
