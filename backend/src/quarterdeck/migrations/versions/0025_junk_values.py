"""Values that identify nothing, as a tenant sees it.

Revision: 0025
"""

import sqlalchemy as sa
from alembic import op

from quarterdeck.platform.db import ddl

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "junk_values",
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("value", sa.String(length=100), nullable=False),
        sa.Column("shown", sa.String(length=100), nullable=False),
        sa.Column("is_junk", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=True),
        sa.Column("created_by", sa.UUID(), nullable=True),
        sa.Column("created_by_label", sa.Text(), nullable=False),
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "kind in ('serial', 'tag', 'uuid', 'mac', 'hostname')", name=op.f("ck_junk_values_kind_known")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_junk_values")),
        sa.UniqueConstraint("tenant_id", "kind", "value", name=op.f("uq_junk_values_tenant_id_kind_value")),
    )
    statements = [
        *ddl.tenant_policy("junk_values"),
        *ddl.journal_triggers("junk_values"),
        *ddl.grants("junk_values"),
    ]
    for statement in statements:
        op.execute(statement)
