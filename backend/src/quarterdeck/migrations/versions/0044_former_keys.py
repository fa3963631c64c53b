"""Locations and contacts that were merged are found by the names they had.

Revision: 0044
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("locations", "contacts"):
        op.add_column(
            table,
            sa.Column("former_keys", postgresql.ARRAY(sa.TEXT()), server_default=sa.text("'{}'"), nullable=False),
        )
    op.create_index(
        "ix_contacts_former",
        "contacts",
        ["tenant_id", "client_id"],
        postgresql_where=sa.text("former_keys <> '{}'"),
    )
