"""What a tenant asks of the values of its own fields.

Revision: 0038
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

_TEXTS = ("section", "minimum", "maximum", "pattern", "pattern_hint")


def upgrade() -> None:
    for name in _TEXTS:
        op.add_column("custom_fields", sa.Column(name, sa.Text(), nullable=True))
    op.add_column("custom_fields", sa.Column("max_length", sa.Integer(), nullable=True))
    op.add_column("custom_fields", sa.Column("default_value", postgresql.JSONB(), nullable=True))
    op.drop_constraint(op.f("ck_custom_fields_kind_known"), "custom_fields")
    op.create_check_constraint(
        op.f("ck_custom_fields_kind_known"),
        "custom_fields",
        "kind in ('text','number','boolean','date','choice','url','money')",
    )
