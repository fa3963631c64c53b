"""Fresh statistics in the middle of a large import: for the application, which owns no table.

Revision: 0014
"""

from alembic import op

from quarterdeck.platform.db import ddl

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

STAGED = "observations, observation_keys, intake_decisions"
RECORD = "assets, asset_identifiers, asset_provenance, workstations, servers, network_devices, mobile_devices, printers"


def upgrade() -> None:
    for name, tables in (("refresh_staged_statistics", STAGED), ("refresh_record_statistics", RECORD)):
        # Whom somebody else is at already need not be done again.
        op.execute(
            f"create function {name}() returns void language plpgsql security definer "
            f"set search_path = public, pg_temp as $$ begin analyze (skip_locked) {tables}; end $$"
        )
        op.execute(f"revoke execute on function {name}() from public")
        op.execute(f"grant execute on function {name}() to {ddl.APP_ROLE}")


def downgrade() -> None:
    op.execute("drop function refresh_staged_statistics()")
    op.execute("drop function refresh_record_statistics()")
