"""A day of the journal is removed a bounded number of changes at a time.

Revision: 0046
"""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("audit_retention", sa.Column("removing_day", sa.Date(), nullable=True))
    op.add_column("audit_retention", sa.Column("removed_of_day", sa.BigInteger(), server_default="0", nullable=False))
