"""Rows of an import as people look at them and mend them.

Revision: 0021
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from quarterdeck.platform.db import ddl

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

OF_IMPORT = f"({ddl.ALL_CLIENTS} or app_import_visible(tenant_id, import_id))"
TABLES = ("import_rows", "import_marks", "import_fixes", "import_edits")


def upgrade() -> None:
    _rows()
    _fixes()
    for table in TABLES:
        for statement in (*ddl.tenant_policy(table, visible=OF_IMPORT), *ddl.grants(table)):
            op.execute(statement)


def _rows() -> None:
    op.create_table(
        "import_rows",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("import_id", sa.UUID(), nullable=False),
        sa.Column("row_no", sa.BigInteger(), nullable=False),
        sa.Column("cells", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("is_excluded", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("worst", sa.SmallInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "import_id", "row_no", name=op.f("pk_import_rows")),
    )
    op.create_index(
        "ix_import_rows_problems",
        "import_rows",
        ["tenant_id", "import_id", "row_no"],
        unique=False,
        postgresql_where=sa.text("worst >= 2"),
    )
    op.create_table(
        "import_marks",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("import_id", sa.UUID(), nullable=False),
        sa.Column("row_no", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.SmallInteger(), nullable=False),
        sa.Column("column_no", sa.Integer(), nullable=True),
        sa.Column("field", sa.Text(), nullable=True),
        sa.Column("severity", sa.String(length=7), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("suggestion", sa.Text(), nullable=True),
        sa.CheckConstraint("severity in ('error', 'warning', 'info')", name=op.f("ck_import_marks_severity_known")),
        sa.PrimaryKeyConstraint("tenant_id", "import_id", "row_no", "place", name=op.f("pk_import_marks")),
    )
    op.create_index(
        "ix_import_marks_code", "import_marks", ["tenant_id", "import_id", "code", "field", "row_no"], unique=False
    )


def _fixes() -> None:
    op.create_table(
        "import_fixes",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("import_id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("is_undone", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_by_label", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "import_id"],
            ["imports.tenant_id", "imports.id"],
            name=op.f("fk_import_fixes_tenant_id_import_id_imports"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_import_fixes")),
        sa.UniqueConstraint(
            "tenant_id", "import_id", "number", name=op.f("uq_import_fixes_tenant_id_import_id_number")
        ),
    )
    op.create_table(
        "import_edits",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("import_id", sa.UUID(), nullable=False),
        sa.Column("row_no", sa.BigInteger(), nullable=False),
        sa.Column("column_no", sa.Integer(), nullable=False),
        sa.Column("fix_no", sa.Integer(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("is_undone", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.PrimaryKeyConstraint(
            "tenant_id", "import_id", "row_no", "column_no", "fix_no", name=op.f("pk_import_edits")
        ),
    )
    op.create_index("ix_import_edits_fix", "import_edits", ["tenant_id", "import_id", "fix_no", "row_no"], unique=False)
