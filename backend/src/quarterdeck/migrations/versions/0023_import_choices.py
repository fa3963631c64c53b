"""What is to become of rows of an import that are assets already.

Revision: 0023
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from quarterdeck.platform.db import ddl

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

OF_IMPORT = f"({ddl.ALL_CLIENTS} or app_import_visible(tenant_id, import_id))"


def upgrade() -> None:
    op.create_table(
        "import_choices",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("import_id", sa.UUID(), nullable=False),
        sa.Column("scope", sa.String(length=4), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("action", sa.String(length=6), nullable=False),
        sa.Column("merge", sa.String(length=4), server_default="take", nullable=False),
        sa.Column("fields", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.CheckConstraint("action in ('merge', 'skip', 'create')", name=op.f("ck_import_choices_action_known")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "import_id"],
            ["imports.tenant_id", "imports.id"],
            name=op.f("fk_import_choices_tenant_id_import_id_imports"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "import_id", "scope", "key", name=op.f("pk_import_choices")),
    )
    for statement in (*ddl.tenant_policy("import_choices", visible=OF_IMPORT), *ddl.grants("import_choices")):
        op.execute(statement)
