"""Statistics in the middle of an import look at a tenth of the rows: they only have to tell many from few.

Revision: 0051
"""

from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter function refresh_staged_statistics() set default_statistics_target = 10")
