"""What happened to a job, step by step.

Revision: 0037
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("jobs", sa.Column("log", postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False))
