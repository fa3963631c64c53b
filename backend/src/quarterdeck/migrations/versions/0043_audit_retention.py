"""How long a tenant's journal is kept, and since when it is.

Revision: 0043
"""

import sqlalchemy as sa
from alembic import op

from quarterdeck.platform.db import ddl

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_retention",
        sa.Column("keep_days", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("kept_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_changes", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.CheckConstraint("id = tenant_id", name=op.f("ck_audit_retention_one_for_each_tenant")),
        sa.CheckConstraint("keep_days >= 90", name=op.f("ck_audit_retention_long_enough")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_audit_retention")),
    )
    # The application decides how long. What was removed, and since when the journal is whole, its owner alone writes.
    application = (
        "select, insert (tenant_id, id, keep_days, decided_at, version), "
        "update (keep_days, decided_at, version, updated_at)"
    )
    for statement in (
        *ddl.tenant_policy("audit_retention"),
        *ddl.journal_triggers("audit_retention"),
        *ddl.bump_version("audit_retention"),
        *ddl.grants("audit_retention", application),
        # A month that no tenant keeps goes as a whole. Whose rows it holds is asked of the index, tenant by tenant.
        """
create function journal_tenants_between(first timestamptz, last timestamptz) returns setof uuid
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  found_tenant uuid := '00000000-0000-0000-0000-000000000000';
begin
  loop
    select c.tenant_id into found_tenant from changes c
    where c.at >= first and c.at < last and c.tenant_id > found_tenant order by c.tenant_id limit 1;
    exit when found_tenant is null;
    return next found_tenant;
  end loop;
end $$
""",
        f"alter function journal_tenants_between(timestamptz, timestamptz) owner to {ddl.LOOKUP_ROLE}",
        "revoke execute on function journal_tenants_between(timestamptz, timestamptz) from public",
    ):
        op.execute(statement)
