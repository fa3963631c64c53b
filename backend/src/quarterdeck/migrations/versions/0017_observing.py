"""What programs have handed over: the last word of each source about each of its devices.

Revision: 0017
"""

import sqlalchemy as sa
from alembic import op

from quarterdeck.platform.db import ddl

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "observed_items",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("batch_id", sa.UUID(), nullable=False),
        sa.Column("row_no", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_observed_items")),
        sa.UniqueConstraint(
            "tenant_id", "source", "external_id", name=op.f("uq_observed_items_tenant_id_source_external_id")
        ),
    )
    op.create_index("ix_observed_items_batch", "observed_items", ["tenant_id", "batch_id", "row_no"])
    op.create_table(
        "observed_batch_items",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("batch_id", sa.UUID(), nullable=False),
        sa.Column("row_no", sa.BigInteger(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("known_asset_id", sa.UUID(), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "batch_id", "row_no", name=op.f("pk_observed_batch_items")),
    )
    of_batch = f"({ddl.ALL_CLIENTS} or app_batch_visible(tenant_id, batch_id))"
    statements = [
        # Of the tenant, not of a client: a source's number is taken, whoever may see the device.
        *ddl.tenant_policy("observed_items"),
        *ddl.tenant_policy("observed_batch_items", visible=of_batch),
        *ddl.grants("observed_items"),
        *ddl.grants("observed_batch_items"),
    ]
    for statement in statements:
        op.execute(statement)
