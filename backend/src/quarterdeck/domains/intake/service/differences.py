"""What a row would change in the asset it is: computed by the database, column by column, for a whole chunk.

An observation holds no empty values, so nothing known is ever erased. Spelling alone is no difference, addresses and
tags are added and never taken away, an older sighting does not undo a newer one, and a status only changes along the
allowed transitions. Whether a difference may become a change is for `reconciling`.
"""

import json

from quarterdeck.domains.assets.lifecycle import TRANSITIONS
from quarterdeck.domains.assets.models import EXTENSIONS
from quarterdeck.domains.intake.service.reconciling import CONTESTED, judged

_ALLOWED = json.dumps({current: [*allowed] for current, allowed in TRANSITIONS.items()})


def _extension_now() -> str:
    # Sub-selects, not joins: a table that has just grown is in no statistics, and would be hashed anew for each row.
    cases = " ".join(
        f"when '{key}' then (select to_jsonb(x) from {model.__tablename__} x "
        "where x.tenant_id = a.tenant_id and x.id = a.id)"
        for key, model in EXTENSIONS.items()
    )
    return f"case a.type {cases} end"


def _extension_wanted() -> str:
    """The row's values in the database's own types and spelling; what the asset's type has no column for falls away."""
    cases = " ".join(
        f"when '{key}' then to_jsonb(jsonb_populate_record(null::{model.__tablename__}, o.extension))"
        for key, model in EXTENSIONS.items()
    )
    return f"jsonb_strip_nulls(case a.type {cases} end)"


# Of two assets that were merged the person has chosen which serial, tag or name the one left shows.
_CHOSEN = """
n.key in ('serial', 'tag', 'hostname', 'hardware_uuid') and exists (
  select 1 from asset_identifiers i
  where i.tenant_id = a.tenant_id and i.asset_id = a.id and i.source = 'merge' and not i.is_current
    and i.kind = case n.key when 'hardware_uuid' then 'uuid' else n.key end
    and i.value = case n.key
      when 'serial' then regexp_replace(upper(n.value #>> '{}'), '[^[:alnum:]]', '', 'g')
      when 'tag' then upper(n.value #>> '{}')
      when 'hostname' then lower(split_part(n.value #>> '{}', '.', 1))
      else lower(n.value #>> '{}') end)
"""
_COLUMNS = f"""
(select jsonb_object_agg(n.key,
   case when n.key in ('mac_addresses', 'tags')
     then n.value || coalesce((
       select jsonb_agg(e) from jsonb_array_elements(now.columns -> n.key) e
       where not n.value @> jsonb_build_array(e)), '[]')
     else n.value end)
 from jsonb_each(wanted.columns) n
 where n.value is distinct from now.columns -> n.key and case n.key
   when 'serial' then regexp_replace(upper(n.value #>> '{{}}'), '[^[:alnum:]]', '', 'g')
     is distinct from regexp_replace(upper(now.columns ->> 'serial'), '[^[:alnum:]]', '', 'g')
   when 'hostname' then lower(split_part(n.value #>> '{{}}', '.', 1))
     is distinct from lower(split_part(now.columns ->> 'hostname', '.', 1))
   when 'hardware_uuid' then lower(n.value #>> '{{}}') is distinct from lower(now.columns ->> 'hardware_uuid')
   when 'tag' then upper(n.value #>> '{{}}') is distinct from upper(now.columns ->> 'tag')
   when 'mac_addresses' then not (now.columns -> n.key) @> n.value
   when 'tags' then not (now.columns -> n.key) @> n.value
   when 'last_seen_at' then (n.value #>> '{{}}')::timestamptz
     > coalesce((now.columns ->> 'last_seen_at')::timestamptz, '-infinity')
   when 'status' then '{_ALLOWED}'::jsonb -> (now.columns ->> 'status') ? (n.value #>> '{{}}')
   else true end
   and not ({_CHOSEN}))
"""

# `offset 0` everywhere: each part is worked out once, and looked up by its key.
_CUSTOM = "(select jsonb_object_agg('cf.' || e.key, e.value) from jsonb_each({0}) e)"
_ALL_CHANGED = f"""
coalesce(cols.changed, '{{}}') || coalesce(renamed.changed, '{{}}') || coalesce(other.extension, '{{}}')
  || coalesce({_CUSTOM.format("other.custom")}, '{{}}')
"""
_ALL_CURRENT = f"now.columns || coalesce(now.extension, '{{}}') || coalesce({_CUSTOM.format('a.custom')}, '{{}}')"
_JUDGED = judged("sides.changed", "sides.current")

#: The changes of one matched row, over `o` (the observation) and `asset_id`; empty parts are left out. And what it
#: says in vain.
CHANGES = f"""
select jsonb_strip_nulls(jsonb_build_object(
  'columns', nullif((coalesce(cols.changed, '{{}}') || coalesce(renamed.changed, '{{}}')) - lost.keys, '{{}}'),
  'extension', nullif(other.extension - lost.keys, '{{}}'),
  'custom', nullif(case when lost.keys = '{{}}' then other.custom
    else (select jsonb_object_agg(e.key, e.value) from jsonb_each(other.custom) e
      where 'cf.' || e.key <> all (lost.keys)) end, '{{}}'),
  'missing', o.missing)) as changes, judged.kept
from assets a
left join lateral (select p.* from asset_provenance p
  where p.tenant_id = a.tenant_id and p.id = a.id offset 0) p on true
cross join lateral (select to_jsonb(a) as columns, {_extension_now()} as extension offset 0) now
cross join lateral (
  select jsonb_strip_nulls(to_jsonb(jsonb_populate_record(null::assets,
      -- Places, people and tags belong to a client; another client's asset can't take them.
      case when a.client_id = o.client_id then o.fields else o.fields - '{{location_id,contact_id,tag}}'::text[] end
    ))) as columns,
    {_extension_wanted()} as extension offset 0) wanted
cross join lateral (select {_COLUMNS} as changed offset 0) cols
cross join lateral (select case
  -- Named after its host, it is renamed with it.
  when cols.changed ? 'hostname' and not wanted.columns ? 'name' and lower(a.name) = lower(a.hostname)
  then jsonb_build_object('name', cols.changed ->> 'hostname') end as changed offset 0) renamed
cross join lateral (select
  (select jsonb_object_agg(n.key, n.value) from jsonb_each(wanted.extension) n
     where n.value is distinct from now.extension -> n.key) as extension,
  (select jsonb_object_agg(n.key, n.value) from jsonb_each(o.custom) n
     where n.value is distinct from a.custom -> n.key) as custom offset 0) other
left join lateral (
  select j.* from (select {_ALL_CHANGED} as changed, {_ALL_CURRENT} as current offset 0) sides
  cross join lateral ({_JUDGED}) j) judged on {CONTESTED}
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
