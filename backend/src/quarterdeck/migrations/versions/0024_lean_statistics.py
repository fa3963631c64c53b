"""Statistics in the middle of an import: of the columns that say how many rows there are, and of no documents.

Revision: 0024
"""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

STAGED = (
    "observations (tenant_id, batch_id, row_no), observation_keys (tenant_id, batch_id, row_no, kind), "
    "intake_decisions (tenant_id, batch_id, row_no, asset_id)"
)
RECORD = "assets (tenant_id, id, client_id, name), asset_identifiers (tenant_id, asset_id, kind), " + ", ".join(
    f"{table} (tenant_id, id)"
    for table in ("asset_provenance", "workstations", "servers", "network_devices", "mobile_devices", "printers")
)


def upgrade() -> None:
    for name, tables in (("refresh_staged_statistics", STAGED), ("refresh_record_statistics", RECORD)):
        # Whom somebody else is at already need not be done again.
        op.execute(
            f"create or replace function {name}() returns void language plpgsql security definer "
            f"set search_path = public, pg_temp as $$ begin analyze (skip_locked) {tables}; end $$"
        )
