"""People: users, memberships, roles, sessions, tokens; and the answers that repeated creations get.

Revision: 0004
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from quarterdeck.platform.db import ddl

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# One statement tells everything about a request's sender. It runs before a tenant is known, hence as the look-up role;
# what it tells is bound to a secret the caller holds (the hash of a cookie or of a token).
MEMBERSHIP_COLUMNS = """
    t.id, t.slug, t.name, r.key, r.name, r.permissions, m.client_mode,
    (select coalesce(array_agg(c.client_id), '{}') from membership_clients c
     where c.tenant_id = m.tenant_id and c.membership_id = m.id)
"""

LOOKUPS = (
    f"""
create function identity_by_session(session_hash text, wanted text)
returns table (
  user_id uuid, email text, user_name text, csrf text, is_half_open boolean, has_second_factor boolean,
  last_seen_at timestamptz, tenant_id uuid, tenant_slug text, tenant_name text, role_key text, role_name text,
  permissions text[], client_mode text, client_ids uuid[]
) language sql stable security definer set search_path = public, pg_temp as $$
  select u.id, u.email, u.name, s.csrf, s.is_half_open, u.totp_secret is not null, s.last_seen_at, {MEMBERSHIP_COLUMNS}
  from user_sessions s
  join users u on u.id = s.user_id and u.is_active and u.activated_at is not null
  left join (memberships m
    join tenants t on t.id = m.tenant_id and t.slug = wanted
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
  permissions text[], client_mode text, client_ids uuid[]
) language sql stable security definer set search_path = public, pg_temp as $$
  select u.id, u.email, u.name, a.id, a.scopes, a.last_used_at, {MEMBERSHIP_COLUMNS}
  from api_tokens a
  join users u on u.id = a.user_id and u.is_active and u.activated_at is not null
  join memberships m on m.tenant_id = a.tenant_id and m.user_id = a.user_id and m.is_active and m.accepted_at is not null
  join tenants t on t.id = m.tenant_id
  join roles r on r.tenant_id = m.tenant_id and r.id = m.role_id
  where a.tenant_id = tenant and a.token_hash = hash
    and a.revoked_at is null and (a.expires_at is null or a.expires_at > now())
$$
""",
)

GLOBAL_TABLES = ("users", "oidc_identities", "user_sessions", "recovery_codes", "login_attempts")
TENANT_TABLES = ("roles", "memberships", "membership_clients", "invitations", "api_tokens", "idempotency_keys")
LOOKED_UP = ("roles", "memberships", "membership_clients", "api_tokens")


def upgrade() -> None:
    _tables()
    for statement in LOOKUPS:
        op.execute(statement)
    statements: list[str] = []
    for table in TENANT_TABLES:
        statements += ddl.tenant_policy(table)
    for table in (*GLOBAL_TABLES, *TENANT_TABLES):
        statements += [f"grant select, insert, update, delete on {table} to {ddl.APP_ROLE}"]
    # Reports never need a hash of anything: the read-only role gets the tables that hold none.
    for table in ("roles", "memberships", "membership_clients"):
        statements += [f"grant select on {table} to {ddl.READER_ROLE}"]
    for table in ("roles", "memberships"):
        statements += ddl.bump_version(table)
        statements += ddl.journal_triggers(table)
    statements += ddl.journal_triggers("membership_clients", object_id="membership_id")
    statements += [*_own_memberships(), *_lookup_rights(), f"grant select on alembic_version to {ddl.APP_ROLE}"]
    for statement in statements:
        op.execute(statement)


def _own_memberships() -> list[str]:
    """Someone signed in, without a tenant yet, reads in which tenants they are and as what. Reads only."""
    own = f"user_id = {ddl.CURRENT_USER}"
    return [
        f"create policy own_memberships on memberships for select using ({own})",
        (
            "create policy of_members on tenants for select using (exists ("
            f"select 1 from memberships m where m.tenant_id = tenants.id and m.{own}))"
        ),
        (
            "create policy of_members on roles for select using (exists (select 1 from memberships m "
            f"where m.tenant_id = roles.tenant_id and m.role_id = roles.id and m.{own}))"
        ),
    ]


def _lookup_rights() -> list[str]:
    functions = "identity_by_session(text, text), identity_by_token(uuid, text)"
    return [
        *(f"create policy lookups on {table} for select to {ddl.LOOKUP_ROLE} using (true)" for table in LOOKED_UP),
        *(f"grant select on {table} to {ddl.LOOKUP_ROLE}" for table in (*LOOKED_UP, "users", "user_sessions")),
        f"alter function identity_by_session(text, text) owner to {ddl.LOOKUP_ROLE}",
        f"alter function identity_by_token(uuid, text) owner to {ddl.LOOKUP_ROLE}",
        f"revoke execute on function {functions} from public",
        f"grant execute on function {functions} to {ddl.APP_ROLE}",
    ]


def _tables() -> None:
    op.create_table(
        "idempotency_keys",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("request_hash", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("headers", postgresql.JSONB(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_idempotency_keys")),
        sa.UniqueConstraint(
            "tenant_id", "actor", "route", "key", name=op.f("uq_idempotency_keys_tenant_id_actor_route_key")
        ),
    )
    op.create_index("ix_idempotency_keys_expiry", "idempotency_keys", ["tenant_id", "expires_at"], unique=False)
    op.create_table(
        "login_attempts",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("blocked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_login_attempts")),
    )
    op.create_index("ix_login_attempts_age", "login_attempts", ["last_at"], unique=False)
    op.create_table(
        "roles",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("key", sa.String(length=63), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("permissions", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("is_builtin", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("btrim(name) <> ''", name=op.f("ck_roles_name_not_blank")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_roles")),
        sa.UniqueConstraint("tenant_id", "key", name=op.f("uq_roles_tenant_id_key")),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("email_key", sa.String(length=320), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("activated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("totp_secret", sa.Text(), nullable=True),
        sa.Column("totp_pending", sa.Text(), nullable=True),
        sa.Column("totp_last_step", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("btrim(name) <> ''", name=op.f("ck_users_name_not_blank")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email_key", name=op.f("uq_users_email_key")),
    )
    op.create_table(
        "api_tokens",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("scopes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("btrim(name) <> ''", name=op.f("ck_api_tokens_name_not_blank")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_api_tokens_user_id_users")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("tenant_id", "token_hash", name=op.f("uq_api_tokens_tenant_id_token_hash")),
    )
    op.create_index("ix_api_tokens_owner", "api_tokens", ["tenant_id", "user_id", "id"], unique=False)
    op.create_table(
        "memberships",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("role_id", sa.UUID(), nullable=False),
        sa.Column("client_mode", sa.String(length=5), server_default="all", nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("invited_name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("client_mode in ('all','allow','deny')", name=op.f("ck_memberships_client_mode_known")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "role_id"],
            ["roles.tenant_id", "roles.id"],
            name=op.f("fk_memberships_tenant_id_role_id_roles"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_memberships_user_id_users")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_memberships")),
        sa.UniqueConstraint("tenant_id", "user_id", name=op.f("uq_memberships_tenant_id_user_id")),
    )
    op.create_index("ix_memberships_role", "memberships", ["tenant_id", "role_id"], unique=False)
    op.create_index("ix_memberships_user", "memberships", ["user_id"], unique=False)
    op.create_table(
        "oidc_identities",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_oidc_identities_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oidc_identities")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_oidc_identities_issuer_subject")),
    )
    op.create_index("ix_oidc_identities_user", "oidc_identities", ["user_id"], unique=False)
    op.create_table(
        "recovery_codes",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_recovery_codes_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
        sa.UniqueConstraint("user_id", "code_hash", name=op.f("uq_recovery_codes_user_id_code_hash")),
    )
    op.create_table(
        "user_sessions",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("csrf", sa.String(length=64), nullable=False),
        sa.Column("is_half_open", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ip", sa.Text(), nullable=True),
        sa.Column("user_agent", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_user_sessions_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_sessions")),
    )
    op.create_index("ix_user_sessions_expiry", "user_sessions", ["expires_at"], unique=False)
    op.create_index("ix_user_sessions_user", "user_sessions", ["user_id"], unique=False)
    op.create_table(
        "invitations",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("membership_id", sa.UUID(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "membership_id"],
            ["memberships.tenant_id", "memberships.id"],
            name=op.f("fk_invitations_tenant_id_membership_id_memberships"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("tenant_id", "token_hash", name=op.f("uq_invitations_tenant_id_token_hash")),
    )
    op.create_index("ix_invitations_membership", "invitations", ["tenant_id", "membership_id"], unique=False)
    op.create_table(
        "membership_clients",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("membership_id", sa.UUID(), nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "client_id"],
            ["clients.tenant_id", "clients.id"],
            name=op.f("fk_membership_clients_tenant_id_client_id_clients"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "membership_id"],
            ["memberships.tenant_id", "memberships.id"],
            name=op.f("fk_membership_clients_tenant_id_membership_id_memberships"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_membership_clients")),
        sa.UniqueConstraint(
            "tenant_id",
            "membership_id",
            "client_id",
            name=op.f("uq_membership_clients_tenant_id_membership_id_client_id"),
        ),
    )
    op.create_index("ix_membership_clients_client", "membership_clients", ["tenant_id", "client_id"], unique=False)
