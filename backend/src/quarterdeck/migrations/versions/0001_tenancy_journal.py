"""Tenants, clients, locations, contacts, and the journal everything is written through.

Revision: 0001
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from quarterdeck.platform.db import ddl
from quarterdeck.platform.db.session import driver_connection

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

FUNCTIONS = """
create function app_client_visible(client uuid) returns boolean language sql stable parallel safe as $$
  -- '*' every client, '+{..}' only these, '-{..}' all but these; anything else, also nothing, sees nothing
  select case left(current_setting('app.client_scope', true), 1)
    when '*' then true
    when '+' then client = any (substr(current_setting('app.client_scope', true), 2)::uuid[])
    when '-' then client <> all (substr(current_setting('app.client_scope', true), 2)::uuid[])
    else false
  end
$$;

create function bump_version() returns trigger language plpgsql as $$
begin
  new.version := old.version + 1;
  new.updated_at := now();
  return new;
end $$;

create function journal_transaction_id() returns bigint language sql volatile as $$
  select pg_current_xact_id()::text::bigint
$$;

create function journal_change_set() returns uuid language plpgsql stable as $$
declare
  change_set text := current_setting('app.change_set_id', true);
begin
  if coalesce(change_set, '') = '' then
    raise exception 'The record can only be written inside a change set.' using errcode = 'QD001';
  end if;
  return change_set::uuid;
end $$;

create function journal_ensure_partitions(months_ahead integer) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  month date := date_trunc('month', now())::date;
  partition text;
  made integer := 0;
begin
  for step in 0..least(months_ahead, 24) loop
    partition := 'changes_' || to_char(month + make_interval(months => step), 'YYYY_MM');
    if to_regclass(partition) is null then
      execute format(
        'create table %I partition of changes for values from (%L) to (%L)',
        partition, month + make_interval(months => step), month + make_interval(months => step + 1));
      execute format('alter table %I enable row level security', partition);
      execute format('alter table %I force row level security', partition);
      made := made + 1;
    end if;
  end loop;
  return made;
end $$;
"""

LOOKUPS = """
create function find_tenant(wanted text) returns uuid
language sql stable security definer set search_path = public, pg_temp as $$
  select id from tenants where slug = wanted
$$;

create function all_tenants() returns setof uuid
language sql stable security definer set search_path = public, pg_temp as $$
  select id from tenants order by id
$$;

create function app_change_set_visible(tenant uuid, change_set uuid) returns boolean language sql stable as $$
  select exists (
    select 1 from changes c where c.tenant_id = tenant and c.change_set_id = change_set)
$$;
"""


def upgrade() -> None:
    driver_connection(op.get_bind()).execute(FUNCTIONS)
    _tables()
    driver_connection(op.get_bind()).execute(LOOKUPS)
    _protect_tenants()
    _protect_journal()
    visible = "app_client_visible({})".format
    statements = [
        *ddl.tenant_policy("clients", visible=visible("id")),
        *ddl.tenant_policy("client_names", visible=visible("client_id")),
        *ddl.tenant_policy("locations", visible=visible("client_id")),
        *ddl.tenant_policy("contacts", visible=visible("client_id")),
        *ddl.journal_triggers("clients", client="id"),
        *ddl.journal_triggers("client_names", client="client_id", object_id="client_id"),
        *ddl.journal_triggers("locations", client="client_id"),
        *ddl.journal_triggers("contacts", client="client_id"),
    ]
    for table in ("clients", "locations", "contacts"):
        statements += ddl.bump_version(table)
    for table in ("clients", "client_names", "locations", "contacts"):
        statements += ddl.grants(table)
    for statement in statements:
        op.execute(statement)


def _protect_tenants() -> None:
    own = f"id = {ddl.CURRENT_TENANT}"
    for statement in (
        "alter table tenants enable row level security",
        "alter table tenants force row level security",
        f"create policy own_tenant on tenants using ({own}) with check ({own})",
        f"create policy lookups on tenants for select to {ddl.LOOKUP_ROLE} using (true)",
        f"grant select on tenants to {ddl.LOOKUP_ROLE}",
        *ddl.grants("tenants", "select, insert, update"),
        f"alter function find_tenant(text) owner to {ddl.LOOKUP_ROLE}",
        f"alter function all_tenants() owner to {ddl.LOOKUP_ROLE}",
        "revoke execute on function find_tenant(text), all_tenants() from public",
        f"grant execute on function find_tenant(text), all_tenants() to {ddl.APP_ROLE}",
    ):
        op.execute(statement)


def _protect_journal() -> None:
    tenant = f"tenant_id = {ddl.CURRENT_TENANT}"
    for statement in (
        "create table changes_default partition of changes default",
        "alter table changes_default enable row level security",
        "alter table changes_default force row level security",
        "select journal_ensure_partitions(3)",
        "revoke execute on function journal_ensure_partitions(integer) from public",
        f"grant execute on function journal_ensure_partitions(integer) to {ddl.APP_ROLE}",
        *ddl.tenant_policy("changes", visible="app_client_visible(client_id)"),
        # The trigger functions run as the owner and write for whoever made the change, whatever their client scope.
        f"create policy capture on changes for insert to {ddl.OWNER_ROLE} with check ({tenant})",
        "alter table change_sets enable row level security",
        "alter table change_sets force row level security",
        (
            f"create policy tenant_isolation on change_sets for select using ({tenant} and "
            f"(actor_id = {ddl.CURRENT_ACTOR} or {ddl.ALL_CLIENTS} or app_change_set_visible(tenant_id, id)))"
        ),
        f"create policy opened on change_sets for insert with check ({tenant})",
        # Append-only for the application: no update, delete or truncate, and rows of `changes` only through triggers.
        *ddl.grants("changes", "select"),
        *ddl.grants("change_sets", "select, insert"),
    ):
        op.execute(statement)


def _tables() -> None:
    op.create_table(
        "tenants",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("slug", sa.String(length=63), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), server_default="UTC", nullable=False),
        sa.Column("currency", sa.String(length=3), server_default="USD", nullable=False),
        sa.Column("settings", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("next_tag", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'", name=op.f("ck_tenants_slug_form")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tenants")),
        sa.UniqueConstraint("slug", name=op.f("uq_tenants_slug")),
    )
    op.create_table(
        "change_sets",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("actor_id", sa.UUID(), nullable=True),
        sa.Column("actor_label", sa.Text(), nullable=False),
        sa.Column("origin", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("job_id", sa.UUID(), nullable=True),
        sa.Column("request_id", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "origin in ('ui','api','import','cli','bulk','undo','sync','rule','system')",
            name=op.f("ck_change_sets_origin_known"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_change_sets")),
    )
    op.create_index("ix_change_sets_job", "change_sets", ["tenant_id", "job_id"], unique=False)
    op.create_index("ix_change_sets_seq", "change_sets", ["tenant_id", "seq"], unique=False)
    op.create_table(
        "changes",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column(
            "transaction_id", sa.BigInteger(), server_default=sa.text("journal_transaction_id()"), nullable=False
        ),
        sa.Column("change_set_id", sa.UUID(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("row_id", sa.UUID(), nullable=False),
        sa.Column("object_id", sa.UUID(), nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=True),
        sa.Column("operation", sa.String(length=6), nullable=False),
        sa.Column("before", postgresql.JSONB(), nullable=True),
        sa.Column("after", postgresql.JSONB(), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "at", "id", name=op.f("pk_changes")),
        postgresql_partition_by="RANGE (at)",
    )
    op.create_index("ix_changes_change_set", "changes", ["tenant_id", "change_set_id"], unique=False)
    op.create_index("ix_changes_object", "changes", ["tenant_id", "object_id", "at", "id"], unique=False)
    op.create_table(
        "clients",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("slug", sa.String(length=63), nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("btrim(name) <> ''", name=op.f("ck_clients_name_not_blank")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_clients_tenant_id_tenants")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_clients")),
        sa.UniqueConstraint("tenant_id", "slug", name=op.f("uq_clients_tenant_id_slug")),
    )
    op.create_index("ix_clients_name", "clients", ["tenant_id", "name", "id"], unique=False)
    op.create_table(
        "client_names",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "client_id"],
            ["clients.tenant_id", "clients.id"],
            name=op.f("fk_client_names_tenant_id_client_id_clients"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_client_names")),
        sa.UniqueConstraint("tenant_id", "name_key", name=op.f("uq_client_names_tenant_id_name_key")),
    )
    op.create_index("ix_client_names_client", "client_names", ["tenant_id", "client_id"], unique=False)
    op.create_table(
        "locations",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("city", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("btrim(name) <> ''", name=op.f("ck_locations_name_not_blank")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "client_id"],
            ["clients.tenant_id", "clients.id"],
            name=op.f("fk_locations_tenant_id_client_id_clients"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_locations")),
        sa.UniqueConstraint("tenant_id", "client_id", "id", name=op.f("uq_locations_tenant_id_client_id_id")),
        sa.UniqueConstraint(
            "tenant_id", "client_id", "name_key", name=op.f("uq_locations_tenant_id_client_id_name_key")
        ),
    )
    op.create_index("ix_locations_name", "locations", ["tenant_id", "name", "id"], unique=False)
    op.create_table(
        "contacts",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=False),
        sa.Column("location_id", sa.UUID(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("btrim(name) <> ''", name=op.f("ck_contacts_name_not_blank")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "client_id", "location_id"],
            ["locations.tenant_id", "locations.client_id", "locations.id"],
            name=op.f("fk_contacts_tenant_id_client_id_location_id_locations"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "client_id"],
            ["clients.tenant_id", "clients.id"],
            name=op.f("fk_contacts_tenant_id_client_id_clients"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_contacts")),
        sa.UniqueConstraint("tenant_id", "client_id", "id", name=op.f("uq_contacts_tenant_id_client_id_id")),
    )
    op.create_index("ix_contacts_client_key", "contacts", ["tenant_id", "client_id", "name_key"], unique=False)
    op.create_index("ix_contacts_name", "contacts", ["tenant_id", "name", "id"], unique=False)
