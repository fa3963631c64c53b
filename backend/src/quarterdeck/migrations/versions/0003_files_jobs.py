"""Files, jobs and the queue that runs them.

Revision: 0003
"""

import sqlalchemy as sa
from alembic import op
from procrastinate.schema import SchemaManager
from sqlalchemy.dialects import postgresql

from quarterdeck.platform.db import ddl
from quarterdeck.platform.db.session import driver_connection

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _tables()
    own_or_client = f"(app_client_visible(client_id) or {{}} = {ddl.CURRENT_ACTOR} or (client_id is null and current_setting('app.client_scope', true) = '*'))"
    statements = [
        *ddl.tenant_policy("files", visible=own_or_client.format("created_by")),
        *ddl.tenant_policy("jobs", visible=own_or_client.format("started_by")),
        # The job's own policy applies inside the sub-select, so its errors and artefacts are seen by whoever sees it.
        *ddl.tenant_policy("job_errors", visible=f"({ddl.ALL_CLIENTS} or app_job_visible(tenant_id, job_id))"),
        *ddl.tenant_policy("job_artefacts", visible=f"({ddl.ALL_CLIENTS} or app_job_visible(tenant_id, job_id))"),
    ]
    op.execute(
        "create function app_job_visible(tenant uuid, job uuid) returns boolean language sql stable as $$"
        " select exists ("
        " select 1 from jobs j where j.tenant_id = tenant and j.id = job) $$"
    )
    for table in ("files", "jobs", "job_errors", "job_artefacts"):
        statements += ddl.grants(table)
    for statement in statements:
        op.execute(statement)
    _queue()


def _queue() -> None:
    connection = driver_connection(op.get_bind())
    connection.execute(SchemaManager.get_schema())
    for kind in ("tables", "sequences", "functions"):
        for (name,) in connection.execute(_QUEUE_OBJECTS[kind]).fetchall():
            rights = {"tables": "select, insert, update, delete on table", "sequences": "usage, select on sequence"}
            connection.execute(f"grant {rights.get(kind, 'execute on function')} {name} to {ddl.APP_ROLE}")


_QUEUE_OBJECTS = {
    "tables": "select oid::regclass::text from pg_class where relkind = 'r' and relname like 'procrastinate%'",
    "sequences": "select oid::regclass::text from pg_class where relkind = 'S' and relname like 'procrastinate%'",
    "functions": "select oid::regprocedure::text from pg_proc where proname like 'procrastinate%'",
}


def _tables() -> None:
    op.create_table(
        "files",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=True),
        sa.Column("created_by", sa.UUID(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("storage_key", sa.Text(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "client_id"],
            ["clients.tenant_id", "clients.id"],
            name=op.f("fk_files_tenant_id_client_id_clients"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_files")),
    )
    op.create_index("ix_files_expiry", "files", ["tenant_id", "expires_at"], unique=False)
    op.create_table(
        "jobs",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), server_default="queued", nullable=False),
        sa.Column("phase", sa.Text(), nullable=True),
        sa.Column("done", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=True),
        sa.Column("counters", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("params", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("cursor", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("client_id", sa.UUID(), nullable=True),
        sa.Column("started_by", sa.UUID(), nullable=True),
        sa.Column("started_by_label", sa.Text(), server_default="", nullable=False),
        sa.Column("cancel_requested", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("change_set_id", sa.UUID(), nullable=True),
        sa.Column("retry_of", sa.UUID(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "state in ('queued','running','succeeded','partly_succeeded','failed','cancelled','interrupted')",
            name=op.f("ck_jobs_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "client_id"],
            ["clients.tenant_id", "clients.id"],
            name=op.f("fk_jobs_tenant_id_client_id_clients"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_jobs")),
    )
    op.create_index(
        "ix_jobs_active",
        "jobs",
        ["tenant_id"],
        unique=False,
        postgresql_where=sa.text("state in ('queued','running','interrupted')"),
    )
    op.create_index("ix_jobs_created", "jobs", ["tenant_id", "created_at", "id"], unique=False)
    op.create_table(
        "job_errors",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("job_id", sa.UUID(), nullable=False),
        sa.Column("item", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("data", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "job_id"], ["jobs.tenant_id", "jobs.id"], name=op.f("fk_job_errors_tenant_id_job_id_jobs")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_job_errors")),
    )
    op.create_index("ix_job_errors_job", "job_errors", ["tenant_id", "job_id", "item", "id"], unique=False)
    op.create_table(
        "job_artefacts",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("job_id", sa.UUID(), nullable=False),
        sa.Column("file_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "file_id"],
            ["files.tenant_id", "files.id"],
            name=op.f("fk_job_artefacts_tenant_id_file_id_files"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "job_id"], ["jobs.tenant_id", "jobs.id"], name=op.f("fk_job_artefacts_tenant_id_job_id_jobs")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_job_artefacts")),
    )
    op.create_index("ix_job_artefacts_job", "job_artefacts", ["tenant_id", "job_id"], unique=False)
