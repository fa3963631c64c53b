"""Names in a file that nobody has entered yet, so that people can let them be created one by one.

Revision: 0035
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("import_marks", sa.Column("name_key", sa.Text(), nullable=True))
