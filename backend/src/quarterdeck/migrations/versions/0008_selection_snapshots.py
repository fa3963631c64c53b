"""Selections frozen as ids.

Revision: 0008
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from quarterdeck.platform.db import ddl

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


# The system, which forgets what has expired, acts as nobody and sees all clients.
OWN = f"(created_by = {ddl.CURRENT_ACTOR} or ({ddl.CURRENT_ACTOR} is null and {ddl.ALL_CLIENTS}))"


def upgrade() -> None:
    _tables()
    for table in ("selection_snapshots", "selection_chunks"):
        for statement in (*ddl.tenant_policy(table, visible=OWN), *ddl.grants(table)):
            op.execute(statement)


def _tables() -> None:
    op.create_table(
        "selection_chunks",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("selection_id", sa.UUID(), nullable=False),
        sa.Column("chunk_no", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.UUID(), nullable=False),
        sa.Column("ids", postgresql.ARRAY(sa.UUID()), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "selection_id", "chunk_no", name=op.f("pk_selection_chunks")),
    )
    op.create_table(
        "selection_snapshots",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("created_by", sa.UUID(), nullable=False),
        sa.Column("mode", sa.String(length=4), nullable=False),
        sa.Column("filter", sa.Text(), server_default="", nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=True),
        sa.Column("excluded", sa.Integer(), server_default="0", nullable=False),
        sa.Column("count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("missing", sa.Integer(), server_default="0", nullable=False),
        sa.Column("per_client", postgresql.JSONB(), server_default="[]", nullable=False),
        sa.Column("samples", postgresql.JSONB(), server_default="[]", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("mode in ('ids','all')", name=op.f("ck_selection_snapshots_mode_known")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_selection_snapshots")),
    )
    op.create_index("ix_selection_snapshots_expiry", "selection_snapshots", ["tenant_id", "expires_at"], unique=False)
