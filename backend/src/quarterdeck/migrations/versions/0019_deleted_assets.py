"""Deleted assets are found without reading the whole journal.

Revision: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_changes_deleted",
        "changes",
        ["tenant_id", "at", "object_id"],
        postgresql_where=sa.text("operation = 'delete'"),
    )
