"""Tenants: a second factor for everybody, closing, and the permission only owners have.

Revision: 0012
"""

import sqlalchemy as sa
from alembic import op

from quarterdeck.platform.db import ddl
from quarterdeck.platform.db.session import driver_connection

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# As before, and besides: a closed tenant is none to anybody, and whether the tenant asks for a second factor.
MEMBERSHIP_COLUMNS = """
    t.id, t.slug, t.name, r.key, r.name, r.permissions, m.client_mode,
    (select coalesce(array_agg(c.client_id), '{}') from membership_clients c
     where c.tenant_id = m.tenant_id and c.membership_id = m.id),
    t.require_second_factor
"""

LOOKUPS = (
    f"""
create function identity_by_session(session_hash text, wanted text)
returns table (
  user_id uuid, email text, user_name text, csrf text, is_half_open boolean, has_second_factor boolean,
  last_seen_at timestamptz, tenant_id uuid, tenant_slug text, tenant_name text, role_key text, role_name text,
  permissions text[], client_mode text, client_ids uuid[], requires_second_factor boolean
) language sql stable security definer set search_path = public, pg_temp as $$
  select u.id, u.email, u.name, s.csrf, s.is_half_open, u.totp_secret is not null, s.last_seen_at, {MEMBERSHIP_COLUMNS}
  from user_sessions s
  join users u on u.id = s.user_id and u.is_active and u.activated_at is not null
  left join (memberships m
    join tenants t on t.id = m.tenant_id and t.slug = wanted and t.closed_at is null
    join roles r on r.tenant_id = m.tenant_id and r.id = m.role_id
  ) on m.user_id = u.id and m.is_active and m.accepted_at is not null
  where s.id = session_hash and s.expires_at > now()
$$
""",
    f"""
create function identity_by_token(tenant uuid, hash text)
returns table (
  user_id uuid, email text, user_name text, token_id uuid, scopes text[], last_used_at timestamptz,
  tenant_id uuid, tenant_slug text, tenant_name text, role_key text, role_name text,
  permissions text[], client_mode text, client_ids uuid[], requires_second_factor boolean
) language sql stable security definer set search_path = public, pg_temp as $$
  select u.id, u.email, u.name, a.id, a.scopes, a.last_used_at, {MEMBERSHIP_COLUMNS}
  from api_tokens a
  join users u on u.id = a.user_id and u.is_active and u.activated_at is not null
  join memberships m on m.tenant_id = a.tenant_id and m.user_id = a.user_id and m.is_active and m.accepted_at is not null
  join tenants t on t.id = m.tenant_id and t.closed_at is null
  join roles r on r.tenant_id = m.tenant_id and r.id = m.role_id
  where a.tenant_id = tenant and a.token_hash = hash
    and a.revoked_at is null and (a.expires_at is null or a.expires_at > now())
$$
""",
)

# The settings only: `next_tag` counts up with every asset and is nobody's decision.
JOURNAL = """
create function journal_tenants() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $journal$
begin
  insert into changes (tenant_id, change_set_id, table_name, row_id, object_id, client_id, operation, before, after)
  values (new.id, journal_change_set(), 'tenants', new.id, new.id, null, 'update',
    jsonb_strip_nulls(to_jsonb(old) - 'next_tag'), jsonb_strip_nulls(to_jsonb(new) - 'next_tag'));
  return null;
end $journal$;
revoke execute on function journal_tenants() from public;
create trigger journal_tenants after update on tenants for each row
when ((old.name, old.time_zone, old.currency, old.settings, old.require_second_factor, old.closed_at)
  is distinct from (new.name, new.time_zone, new.currency, new.settings, new.require_second_factor, new.closed_at))
execute function journal_tenants();
"""

# Nobody may write roles outside a change set, and the owner of the tables is held by their policies like everybody.
OWNERS_MAY_MANAGE = """
alter table roles disable trigger user;
alter table roles no force row level security;
update roles set permissions = array(select distinct p from unnest(permissions || '{tenant:manage}') p order by p)
where is_builtin and key = 'owner';
alter table roles force row level security;
alter table roles enable trigger user;
"""


def upgrade() -> None:
    op.add_column(
        "tenants", sa.Column("require_second_factor", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.add_column("tenants", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("tenants", sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    connection = driver_connection(op.get_bind())
    connection.execute("drop function identity_by_session(text, text), identity_by_token(uuid, text)")
    functions = "identity_by_session(text, text), identity_by_token(uuid, text)"
    for script in (
        *LOOKUPS,
        f"alter function identity_by_session(text, text) owner to {ddl.LOOKUP_ROLE}",
        f"alter function identity_by_token(uuid, text) owner to {ddl.LOOKUP_ROLE}",
        f"revoke execute on function {functions} from public",
        f"grant execute on function {functions} to {ddl.APP_ROLE}",
        JOURNAL,
        OWNERS_MAY_MANAGE,
    ):
        connection.execute(script)
