"""The import wizard: where a person is, and the first rows of every sheet of a workbook.

Revision: 0009
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from quarterdeck.platform.db import ddl

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

OF_IMPORT = f"({ddl.ALL_CLIENTS} or app_import_visible(tenant_id, import_id))"
# The import's own policy applies inside, so its rows are seen by whoever sees it.
VISIBLE = """
create function app_import_visible(tenant uuid, import uuid) returns boolean language sql stable as $$
  select exists (select 1 from imports i where i.tenant_id = tenant and i.id = import)
$$
"""


def upgrade() -> None:
    op.add_column("imports", sa.Column("step", sa.String(length=12), server_default="sheet", nullable=False))
    op.add_column("imports", sa.Column("is_stale", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("imports", sa.Column("stop_above_percent", sa.REAL(), nullable=True))
    op.add_column("imports", sa.Column("retry_of", sa.UUID(), nullable=True))
    op.add_column("imports", sa.Column("preset", postgresql.JSONB(), nullable=True))
    op.add_column(
        "imports", sa.Column("creates", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False)
    )
    op.execute("update imports set creates = '{client,location,contact}' where create_missing")
    op.drop_column("imports", "create_missing")
    op.create_check_constraint(
        op.f("ck_imports_step_known"),
        "imports",
        "step in ('upload', 'sheet', 'map', 'check', 'duplicates', 'run', 'result')",
    )
    op.create_table(
        "import_sheets",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("import_id", sa.UUID(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("is_hidden", sa.Boolean(), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("hidden_rows", sa.Integer(), nullable=False),
        sa.Column("hidden_columns", sa.Integer(), nullable=False),
        sa.Column("merged", postgresql.JSONB(), nullable=False),
        sa.Column("head", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "import_id"],
            ["imports.tenant_id", "imports.id"],
            name=op.f("fk_import_sheets_tenant_id_import_id_imports"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "import_id", "place", name=op.f("pk_import_sheets")),
    )
    for statement in (VISIBLE, *ddl.tenant_policy("import_sheets", visible=OF_IMPORT), *ddl.grants("import_sheets")):
        op.execute(statement)
