"""Notes and files of assets.

Revision: 0028
"""

import sqlalchemy as sa
from alembic import op

from quarterdeck.platform.db import ddl

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

# Row-level security of assets answers for its attachments: also after the asset moved to another client.
OF_VISIBLE_ASSET = (
    "exists (select 1 from assets a where a.tenant_id = attachments.tenant_id and a.id = attachments.asset_id)"
)


def upgrade() -> None:
    op.create_table(
        "attachments",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("asset_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("file_id", sa.UUID(), nullable=True),
        sa.Column("author_id", sa.UUID(), nullable=True),
        sa.Column("author_label", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("(kind = 'file') = (file_id is not null)", name=op.f("ck_attachments_file_if_one")),
        sa.CheckConstraint("kind in ('note','file')", name=op.f("ck_attachments_kind_known")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "file_id"],
            ["files.tenant_id", "files.id"],
            name=op.f("fk_attachments_tenant_id_file_id_files"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_attachments")),
    )
    op.create_index("ix_attachments_asset", "attachments", ["tenant_id", "asset_id", "id"], unique=False)
    for statement in (
        *ddl.tenant_policy("attachments", visible=OF_VISIBLE_ASSET),
        *ddl.bump_version("attachments"),
        *ddl.grants("attachments"),
        *ddl.journal_triggers(
            "attachments",
            client="(select a.client_id from assets a where a.tenant_id = r.tenant_id and a.id = r.asset_id)",
        ),
    ):
        op.execute(statement)
