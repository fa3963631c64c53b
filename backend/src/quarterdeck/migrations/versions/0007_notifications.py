"""What people are told; who cancelled a job.

Revision: 0007
"""

import sqlalchemy as sa
from alembic import op

from quarterdeck.platform.db import ddl

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# A person sees what they were told; the system, which stands for nobody, tells anybody.
OWN = (
    f"({ddl.CURRENT_ACTOR} is null or user_id = {ddl.CURRENT_ACTOR}) "
    f"and (client_id is null or {ddl.ALL_CLIENTS} or app_client_visible(client_id))"
)


def upgrade() -> None:
    op.add_column("jobs", sa.Column("cancelled_by", sa.UUID(), nullable=True))
    _table()
    for statement in (
        *ddl.tenant_policy("notifications", visible=OWN),
        f"grant select, insert, update, delete on notifications to {ddl.APP_ROLE}",
    ):
        op.execute(statement)


def _table() -> None:
    op.create_table(
        "notifications",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("severity", sa.String(length=10), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("link_type", sa.String(length=40), nullable=True),
        sa.Column("link_id", sa.UUID(), nullable=True),
        sa.Column("client_id", sa.UUID(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("group_id", sa.UUID(), nullable=False),
        sa.Column("stands_for_group", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("count", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "severity in ('info','success','warning','error')", name=op.f("ck_notifications_severity_known")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_notifications_user_id_users")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "client_id"],
            ["clients.tenant_id", "clients.id"],
            name=op.f("fk_notifications_tenant_id_client_id_clients"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_notifications")),
        sa.UniqueConstraint("tenant_id", "user_id", "source", name=op.f("uq_notifications_tenant_id_user_id_source")),
    )
    shown = sa.text("stands_for_group")
    waiting = sa.text("stands_for_group and read_at is null")
    op.create_index("ix_notifications_shown", "notifications", ["tenant_id", "user_id", "id"], postgresql_where=shown)
    op.create_index(
        "ix_notifications_unread", "notifications", ["tenant_id", "user_id", "kind"], postgresql_where=waiting
    )
    op.create_index("ix_notifications_group", "notifications", ["tenant_id", "group_id"])
    op.create_index("ix_notifications_age", "notifications", ["tenant_id", "created_at"])
