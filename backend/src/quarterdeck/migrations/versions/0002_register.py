"""The register: asset types, custom fields, assets, their extensions and identifiers.

Revision: 0002
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from quarterdeck.platform.db import ddl

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

EXTENSIONS = ("workstations", "servers", "network_devices", "mobile_devices", "printers")

# Inlined by the planner except for the array, whose conversion is only "stable" in general and immutable for text.
SEARCH_TEXT = (
    """
create function mac_search_text(addresses text[]) returns text language plpgsql immutable parallel safe as $$
declare
  joined text;
begin
  if addresses is null or cardinality(addresses) = 0 then
    return '';
  end if;
  joined := array_to_string(addresses, ' ');
  return joined || ' ' || replace(joined, ':', '');
end $$
""",
    """
create function asset_search_text(
  tag text, name text, serial text, hostname text, macs text[], ip inet, manufacturer text, model text, hardware_uuid text
) returns text language sql immutable parallel safe as $$
  -- a tag and a serial also as they are compared: without spaces, without signs
  select lower(tag || ' ' || case when strpos(tag, ' ') > 0 then replace(tag, ' ', '') || ' ' else '' end
    || name || ' ' || coalesce(serial, '') || ' '
    || case when serial ~ '[^[:alnum:]]' then regexp_replace(serial, '[^[:alnum:]]+', '', 'g') || ' ' else '' end
    || coalesce(hostname, '') || ' ' || public.mac_search_text(macs) || ' ' || coalesce(host(ip), '') || ' '
    || coalesce(manufacturer, '') || ' ' || coalesce(model, '') || ' ' || coalesce(hardware_uuid, ''))
$$
""",
)

LOOKUPS = (
    """
create function app_asset_visible(tenant uuid, asset uuid) returns boolean language sql stable as $$
  select exists (
    select 1 from assets a where a.tenant_id = tenant and a.id = asset)
$$
""",
    # The way to the trigram index where the operators can't be marked leakproof (managed PostgreSQL): the function's
    # owner is exempt from the policy, so the tenant and the client scope stand inside.
    """
create function search_asset_ids(pattern text) returns setof uuid
language sql stable security definer set search_path = public, pg_temp as $$
  select a.id from assets a
  where a.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
    and app_client_visible(a.client_id)
    and a.search ilike pattern
$$
""",
    # How often the tenant's record has changed: one number for everybody, whatever clients they see. The newest few,
    # because a transaction may commit behind a later one.
    """
create function tenant_change_counter() returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(max(newest.id), 0) from (
    select c.id from changes c
    where c.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
    order by c.at desc, c.id desc limit 50) newest
$$
""",
)

IDENTIFIER_IMAGE = (
    "jsonb_build_object('identifiers', jsonb_agg(jsonb_build_object('kind', {0}.kind, 'value', {0}.value, "
    "'source', {0}.source, 'is_current', {0}.is_current, 'first_seen_at', {0}.first_seen_at) "
    "order by {0}.kind, {0}.value))"
)


def upgrade() -> None:
    for statement in SEARCH_TEXT:
        op.execute(statement)
    _tables()
    for statement in LOOKUPS:
        op.execute(statement)
    of_asset = "(select a.client_id from assets a where a.tenant_id = r.tenant_id and a.id = r.id)"
    statements = [
        *ddl.tenant_policy("asset_types"),
        *ddl.tenant_policy("custom_fields"),
        *ddl.tenant_policy("assets", visible="app_client_visible(client_id)"),
        *ddl.tenant_policy(
            "asset_identifiers", visible=f"({ddl.ALL_CLIENTS} or app_asset_visible(tenant_id, asset_id))"
        ),
        *ddl.journal_triggers("asset_types"),
        *ddl.journal_triggers("custom_fields"),
        *ddl.journal_triggers("assets", client="client_id", exclude="search"),
        *_identifier_triggers(),
        *ddl.grants("asset_identifiers"),
    ]
    for table in EXTENSIONS:
        statements += ddl.tenant_policy(table, visible=f"({ddl.ALL_CLIENTS} or app_asset_visible(tenant_id, id))")
        statements += ddl.journal_triggers(table, client=of_asset)
        statements += ddl.grants(table)
    for table in ("asset_types", "custom_fields", "assets"):
        statements += ddl.bump_version(table)
        statements += ddl.grants(table)
    statements += [
        f"create policy lookups on assets for select to {ddl.LOOKUP_ROLE} using (true)",
        f"grant select on assets to {ddl.LOOKUP_ROLE}",
        f"alter function search_asset_ids(text) owner to {ddl.LOOKUP_ROLE}",
        "revoke execute on function search_asset_ids(text) from public",
        f"grant execute on function search_asset_ids(text) to {ddl.APP_ROLE}",
        f"create policy lookups on changes for select to {ddl.LOOKUP_ROLE} using (true)",
        f"grant select on changes to {ddl.LOOKUP_ROLE}",
        f"alter function tenant_change_counter() owner to {ddl.LOOKUP_ROLE}",
        "revoke execute on function tenant_change_counter() from public",
        f"grant execute on function tenant_change_counter() to {ddl.APP_ROLE}",
    ]
    for statement in statements:
        op.execute(statement)


def _identifier_triggers() -> list[str]:
    """Identifiers are captured per asset and statement: one change holds all that came, went or changed."""
    head = (
        "insert into changes (tenant_id, change_set_id, table_name, row_id, object_id, client_id, operation, before, after) "
        "select r.tenant_id, journal_change_set(), 'asset_identifiers', r.asset_id, r.asset_id, "
        "(select a.client_id from assets a where a.tenant_id = r.tenant_id and a.id = r.asset_id), "
    )
    group = " group by r.tenant_id, r.asset_id"
    image = IDENTIFIER_IMAGE.format
    pair = "new_rows r join old_rows o using (tenant_id, asset_id, kind, value)"
    bodies = {
        "insert": ("new table as new_rows", f"'insert', null, {image('r')} from new_rows r"),
        "update": ("old table as old_rows new table as new_rows", f"'update', {image('o')}, {image('r')} from {pair}"),
        "delete": ("old table as old_rows", f"'delete', {image('r')}, null from old_rows r"),
    }
    statements = []
    for operation, (tables, body) in bodies.items():
        function = f"journal_asset_identifiers_{operation}"
        statements += [
            (
                f"create function {function}() returns trigger language plpgsql security definer "
                f"set search_path = public, pg_temp as $journal$\nbegin\n{head}{body}{group};\nreturn null;\nend $journal$"
            ),
            f"revoke execute on function {function}() from public",
            (
                f"create trigger {function} after {operation} on asset_identifiers "
                f"referencing {tables} for each statement execute function {function}()"
            ),
        ]
    return statements


def _tables() -> None:
    op.create_table(
        "asset_types",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("icon", sa.String(length=40), server_default="device", nullable=False),
        sa.Column("is_builtin", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("key ~ '^[a-z][a-z0-9_]{0,39}$'", name=op.f("ck_asset_types_key_form")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_asset_types")),
        sa.UniqueConstraint("tenant_id", "key", name=op.f("uq_asset_types_tenant_id_key")),
    )
    op.create_table(
        "custom_fields",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("choices", postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("required", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("help_text", sa.Text(), nullable=True),
        sa.Column("asset_types", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("key ~ '^[a-z][a-z0-9_]{0,39}$'", name=op.f("ck_custom_fields_key_form")),
        sa.CheckConstraint(
            "kind in ('text','number','boolean','date','choice','url')", name=op.f("ck_custom_fields_kind_known")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_custom_fields")),
        sa.UniqueConstraint("tenant_id", "key", name=op.f("uq_custom_fields_tenant_id_key")),
    )
    op.create_table(
        "assets",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("client_id", sa.UUID(), nullable=False),
        sa.Column("location_id", sa.UUID(), nullable=True),
        sa.Column("contact_id", sa.UUID(), nullable=True),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=16), server_default="in_stock", nullable=False),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("manufacturer", sa.Text(), nullable=True),
        sa.Column("model", sa.Text(), nullable=True),
        sa.Column("serial", sa.Text(), nullable=True),
        sa.Column("hostname", sa.Text(), nullable=True),
        sa.Column("hardware_uuid", sa.Text(), nullable=True),
        sa.Column("mac_addresses", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("ip_address", postgresql.INET(), nullable=True),
        sa.Column("wan_ip", postgresql.INET(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("purchase_date", sa.Date(), nullable=True),
        sa.Column("purchase_cost", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("supplier", sa.Text(), nullable=True),
        sa.Column("order_number", sa.Text(), nullable=True),
        sa.Column("warranty_start", sa.Date(), nullable=True),
        sa.Column("warranty_end", sa.Date(), nullable=True),
        sa.Column("end_of_life", sa.Date(), nullable=True),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tags", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("custom", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column(
            "search",
            sa.Text(),
            sa.Computed(
                "asset_search_text(tag, name, serial, hostname, mac_addresses, ip_address, manufacturer, model, hardware_uuid)",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("btrim(name) <> ''", name=op.f("ck_assets_name_not_blank")),
        sa.CheckConstraint("btrim(tag) <> ''", name=op.f("ck_assets_tag_not_blank")),
        sa.CheckConstraint(
            "status in ('ordered', 'in_stock', 'deployed', 'in_repair', 'retired', 'disposed', 'missing')",
            name=op.f("ck_assets_status_known"),
        ),
        sa.CheckConstraint("purchase_cost >= 0", name=op.f("ck_assets_purchase_cost_not_negative")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "client_id", "contact_id"],
            ["contacts.tenant_id", "contacts.client_id", "contacts.id"],
            name=op.f("fk_assets_tenant_id_client_id_contact_id_contacts"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "client_id", "location_id"],
            ["locations.tenant_id", "locations.client_id", "locations.id"],
            name=op.f("fk_assets_tenant_id_client_id_location_id_locations"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "client_id"],
            ["clients.tenant_id", "clients.id"],
            name=op.f("fk_assets_tenant_id_client_id_clients"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "type"],
            ["asset_types.tenant_id", "asset_types.key"],
            name=op.f("fk_assets_tenant_id_type_asset_types"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_assets")),
        sa.UniqueConstraint("tenant_id", "client_id", "tag", name=op.f("uq_assets_tenant_id_client_id_tag")),
    )
    op.create_index("ix_assets_client_name", "assets", ["tenant_id", "client_id", "name", "id"], unique=False)
    op.create_index(
        "ix_assets_contact",
        "assets",
        ["tenant_id", "contact_id"],
        unique=False,
        postgresql_where=sa.text("contact_id is not null"),
    )
    op.create_index(
        "ix_assets_location",
        "assets",
        ["tenant_id", "location_id"],
        unique=False,
        postgresql_where=sa.text("location_id is not null"),
    )
    for name, columns, included in (
        ("tag", ["tag"], ["client_id", "status", "type"]),
        ("name", ["name"], ["client_id", "status", "type"]),
        ("status", ["status", "tag"], ["client_id"]),
        ("type", ["type", "tag"], ["client_id"]),
        ("updated", ["updated_at"], ["client_id"]),
        ("last_seen", ["last_seen_at"], ["client_id"]),
        ("warranty_end", ["warranty_end"], ["client_id"]),
    ):
        op.create_index(
            f"ix_assets_{name}", "assets", ["tenant_id", *columns, "id"], unique=False, postgresql_include=included
        )
    op.create_index(
        "ix_assets_search",
        "assets",
        ["tenant_id", "search"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"search": "gin_trgm_ops"},
    )
    op.create_table(
        "asset_identifiers",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("asset_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("is_current", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "kind in ('serial','tag','mac','hostname','uuid','imei','source')",
            name=op.f("ck_asset_identifiers_kind_known"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "asset_id"],
            ["assets.tenant_id", "assets.id"],
            name=op.f("fk_asset_identifiers_tenant_id_asset_id_assets"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "asset_id", "kind", "value", name=op.f("pk_asset_identifiers")),
    )
    op.create_index(
        "ix_asset_identifiers_value", "asset_identifiers", ["tenant_id", "kind", "value", "asset_id"], unique=False
    )
    op.create_table(
        "workstations",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("form_factor", sa.Text(), nullable=True),
        sa.Column("graphics", sa.Text(), nullable=True),
        sa.Column("screen_size", sa.Text(), nullable=True),
        sa.Column("tpm_version", sa.Text(), nullable=True),
        sa.Column("secure_boot", sa.Boolean(), nullable=True),
        sa.Column("battery_health_percent", sa.Integer(), nullable=True),
        sa.Column("os_architecture", sa.Text(), nullable=True),
        sa.Column("cpu", sa.Text(), nullable=True),
        sa.Column("cpu_cores", sa.Integer(), nullable=True),
        sa.Column("ram_mb", sa.Integer(), nullable=True),
        sa.Column("disk_total_gb", sa.Integer(), nullable=True),
        sa.Column("disk_free_gb", sa.Integer(), nullable=True),
        sa.Column("disk_type", sa.Text(), nullable=True),
        sa.Column("bios_version", sa.Text(), nullable=True),
        sa.Column("bios_date", sa.Date(), nullable=True),
        sa.Column("encryption", sa.Text(), nullable=True),
        sa.Column("domain", sa.Text(), nullable=True),
        sa.Column("last_user", sa.Text(), nullable=True),
        sa.Column("antivirus", sa.Text(), nullable=True),
        sa.Column("antivirus_status", sa.Text(), nullable=True),
        sa.Column("agent_name", sa.Text(), nullable=True),
        sa.Column("agent_version", sa.Text(), nullable=True),
        sa.Column("last_boot_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reboot_required", sa.Boolean(), nullable=True),
        sa.Column("patch_status", sa.Text(), nullable=True),
        sa.Column("os_name", sa.Text(), nullable=True),
        sa.Column("os_version", sa.Text(), nullable=True),
        sa.Column("os_build", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "id"], ["assets.tenant_id", "assets.id"], name=op.f("fk_workstations_tenant_id_id_assets")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_workstations")),
    )
    op.create_index("ix_workstations_os_name", "workstations", ["tenant_id", "os_name"], unique=False)
    op.create_table(
        "servers",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("cpu_count", sa.Integer(), nullable=True),
        sa.Column("raid_level", sa.Text(), nullable=True),
        sa.Column("is_virtual", sa.Boolean(), nullable=True),
        sa.Column("hypervisor", sa.Text(), nullable=True),
        sa.Column("host_name", sa.Text(), nullable=True),
        sa.Column("server_role", sa.Text(), nullable=True),
        sa.Column("management_ip", postgresql.INET(), nullable=True),
        sa.Column("power_supplies", sa.Integer(), nullable=True),
        sa.Column("rack", sa.Text(), nullable=True),
        sa.Column("rack_unit", sa.Integer(), nullable=True),
        sa.Column("backup_status", sa.Text(), nullable=True),
        sa.Column("os_architecture", sa.Text(), nullable=True),
        sa.Column("cpu", sa.Text(), nullable=True),
        sa.Column("cpu_cores", sa.Integer(), nullable=True),
        sa.Column("ram_mb", sa.Integer(), nullable=True),
        sa.Column("disk_total_gb", sa.Integer(), nullable=True),
        sa.Column("disk_free_gb", sa.Integer(), nullable=True),
        sa.Column("disk_type", sa.Text(), nullable=True),
        sa.Column("bios_version", sa.Text(), nullable=True),
        sa.Column("bios_date", sa.Date(), nullable=True),
        sa.Column("encryption", sa.Text(), nullable=True),
        sa.Column("domain", sa.Text(), nullable=True),
        sa.Column("last_user", sa.Text(), nullable=True),
        sa.Column("antivirus", sa.Text(), nullable=True),
        sa.Column("antivirus_status", sa.Text(), nullable=True),
        sa.Column("agent_name", sa.Text(), nullable=True),
        sa.Column("agent_version", sa.Text(), nullable=True),
        sa.Column("last_boot_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reboot_required", sa.Boolean(), nullable=True),
        sa.Column("patch_status", sa.Text(), nullable=True),
        sa.Column("os_name", sa.Text(), nullable=True),
        sa.Column("os_version", sa.Text(), nullable=True),
        sa.Column("os_build", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "id"], ["assets.tenant_id", "assets.id"], name=op.f("fk_servers_tenant_id_id_assets")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_servers")),
    )
    op.create_table(
        "network_devices",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("device_role", sa.Text(), nullable=True),
        sa.Column("firmware_version", sa.Text(), nullable=True),
        sa.Column("port_count", sa.Integer(), nullable=True),
        sa.Column("poe_ports", sa.Integer(), nullable=True),
        sa.Column("uplink_speed_mbps", sa.Integer(), nullable=True),
        sa.Column("management_ip", postgresql.INET(), nullable=True),
        sa.Column("management_url", sa.Text(), nullable=True),
        sa.Column("snmp_version", sa.Text(), nullable=True),
        sa.Column("vlans", sa.Text(), nullable=True),
        sa.Column("stack_members", sa.Integer(), nullable=True),
        sa.Column("is_managed", sa.Boolean(), nullable=True),
        sa.Column("controller", sa.Text(), nullable=True),
        sa.Column("rack", sa.Text(), nullable=True),
        sa.Column("rack_unit", sa.Integer(), nullable=True),
        sa.Column("config_backed_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "id"], ["assets.tenant_id", "assets.id"], name=op.f("fk_network_devices_tenant_id_id_assets")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_network_devices")),
    )
    op.create_table(
        "mobile_devices",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("imei", sa.Text(), nullable=True),
        sa.Column("imei2", sa.Text(), nullable=True),
        sa.Column("iccid", sa.Text(), nullable=True),
        sa.Column("phone_number", sa.Text(), nullable=True),
        sa.Column("carrier", sa.Text(), nullable=True),
        sa.Column("storage_gb", sa.Integer(), nullable=True),
        sa.Column("storage_free_gb", sa.Integer(), nullable=True),
        sa.Column("ownership", sa.Text(), nullable=True),
        sa.Column("mdm_name", sa.Text(), nullable=True),
        sa.Column("mdm_enrolled", sa.Boolean(), nullable=True),
        sa.Column("is_supervised", sa.Boolean(), nullable=True),
        sa.Column("is_jailbroken", sa.Boolean(), nullable=True),
        sa.Column("encryption", sa.Text(), nullable=True),
        sa.Column("passcode_set", sa.Boolean(), nullable=True),
        sa.Column("battery_health_percent", sa.Integer(), nullable=True),
        sa.Column("last_user", sa.Text(), nullable=True),
        sa.Column("os_name", sa.Text(), nullable=True),
        sa.Column("os_version", sa.Text(), nullable=True),
        sa.Column("os_build", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "id"], ["assets.tenant_id", "assets.id"], name=op.f("fk_mobile_devices_tenant_id_id_assets")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_mobile_devices")),
    )
    op.create_table(
        "printers",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("print_technology", sa.Text(), nullable=True),
        sa.Column("is_color", sa.Boolean(), nullable=True),
        sa.Column("is_multifunction", sa.Boolean(), nullable=True),
        sa.Column("has_duplex", sa.Boolean(), nullable=True),
        sa.Column("page_count", sa.Integer(), nullable=True),
        sa.Column("page_count_color", sa.Integer(), nullable=True),
        sa.Column("toner_black_percent", sa.Integer(), nullable=True),
        sa.Column("toner_cyan_percent", sa.Integer(), nullable=True),
        sa.Column("toner_magenta_percent", sa.Integer(), nullable=True),
        sa.Column("toner_yellow_percent", sa.Integer(), nullable=True),
        sa.Column("firmware_version", sa.Text(), nullable=True),
        sa.Column("management_url", sa.Text(), nullable=True),
        sa.Column("queue_name", sa.Text(), nullable=True),
        sa.Column("paper_sizes", sa.Text(), nullable=True),
        sa.Column("connection", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "id"], ["assets.tenant_id", "assets.id"], name=op.f("fk_printers_tenant_id_id_assets")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_printers")),
    )
