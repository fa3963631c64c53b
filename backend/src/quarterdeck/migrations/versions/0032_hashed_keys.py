"""Identifiers of observations kept with their row, and looked up by one narrow index.

Revision: 0032
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from quarterdeck.platform.db import ddl

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

OF_BATCH = f"({ddl.ALL_CLIENTS} or app_batch_visible(tenant_id, batch_id))"
STAGED = (
    "observations (tenant_id, batch_id, row_no), observation_keys (tenant_id, batch_id, hash), "
    "intake_decisions (tenant_id, batch_id, row_no, asset_id)"
)
KEPT = """
update observations o set is_first = k.is_first, keys = k.keys
from (select tenant_id, batch_id, row_no, bool_and(is_first) as is_first,
        jsonb_agg(jsonb_build_array(kind, value) order by kind, value) as keys
      from former_keys group by tenant_id, batch_id, row_no) k
where o.tenant_id = k.tenant_id and o.batch_id = k.batch_id and o.row_no = k.row_no
"""
HASHED = """
insert into observation_keys (tenant_id, batch_id, hash, row_no)
select tenant_id, batch_id, hashtextextended(
  case kind when 'uuid~' then 'uuid' else kind end || E'\\x1f' || value || E'\\x1f' || client_key, 0), row_no
from former_keys where is_first
on conflict do nothing
"""
SHARED = """
update observation_keys k set is_shared = true
from (select tenant_id, batch_id, hash from observation_keys group by tenant_id, batch_id, hash having count(*) > 1) s
where k.tenant_id = s.tenant_id and k.batch_id = s.batch_id and k.hash = s.hash
"""


def upgrade() -> None:
    op.add_column("observations", sa.Column("keys", postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False))
    op.add_column("observations", sa.Column("is_first", sa.Boolean(), server_default=sa.text("true"), nullable=False))
    op.rename_table("observation_keys", "former_keys")
    op.execute("alter index pk_observation_keys rename to pk_former_keys")
    op.create_table(
        "observation_keys",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("batch_id", sa.UUID(), nullable=False),
        sa.Column("hash", sa.BigInteger(), nullable=False),
        sa.Column("row_no", sa.BigInteger(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "batch_id", "hash", "row_no", name=op.f("pk_observation_keys")),
    )
    op.create_index(
        "ix_observation_keys_shared",
        "observation_keys",
        ["tenant_id", "batch_id", "hash"],
        unique=False,
        postgresql_where=sa.text("is_shared"),
    )
    # Row-level security is forced on the owner as well.
    op.execute("alter table former_keys no force row level security")
    op.execute("alter table observations no force row level security")
    op.execute(KEPT)
    op.execute(HASHED)
    op.execute(SHARED)
    op.execute("alter table observations force row level security")
    op.drop_table("former_keys")
    for statement in (*ddl.tenant_policy("observation_keys", visible=OF_BATCH), *ddl.grants("observation_keys")):
        op.execute(statement)
    op.execute(
        "create or replace function refresh_staged_statistics() returns void language plpgsql security definer "
        f"set search_path = public, pg_temp as $$ begin analyze (skip_locked) {STAGED}; end $$"
    )
