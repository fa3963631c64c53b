"""Observations on their way in: imports, staged rows and their decisions; and jobs that survive their worker.

Revision: 0005
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from quarterdeck.platform.db import ddl

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

OWN_OR_CLIENT = f"({ddl.ALL_CLIENTS} or app_client_visible(client_id) or created_by = {ddl.CURRENT_ACTOR})"
OF_BATCH = f"({ddl.ALL_CLIENTS} or app_batch_visible(tenant_id, batch_id))"

FUNCTIONS = (
    # The batch's own policy applies inside, so its rows are seen by whoever sees it.
    """
create function app_batch_visible(tenant uuid, batch uuid) returns boolean language sql stable as $$
  select exists (select 1 from intake_batches b where b.tenant_id = tenant and b.id = batch)
$$
""",
    """
create function tell_of_job() returns trigger language plpgsql as $$
begin
  perform pg_notify('quarterdeck_jobs', new.tenant_id || ':' || new.id);
  return null;
end $$
""",
    "create trigger tell_of_job after insert or update on jobs for each row execute function tell_of_job()",
    # A worker serves all tenants and belongs to none: it may learn which jobs nobody works on, and no more.
    """
create function jobs_without_task(seconds double precision) returns table (tenant_id uuid, job_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select j.tenant_id, j.id from jobs j
  where j.state in ('queued', 'running', 'interrupted')
    and j.updated_at < now() - make_interval(secs => seconds)
    and not exists (
      select 1 from procrastinate_jobs q
      where q.status in ('todo', 'doing') and q.task_name = 'jobs.run_chunk' and q.args ->> 'job_id' = j.id::text)
$$
""",
    f"alter function jobs_without_task(double precision) owner to {ddl.LOOKUP_ROLE}",
    "revoke execute on function jobs_without_task(double precision) from public",
    f"grant execute on function jobs_without_task(double precision) to {ddl.APP_ROLE}",
    f"create policy lookups on jobs for select to {ddl.LOOKUP_ROLE} using (true)",
    f"grant select on jobs, procrastinate_jobs to {ddl.LOOKUP_ROLE}",
)


def upgrade() -> None:
    op.add_column("jobs", sa.Column("turn", sa.Integer(), server_default="0", nullable=False))
    op.add_column("jobs", sa.Column("actor", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False))
    _batches()
    _imports()
    for statement in FUNCTIONS:
        op.execute(statement)
    statements = [
        *ddl.tenant_policy("intake_batches", visible=OWN_OR_CLIENT),
        *ddl.tenant_policy("imports", visible=OWN_OR_CLIENT),
        *ddl.tenant_policy("observations", visible=OF_BATCH),
        *ddl.tenant_policy("observation_keys", visible=OF_BATCH),
        *ddl.tenant_policy("intake_decisions", visible=OF_BATCH),
    ]
    for table in ("intake_batches", "imports", "observations", "observation_keys", "intake_decisions"):
        statements += ddl.grants(table)
    for statement in statements:
        op.execute(statement)


def _batches() -> None:
    op.create_table(
        "intake_batches",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=True),
        sa.Column("created_by", sa.UUID(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("create_missing", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("change_set_id", sa.UUID(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_change_sets", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "client_id"],
            ["clients.tenant_id", "clients.id"],
            name=op.f("fk_intake_batches_tenant_id_client_id_clients"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_intake_batches")),
    )
    op.create_index("ix_intake_batches_created", "intake_batches", ["tenant_id", "created_at"], unique=False)
    op.create_table(
        "observations",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("batch_id", sa.UUID(), nullable=False),
        sa.Column("row_no", sa.BigInteger(), nullable=False),
        sa.Column("client_key", sa.Text(), nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=True),
        sa.Column("location_id", sa.UUID(), nullable=True),
        sa.Column("contact_id", sa.UUID(), nullable=True),
        sa.Column("missing", postgresql.JSONB(), nullable=True),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("type_is_stated", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("fields", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("extension", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("custom", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("problems", postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("raw", postgresql.JSONB(), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "batch_id", "row_no", name=op.f("pk_observations")),
    )
    op.create_table(
        "observation_keys",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("batch_id", sa.UUID(), nullable=False),
        sa.Column("row_no", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("client_key", sa.Text(), nullable=False),
        sa.Column("is_first", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "batch_id", "row_no", "kind", "value", name=op.f("pk_observation_keys")),
    )
    op.create_index(
        "ix_observation_keys_value",
        "observation_keys",
        ["tenant_id", "kind", "value", "batch_id", "client_key", "row_no"],
        unique=False,
    )
    op.create_table(
        "intake_decisions",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("batch_id", sa.UUID(), nullable=False),
        sa.Column("row_no", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("asset_id", sa.UUID(), nullable=True),
        sa.Column("duplicate_of_row", sa.BigInteger(), nullable=True),
        sa.Column("matched_on", postgresql.ARRAY(sa.TEXT()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("score", sa.REAL(), server_default="0", nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence", postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("changes", postgresql.JSONB(), nullable=True),
        sa.Column("is_applied", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.CheckConstraint(
            "outcome in ('created', 'updated', 'unchanged', 'duplicate_in_file', 'review', 'rejected')",
            name=op.f("ck_intake_decisions_outcome_known"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "batch_id", "row_no", name=op.f("pk_intake_decisions")),
    )
    op.create_index(
        "ix_intake_decisions_asset", "intake_decisions", ["tenant_id", "asset_id", "batch_id", "row_no"], unique=False
    )
    op.create_index(
        "ix_intake_decisions_outcome",
        "intake_decisions",
        ["tenant_id", "batch_id", "outcome", "row_no"],
        unique=False,
        postgresql_where=sa.text("outcome in ('review', 'rejected')"),
    )


def _imports() -> None:
    op.create_table(
        "imports",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=True),
        sa.Column("created_by", sa.UUID(), nullable=True),
        sa.Column("created_by_label", sa.Text(), server_default="", nullable=False),
        sa.Column("file_id", sa.UUID(), nullable=False),
        sa.Column("error_file_id", sa.UUID(), nullable=True),
        sa.Column("decisions_file_id", sa.UUID(), nullable=True),
        sa.Column("batch_id", sa.UUID(), nullable=True),
        sa.Column("job_id", sa.UUID(), nullable=True),
        sa.Column("state", sa.String(length=12), server_default="uploaded", nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("create_missing", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("dry_run", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("layout", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("columns", postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("counts", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("problem", postgresql.JSONB(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "state in ('uploaded', 'reading', 'mapped', 'checking', 'checked', 'running', 'finished', 'failed', 'cancelled')",
            name=op.f("ck_imports_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "batch_id"],
            ["intake_batches.tenant_id", "intake_batches.id"],
            name=op.f("fk_imports_tenant_id_batch_id_intake_batches"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "client_id"],
            ["clients.tenant_id", "clients.id"],
            name=op.f("fk_imports_tenant_id_client_id_clients"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "decisions_file_id"],
            ["files.tenant_id", "files.id"],
            name=op.f("fk_imports_tenant_id_decisions_file_id_files"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "error_file_id"],
            ["files.tenant_id", "files.id"],
            name=op.f("fk_imports_tenant_id_error_file_id_files"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "file_id"], ["files.tenant_id", "files.id"], name=op.f("fk_imports_tenant_id_file_id_files")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "job_id"], ["jobs.tenant_id", "jobs.id"], name=op.f("fk_imports_tenant_id_job_id_jobs")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_imports")),
    )
    op.create_index("ix_imports_created", "imports", ["tenant_id", "created_at", "id"], unique=False)
