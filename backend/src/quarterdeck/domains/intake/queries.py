"""What deciding needs to know, each in one statement for a whole chunk of rows."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import orjson
from sqlalchemy import select

from quarterdeck.domains.intake.identity.weights import FOLLOWED
from quarterdeck.domains.intake.models import IntakeBatch
from quarterdeck.platform.db.session import TenantSession


@dataclass(frozen=True, slots=True)
class Chunk:
    """Rows `first` to `last` of a batch, both included."""

    batch_id: uuid.UUID
    first: int
    last: int

    def params(self, session: TenantSession) -> dict[str, Any]:
        return {"tenant": session.tenant_id, "batch": self.batch_id, "first": self.first, "last": self.last}


def batch_by_id(session: TenantSession, batch_id: uuid.UUID) -> IntakeBatch | None:
    statement = select(IntakeBatch).where(IntakeBatch.tenant_id == session.tenant_id, IntakeBatch.id == batch_id)
    return session.scalars(statement.execution_options(populate_existing=True)).one_or_none()


#: The other byte order of a UUID is looked up as a UUID.
PLAIN = "case k.kind when 'uuid~' then 'uuid' else k.kind end"
#: The keys of the observation `o`, as `k`.
KEYS_OF = "(select e ->> 0 as kind, e ->> 1 as value from jsonb_array_elements(o.keys) e)"


def key_hash(kind: str, value: str, client_key: str) -> str:
    """SQL for what `observation_keys` are looked up by."""
    return f"hashtextextended({kind} || E'\\x1f' || {value} || E'\\x1f' || {client_key}, 0)"


_OBSERVED = """
o.row_no, o.client_key, o.type, o.type_is_stated, o.location_id, o.contact_id,
o.fields ->> 'hostname', o.fields ->> 'name', o.fields ->> 'manufacturer', o.fields ->> 'model',
o.fields ->> 'ip_address', o.keys::text
"""


def rows_by_number(session: TenantSession, batch_id: uuid.UUID, numbers: Sequence[int]) -> list[tuple[Any, ...]]:
    """The observed rows, as `_OBSERVED` says; the last is the pairs of kind and value."""
    found = session.raw.execute(
        f"""
        select {_OBSERVED} from observations o
        where o.tenant_id = %(tenant)s and o.batch_id = %(batch)s and o.row_no = any(%(numbers)s)
        """,
        {"tenant": session.tenant_id, "batch": batch_id, "numbers": numbers},
    ).fetchall()
    return [(*row, orjson.loads(keys)) for *row, keys in found]


def _hosts_beginning_so(asked: str, client: str) -> str:
    """SQL for assets of `client` with a current host name that begins with `asked.value`: no more than are followed.

    In a database that does not sort by bytes some are missed.
    """
    return f"""(
      select a.id as asset_id from asset_identifiers i
      cross join lateral (select a.id, a.client_id from assets a
        where a.tenant_id = %(tenant)s and a.id = i.asset_id offset 0) a
      where i.tenant_id = %(tenant)s and i.kind = 'hostname' and i.is_current
        and i.value >= {asked}.value and i.value < {asked}.value || U&'\\+10FFFF' and a.client_id = {client}
      limit {FOLLOWED + 1})"""


# A new batch is in no statistics: the planner believes it to be one row. `offset 0` keeps a look-up a look-up.
#
# What each identifier of the chunk leads to: other rows, or how many assets of the client. One that other rows have too
# is only marked: a junk serial on a hundred thousand rows is followed once, by `_FOLLOWED`, and not once for each.
_LOOK_UP = (
    "drop table if exists pg_temp.looked_up",
    # Each identifier is looked up once: what others have as well is only marked.
    "set local enable_memoize = off",
    f"""
    create temporary table looked_up on commit drop as
    select o.row_no, k.kind, k.value, o.client_key, o.client_id, k.is_several,
      coalesce(cardinality(k.found), 0) as holders, case when k.kind <> 'hostname~' then k.found[1] end as asset_id
    from observations o
    left join lateral (
      select k.*, case
        when k.kind = 'hostname~' then array(select i.asset_id from {_hosts_beginning_so("k", "o.client_id")} i)
        when k.is_several then '{{}}'
        when k.kind = 'name' then array(select a.id from assets a
          where a.tenant_id = %(tenant)s and a.client_id = o.client_id and a.name = k.value)
        else array(
          select a.id from (select i.asset_id from asset_identifiers i
            where i.tenant_id = %(tenant)s and i.kind = k.kind and i.value = k.value offset 0) i
          cross join lateral (select a.id from assets a
            where a.tenant_id = %(tenant)s and a.id = i.asset_id and a.client_id = o.client_id offset 0) a) end as found
      from (select {PLAIN} as kind, k.value, exists (
          select 1 from observation_keys e
          where e.tenant_id = o.tenant_id and e.batch_id = o.batch_id and e.is_shared
            and e.hash = {key_hash(PLAIN, "k.value", "o.client_key")} and e.row_no <> o.row_no offset 0) as is_several
        from {KEYS_OF} k where o.is_first and k.kind <> 'all' offset 0) k offset 0) k on true
    where o.tenant_id = %(tenant)s and o.batch_id = %(batch)s and o.row_no between %(first)s and %(last)s
      and not exists (select 1 from intake_decisions d
        where d.tenant_id = o.tenant_id and d.batch_id = o.batch_id and d.row_no = o.row_no offset 0)
    """,
    "set local enable_memoize to default",
)
# A cut name leads to names on record alone, and to none of a long series.
_IS_CUT = f"kind = 'hostname~' and holders between 1 and {FOLLOWED}"
_LEADS = f"""
select row_no, min(client_key),
  bool_or(coalesce({_IS_CUT} or (kind <> 'hostname~' and (is_several or holders > 0 or kind = 'row_key')), true)),
  coalesce(bool_or(kind <> 'name'), false),
  coalesce(array_agg(distinct asset_id) filter (where holders = 1 and not is_several and kind <> 'hostname~'), '{{}}'),
  coalesce(bool_and(kind = 'hostname~' or (not is_several and holders <= 1 and kind <> 'row_key')), false)
from looked_up group by row_no order by row_no
"""
_WANTED = f"""
wanted as materialized (
  select distinct kind, value, client_key, client_id from looked_up
  where {_IS_CUT} or (kind <> 'hostname~' and (is_several or holders > 1)))
"""
# Of values on too many machines one holder is returned with the count, so that the caller knows them as crowded.
_FOLLOWED = f"""
select kind, value, client_key, holder, holders from (
  select *, count(*) over key as holders, row_number() over (key order by holder) as place
  from held window key as (partition by kind, value, client_key)) counted
where holders <= {FOLLOWED} or place = 1
"""

_ASSET_HOLDERS = f"""
with {_WANTED}, held as (
  select w.kind, w.value, w.client_key, i.asset_id as holder
  from wanted w
  cross join lateral (
    select i.asset_id from asset_identifiers i
    where i.tenant_id = %(tenant)s and i.kind = w.kind and i.value = w.value offset 0) i
  cross join lateral (
    select a.client_id from assets a where a.tenant_id = %(tenant)s and a.id = i.asset_id offset 0) a
  where w.kind <> 'name' and a.client_id = w.client_id
  union all
  select w.kind, w.value, w.client_key, a.id
  from wanted w
  cross join lateral (
    select a.id from assets a
    where a.tenant_id = %(tenant)s and a.client_id = w.client_id and a.name = w.value offset 0) a
  where w.kind = 'name'
  union all
  select k.kind, k.value, k.client_key, i.asset_id
  from wanted k cross join lateral {_hosts_beginning_so("k", "k.client_id")} i
  where k.kind = 'hostname~')
{_FOLLOWED}
"""

_ROW_HOLDERS = f"""
with {_WANTED}, held as (
  select w.kind, w.value, w.client_key, k.row_no as holder
  from wanted w
  cross join lateral (
    select k.row_no from observation_keys k
    where k.tenant_id = %(tenant)s and k.batch_id = %(batch)s
      and k.hash = {key_hash("w.kind", "w.value", "w.client_key")} offset 0) k)
select * from ({_FOLLOWED}) followed where holders > 1
"""

Holder = tuple[str, str, str, Any, int]


class Lead(NamedTuple):
    """Where the identifiers of an undecided row lead."""

    row_no: int
    client_key: str
    #: False where no other row and no asset has any of its identifiers, or its name.
    is_open: bool
    has_keys: bool
    #: Assets that have an identifier which no other asset and no other row has.
    assets: Sequence[uuid.UUID]
    #: Whether it has no other identifiers, and says not itself which asset it is about. What a cut name is like aside.
    is_sole: bool


def leads_of(session: TenantSession, chunk: Chunk) -> list[Lead]:
    """The undecided rows of the chunk, in order. What several have is told by `assets_holding` and `rows_holding`."""
    for statement in _LOOK_UP:
        session.raw.execute(statement, chunk.params(session))
    # All at once: one by one, a row costs the driver as much as all its values.
    return list(map(Lead._make, session.raw.execute(_LEADS).fetchall()))


def assets_holding(session: TenantSession, chunk: Chunk) -> list[Holder]:
    """Kind, value, client, asset, and how many have it: never of another client. After `leads_of`."""
    return session.raw.execute(_ASSET_HOLDERS, chunk.params(session)).fetchall()


def rows_holding(session: TenantSession, chunk: Chunk) -> list[Holder]:
    """The same for rows of the batch, where a value occurs in more than one."""
    return session.raw.execute(_ROW_HOLDERS, chunk.params(session)).fetchall()


_ELSEWHERE = f"""
select o.row_no, array_agg(distinct i.asset_id)
from observations o
cross join lateral {KEYS_OF} k
cross join lateral (select i.asset_id from asset_identifiers i
  where i.tenant_id = %(tenant)s and i.kind = k.kind and i.value = k.value and i.is_current
  limit {FOLLOWED} offset 0) i
cross join lateral (select a.client_id from assets a
  where a.tenant_id = %(tenant)s and a.id = i.asset_id and a.client_id is distinct from o.client_id offset 0) a
where o.tenant_id = %(tenant)s and o.batch_id = %(batch)s and o.row_no between %(first)s and %(last)s
  and k.kind in ('serial', 'uuid', 'imei', 'source')
group by o.row_no
"""


def held_elsewhere(session: TenantSession, chunk: Chunk) -> dict[int, list[uuid.UUID]]:
    """By row: assets of other clients, among those the person may see, with one of its strongest identifiers."""
    return dict(session.raw.execute(_ELSEWHERE, chunk.params(session)).fetchall())


def first_with_same_keys(session: TenantSession, chunk: Chunk) -> dict[int, int]:
    """Of rows whose identifiers have all occurred before, together: the earlier row."""
    rows = session.raw.execute(
        f"""
        select o.row_no, e.first_row
        from observations o
        cross join lateral {KEYS_OF} k
        cross join lateral (select min(e.row_no) as first_row from observation_keys e
          where e.tenant_id = o.tenant_id and e.batch_id = o.batch_id
            and e.hash = {key_hash("k.kind", "k.value", "o.client_key")} offset 0) e
        where o.tenant_id = %(tenant)s and o.batch_id = %(batch)s and o.row_no between %(first)s and %(last)s
          and not o.is_first and k.kind = 'all' and e.first_row is not null
        """,
        chunk.params(session),
    ).fetchall()
    return dict(rows)


def _as_array(ids: Iterable[uuid.UUID]) -> str:
    """Of many ids, written in one go: the driver takes each for a value of its own."""
    return f"{{{','.join([each.hex for each in ids])}}}"


def asset_facts(session: TenantSession, asset_ids: Iterable[uuid.UUID]) -> list[tuple[Any, ...]]:
    return session.raw.execute(
        """
        select a.id, a.tag, a.hostname, a.name, a.manufacturer, a.model, a.type, a.location_id, a.contact_id,
               host(a.ip_address)
        from assets a where a.tenant_id = %(tenant)s and a.id = any(%(ids)s::uuid[])
        """,
        {"tenant": session.tenant_id, "ids": _as_array(asset_ids)},
    ).fetchall()


def asset_identifiers(session: TenantSession, asset_ids: Iterable[uuid.UUID]) -> list[tuple[uuid.UUID, str, str, bool]]:
    return session.raw.execute(
        """
        -- What came with a merge belongs to the asset, whether it shows it or not.
        select i.asset_id, i.kind, i.value, i.is_current or i.source = 'merge' from asset_identifiers i
        where i.tenant_id = %(tenant)s and i.asset_id = any(%(ids)s::uuid[])
        """,
        {"tenant": session.tenant_id, "ids": _as_array(asset_ids)},
    ).fetchall()


def decisions_on(
    session: TenantSession, batch_id: uuid.UUID, numbers: Sequence[int]
) -> list[tuple[int, str, uuid.UUID | None, int | None]]:
    return session.raw.execute(
        """
        select d.row_no, d.outcome, d.asset_id, d.duplicate_of_row from intake_decisions d
        where d.tenant_id = %(tenant)s and d.batch_id = %(batch)s and d.row_no = any(%(numbers)s)
        """,
        {"tenant": session.tenant_id, "batch": batch_id, "numbers": numbers},
    ).fetchall()


def first_rows_of(
    session: TenantSession, batch_id: uuid.UUID, asset_ids: Iterable[uuid.UUID], *, before: int
) -> dict[uuid.UUID, tuple[int, bool]]:
    """The first row of the batch that stands for each of the assets, and whether the batch created it."""
    rows = session.raw.execute(
        """
        select d.asset_id, min(d.row_no), bool_or(d.outcome = 'created') from intake_decisions d
        where d.tenant_id = %(tenant)s and d.batch_id = %(batch)s and d.asset_id = any(%(ids)s::uuid[])
          and d.row_no < %(before)s and d.outcome in ('created', 'updated', 'unchanged')
        group by d.asset_id
        """,
        {"tenant": session.tenant_id, "batch": batch_id, "ids": _as_array(asset_ids), "before": before},
    ).fetchall()
    return {asset_id: (row_no, is_new) for asset_id, row_no, is_new in rows}


def outcome_counts(session: TenantSession, chunk: Chunk) -> dict[str, int]:
    rows = session.raw.execute(
        """
        select d.outcome, count(*) from intake_decisions d
        where d.tenant_id = %(tenant)s and d.batch_id = %(batch)s and d.row_no between %(first)s and %(last)s
        group by d.outcome
        """,
        chunk.params(session),
    ).fetchall()
    return dict(rows)


def applied_counts(session: TenantSession, batch_id: uuid.UUID) -> dict[str, int]:
    rows = session.raw.execute(
        """
        select d.outcome, count(*) from intake_decisions d
        where d.tenant_id = %(tenant)s and d.batch_id = %(batch)s and d.is_applied group by d.outcome
        """,
        {"tenant": session.tenant_id, "batch": batch_id},
    ).fetchall()
    return dict(rows)


def mark_shared_keys(session: TenantSession, batch_id: uuid.UUID) -> None:
    """Mark the identifiers that several rows of the batch have: once over the index, not once for each row."""
    session.raw.execute(
        """
        -- An array is worked out once. Joined, it would be worked out for each row of a batch that is in no statistics.
        update observation_keys k set is_shared = true
        where k.tenant_id = %(tenant)s and k.batch_id = %(batch)s and k.hash = any(array(
          select s.hash from observation_keys s
          where s.tenant_id = %(tenant)s and s.batch_id = %(batch)s group by s.hash having count(*) > 1))
        """,
        {"tenant": session.tenant_id, "batch": batch_id},
    )


def foreign_change_sets(session: TenantSession, batch: IntakeBatch) -> int:
    """How many change sets there are but the batch's own, from an hour before deciding began.

    Counted, because a transaction that began earlier may commit later: its number would be lower than one already seen.
    """
    row = session.raw.execute(
        """
        select count(*) from change_sets c
        where c.tenant_id = %(tenant)s and c.id is distinct from %(own)s
          and c.at > %(since)s - interval '1 hour'
        """,
        {"tenant": session.tenant_id, "own": batch.change_set_id, "since": batch.decided_at},
    ).fetchone()
    return row[0] if row else 0
