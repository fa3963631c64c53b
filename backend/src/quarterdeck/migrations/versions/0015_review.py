"""What waits for a person: undecided observations, and what people have said of observations and assets.

Revision: 0015
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from quarterdeck.platform.db import ddl

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

OF_CLIENT = f"({ddl.ALL_CLIENTS} or app_client_visible(client_id))"


def upgrade() -> None:
    op.add_column("intake_decisions", sa.Column("review", postgresql.JSONB(), nullable=True))
    _reviews()
    _pairs()
    for table in ("intake_reviews", "pair_decisions"):
        for statement in [*ddl.tenant_policy(table, visible=OF_CLIENT), *ddl.grants(table)]:
            op.execute(statement)
    for statement in ddl.bump_version("intake_reviews"):
        op.execute(statement)


def _reviews() -> None:
    op.create_table(
        "intake_reviews",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=True),
        sa.Column("client_key", sa.Text(), nullable=False),
        sa.Column("batch_id", sa.UUID(), nullable=False),
        sa.Column("row_no", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("job_id", sa.UUID(), nullable=True),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("doubt", sa.String(length=20), nullable=False),
        sa.Column("alike_key", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("score", sa.REAL(), server_default="0", nullable=False),
        sa.Column("observation", postgresql.JSONB(), nullable=False),
        sa.Column("keys", postgresql.JSONB(), nullable=False),
        sa.Column("candidates", postgresql.JSONB(), nullable=False),
        sa.Column("times_seen", sa.Integer(), server_default="1", nullable=False),
        sa.Column("state", sa.String(length=10), server_default="open", nullable=False),
        sa.Column("asset_id", sa.UUID(), nullable=True),
        sa.Column("change_set_id", sa.UUID(), nullable=True),
        sa.Column("decided_by", sa.UUID(), nullable=True),
        sa.Column("decided_by_label", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "state in ('open', 'merged', 'created', 'skipped', 'settled')", name=op.f("ck_intake_reviews_state_known")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_intake_reviews")),
    )
    op.create_index(
        "uq_intake_reviews_waiting",
        "intake_reviews",
        ["tenant_id", "client_key", "fingerprint"],
        unique=True,
        postgresql_where=sa.text("state in ('open', 'skipped')"),
    )
    op.create_index("ix_intake_reviews_state", "intake_reviews", ["tenant_id", "state", "created_at", "id"])
    op.create_index("ix_intake_reviews_row", "intake_reviews", ["tenant_id", "batch_id", "row_no"])
    op.create_index("ix_intake_reviews_change_set", "intake_reviews", ["tenant_id", "change_set_id"])


def _pairs() -> None:
    op.create_table(
        "pair_decisions",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=True),
        sa.Column("client_key", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("asset_id", sa.UUID(), nullable=False),
        sa.Column("is_same", sa.Boolean(), nullable=False),
        sa.Column("is_new", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("review_id", sa.UUID(), nullable=True),
        sa.Column("decided_by", sa.UUID(), nullable=True),
        sa.Column("decided_by_label", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_pair_decisions")),
        sa.UniqueConstraint(
            "tenant_id",
            "client_key",
            "fingerprint",
            "asset_id",
            name=op.f("uq_pair_decisions_tenant_id_client_key_fingerprint_asset_id"),
        ),
    )
    op.create_index("ix_pair_decisions_fingerprint", "pair_decisions", ["tenant_id", "fingerprint"])
    op.create_index("ix_pair_decisions_asset", "pair_decisions", ["tenant_id", "asset_id"])
    op.create_index("ix_pair_decisions_review", "pair_decisions", ["tenant_id", "review_id"])
    op.create_index("ix_pair_decisions_decided", "pair_decisions", ["tenant_id", "decided_at", "id"])
