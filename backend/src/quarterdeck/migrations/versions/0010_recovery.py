"""Undoing change sets.

Revision: 0010
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from quarterdeck.platform.db import ddl

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

FUNCTIONS = (
    # Of all clients, so that a person who sees some can be told how many are beyond them. A number, and no more.
    """
create function change_set_objects(wanted uuid) returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
  select count(distinct c.object_id) from changes c
  where c.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and c.change_set_id = wanted
$$
""",
    f"alter function change_set_objects(uuid) owner to {ddl.LOOKUP_ROLE}",
    "revoke execute on function change_set_objects(uuid) from public",
    f"grant execute on function change_set_objects(uuid) to {ddl.APP_ROLE}",
    # Key by key, what a value becomes when a change to it is taken back: `changed` keys there were, `restored` of
    # them, and those `left` because somebody changed them since. '*' in `forced` stands for every key.
    """
create function journal_unwound(
  was jsonb, became jsonb, present jsonb, forced text[], force_all boolean, only_keys text[]
) returns jsonb language sql immutable parallel safe as $$
  with keys as (
    select k, was -> k as w, became -> k as b, present -> k as p
    from (select jsonb_object_keys(coalesce(was, '{}')) union select jsonb_object_keys(coalesce(became, '{}'))) x (k)
    where (was -> k) is distinct from (became -> k) and (only_keys is null or k = any (only_keys))
  ), judged as (
    select k, w, case
      when p is not distinct from b then 'r' when p is not distinct from w then 'a'
      when force_all or k = any (forced) or '*' = any (forced) then 'r' else 'c' end as state
    from keys
  )
  select jsonb_build_object(
    'value', (coalesce(present, '{}') - array(select k from judged where state = 'r' and w is null))
      || coalesce((select jsonb_object_agg(k, w) from judged where state = 'r' and w is not null), '{}'),
    'changed', count(*),
    'restored', count(*) filter (where state = 'r'),
    'left', coalesce(jsonb_agg(k order by k) filter (where state = 'c'), '[]'))
  from judged
$$
""",
)


def upgrade() -> None:
    op.drop_index("ix_changes_change_set", table_name="changes")
    op.create_index("ix_changes_change_set", "changes", ["tenant_id", "change_set_id", "object_id"])
    _undos()
    visible = f"({ddl.ALL_CLIENTS} or app_change_set_visible(tenant_id, change_set_id))"
    for statement in (*FUNCTIONS, *ddl.tenant_policy("undos", visible=visible), *ddl.grants("undos")):
        op.execute(statement)


def _undos() -> None:
    op.create_table(
        "undos",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("change_set_id", sa.UUID(), nullable=False),
        sa.Column("undo_change_set_id", sa.UUID(), nullable=True),
        sa.Column("job_id", sa.UUID(), nullable=True),
        sa.Column("state", sa.String(length=12), server_default="running", nullable=False),
        sa.Column("is_whole", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("wanted", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("plan", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("counts", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("problems", postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("started_by", sa.UUID(), nullable=True),
        sa.Column("started_by_label", sa.Text(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "state in ('running', 'done', 'partly_done', 'cancelled', 'failed')", name=op.f("ck_undos_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "change_set_id"],
            ["change_sets.tenant_id", "change_sets.id"],
            name=op.f("fk_undos_tenant_id_change_set_id_change_sets"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "undo_change_set_id"],
            ["change_sets.tenant_id", "change_sets.id"],
            name=op.f("fk_undos_tenant_id_undo_change_set_id_change_sets"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "job_id"], ["jobs.tenant_id", "jobs.id"], name=op.f("fk_undos_tenant_id_job_id_jobs")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_undos")),
    )
    op.create_index("ix_undos_change_set", "undos", ["tenant_id", "change_set_id"])
    op.create_index("ix_undos_own_change_set", "undos", ["tenant_id", "undo_change_set_id"])
    op.create_index("ix_undos_job", "undos", ["tenant_id", "job_id"])
    op.create_index(
        "uq_undos_running",
        "undos",
        ["tenant_id", "change_set_id"],
        unique=True,
        postgresql_where=sa.text("state = 'running'"),
    )
