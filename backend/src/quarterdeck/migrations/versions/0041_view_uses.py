"""Who a view opens first for and who keeps it pinned is counted before it is deleted, without saying which people.

Revision: 0041
"""

from alembic import op

from quarterdeck.platform.db import ddl

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

# Roles that are gone and people who left don't count; nor does the caller, whose own habits go with the view.
VIEW_USES = f"""
create function view_uses(wanted uuid)
returns table (kind text, role_key text, role_name text, client_id uuid, people bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  with colleagues as (
    select m.user_id from memberships m
    where m.tenant_id = {ddl.CURRENT_TENANT} and m.is_active and m.user_id is distinct from {ddl.CURRENT_ACTOR}
  )
  select 'role', r.key::text, r.name::text, null::uuid, 1::bigint
  from view_defaults d join roles r on r.tenant_id = d.tenant_id and r.key = d.role
  where d.tenant_id = {ddl.CURRENT_TENANT} and d.view_id = wanted
  union all
  select 'client', null, null, d.client_id, 1 from view_defaults d
  where d.tenant_id = {ddl.CURRENT_TENANT} and d.view_id = wanted and d.client_id is not null
  union all
  select 'people', null, null, null, count(*) from view_defaults d join colleagues using (user_id)
  where d.tenant_id = {ddl.CURRENT_TENANT} and d.view_id = wanted
  union all
  select 'pinned', null, null, null, count(*) from preferences p join colleagues using (user_id)
  where p.tenant_id = {ddl.CURRENT_TENANT} and p.key = 'views.pinned' and p.value ? wanted::text
$$
"""


def upgrade() -> None:
    looked_up = ("view_defaults", "preferences")
    for statement in (
        VIEW_USES,
        *(f"create policy lookups on {table} for select to {ddl.LOOKUP_ROLE} using (true)" for table in looked_up),
        *(f"grant select on {table} to {ddl.LOOKUP_ROLE}" for table in looked_up),
        f"alter function view_uses(uuid) owner to {ddl.LOOKUP_ROLE}",
        "revoke execute on function view_uses(uuid) from public",
        f"grant execute on function view_uses(uuid) to {ddl.APP_ROLE}",
    ):
        op.execute(statement)
