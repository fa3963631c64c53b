"""Mass-update templates.

Revision: 0030
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from quarterdeck.platform.db import ddl

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


MINE = f"owner_id = {ddl.CURRENT_ACTOR}"
# As with views: who sees only some clients is shown none of the whole team, for its values may name the others.
OF_TEAM = "sharing = 'team' and left(current_setting('app.client_scope', true), 1) in ('*', '-')"
OF_CLIENT = "sharing = 'client' and app_client_visible(client_id)"


def upgrade() -> None:
    op.create_table(
        "bulk_templates",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("owner_id", sa.UUID(), nullable=False),
        sa.Column("owner_label", sa.Text(), nullable=False),
        sa.Column("sharing", sa.String(length=8), server_default="private", nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=True),
        sa.Column("operation", postgresql.JSONB(), nullable=False),
        sa.Column("parameters", postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "(sharing = 'client') = (client_id is not null)", name=op.f("ck_bulk_templates_client_if_shared_with_it")
        ),
        sa.CheckConstraint("sharing in ('private','client','team')", name=op.f("ck_bulk_templates_sharing_known")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "client_id"],
            ["clients.tenant_id", "clients.id"],
            name=op.f("fk_bulk_templates_tenant_id_client_id_clients"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_bulk_templates")),
        sa.UniqueConstraint(
            "tenant_id", "owner_id", "name_key", name=op.f("uq_bulk_templates_tenant_id_owner_id_name_key")
        ),
    )
    op.create_index("ix_bulk_templates_name", "bulk_templates", ["tenant_id", "name_key", "id"])
    for statement in (
        *ddl.tenant_policy("bulk_templates", visible=f"({MINE} or ({OF_TEAM}) or ({OF_CLIENT}))"),
        *ddl.bump_version("bulk_templates"),
        *ddl.journal_triggers("bulk_templates", client="client_id"),
        *ddl.grants("bulk_templates"),
    ):
        op.execute(statement)
