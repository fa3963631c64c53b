"""Values of custom fields that only one asset of the tenant has: kept apart, so that the database can say so.

Revision: 0048
"""

import sqlalchemy as sa
from alembic import op

from quarterdeck.platform.db import ddl

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

DIGEST = """
create function unique_value_digest(value jsonb) returns bytea language sql stable parallel safe as $$
select sha256(convert_to(case jsonb_typeof(value)
  when 'number' then trim_scale((value #>> '{}')::numeric)::text
  else lower(btrim(regexp_replace(normalize(value #>> '{}', NFKC), '\\s+', ' ', 'g'))) end, 'UTF8'))
$$
"""
# Shared by whoever writes assets, alone for whoever declares a field: each sees what the other has committed.
TURN = "hashtextextended('unique_values:' || tenant, 0)"
HEAD = f"""
declare
  tenant uuid := {ddl.CURRENT_TENANT};
  wanted text;
begin
  perform pg_advisory_xact_lock_shared({TURN});
  for wanted in select f.key from custom_fields f where f.tenant_id = tenant and f.is_unique order by f.key loop
"""
SIDES = "old_rows o join new_rows n on n.tenant_id = o.tenant_id and n.id = o.id"
MOVED = "o.custom -> wanted is distinct from n.custom -> wanted"
VALUE = "unique_value_digest(n.custom -> wanted)"
ADD = f"insert into unique_values (tenant_id, asset_id, field_key, digest) select tenant, n.id, wanted, {VALUE} from"
# All go before any comes, so that two assets can swap their values. Without a join: its plan would be kept.
REMOVE = "delete from unique_values u where u.tenant_id = tenant and u.field_key = wanted and u.asset_id = any (array("
FOLLOWING = {
    "insert": f"{ADD} new_rows n where n.custom ->> wanted is not null order by 4;",
    "update": f"""
    {REMOVE} select o.id from {SIDES} where {MOVED} and o.custom ->> wanted is not null));
    {ADD} {SIDES} where {MOVED} and n.custom ->> wanted is not null order by 4;
    """,
    "delete": f"{REMOVE} select o.id from old_rows o where o.custom ->> wanted is not null));",
}
TABLES = {
    "insert": "new table as new_rows",
    "update": "old table as old_rows new table as new_rows",
    "delete": "old table as old_rows",
}
# Whoever declares a field may see some clients only; it is unique over all of them.
DECLARED = f"""
create function unique_values_declared() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
declare
  tenant uuid := coalesce(new.tenant_id, old.tenant_id);
  was boolean := coalesce(old.is_unique, false);
  becomes boolean := coalesce(new.is_unique, false);
  scope text := current_setting('app.client_scope', true);
begin
  if was = becomes then
    return null;
  end if;
  perform pg_advisory_xact_lock({TURN});
  if was then
    delete from unique_values u where u.tenant_id = tenant and u.field_key = old.key;
  else
    perform set_config('app.client_scope', '*', true);
    insert into unique_values (tenant_id, asset_id, field_key, digest)
    select tenant, a.id, new.key, unique_value_digest(a.custom -> new.key) from assets a
    where a.tenant_id = tenant and a.custom <> '{{}}' and a.custom ->> new.key is not null;
    perform set_config('app.client_scope', coalesce(scope, ''), true);
  end if;
  return null;
end $$
"""
WHEN = "after insert or update of is_unique or delete on custom_fields"
# Why an undo cannot give an asset these values: the field and the asset that has one of them. Not one that gave it up
# by what is being undone, and so is about to lose it.
TAKEN = f"""
create function unique_value_taken(asset uuid, custom jsonb, change_set uuid, since timestamptz) returns text
language sql stable set search_path = public, pg_temp as $$
select 'value_taken:' || f.label || E'\\x1f' || coalesce(a.tag, '')
from custom_fields f
join unique_values u on u.tenant_id = f.tenant_id and u.field_key = f.key
  and u.digest = unique_value_digest(custom -> f.key)
left join assets a on a.tenant_id = u.tenant_id and a.id = u.asset_id
where f.tenant_id = {ddl.CURRENT_TENANT} and f.is_unique and u.asset_id <> asset
  and not exists (select 1 from changes c
    where c.tenant_id = u.tenant_id and c.change_set_id = change_set and c.at >= since and c.object_id = u.asset_id
      and c.table_name = 'assets'
      and unique_value_digest(c.before -> 'custom' -> f.key) is distinct from u.digest)
order by f.position, f.key limit 1
$$
"""


def upgrade() -> None:
    op.add_column(
        "custom_fields", sa.Column("is_unique", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.create_table(
        "unique_values",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("asset_id", sa.UUID(), nullable=False),
        sa.Column("field_key", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "asset_id", "field_key", name=op.f("pk_unique_values")),
        # An undo puts the check off until all its rows are where they belong.
        sa.UniqueConstraint(
            "tenant_id",
            "field_key",
            "digest",
            deferrable=True,
            initially="IMMEDIATE",
            name=op.f("uq_unique_values_tenant_id_field_key_digest"),
        ),
    )
    for statement in (
        DIGEST,
        *ddl.tenant_policy("unique_values"),
        *ddl.grants("unique_values", app="select"),
        *_following(),
        DECLARED,
        TAKEN,
        "revoke execute on function unique_values_declared() from public",
        f"create trigger unique_values_declared {WHEN} for each row execute function unique_values_declared()",
    ):
        op.execute(statement)


def _following() -> list[str]:
    return [statement for operation, body in FOLLOWING.items() for statement in _trigger(operation, body)]


def _trigger(operation: str, body: str) -> tuple[str, ...]:
    function = f"unique_values_{operation}"
    head = "language plpgsql security definer set search_path = public, pg_temp set enable_nestloop = off"
    when = f"after {operation} on assets referencing {TABLES[operation]} for each statement"
    return (
        f"create function {function}() returns trigger {head} as $$ {HEAD} {body} end loop; return null; end $$",
        f"revoke execute on function {function}() from public",
        f"create trigger {function} {when} execute function {function}()",
    )
