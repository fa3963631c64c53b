"""A sign-in whose provider asked for a second factor.

Revision: 0026
"""

import sqlalchemy as sa
from alembic import op

from quarterdeck.platform.db import ddl
from quarterdeck.platform.db.session import driver_connection

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

FUNCTION = "identity_by_session(text, text)"
# As before, and besides: whether the provider vouched for the second factor of this sign-in.
LOOKUP = """
create function identity_by_session(session_hash text, wanted text)
returns table (
  user_id uuid, email text, user_name text, csrf text, is_half_open boolean, has_second_factor boolean,
  is_vouched boolean, last_seen_at timestamptz, tenant_id uuid, tenant_slug text, tenant_name text, role_key text, role_name text,
  permissions text[], client_mode text, client_ids uuid[], requires_second_factor boolean
) language sql stable security definer set search_path = public, pg_temp as $$
  select u.id, u.email, u.name, s.csrf, s.is_half_open, u.totp_secret is not null,
    s.is_vouched, s.last_seen_at, t.id, t.slug, t.name, r.key, r.name, r.permissions, m.client_mode,
    (select coalesce(array_agg(c.client_id), '{}') from membership_clients c
     where c.tenant_id = m.tenant_id and c.membership_id = m.id),
    t.require_second_factor
  from user_sessions s
  join users u on u.id = s.user_id and u.is_active and u.activated_at is not null
  left join (memberships m
    join tenants t on t.id = m.tenant_id and t.slug = wanted and t.closed_at is null
    join roles r on r.tenant_id = m.tenant_id and r.id = m.role_id
  ) on m.user_id = u.id and m.is_active and m.accepted_at is not null
  where s.id = session_hash and s.expires_at > now()
$$
"""


def upgrade() -> None:
    op.add_column(
        "user_sessions", sa.Column("is_vouched", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    connection = driver_connection(op.get_bind())
    for script in (
        f"drop function {FUNCTION}",
        LOOKUP,
        f"alter function {FUNCTION} owner to {ddl.LOOKUP_ROLE}",
        f"revoke execute on function {FUNCTION} from public",
        f"grant execute on function {FUNCTION} to {ddl.APP_ROLE}",
    ):
        connection.execute(script)
