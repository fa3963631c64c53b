"""Batches whose staged rows are gone.

Revision: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "intake_batches", sa.Column("is_cleared", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.create_index(
        "ix_intake_batches_kept",
        "intake_batches",
        ["tenant_id", "created_at"],
        postgresql_where=sa.text("not is_cleared"),
    )
