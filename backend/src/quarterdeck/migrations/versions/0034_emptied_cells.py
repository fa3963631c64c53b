"""Cells that were emptied in an export, and go back as that.

Revision: 0034
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("imports", sa.Column("clears_empty", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column(
        "observations",
        sa.Column("cleared", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
    )
