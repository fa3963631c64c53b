"""Feature switches: rules per tenant and client, and what people chose.

Revision: 0031
"""

import sqlalchemy as sa
from alembic import op

from quarterdeck.platform.db import ddl

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

OF_TENANT_OR_CLIENT = f"(client_id is null or {ddl.ALL_CLIENTS} or app_client_visible(client_id))"
# All decisions about one switch are one history, whichever client they were about.
HISTORY = "md5('flag ' || r.flag)::uuid"


def upgrade() -> None:
    _tables()
    for statement in (
        *ddl.tenant_policy("flag_rules", visible=OF_TENANT_OR_CLIENT),
        *ddl.tenant_policy("flag_choices", visible=f"user_id = {ddl.CURRENT_ACTOR}"),
        *ddl.bump_version("flag_rules"),
        *ddl.grants("flag_rules", "select, insert, update"),
        *ddl.grants("flag_choices"),
        *ddl.journal_triggers("flag_rules", client="client_id", object_id=HISTORY),
    ):
        op.execute(statement)


def _tables() -> None:
    op.create_table(
        "flag_rules",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("flag", sa.String(length=60), nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.UUID(), nullable=True),
        sa.Column("changed_by_label", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "state in ('on','off','offered','staged','inherit')", name=op.f("ck_flag_rules_state_known")
        ),
        sa.CheckConstraint("(state = 'staged') = (percent is not null)", name=op.f("ck_flag_rules_percent_if_staged")),
        sa.CheckConstraint("percent between 0 and 100", name=op.f("ck_flag_rules_percent_range")),
        sa.CheckConstraint("btrim(reason) <> ''", name=op.f("ck_flag_rules_reason_given")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_flag_rules")),
        sa.UniqueConstraint(
            "tenant_id",
            "flag",
            "client_id",
            name=op.f("uq_flag_rules_tenant_id_flag_client_id"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index("ix_flag_rules_client", "flag_rules", ["tenant_id", "client_id"], unique=False)
    op.create_table(
        "flag_choices",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("flag", sa.String(length=60), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "user_id", "flag", name=op.f("pk_flag_choices")),
    )
