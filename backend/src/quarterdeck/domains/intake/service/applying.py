"""One chunk of decisions into the record: a handful of set-based statements inside the batch's change set."""

import uuid
from collections.abc import Mapping
from typing import Any

from quarterdeck.domains.assets.models import EXTENSIONS, Asset
from quarterdeck.domains.assets.service import take_tags
from quarterdeck.domains.intake.models import IntakeBatch
from quarterdeck.domains.intake.queries import Chunk
from quarterdeck.domains.intake.schemas import ALL, NAME, SWAPPED_UUID
from quarterdeck.domains.intake.service.batches import access_batch, has_moved
from quarterdeck.domains.intake.service.deciding import decide_again
from quarterdeck.domains.intake.service.missing import create_missing
from quarterdeck.domains.journal.service import continue_change_set, open_change_set
from quarterdeck.platform.actors import Actor, Origin
from quarterdeck.platform.db.session import TenantSession

_KEPT = frozenset({"tenant_id", "id", "client_id", "type", "version", "created_at", "updated_at", "search", "custom"})
_COLUMNS = tuple(column.name for column in Asset.__table__.columns if column.name not in _KEPT)
_DEFAULTS = {"mac_addresses": "'{}'", "tags": "'{}'", "status": "'in_stock'"}
_SINGLE = ("serial", "tag", "hostname", "uuid")

# `offset 0`: a new batch is in no statistics, and without it the planner walks the whole batch for each row.
_ROWS = """
intake_decisions d
cross join lateral (select o.* from observations o
  where o.tenant_id = d.tenant_id and o.batch_id = d.batch_id and o.row_no = d.row_no offset 0) o
"""
_WHERE = """
d.tenant_id = %(tenant)s and d.batch_id = %(batch)s and d.row_no between %(first)s and %(last)s and not d.is_applied
"""


def apply(
    session: TenantSession,
    actor: Actor,
    batch_id: uuid.UUID,
    *,
    first: int,
    last: int,
    reason: str,
    job_id: uuid.UUID | None = None,
    origin: Origin | None = None,
) -> None:
    """Write what was decided on rows `first` to `last`. If somebody else wrote since, they are decided anew first."""
    batch = access_batch(session, batch_id)
    chunk = Chunk(batch_id, first, last)
    _take_turn(session)
    _write_inside(session, actor, batch, reason=reason, job_id=job_id, origin=origin)
    if has_moved(session, batch):
        decide_again(session, batch_id, first=first, last=last)
    if create_missing(session, actor, chunk):
        decide_again(session, batch_id, first=first, last=last)
    params = chunk.params(session) | {"source": batch.source}
    _create(session, params)
    _update(session, params)
    session.raw.execute(
        f"update intake_decisions d set is_applied = true where {_WHERE}",
        params,
    )


def _take_turn(session: TenantSession) -> None:
    """Two intakes of one tenant apply one after the other, so that both can't create the same asset."""
    session.raw.execute(
        "select pg_advisory_xact_lock(hashtextextended(%(key)s, 0))", {"key": f"intake:{session.tenant_id}"}
    )


def _write_inside(
    session: TenantSession,
    actor: Actor,
    batch: IntakeBatch,
    *,
    reason: str,
    job_id: uuid.UUID | None,
    origin: Origin | None,
) -> None:
    if batch.change_set_id is None:
        batch.change_set_id = open_change_set(session, actor, reason=reason, job_id=job_id, origin=origin)
        session.flush()
    else:
        continue_change_set(session, batch.change_set_id)


def _create(session: TenantSession, params: Mapping[str, Any]) -> None:
    untagged = [
        row_no
        for (row_no,) in session.raw.execute(
            f"""select d.row_no from {_ROWS} where {_WHERE} and d.outcome = 'created' and not o.fields ? 'tag'
            order by d.row_no""",
            params,
        )
    ]
    tags = take_tags(session, len(untagged)) if untagged else []
    session.raw.execute(_INSERT_ASSETS, {**params, "untagged": untagged, "given": tags})
    for statement in _INSERT_EXTENSIONS:
        session.raw.execute(statement, params)
    session.raw.execute(_INSERT_IDENTIFIERS, params)


def _update(session: TenantSession, params: Mapping[str, Any]) -> None:
    session.raw.execute(_UPDATE_ASSETS, params)
    for statement in _UPSERT_EXTENSIONS:
        session.raw.execute(statement, params)
    session.raw.execute(_RETIRE_IDENTIFIERS, params)
    session.raw.execute(_ADD_IDENTIFIERS, params)


def _column_value(name: str) -> str:
    if name == "name":
        model = "nullif(concat_ws(' ', r.manufacturer, r.model), '')"
        return f"coalesce(r.name, r.hostname, {model}, r.serial, r.tag, r.mac_addresses[1], 'Asset ' || t.tag)"
    if name == "tag":
        return "coalesce(r.tag, t.tag)"
    return f"coalesce(r.{name}, {_DEFAULTS[name]})" if name in _DEFAULTS else f"r.{name}"


_INSERT_ASSETS = f"""
insert into assets (tenant_id, id, client_id, type, custom, {", ".join(_COLUMNS)})
select d.tenant_id, d.asset_id, o.client_id, o.type, o.custom, {", ".join(_column_value(name) for name in _COLUMNS)}
from {_ROWS}
left join (select * from unnest(%(untagged)s::bigint[], %(given)s::text[]) as t (row_no, tag)) t on t.row_no = d.row_no
cross join lateral jsonb_populate_record(null::assets, o.fields) r
where {_WHERE} and d.outcome = 'created'
order by d.row_no
"""


def _columns_of(key: str) -> list[str]:
    return [c.name for c in EXTENSIONS[key].__table__.columns if c.name not in {"tenant_id", "id"}]


_INSERT_EXTENSIONS = tuple(
    f"""
    insert into {model.__tablename__} (tenant_id, id, {", ".join(_columns_of(key))})
    select d.tenant_id, d.asset_id, {", ".join(f"r.{name}" for name in _columns_of(key))}
    from {_ROWS} cross join lateral jsonb_populate_record(null::{model.__tablename__}, o.extension) r
    where {_WHERE} and d.outcome = 'created' and o.type = '{key}'
    """
    for key, model in EXTENSIONS.items()
)

# Said by what they are not: "kind in (...)" would lead the planner to the index by value.
_LOOKUPS = f"'{{{ALL},{NAME},{SWAPPED_UUID}}}'"
_KEYS = f"""
cross join lateral (select k.kind, k.value from observation_keys k
  where k.tenant_id = d.tenant_id and k.batch_id = d.batch_id and k.row_no = d.row_no and k.kind <> all ({_LOOKUPS})
  offset 0) k
"""

_INSERT_IDENTIFIERS = f"""
insert into asset_identifiers (tenant_id, asset_id, kind, value, source)
select d.tenant_id, d.asset_id, k.kind, k.value, %(source)s
from {_ROWS} {_KEYS} where {_WHERE} and d.outcome = 'created'
union
select d.tenant_id, d.asset_id, 'tag', upper(a.tag), %(source)s
from {_ROWS} join assets a on a.tenant_id = d.tenant_id and a.id = d.asset_id
where {_WHERE} and d.outcome = 'created' and not o.fields ? 'tag'
"""

_UPDATE_ASSETS = f"""
update assets a
set ({", ".join(_COLUMNS)}, custom) = (
  select {", ".join(f"r.{name}" for name in _COLUMNS)}, a.custom || coalesce(d.changes -> 'custom', '{{}}')
  from jsonb_populate_record(a, coalesce(d.changes -> 'columns', '{{}}')) r)
from intake_decisions d
where {_WHERE} and d.outcome = 'updated' and a.tenant_id = d.tenant_id and a.id = d.asset_id
"""

_UPSERT_EXTENSIONS = tuple(
    f"""
    insert into {model.__tablename__} as x (tenant_id, id, {", ".join(_columns_of(key))})
    select d.tenant_id, d.asset_id, {", ".join(f"r.{name}" for name in _columns_of(key))}
    from intake_decisions d
    join assets a on a.tenant_id = d.tenant_id and a.id = d.asset_id and a.type = '{key}'
    cross join lateral jsonb_populate_record(null::{model.__tablename__}, d.changes -> 'extension') r
    where {_WHERE} and d.outcome = 'updated' and d.changes ? 'extension'
    on conflict (tenant_id, id) do update set {
        ", ".join(f"{name} = coalesce(excluded.{name}, x.{name})" for name in _columns_of(key))
    }
    """
    for key, model in EXTENSIONS.items()
)

# Of kinds that a machine has one of, a new value retires the former one; addresses are only added.
_RETIRE_IDENTIFIERS = f"""
update asset_identifiers i set is_current = false
from (select d.asset_id, k.kind, k.value from intake_decisions d {_KEYS}
      where {_WHERE} and d.outcome = 'updated' and k.kind in ({", ".join(f"'{kind}'" for kind in _SINGLE)})) n
where i.tenant_id = %(tenant)s and i.asset_id = n.asset_id and i.kind = n.kind and i.value <> n.value and i.is_current
"""

_ADD_IDENTIFIERS = f"""
insert into asset_identifiers as i (tenant_id, asset_id, kind, value, source)
select distinct d.tenant_id, d.asset_id, k.kind, k.value, %(source)s from intake_decisions d {_KEYS}
where {_WHERE} and d.outcome = 'updated'
on conflict (tenant_id, asset_id, kind, value) do update set is_current = true where not i.is_current
"""
