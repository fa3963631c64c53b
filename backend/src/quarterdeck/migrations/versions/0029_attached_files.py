"""See an attached file through its asset, wherever that moved.

Revision: 0029
"""

from alembic import op

from quarterdeck.platform.db import ddl

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

# A file keeps the client it was uploaded under; its asset may move to another.
ATTACHED_OR_OWN_OR_CLIENT = (
    f"({ddl.ALL_CLIENTS} or {ddl.CURRENT_ACTOR} = created_by or case when purpose = 'attachment'"
    " then app_file_attached(tenant_id, id) else app_client_visible(client_id) end)"
)


def upgrade() -> None:
    op.create_index("ix_attachments_file", "attachments", ["tenant_id", "file_id"], unique=False)
    op.execute(
        "create function app_file_attached(tenant uuid, file uuid) returns boolean language sql stable as $$"
        " select exists (select 1 from attachments a where a.tenant_id = tenant and a.file_id = file) $$"
    )
    op.execute("drop policy tenant_isolation on files")
    for statement in ddl.tenant_policy("files", visible=ATTACHED_OR_OWN_OR_CLIENT):
        op.execute(statement)
