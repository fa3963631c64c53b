"""Notes and files of an asset that went into another one are seen through that one.

Revision: 0036
"""

from alembic import op

from quarterdeck.platform.db import ddl

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

# Where an id leads now; nothing for assets that went nowhere, or into one that this person may not see.
SURVIVOR = """
create function app_survivor_of(tenant uuid, asset uuid) returns uuid language sql stable as $$
  with recursive way as (
    select m.survivor_id, 1 as step from asset_merges m where m.tenant_id = tenant and m.merged_id = asset
    union all
    select m.survivor_id, w.step + 1 from way w
    join asset_merges m on m.tenant_id = tenant and m.merged_id = w.survivor_id
    where w.step < 100)
  select a.id from way w join assets a on a.tenant_id = tenant and a.id = w.survivor_id order by w.step limit 1
$$
"""
OF_VISIBLE_ASSET = (
    "(exists (select 1 from assets a where a.tenant_id = attachments.tenant_id and a.id = attachments.asset_id)"
    " or app_survivor_of(tenant_id, asset_id) is not null)"
)
CLIENT = """coalesce(
  (select a.client_id from assets a where a.tenant_id = r.tenant_id and a.id = r.asset_id),
  (select a.client_id from assets a where a.tenant_id = r.tenant_id and a.id = app_survivor_of(r.tenant_id, r.asset_id)))
"""


def upgrade() -> None:
    op.execute(SURVIVOR)
    op.execute("drop policy tenant_isolation on attachments")
    for operation in ("insert", "update", "delete"):
        op.execute(f"drop trigger journal_attachments_{operation} on attachments")
        op.execute(f"drop function journal_attachments_{operation}()")
    for statement in (
        *ddl.tenant_policy("attachments", visible=OF_VISIBLE_ASSET),
        *ddl.journal_triggers("attachments", client=CLIENT),
    ):
        op.execute(statement)
