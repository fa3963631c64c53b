"""What a chunk left undecided, put where it waits for a person: whole, so that it outlives its batch."""

from collections.abc import Mapping
from typing import Any

from quarterdeck.domains.intake.identity.weights import IDENTIFYING
from quarterdeck.domains.intake.queries import key_hash
from quarterdeck.kit.ids import new_id
from quarterdeck.platform.db.session import TenantSession

_CHUNK = """
d.tenant_id = %(tenant)s and d.batch_id = %(batch)s and d.row_no between %(first)s and %(last)s and not d.is_applied
"""
# The keys as pairs, in an order that two intakes of the same row share.
_INSERT = """
insert into intake_reviews (tenant_id, id, client_id, client_key, batch_id, row_no, source, job_id, fingerprint, doubt,
  alike_key, reason, score, observation, keys, candidates)
select d.tenant_id, n.id, o.client_id, o.client_key, d.batch_id, d.row_no, %(source)s, %(job)s,
  d.review ->> 'fingerprint', d.review ->> 'doubt', n.alike, d.reason, d.score,
  jsonb_strip_nulls(to_jsonb(o) - '{tenant_id,batch_id,row_no,keys,is_first}'::text[]), k.keys, d.review -> 'candidates'
from unnest(%(ids)s::uuid[], %(rows)s::bigint[], %(alike)s::text[]) n (id, row_no, alike)
join intake_decisions d on d.tenant_id = %(tenant)s and d.batch_id = %(batch)s and d.row_no = n.row_no
cross join lateral (select o.* from observations o
  where o.tenant_id = d.tenant_id and o.batch_id = d.batch_id and o.row_no = d.row_no offset 0) o
cross join lateral (
  select coalesce(jsonb_agg(k.e order by k.e ->> 0, k.e ->> 1), '[]') as keys
  from jsonb_array_elements(o.keys) k (e) offset 0) k
on conflict (tenant_id, client_key, fingerprint) where state in ('open', 'skipped') do update
set batch_id = excluded.batch_id, row_no = excluded.row_no, source = excluded.source, job_id = excluded.job_id,
  doubt = excluded.doubt, alike_key = excluded.alike_key, reason = excluded.reason, score = excluded.score,
  observation = excluded.observation, keys = excluded.keys, candidates = excluded.candidates,
  times_seen = intake_reviews.times_seen + 1
"""
_WAITING = "select exists (select 1 from intake_reviews r where r.tenant_id = %(tenant)s and r.state = 'open')"
_KIND, _VALUE = "split_part(w.fingerprint, ':', 1)", "substr(w.fingerprint, strpos(w.fingerprint, ':') + 1)"
# From the few that wait to the rows that say the same, never the other way round.
_SETTLE = f"""
update intake_reviews r
set state = 'settled', asset_id = s.asset_id, decided_at = now(), decided_by_label = %(source)s
from (
  select w.id, d.asset_id
  from intake_reviews w
  cross join lateral (
    select k.row_no from observation_keys k
    where k.tenant_id = w.tenant_id and k.batch_id = %(batch)s and k.row_no between %(first)s and %(last)s
      and k.hash = {key_hash(_KIND, _VALUE, "w.client_key")}
    limit 1) k
  join intake_decisions d on d.tenant_id = w.tenant_id and d.batch_id = %(batch)s and d.row_no = k.row_no
    and d.outcome in ('created', 'updated', 'unchanged') and not d.is_applied
  where w.tenant_id = %(tenant)s and w.state = 'open') s
where r.tenant_id = %(tenant)s and r.id = s.id
"""


def put_up_for_review(session: TenantSession, params: Mapping[str, Any]) -> None:
    """Keep the undecided rows of the chunk; and close what waited, where a later observation left no doubt."""
    waiting = session.raw.execute(_WAITING, params).fetchone()
    if waiting and waiting[0]:
        session.raw.execute(_SETTLE, params)
    rows = session.raw.execute(
        f"select d.row_no, d.review from intake_decisions d where {_CHUNK} and d.outcome = 'review' order by d.row_no",
        params,
    ).fetchall()
    # Two rows of one file may say the same; the later one stands for both.
    latest = {review["fingerprint"]: (row_no, alike_key(review)) for row_no, review in rows}
    if latest:
        numbers = {
            "ids": [new_id() for _ in latest],
            "rows": [row_no for row_no, _ in latest.values()],
            "alike": [alike for _, alike in latest.values()],
        }
        session.raw.execute(_INSERT, {**params, **numbers})


def alike_key(review: Mapping[str, Any]) -> str:
    """The kind of doubt and what was found about each identifier, without the values."""
    first = review["candidates"][0]
    found = sorted(f"{e['kind']} {e['finding']}" for e in first["evidence"] if e["kind"] in IDENTIFYING)
    return "; ".join((review["doubt"], *found))
