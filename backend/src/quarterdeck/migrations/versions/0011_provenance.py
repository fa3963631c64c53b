"""What every source said of an asset, locks, and whose value stands.

Revision: 0011
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from quarterdeck.platform.db import ddl

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

FUNCTIONS = (
    # One source's report after it said something: of every key the later observed stays. The case that nearly always
    # occurs, all keys said anew, is one concatenation.
    """
create function provenance_merged(report jsonb, seen timestamptz, observed timestamptz, said jsonb, author text)
returns jsonb language plpgsql stable parallel safe set search_path = pg_catalog, public as $$
declare
  known timestamptz := greatest((report ->> 'at')::timestamptz, seen);
  keys text[] := array(select jsonb_object_keys(said));
  times jsonb := report -> 't';
  merged jsonb;
begin
  if said = '{}' and report is not null then
    return report;
  end if;
  if report is null or times is null and observed >= known and (report -> 'v') - keys = '{}' then
    merged := jsonb_build_object('at', observed, 'v', said);
  else
    select jsonb_build_object('at', greatest(observed, known), 'v', jsonb_object_agg(k.key, k.value))
        || case when bool_or(k.at < greatest(observed, known)) then jsonb_build_object('t',
             jsonb_object_agg(k.key, k.at) filter (where k.at < greatest(observed, known))) else '{}' end
      into merged
      from (
        select o.key, case when s.value is not null and observed >= o.at then s.value else o.value end as value,
          case when s.value is not null and observed >= o.at then observed else o.at end as at
        from (select e.key, e.value, coalesce((times ->> e.key)::timestamptz, known) as at
              from jsonb_each(report -> 'v') e) o
        left join jsonb_each(said) s on s.key = o.key
        union all
        select s.key, s.value, observed from jsonb_each(said) s where not (report -> 'v') ? s.key
      ) k;
  end if;
  if author is not null then
    merged := merged || jsonb_build_object('by', coalesce(report -> 'by', '{}')
      || (select coalesce(jsonb_object_agg(k, author), '{}') from unnest(keys) k));
  end if;
  return merged;
end $$
""",
    # When a source observed what it says under a key.
    """
create function provenance_time(report jsonb, seen jsonb, source text, key text)
returns timestamptz language sql stable parallel safe as $$
  select coalesce((report -> 't' ->> key)::timestamptz,
    greatest((report ->> 'at')::timestamptz, (seen ->> source)::timestamptz))
$$
""",
)


def upgrade() -> None:
    op.create_table(
        "asset_provenance",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("reports", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("locks", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("seen", postgresql.JSONB(), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_asset_provenance")),
    )
    op.create_table(
        "precedence_rules",
        sa.Column("client_id", sa.UUID(), nullable=True),
        sa.Column("target", sa.String(length=60), nullable=False),
        sa.Column("mode", sa.String(length=8), nullable=False),
        sa.Column("sources", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.CheckConstraint("mode in ('newest', 'source')", name=op.f("ck_precedence_rules_mode_known")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "client_id"],
            ["clients.tenant_id", "clients.id"],
            name=op.f("fk_precedence_rules_tenant_id_client_id_clients"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_precedence_rules")),
        sa.UniqueConstraint(
            "tenant_id",
            "client_id",
            "target",
            name=op.f("uq_precedence_rules_tenant_id_client_id_target"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.add_column(
        "intake_batches",
        sa.Column("observed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
    )
    op.add_column("observations", sa.Column("observed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("intake_decisions", sa.Column("kept", postgresql.JSONB(), nullable=True))
    of_asset = "(select a.client_id from assets a where a.tenant_id = r.tenant_id and a.id = r.id)"
    statements = [
        *FUNCTIONS,
        # Rows are updated in place: room on their page keeps that from touching the index.
        "alter table asset_provenance set (fillfactor = 80)",
        *ddl.tenant_policy("asset_provenance", visible=f"({ddl.ALL_CLIENTS} or app_asset_visible(tenant_id, id))"),
        # The first report is the asset's own creation, told by the asset itself; saying the same again changes nothing.
        *ddl.journal_triggers(
            "asset_provenance",
            client=of_asset,
            exclude="seen",
            operations=("update", "delete"),
            updated="o.reports is distinct from r.reports or o.locks is distinct from r.locks",
        ),
        *ddl.tenant_policy("precedence_rules", visible="(client_id is null or app_client_visible(client_id))"),
        *ddl.journal_triggers("precedence_rules", client="client_id"),
        *ddl.grants("asset_provenance"),
        *ddl.grants("precedence_rules"),
    ]
    for statement in statements:
        op.execute(statement)
