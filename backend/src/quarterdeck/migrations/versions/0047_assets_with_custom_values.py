"""Assets that have values of custom fields are found without a walk over those that have none.

Revision: 0047
"""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_assets_custom", "assets", ["tenant_id"], postgresql_where=sa.text("custom <> '{}'"))
