"""Seals of the journal's days.

Revision: 0022
"""

import sqlalchemy as sa
from alembic import op

from quarterdeck.platform.db import ddl

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "journal_seals",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("changes", sa.BigInteger(), nullable=False),
        sa.Column("change_sets", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("link", sa.String(length=64), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "day", name=op.f("pk_journal_seals")),
    )
    op.create_index("ix_change_sets_at", "change_sets", ["tenant_id", "at", "id"])
    # Whoever sees but some clients would seal but a part of the day.
    for statement in (
        *ddl.tenant_policy("journal_seals", visible=ddl.ALL_CLIENTS),
        *ddl.grants("journal_seals", "select, insert"),
    ):
        op.execute(statement)
