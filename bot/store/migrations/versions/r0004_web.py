"""Bedside's own page: what it shows, who is signed in, passkeys, links that sign somebody in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables, and the sequence of people who are known from the page alone."""
    op.create_table(
        "web_pages",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", name="pk_web_pages"),
    )
    op.create_table(
        "web_logins",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("made", sa.Text(), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_web_logins"),
    )
    op.create_index("ix_web_logins_user_id", "web_logins", ["user_id"])
    op.create_table(
        "web_keys",
        sa.Column("credential", sa.Text(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("made", sa.Text(), nullable=False),
        sa.Column("used", sa.Text()),
        sa.PrimaryKeyConstraint("credential", name="pk_web_keys"),
    )
    op.create_index("ix_web_keys_user_id", "web_keys", ["user_id"])
    op.create_table(
        "web_links",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("expires", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_web_links"),
    )
    op.execute("INSERT INTO counters (name, value) VALUES ('web person', 0)")
