"""Kinds of notifications that people do not want.

Revision: 0039
"""

import sqlalchemy as sa
from alembic import op

from quarterdeck.platform.db import ddl

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

# A person sees their own choices; the system, which stands for nobody, asks before it tells anybody.
OWN = f"({ddl.CURRENT_ACTOR} is null or user_id = {ddl.CURRENT_ACTOR})"


def upgrade() -> None:
    op.create_table(
        "muted_notifications",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_muted_notifications_user_id_users")),
        sa.PrimaryKeyConstraint("tenant_id", "user_id", "kind", name=op.f("pk_muted_notifications")),
    )
    for statement in (
        *ddl.tenant_policy("muted_notifications", visible=OWN),
        f"grant select, insert, delete on muted_notifications to {ddl.APP_ROLE}",
    ):
        op.execute(statement)
