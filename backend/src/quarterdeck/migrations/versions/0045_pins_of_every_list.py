"""Views of every list can be kept in the navigation, and those who keep one are counted whichever list it is of.

Revision: 0045
"""

from alembic import op

from quarterdeck.platform.db import ddl

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

# Roles that are gone and people who left don't count; nor does the caller, whose own habits go with the view.
VIEW_USES = f"""
create or replace function view_uses(wanted uuid)
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
  select 'pinned', null, null, null, count(distinct p.user_id) from preferences p join colleagues using (user_id)
  where p.tenant_id = {ddl.CURRENT_TENANT}
    and (p.key = 'views.pinned' or starts_with(p.key, 'views.pinned.')) and p.value ? wanted::text
$$
"""


def upgrade() -> None:
    op.execute(VIEW_USES)
