"""Locations and contacts know which others were merged into them, so that what comes back finds where it belongs now.

Of merges from before only what the journal holds of their names could tell, and not surely: those stay refused.

Revision: 0050
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("locations", "contacts"):
        op.add_column(
            table,
            sa.Column("former_ids", postgresql.ARRAY(sa.UUID()), server_default=sa.text("'{}'"), nullable=False),
        )
        op.create_index(
            f"ix_{table}_merged",
            table,
            ["tenant_id", "client_id"],
            postgresql_where=sa.text("former_ids <> '{}'"),
        )
