"""Mappings of imports under a name, and what was learnt from imports that went in.

Revision: 0020
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from quarterdeck.platform.db import ddl

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

OWN_OR_CLIENT = f"({ddl.ALL_CLIENTS} or app_client_visible(client_id) or created_by = {ddl.CURRENT_ACTOR})"


def upgrade() -> None:
    op.create_table(
        "import_presets",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("is_default", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("settings", postgresql.JSONB(), nullable=False),
        sa.Column("created_by", sa.UUID(), nullable=True),
        sa.Column("created_by_label", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_import_presets_name_not_blank")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "client_id"],
            ["clients.tenant_id", "clients.id"],
            name=op.f("fk_import_presets_tenant_id_client_id_clients"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_import_presets")),
        sa.UniqueConstraint("tenant_id", "name_key", name=op.f("uq_import_presets_tenant_id_name_key")),
    )
    op.create_table(
        "import_memories",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("signature", sa.String(length=64), nullable=False),
        sa.Column("mapping", postgresql.JSONB(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "signature", name=op.f("pk_import_memories")),
    )
    for statement in (
        *ddl.tenant_policy("import_presets", visible=OWN_OR_CLIENT),
        *ddl.grants("import_presets"),
        *ddl.tenant_policy("import_memories"),
        *ddl.grants("import_memories"),
    ):
        op.execute(statement)
