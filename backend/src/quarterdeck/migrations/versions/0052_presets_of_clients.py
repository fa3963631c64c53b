"""Presets of two clients may have the same name: whoever sees one of them learns nothing of the other.

Revision: 0052
"""

from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_constraint("uq_import_presets_tenant_id_name_key", "import_presets")
    op.create_unique_constraint(
        "uq_import_presets_tenant_id_client_id_name_key",
        "import_presets",
        ["tenant_id", "client_id", "name_key"],
        postgresql_nulls_not_distinct=True,
    )
