"""Field by field: does what a source says stand against what others said, and what is kept of it either way.

Every source's last word is kept per asset (`asset_provenance`). What is on record changes only to a value that beats
all other sources' words, by the rules of the tenant, and is not locked. So the end is the same in whatever order and in
whatever chunks observations come. The rules are `assets.fields.precedence`; here is their twin in SQL.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

import orjson

from quarterdeck.domains.assets.fields.precedence import NOT_RIVALLED, is_gone
from quarterdeck.domains.assets.service.precedence import rule_book
from quarterdeck.domains.assets.sources import PERSON
from quarterdeck.domains.intake.models import IntakeBatch
from quarterdeck.domains.intake.service.clearing import EMPTIED_SAID
from quarterdeck.platform.db.session import TenantSession

_SETS = f"'{{{','.join(sorted(NOT_RIVALLED))}}}'"
_CUSTOM = "(select coalesce(jsonb_object_agg('cf.' || e.key, e.value), '{{}}') from jsonb_each({0}) e)"

#: When the source saw it, over `o`.
OBSERVED_AT = "coalesce(o.observed_at, %(observed_at)s)"
# The latest sighting stands whoever had it: kept with every source, it would make each report a new one.
_SAID = f"""
(c.fields || c.extension
  || case when c.custom = '{{}}' then '{{}}' else {_CUSTOM.format("c.custom")} end) - 'last_seen_at'
"""


def reconciling_params(session: TenantSession, batch: IntakeBatch) -> dict[str, Any]:
    """What `JUDGED` and `record_reports` need to know of the batch and the tenant's rules."""
    book = rule_book(session)
    return {"source": batch.source, "observed_at": batch.observed_at, "rules": orjson.dumps(book).decode()}


@cache
def judged(changed: str) -> str:
    """Of what an observation would change, what it must not: `lost` keys and, by key, `kept` with the reason.

    `changed` is SQL for a jsonb object by key, over `a` (the asset), `o` and `p` (its provenance).
    """
    return f"""
select array_agg(l.key) as lost, jsonb_object_agg(l.key, l.why || jsonb_build_object('value', l.value)) as kept
from (
  select c.key, c.value, case
    when p.locks ? c.key then p.locks -> c.key || '{{"why": "locked"}}'
    when c.key = any ({_SETS}) then null
    when provenance_time(p.reports -> %(source)s, p.seen, %(source)s, c.key) > {OBSERVED_AT}
      and p.reports -> %(source)s -> 'v' ? c.key
      and not {is_gone("c.key", "(p.reports -> %(source)s -> 'v' -> c.key)", "a.client_id")}
    then jsonb_build_object('why', 'older', 'source', %(source)s,
      'at', provenance_time(p.reports -> %(source)s, p.seen, %(source)s, c.key))
    else ({_RIVAL}) end as why
  from jsonb_each({changed}) c
) l
where l.why is not null
"""


def kept_beside(kept: str, current: str) -> str:
    """What was `kept`, each with the value on record. `current`, all of them by key, is worked out if there is any."""
    return f"""
case when {kept} is not null then (
  select jsonb_object_agg(e.key, jsonb_strip_nulls(e.value || jsonb_build_object('kept', now.current -> e.key)))
  from (select {current} as current offset 0) now cross join lateral jsonb_each({kept}) e) end
"""


_RANK = """
coalesce((select min(x.place) from jsonb_array_elements_text(rule.is -> 'o') with ordinality x (name, place)
  where {0} = x.name or starts_with({0}, x.name || ':')), 1000)
"""
# The strongest other source whose word on the key beats this one's, if any does.
_RIVAL = f"""
select jsonb_build_object('source', r.source, 'at', r.at, 'why',
  case when r.rank < mine.rank and rule.is ->> 'm' = 's' then 'outranked' else 'newer' end)
from (select coalesce(book.rules -> a.client_id::text -> c.key, book.rules -> '*' -> c.key,
    '{{"m": "n", "o": []}}') as is from (select %(rules)s::jsonb as rules) book offset 0) rule
cross join lateral (select {_RANK.format("%(source)s")} as rank, {OBSERVED_AT} as at offset 0) mine
cross join lateral (
  select e.key as source, provenance_time(e.value, p.seen, e.key, c.key) as at, {_RANK.format("e.key")} as rank
  from jsonb_each(p.reports) e where e.key <> %(source)s and e.value -> 'v' ? c.key
    and not {is_gone("c.key", "(e.value -> 'v' -> c.key)", "a.client_id")} offset 0) r
where case rule.is ->> 'm'
  when 's' then r.rank < mine.rank
    or r.rank = mine.rank and (r.at > mine.at or r.at = mine.at and r.source < %(source)s)
  else r.at > mine.at or r.at = mine.at and (r.rank, r.source) < (mine.rank, %(source)s) end
order by case when rule.is ->> 'm' = 's' then r.rank end, r.at desc, r.rank, r.source limit 1
"""

#: Whether there is anything to judge: another source's word, a lock, or a later word of the same source. Over `p`, `o`.
CONTESTED = f"""
p.id is not null and (p.locks <> '{{}}' or p.reports - %(source)s::text <> '{{}}'
  or greatest(p.reports -> %(source)s ->> 'at', p.seen ->> %(source)s)::timestamptz > {OBSERVED_AT})
"""

# The assets are held first: whoever writes to one of them meanwhile is waited for, and seen.
_HOLD = """
select 1 from assets a
where a.tenant_id = %(tenant)s and a.id in (select d.asset_id from intake_decisions d
  where d.tenant_id = %(tenant)s and d.batch_id = %(batch)s and d.row_no between %(first)s and %(last)s
    and d.outcome in ('updated', 'unchanged') and not d.is_applied)
order by a.id for no key update
"""

# A person who sends an export back says only what he changed in it. The rest is what others said before.
_CHANGED = f"""
(coalesce(c.changes -> 'columns', '{{}}') || coalesce(c.changes -> 'extension', '{{}}')
  || coalesce({_CUSTOM.format("c.changes -> 'custom'")}, '{{}}') || coalesce({EMPTIED_SAID}, '{{}}')) - 'last_seen_at'
"""
_IS_BY_HAND = f"%(source)s::text = '{PERSON}' and c.outcome <> 'created'"
_REPORT = f"""
jsonb_build_object(%(source)s::text, jsonb_strip_nulls(jsonb_build_object('at', c.observed_at, 'by', %(author)s::text))
  || jsonb_build_object('v', case when {_IS_BY_HAND} then {_CHANGED} else {_SAID} end))
"""
_FIRST_REPORTS = f"""
insert into asset_provenance (tenant_id, id, reports)
select %(tenant)s, c.asset_id, {_REPORT} from applied_rows c where c.outcome = 'created'
on conflict (tenant_id, id) do update set reports = excluded.reports
"""
# Of an asset of which nobody had said anything: what is said now changes something, and can be taken back.
_BEGIN = """
insert into asset_provenance (tenant_id, id)
select distinct %(tenant)s::uuid, c.asset_id from applied_rows c
where c.outcome <> 'created' and not exists (
  select 1 from asset_provenance p where p.tenant_id = %(tenant)s and p.id = c.asset_id offset 0)
on conflict (tenant_id, id) do nothing
"""
_SAME = """
p.reports -> %(source)s -> 'v' = excluded.reports -> %(source)s -> 'v' and not p.reports -> %(source)s ? 't'
  and greatest(p.reports -> %(source)s ->> 'at', p.seen ->> %(source)s)::timestamptz
    <= (excluded.reports -> %(source)s ->> 'at')::timestamptz
"""
# Everything it said before is said anew: the case that nearly always occurs, decided without a call for each row.
_SAID_ANEW = """
%(author)s::text is null and (not p.reports ? %(source)s or not p.reports -> %(source)s ? 't'
  and greatest(p.reports -> %(source)s ->> 'at', p.seen ->> %(source)s)::timestamptz
    <= (excluded.reports -> %(source)s ->> 'at')::timestamptz
  and (p.reports -> %(source)s -> 'v')
    - array(select jsonb_object_keys(excluded.reports -> %(source)s -> 'v')) = '{}')
"""
_REPORTS = f"""
insert into asset_provenance as p (tenant_id, id, reports)
select distinct on (c.asset_id) %(tenant)s::uuid, c.asset_id, {_REPORT}
from applied_rows c where c.outcome <> 'created' and not ({_IS_BY_HAND} and c.outcome = 'unchanged')
order by c.asset_id, c.row_no desc
on conflict (tenant_id, id) do update set
  reports = case when {_SAME} then p.reports when {_SAID_ANEW}
    then p.reports || excluded.reports else p.reports || jsonb_build_object(%(source)s::text, provenance_merged(
    p.reports -> %(source)s, (p.seen ->> %(source)s)::timestamptz,
    (excluded.reports -> %(source)s ->> 'at')::timestamptz, excluded.reports -> %(source)s -> 'v', %(author)s)) end,
  seen = case when {_SAME} then coalesce(p.seen, '{{}}') || jsonb_build_object(%(source)s::text,
      excluded.reports -> %(source)s -> 'at') else p.seen - %(source)s::text end
"""


def hold_assets(session: TenantSession, params: Mapping[str, Any]) -> None:
    """Until the transaction ends nobody else writes to the assets of the chunk."""
    session.raw.execute(_HOLD, params)


def record_reports(session: TenantSession, params: Mapping[str, Any]) -> None:
    """Keep what the rows gathered by `applying` say, whether it stands or not."""
    session.raw.execute(_FIRST_REPORTS, params)
    session.raw.execute(_BEGIN, params)
    session.raw.execute(_REPORTS, params)
