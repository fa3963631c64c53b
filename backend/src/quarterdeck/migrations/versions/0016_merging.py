"""Assets that went into another one.

Revision: 0016
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from quarterdeck.platform.db import ddl

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "asset_merges",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=False),
        sa.Column("merged_id", sa.UUID(), nullable=False),
        sa.Column("survivor_id", sa.UUID(), nullable=False),
        sa.Column("change_set_id", sa.UUID(), nullable=False),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("merged_by_label", sa.Text(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("taken", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_asset_merges")),
        sa.UniqueConstraint("tenant_id", "merged_id", name=op.f("uq_asset_merges_tenant_id_merged_id")),
    )
    op.create_index("ix_asset_merges_survivor", "asset_merges", ["tenant_id", "survivor_id"])
    op.create_index("ix_asset_merges_change_set", "asset_merges", ["tenant_id", "change_set_id"])
    visible = f"({ddl.ALL_CLIENTS} or app_client_visible(client_id))"
    statements = [
        *ddl.tenant_policy("asset_merges", visible=visible),
        *ddl.grants("asset_merges"),
        *ddl.journal_triggers("asset_merges", client="client_id"),
    ]
    for statement in statements:
        op.execute(statement)
