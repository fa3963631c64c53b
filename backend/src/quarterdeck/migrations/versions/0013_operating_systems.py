"""A filter by operating system reads its index alone.

Revision: 0013
"""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_workstations_os_name", table_name="workstations")
    op.create_index("ix_workstations_os_name", "workstations", ["tenant_id", "os_name"], postgresql_include=["id"])
