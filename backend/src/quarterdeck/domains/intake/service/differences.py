"""What a row would change in the asset it is: computed by the database, column by column, for a whole chunk.

An observation holds no empty values, so nothing known is ever erased. Spelling alone is no difference, addresses and
tags are added and never taken away, an older sighting does not undo a newer one, and a status only changes along the
allowed transitions. Whether a difference may become a change is for `reconciling`.
"""

import json
from collections.abc import Callable, Sequence

from quarterdeck.domains.assets.lifecycle import TRANSITIONS
from quarterdeck.domains.assets.models import EXTENSIONS, Asset
from quarterdeck.domains.intake.service.clearing import CLEARED
from quarterdeck.domains.intake.service.reconciling import CONTESTED, judged, kept_beside

_ALLOWED = json.dumps({current: [*allowed] for current, allowed in TRANSITIONS.items()})


_KEPT = frozenset({"tenant_id", "id", "client_id", "type", "version", "created_at", "updated_at", "search", "custom"})
#: Columns of assets that an observation may have a word on.
COLUMNS = tuple(column.name for column in Asset.__table__.columns if column.name not in _KEPT)
_SERIAL = "regexp_replace(upper({0}), '[^[:alnum:]]', '', 'g')"
_SPELLED = {
    "serial": _SERIAL,
    "hostname": "lower(split_part({0}, '.', 1))",
    "hardware_uuid": "lower({0})",
    "tag": "upper({0})",
}
# Of two assets that were merged the person has chosen which serial, tag or name the one left shows.
_CHOSEN = """
exists (select 1 from asset_identifiers i
  where i.tenant_id = a.tenant_id and i.asset_id = a.id and i.source = 'merge' and not i.is_current
    and i.kind = '{kind}' and i.value = {value})
"""


def columns_of(key: str) -> list[str]:
    """Columns of the extension table of a type that hold values."""
    return [c.name for c in EXTENSIONS[key].__table__.columns if c.name not in {"tenant_id", "id"}]


def _is_changed(name: str) -> str:
    """Whether the row `r` says of a column what the asset `a` does not, spelling and order aside."""
    is_other = f"r.{name} is distinct from a.{name}"
    if name in _SPELLED:
        wanted, present = (_SPELLED[name].format(side) for side in (f"r.{name}", f"a.{name}"))
        chosen = _CHOSEN.format(kind={"hardware_uuid": "uuid"}.get(name, name), value=wanted)
        return f"{is_other} and {wanted} is distinct from {present} and not {chosen}"
    match name:
        case "mac_addresses" | "tags":
            return f"not a.{name} @> r.{name}"
        case "last_seen_at":
            return f"r.{name} > coalesce(a.{name}, '-infinity')"
        case "status":
            return f"{is_other} and '{_ALLOWED}'::jsonb -> a.status ? r.status"
        case _:
            return is_other


def _wanted(name: str) -> str:
    if name in {"mac_addresses", "tags"}:
        return f"to_jsonb(r.{name} || array(select e from unnest(a.{name}) e where e <> all (r.{name})))"
    return f"to_jsonb(r.{name})"


def _changed(names: Sequence[str], condition: Callable[[str], str], value: Callable[[str], str]) -> str:
    cases = (f"'{name}', case when r.{name} is not null and {condition(name)} then {value(name)} end" for name in names)
    return f"jsonb_strip_nulls(jsonb_build_object({', '.join(cases)}))"


# Column by column in the database's own types: a document of each side would cost five times as much.
_COLUMNS = f"""
select {_changed(COLUMNS, _is_changed, _wanted)} as changed, r.name is not null as is_named
from jsonb_populate_record(null::assets,
  -- Places, people and tags belong to a client; another client's asset can't take them.
  case when a.client_id = o.client_id then o.fields else o.fields - '{{location_id,contact_id,tag}}'::text[] end) r
offset 0
"""


def _extension_now() -> str:
    # Sub-selects, not joins: a table that has just grown is in no statistics, and would be hashed anew for each row.
    cases = " ".join(
        f"when '{key}' then (select to_jsonb(x) from {model.__tablename__} x "
        "where x.tenant_id = a.tenant_id and x.id = a.id)"
        for key, model in EXTENSIONS.items()
    )
    return f"case a.type {cases} end"


def _extension_changed() -> str:
    """What the asset's type has no column for falls away."""
    cases = " ".join(
        f"""when '{key}' then (
          select {_changed(columns_of(key), "r.{0} is distinct from x.{0}".format, "to_jsonb(r.{0})".format)}
          from jsonb_populate_record(null::{model.__tablename__}, o.extension) r
          left join lateral (select x.* from {model.__tablename__} x
            where x.tenant_id = a.tenant_id and x.id = a.id offset 0) x on true)"""
        for key, model in EXTENSIONS.items()
    )
    return f"case when o.extension = '{{}}' then '{{}}' else case a.type {cases} end end"


# `offset 0` everywhere: each part is worked out once, and looked up by its key.
_CUSTOM = "(select jsonb_object_agg('cf.' || e.key, e.value) from jsonb_each({0}) e)"
_ALL_CHANGED = f"""
cols.changed || coalesce(renamed.changed, '{{}}') || coalesce(other.extension, '{{}}')
  || coalesce({_CUSTOM.format("other.custom")}, '{{}}')
"""
_ALL_CURRENT = f"""
to_jsonb(a) || coalesce({_extension_now()}, '{{}}') || coalesce({_CUSTOM.format("a.custom")}, '{{}}')
"""
_CLEARED = CLEARED.format(current=_ALL_CURRENT)
_JUDGED = judged("sides.changed")
_KEPT_BESIDE = kept_beside("judged.kept", _ALL_CURRENT)

#: The changes of one matched row, over `o` (the observation) and `asset_id`; empty parts are left out. And what it
#: says in vain.
CHANGES = f"""
select jsonb_strip_nulls(jsonb_build_object(
  'columns', nullif((cols.changed || coalesce(renamed.changed, '{{}}')) - lost.keys, '{{}}'),
  'extension', nullif(other.extension - lost.keys, '{{}}'),
  'custom', nullif(case when lost.keys = '{{}}' then other.custom
    else (select jsonb_object_agg(e.key, e.value) from jsonb_each(other.custom) e
      where 'cf.' || e.key <> all (lost.keys)) end, '{{}}'),
  'missing', o.missing, 'cleared', cleared.keys)) as changes,
  case when cleared.kept is null then {_KEPT_BESIDE} else coalesce({_KEPT_BESIDE}, '{{}}') || cleared.kept end as kept
from assets a
left join lateral (select p.* from asset_provenance p
  where p.tenant_id = a.tenant_id and p.id = a.id offset 0) p on true
cross join lateral ({_COLUMNS}) cols
cross join lateral (select case
  -- Named after its host, it is renamed with it.
  when cols.changed ? 'hostname' and not cols.is_named and lower(a.name) = lower(a.hostname)
  then jsonb_build_object('name', cols.changed ->> 'hostname') end as changed offset 0) renamed
cross join lateral (select {_extension_changed()} as extension,
  case when o.custom = '{{}}' then null else
    (select jsonb_object_agg(n.key, n.value) from jsonb_each(o.custom) n
     where n.value is distinct from a.custom -> n.key) end as custom offset 0) other
-- The condition stands inside: that of an outer join is looked at when its side has been worked out.
left join lateral (
  select j.* from (select {_ALL_CHANGED} as changed where {CONTESTED} offset 0) sides
  cross join lateral ({_JUDGED}) j) judged on true
left join lateral (
  select x.* from (select 1 where o.cleared <> '{{}}' offset 0) asked cross join lateral ({_CLEARED}) x) cleared on true
cross join lateral (select coalesce(judged.lost, '{{}}'::text[])
  || case when renamed.changed is not null and 'hostname' = any (judged.lost) then '{{name}}'::text[] else '{{}}' end
  as keys offset 0) lost
where a.tenant_id = %(tenant)s and a.id = v.asset_id
offset 0
"""

#: Writes the verdicts of a chunk; a matched row becomes `updated` or `unchanged` by what it would change.
RECORD = f"""
insert into intake_decisions (tenant_id, batch_id, row_no, outcome, asset_id, duplicate_of_row, matched_on, score,
  reason, evidence, changes, kept, review)
select %(tenant)s, %(batch)s, v.row_no,
  case when v.outcome <> 'matched' then v.outcome when d.changes = '{{}}' then 'unchanged' else 'updated' end,
  v.asset_id, v.duplicate_of_row, string_to_array(v.matched_on, '+'), v.score, v.reason, v.evidence,
  nullif(d.changes, '{{}}'), d.kept, v.review
from jsonb_to_recordset(%(verdicts)s::jsonb) as v (row_no bigint, outcome text, asset_id uuid, duplicate_of_row bigint,
  matched_on text, score real, reason text, evidence jsonb, review jsonb)
cross join lateral (select o.* from observations o
  where o.tenant_id = %(tenant)s and o.batch_id = %(batch)s and o.row_no = v.row_no offset 0) o
left join lateral ({CHANGES}) d on v.outcome = 'matched'
"""
