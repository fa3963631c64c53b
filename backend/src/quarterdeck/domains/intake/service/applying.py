"""One chunk of decisions into the record: a handful of set-based statements inside the batch's change set."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson
from psycopg.errors import UniqueViolation

from quarterdeck.domains.assets.fields.definition import CUSTOM_PREFIX
from quarterdeck.domains.assets.models import EXTENSIONS
from quarterdeck.domains.assets.service import take_tags
from quarterdeck.domains.assets.service.catalogue import fields_for
from quarterdeck.domains.assets.service.unique import is_taken
from quarterdeck.domains.assets.sources import PERSON
from quarterdeck.domains.intake.models import IntakeBatch
from quarterdeck.domains.intake.queries import KEYS_OF, Chunk
from quarterdeck.domains.intake.schemas import ALL, CUT_HOSTNAME, NAME, ROW_KEY, SWAPPED_UUID
from quarterdeck.domains.intake.service.batches import access_batch, has_moved
from quarterdeck.domains.intake.service.clearing import EMPTIED_COLUMNS, EMPTIED_CUSTOM, clear
from quarterdeck.domains.intake.service.deciding import decide_again
from quarterdeck.domains.intake.service.differences import COLUMNS, columns_of
from quarterdeck.domains.intake.service.missing import create_missing
from quarterdeck.domains.intake.service.reconciling import OBSERVED_AT, hold_assets, record_reports
from quarterdeck.domains.intake.service.references import hold_references, reject_clientless
from quarterdeck.domains.intake.service.taken import reject_taken
from quarterdeck.domains.intake.service.undecided import put_up_for_review
from quarterdeck.domains.journal.service import continue_change_set, open_change_set
from quarterdeck.platform.actors import Actor, Origin
from quarterdeck.platform.db.session import TenantSession

_DEFAULTS = {"mac_addresses": "'{}'", "tags": "'{}'", "status": "'in_stock'"}
_ATTEMPTS = 3
_SINGLE = ("serial", "tag", "hostname", "uuid")

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
    adjust: Callable[[], None] = lambda: None,
    tags: Sequence[str] = (),
) -> None:
    """Write what was decided on rows `first` to `last`. If somebody else wrote since, they are decided anew first.

    `adjust` puts in place what people chose for these rows, whenever they were decided anew. `tags` were taken for
    them before; more are, if they don't suffice.
    """
    batch = access_batch(session, batch_id)
    chunk = Chunk(batch_id, first, last)
    _take_turn(session)
    # Whoever was killed while writing these rows beside others may not be gone yet.
    lock(session, key_of(session, chunk))
    _write_inside(session, actor, batch, reason=reason, job_id=job_id, origin=origin)
    if has_changed(session, batch, chunk):
        decide_again(session, batch_id, first=first, last=last)
        adjust()
    reject_clientless(session, chunk.params(session))
    if create_missing(session, actor, chunk):
        decide_again(session, batch_id, first=first, last=last)
        adjust()
    _write_what_is_free(session, actor, batch, chunk, job_id, tags=tags)


def _write_what_is_free(
    session: TenantSession,
    actor: Actor,
    batch: IntakeBatch,
    chunk: Chunk,
    job_id: uuid.UUID | None,
    *,
    tags: Sequence[str],
) -> None:
    """Somebody may give an asset a unique value while rows with it are decided on; then those are looked at again."""
    fields = fields_for(session)
    reject_taken(session, fields, chunk)
    for _ in range(_ATTEMPTS if fields.unique else 0):
        try:
            with session.raw.transaction():
                write(session, actor, batch, chunk, job_id, tags=tags)
                return
        except UniqueViolation as refusal:
            if not is_taken(refusal):
                raise
        reject_taken(session, fields, chunk, is_strict=True)
    write(session, actor, batch, chunk, job_id, tags=tags)


def has_changed(session: TenantSession, batch: IntakeBatch, chunk: Chunk) -> bool:
    """Hold what the chunk refers to and changes; whether any of it is no longer as it was when it was decided on."""
    params = chunk.params(session)
    # Before the assets, as whoever merges locations takes them.
    has_lost = hold_references(session, params)
    hold_assets(session, params)
    return has_lost or has_moved(session, batch)


def write(
    session: TenantSession,
    actor: Actor,
    batch: IntakeBatch,
    chunk: Chunk,
    job_id: uuid.UUID | None,
    *,
    tags: Sequence[str],
) -> None:
    """The decided rows of the chunk into the record."""
    params = chunk.params(session) | {"source": batch.source, "observed_at": batch.observed_at}
    params["author"] = actor.label if batch.source == PERSON else None
    _gather(session, params)
    _create(session, params, tags)
    _update(session, params)
    record_reports(session, params)
    put_up_for_review(session, params | {"job": job_id})
    session.raw.execute(f"update intake_decisions d set is_applied = true where {_WHERE}", params)


def _gather(session: TenantSession, params: Mapping[str, Any]) -> None:
    """The chunk in tables of its own, of which the planner knows how large they are.

    Of a new tenant it knows nothing. Joining what has just been written, it would take the tenant for a single row and
    walk all of it for each row of the chunk.
    """
    for statement in _GATHER:
        session.raw.execute(statement, params)


def _take_turn(session: TenantSession) -> None:
    """Two intakes of one tenant apply one after the other, so that both can't create the same asset."""
    lock(session, f"intake:{session.tenant_id}")


def key_of(session: TenantSession, chunk: Chunk) -> str:
    """Of the lock that whoever writes the chunk holds."""
    return f"intake:{session.tenant_id}:{chunk.batch_id}:{chunk.first}"


def lock(session: TenantSession, key: str) -> None:
    """Held until the transaction ends."""
    session.raw.execute("select pg_advisory_xact_lock(hashtextextended(%(key)s, 0))", {"key": key})


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


def _create(session: TenantSession, params: Mapping[str, Any], reserved: Sequence[str]) -> None:
    untagged = [
        row_no
        for (row_no,) in session.raw.execute(
            "select c.row_no from applied_rows c where c.outcome = 'created' and not c.fields ? 'tag' order by c.row_no"
        )
    ]
    tags = [*reserved[: len(untagged)]]
    if len(tags) < len(untagged):
        tags += take_tags(session, len(untagged) - len(tags))
    fields = fields_for(session)
    defaults = {
        type_key: {name.removeprefix(CUSTOM_PREFIX): value for name, value in fields.defaults_of(type_key).items()}
        for type_key in (each.value for each in fields.types)
    }
    given = {**params, "untagged": untagged, "given": tags, "defaults": orjson.dumps(defaults).decode()}
    session.raw.execute(_INSERT_ASSETS, given)
    for statement in _INSERT_EXTENSIONS:
        session.raw.execute(statement, params)
    session.raw.execute(_INSERT_IDENTIFIERS, given)


def _update(session: TenantSession, params: Mapping[str, Any]) -> None:
    if session.raw.execute("select 1 from applied_rows c where c.outcome = 'updated' limit 1").fetchone() is None:
        return
    session.raw.execute(_UPDATE_ASSETS, params)
    for statement in _UPSERT_EXTENSIONS:
        session.raw.execute(statement, params)
    _retire_identifiers(session, params)
    session.raw.execute(_ADD_IDENTIFIERS, params)
    clear(session, params)


def _retire_identifiers(session: TenantSession, params: Mapping[str, Any]) -> None:
    """Of kinds that a machine has one of, a new value retires the former one; addresses are only added."""
    former = session.raw.execute(_FORMER_IDENTIFIERS, params).fetchall()
    if former:
        assets, kinds, values = zip(*former, strict=True)
        given = {**params, "assets": list(assets), "kinds": list(kinds), "values": list(values)}
        for statement in _RETIRE_IDENTIFIERS:
            session.raw.execute(statement, given)


def _column_value(name: str) -> str:
    if name == "name":
        model = "nullif(concat_ws(' ', r.manufacturer, r.model), '')"
        return f"coalesce(r.name, r.hostname, {model}, r.serial, r.tag, r.mac_addresses[1], 'Asset ' || t.tag)"
    if name == "tag":
        return "coalesce(r.tag, t.tag)"
    return f"coalesce(r.{name}, {_DEFAULTS[name]})" if name in _DEFAULTS else f"r.{name}"


_LOOKUPS = f"'{{{ALL},{NAME},{SWAPPED_UUID},{CUT_HOSTNAME},{ROW_KEY}}}'"

# What lost to a lock or to another source leads to the asset, but is none of its own.
_KEPT_KEY = "case k.kind when 'uuid' then 'hardware_uuid' when 'mac' then 'mac_addresses' else k.kind end"

# `offset 0` keeps a look-up a look-up.
_GATHER = (
    # Several batches may be applied in one transaction.
    "drop table if exists pg_temp.applied_rows, pg_temp.applied_keys, pg_temp.carried",
    f"""
    create temporary table applied_rows on commit drop as
    select d.row_no, d.asset_id, d.outcome, d.changes, d.kept, o.client_id, o.type, o.fields, o.extension, o.custom,
      o.keys, {OBSERVED_AT} as observed_at
    from intake_decisions d
    cross join lateral (select o.* from observations o
      where o.tenant_id = d.tenant_id and o.batch_id = d.batch_id and o.row_no = d.row_no offset 0) o
    where {_WHERE} and d.outcome in ('created', 'updated', 'unchanged')
    order by d.row_no
    """,
    f"""
    create temporary table applied_keys on commit drop as
    select o.row_no, o.asset_id, o.outcome, k.kind, k.value, coalesce(o.kept, '{{}}') ? {_KEPT_KEY} as is_kept_out
    from applied_rows o cross join lateral {KEYS_OF} k
    where o.outcome <> 'unchanged' and k.kind <> all ({_LOOKUPS})
    """,
    # What the assets carry so far, asset by asset: asked for identifier by identifier it takes three times as long.
    """
    create temporary table carried on commit drop as
    select i.asset_id, i.kind, i.value, i.is_current, i.is_merged
    from (select distinct c.asset_id from applied_rows c where c.outcome = 'updated') c
    cross join lateral (select i.asset_id, i.kind, i.value, i.is_current, i.source = 'merge' as is_merged
      from asset_identifiers i where i.tenant_id = %(tenant)s and i.asset_id = c.asset_id offset 0) i
    """,
    "create index on applied_rows (asset_id)",
    # Of what is joined and chosen by; of the documents it would take longer than it saves.
    "analyze applied_rows (row_no, asset_id, outcome, type), applied_keys (row_no, asset_id, outcome, kind), carried",
)

_INSERT_ASSETS = f"""
insert into assets (tenant_id, id, client_id, type, custom, {", ".join(COLUMNS)})
select %(tenant)s, c.asset_id, c.client_id, c.type, coalesce(%(defaults)s::jsonb -> c.type, '{{}}') || c.custom,
  {", ".join(_column_value(name) for name in COLUMNS)}
from applied_rows c
left join unnest(%(untagged)s::bigint[], %(given)s::text[]) as t (row_no, tag) on t.row_no = c.row_no
cross join lateral jsonb_populate_record(null::assets, c.fields) r
where c.outcome = 'created'
order by c.row_no
"""


_INSERT_EXTENSIONS = tuple(
    f"""
    insert into {model.__tablename__} (tenant_id, id, {", ".join(columns_of(key))})
    select %(tenant)s, c.asset_id, {", ".join(f"r.{name}" for name in columns_of(key))}
    from applied_rows c cross join lateral jsonb_populate_record(null::{model.__tablename__}, c.extension) r
    where c.outcome = 'created' and c.type = '{key}'
    """
    for key, model in EXTENSIONS.items()
)

_INSERT_IDENTIFIERS = """
insert into asset_identifiers (tenant_id, asset_id, kind, value, source)
select %(tenant)s, k.asset_id, k.kind, k.value, %(source)s from applied_keys k where k.outcome = 'created'
union all
select %(tenant)s, c.asset_id, 'tag', upper(t.tag), %(source)s
from unnest(%(untagged)s::bigint[], %(given)s::text[]) as t (row_no, tag)
join applied_rows c on c.row_no = t.row_no
"""

_UPDATE_ASSETS = f"""
update assets a
set ({", ".join(COLUMNS)}, custom) = (
  select {", ".join(f"r.{name}" for name in COLUMNS)},
    (a.custom || coalesce(c.changes -> 'custom', '{{}}')) - {EMPTIED_CUSTOM}
  from jsonb_populate_record(a, coalesce(c.changes -> 'columns', '{{}}') || {EMPTIED_COLUMNS}) r)
from applied_rows c
where c.outcome = 'updated' and a.tenant_id = %(tenant)s and a.id = c.asset_id
"""

_UPSERT_EXTENSIONS = tuple(
    f"""
    insert into {model.__tablename__} as x (tenant_id, id, {", ".join(columns_of(key))})
    select %(tenant)s, c.asset_id, {", ".join(f"r.{name}" for name in columns_of(key))}
    from applied_rows c
    cross join lateral (select a.type from assets a
      where a.tenant_id = %(tenant)s and a.id = c.asset_id offset 0) a
    cross join lateral jsonb_populate_record(null::{model.__tablename__}, c.changes -> 'extension') r
    where c.outcome = 'updated' and c.changes ? 'extension' and a.type = '{key}'
    on conflict (tenant_id, id) do update set {
        ", ".join(f"{name} = coalesce(excluded.{name}, x.{name})" for name in columns_of(key))
    }
    """
    for key, model in EXTENSIONS.items()
)

_FORMER_IDENTIFIERS = f"""
select distinct k.asset_id, i.kind, i.value from applied_keys k
join carried i on i.asset_id = k.asset_id and i.kind = k.kind and i.value <> k.value and i.is_current
where k.outcome = 'updated' and not k.is_kept_out and k.kind in ({", ".join(f"'{kind}'" for kind in _SINGLE)})
  -- one that came with a merge replaces nothing: the person who merged has chosen
  and not exists (select 1 from carried m
    where m.asset_id = k.asset_id and m.kind = k.kind and m.value = k.value and m.is_merged)
"""

_RETIRED = "unnest(%(assets)s::uuid[], %(kinds)s::text[], %(values)s::text[]) as n (asset_id, kind, value)"
_RETIRE_IDENTIFIERS = (
    f"""
    update asset_identifiers i set is_current = false from {_RETIRED}
    where i.tenant_id = %(tenant)s and i.asset_id = n.asset_id and i.kind = n.kind and i.value = n.value
    """,
    f"""
    update carried i set is_current = false from {_RETIRED}
    where i.asset_id = n.asset_id and i.kind = n.kind and i.value = n.value
    """,
)

# Those it carries already are left out first: a conflict locks the row it meets, and so writes it.
_ADD_IDENTIFIERS = """
insert into asset_identifiers as i (tenant_id, asset_id, kind, value, source, is_current)
select distinct %(tenant)s::uuid, k.asset_id, k.kind, k.value, %(source)s, not k.is_kept_out from applied_keys k
where k.outcome = 'updated' and not exists (select 1 from carried i
  where i.asset_id = k.asset_id and i.kind = k.kind and i.value = k.value and i.is_current)
on conflict (tenant_id, asset_id, kind, value) do update set is_current = true
  where not i.is_current and excluded.is_current and i.source <> 'merge'
"""
