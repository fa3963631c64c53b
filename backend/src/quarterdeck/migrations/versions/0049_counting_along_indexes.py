"""Assets of each type, client, location and contact are counted along indexes, without their rows.

Revision: 0049
"""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_assets_client_type", "assets", ["tenant_id", "client_id", "type"])
    for name, column in (("location", "location_id"), ("contact", "contact_id")):
        op.drop_index(f"ix_assets_{name}", table_name="assets")
        op.create_index(
            f"ix_assets_{name}",
            "assets",
            ["tenant_id", column, "client_id"],
            postgresql_where=sa.text(f"{column} is not null"),
        )
