"""Rows that would give an asset a unique value which another one has: left out, and told whose it is."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple

import orjson

from quarterdeck.domains.assets.fields.catalogue import AssetFields
from quarterdeck.domains.assets.fields.definition import CUSTOM_PREFIX
from quarterdeck.domains.assets.service.unique import CODE, named, taken_sentence
from quarterdeck.domains.intake.queries import Chunk, key_hash
from quarterdeck.platform.db.session import TenantSession

#: The kind under which unique values are kept among the keys of a batch: alike whatever the client.
_KEY = key_hash("'cf.' || {0}.key", "encode({0}.digest, 'hex')", "''")

#: Keys of `staged_rows`, for whoever stages them.
STAGED_KEYS = f"""
insert into staged_keys
select o.row_no, false, {_KEY.format("v")}
from staged_rows o
cross join lateral (select f.key, unique_value_digest(o.custom -> f.key) as digest from custom_fields f
  where f.tenant_id = %(tenant)s and f.is_unique and o.custom ->> f.key is not null offset 0) v
where exists (select 1 from custom_fields f where f.tenant_id = %(tenant)s and f.is_unique)
"""

_CHUNK = """
d.tenant_id = %(tenant)s and d.batch_id = %(batch)s and d.row_no between %(first)s and %(last)s and not d.is_applied
"""
# Earlier rows that are applied have their values on record. Of a row of the same chunk that gives a value up, the
# holder's next value (or none) is told: both are written by one statement.
_MEETINGS = f"""
with written as materialized (
  select d.row_no, d.asset_id, d.outcome, d.changes -> 'cleared' as cleared,
    case when d.outcome = 'created' then o.custom else coalesce(d.changes -> 'custom', '{{}}') end as custom
  from intake_decisions d
  cross join lateral (select o.custom from observations o
    where o.tenant_id = d.tenant_id and o.batch_id = d.batch_id and o.row_no = d.row_no offset 0) o
  where {_CHUNK} and d.outcome in ('created', 'updated')),
valued as materialized (
  select w.row_no, w.asset_id, w.outcome, f.key, w.custom -> f.key as value,
    unique_value_digest(w.custom -> f.key) as digest
  from written w cross join unnest(%(keys)s::text[]) f (key) where w.custom ->> f.key is not null),
leaving as materialized (
  select v.row_no, v.asset_id, v.key, v.digest from valued v where v.outcome = 'updated'
  union all
  select w.row_no, w.asset_id, f.key, null from written w cross join unnest(%(keys)s::text[]) f (key)
  where w.cleared ? ('{CUSTOM_PREFIX}' || f.key)),
met as materialized (
  select v.*, count(*) over (partition by v.key, v.digest) > 1 as is_shared, u.asset_id as holder, e.row_no as earlier
  from valued v
  left join lateral (select u.asset_id from unique_values u
    where u.tenant_id = %(tenant)s and u.field_key = v.key and u.digest = v.digest
      and u.asset_id <> v.asset_id offset 0) u on true
  left join lateral (select min(k.row_no) as row_no from observation_keys k
    where k.tenant_id = %(tenant)s and k.batch_id = %(batch)s and k.hash = {_KEY.format("v")}
      and k.row_no < %(first)s and exists (select 1 from intake_decisions d
        where d.tenant_id = k.tenant_id and d.batch_id = k.batch_id and d.row_no = k.row_no and not d.is_applied
          and d.outcome in ('created', 'updated') and d.asset_id <> v.asset_id)) e on true)
select m.row_no, m.asset_id, m.key, m.value #>> '{{}}', m.digest, m.holder is not null, a.tag, a.name, m.earlier,
  case when m.outcome = 'updated' then l.row_no end
from met m
left join leaving l on l.asset_id = m.holder and l.key = m.key and l.digest is distinct from m.digest
left join lateral (select a.tag, a.name from assets a
  where a.tenant_id = %(tenant)s and a.id = m.holder offset 0) a on true
where m.is_shared or m.holder is not null or m.earlier is not null
order by m.row_no
"""
_REJECT = """
with told as materialized (
  select * from jsonb_to_recordset(%(told)s::jsonb) as t (row_no bigint, reason text, problems jsonb)),
gone as (
  update intake_decisions d
  set outcome = 'rejected', asset_id = null, reason = t.reason, changes = null, matched_on = '{}', evidence = '[]'
  from told t where d.tenant_id = %(tenant)s and d.batch_id = %(batch)s and d.row_no = t.row_no)
update observations o set problems = o.problems || t.problems
from told t where o.tenant_id = %(tenant)s and o.batch_id = %(batch)s and o.row_no = t.row_no
"""


class _Met(NamedTuple):
    """A value of a row, and what may stand in its way."""

    row_no: int
    asset_id: Any
    key: str
    value: str
    digest: bytes
    is_held: bool
    tag: str | None
    name: str | None
    earlier: int | None
    #: The row by which the holder gets another value at the same time.
    leaving: int | None


def reject_taken(session: TenantSession, fields: AssetFields, chunk: Chunk, *, is_strict: bool = False) -> int:
    """Reject the decided rows that can't be written; the first of several with one value can. Says how many.

    With `is_strict` also those that would get what another row of the chunk gives up.
    """
    if not fields.unique:
        return 0
    params = chunk.params(session)
    rows = session.raw.execute(_MEETINGS, {**params, "keys": list(fields.unique)})
    told = _told(fields, _refused([_Met(*row) for row in rows], is_strict=is_strict))
    if told:
        session.raw.execute(_REJECT, {**params, "told": orjson.dumps(told).decode()})
    return len(told)


def _refused(met: Iterable[_Met], *, is_strict: bool) -> dict[int, list[tuple[_Met, str]]]:
    """By row: the values it can't have, each with who has it."""
    refused: dict[int, list[tuple[_Met, str]]] = {}
    given: dict[tuple[str, bytes], tuple[int, Any]] = {}
    hoping: list[_Met] = []
    for row_no, values in groupby(met, key=lambda each: each.row_no):
        mine = list(values)
        found = [(each, whose) for each in mine if (whose := _whose(each, given, is_strict=is_strict)) is not None]
        if found:
            refused[row_no] = found
            continue
        given |= {(each.key, each.digest): (row_no, each.asset_id) for each in mine}
        hoping += [each for each in mine if each.is_held]
    # Who waits for a value that then isn't given up can't have it, nor give up its own.
    while disappointed := [each for each in hoping if each.leaving in refused and each.row_no not in refused]:
        for each in disappointed:
            refused.setdefault(each.row_no, []).append((each, named(each.tag, each.name)))
    return refused


def _whose(each: _Met, given: Mapping[tuple[str, bytes], tuple[int, Any]], *, is_strict: bool) -> str | None:
    if each.is_held and (is_strict or each.leaving is None):
        return named(each.tag, each.name)
    if each.earlier is not None:
        return f"row {each.earlier}"
    row_no, asset_id = given.get((each.key, each.digest), (0, each.asset_id))
    return f"row {row_no}" if asset_id != each.asset_id else None


def _told(fields: AssetFields, refused: Mapping[int, list[tuple[_Met, str]]]) -> list[dict[str, Any]]:
    return [
        {"row_no": row_no, "reason": problems[0]["message"], "problems": problems}
        for row_no, found in refused.items()
        if (problems := list(_problems(fields, found)))
    ]


def _problems(fields: AssetFields, found: Iterable[tuple[_Met, str]]) -> Iterator[dict[str, Any]]:
    for met, whose in found:
        declared = fields.unique[met.key]
        message = taken_sentence(declared, met.value, whose)
        yield {"code": CODE, "message": message, "field": declared.id, "is_error": True}
