"""Saved views, which of them opens first, and preferences of people.

Revision: 0006
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from quarterdeck.platform.db import ddl

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


MINE = f"owner_id = {ddl.CURRENT_ACTOR}"
# Who sees only some clients is shown no view of the whole team: its filter may name the others.
OF_TEAM = "sharing = 'team' and left(current_setting('app.client_scope', true), 1) in ('*', '-')"
OF_CLIENT = "sharing = 'client' and app_client_visible(client_id)"
DEFAULTS = f"(user_id = {ddl.CURRENT_ACTOR} or role is not null or app_client_visible(client_id))"


def upgrade() -> None:
    _tables()
    for statement in (
        *ddl.tenant_policy("views", visible=f"({MINE} or ({OF_TEAM}) or ({OF_CLIENT}))"),
        *ddl.tenant_policy("view_defaults", visible=DEFAULTS),
        *ddl.tenant_policy("preferences", visible=f"user_id = {ddl.CURRENT_ACTOR}"),
        *ddl.bump_version("views"),
        *(grant for table in ("views", "view_defaults", "preferences") for grant in ddl.grants(table)),
    ):
        op.execute(statement)


def _tables() -> None:
    op.create_table(
        "preferences",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("value", postgresql.JSONB(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "user_id", "key", name=op.f("pk_preferences")),
    )
    op.create_table(
        "views",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("module", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.UUID(), nullable=False),
        sa.Column("owner_label", sa.Text(), nullable=False),
        sa.Column("sharing", sa.String(length=8), server_default="private", nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=True),
        sa.Column("filter", sa.Text(), server_default="", nullable=False),
        sa.Column("sort", sa.Text(), server_default="", nullable=False),
        sa.Column("columns", postgresql.JSONB(), nullable=True),
        sa.Column("density", sa.String(length=12), nullable=True),
        sa.Column("quick", postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "(sharing = 'client') = (client_id is not null)", name=op.f("ck_views_client_if_shared_with_it")
        ),
        sa.CheckConstraint("sharing in ('private','client','team')", name=op.f("ck_views_sharing_known")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "client_id"],
            ["clients.tenant_id", "clients.id"],
            name=op.f("fk_views_tenant_id_client_id_clients"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_views")),
        sa.UniqueConstraint(
            "tenant_id", "module", "owner_id", "name_key", name=op.f("uq_views_tenant_id_module_owner_id_name_key")
        ),
    )
    op.create_index("ix_views_module", "views", ["tenant_id", "module", "name_key", "id"], unique=False)
    op.create_table(
        "view_defaults",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("module", sa.String(length=40), nullable=False),
        sa.Column("view_id", sa.UUID(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("client_id", sa.UUID(), nullable=True),
        sa.CheckConstraint("num_nonnulls(user_id, role, client_id) = 1", name=op.f("ck_view_defaults_one_audience")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "client_id"],
            ["clients.tenant_id", "clients.id"],
            name=op.f("fk_view_defaults_tenant_id_client_id_clients"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_view_defaults")),
    )
    op.create_index("uq_view_defaults_client", "view_defaults", ["tenant_id", "module", "client_id"], unique=True)
    op.create_index("uq_view_defaults_role", "view_defaults", ["tenant_id", "module", "role"], unique=True)
    op.create_index("uq_view_defaults_user", "view_defaults", ["tenant_id", "module", "user_id"], unique=True)
