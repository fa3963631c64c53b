"""What is first said of an asset that was there before is journalled: it changes a row that says nothing.

Revision: 0040
"""

from alembic import op

from quarterdeck.platform.db import ddl

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    of_asset = "(select a.client_id from assets a where a.tenant_id = r.tenant_id and a.id = r.id)"
    for statement in (
        "drop trigger journal_asset_provenance_delete on asset_provenance",
        "drop function journal_asset_provenance_delete()",
        # A row that says nothing comes and goes unseen.
        *ddl.journal_triggers(
            "asset_provenance",
            client=of_asset,
            exclude="seen",
            operations=("delete",),
            deleted="r.reports <> '{}' or r.locks <> '{}'",
        ),
    ):
        op.execute(statement)
