"""Asset lists of those who may see every client ask for the scope once, and not for each row."""

from alembic import op

from quarterdeck.platform.db import ddl

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

# A count of a million assets spent half its time on the setting. The tenant stays in its plain form, which the planner
# folds; only rows are read this way, what may be written is checked as everywhere.
ONCE = f"""
alter policy tenant_isolation on assets using (
  tenant_id = {ddl.CURRENT_TENANT}
  and ((select {ddl.ALL_CLIENTS}) or app_client_visible(client_id))
)
"""


def upgrade() -> None:
    op.execute(ONCE)
