"""Clients, locations and contacts that rows of a batch refer to, and that are deleted or merged by now."""

from typing import Any

import orjson

from quarterdeck.domains.assets.fields.precedence import REFERENCES
from quarterdeck.platform.db.session import TenantSession

_CHUNK = """
o.tenant_id = %(tenant)s and o.batch_id = %(batch)s and o.row_no between %(first)s and %(last)s
  and o.{column} is not null
"""
_HOLD = f"""
select 1 from {{table}} r
where r.tenant_id = %(tenant)s and r.id = any (array(select distinct o.{{column}} from observations o where {_CHUNK}))
order by r.id for key share
"""
# The journal knows what is gone by its name, and the one it was merged into is found by that.
_FOLLOW = f"""
with gone as materialized (
  select distinct o.client_id, o.{{column}} as id from observations o
  where {_CHUNK} and not exists (select 1 from {{table}} r
    where r.tenant_id = %(tenant)s and r.id = o.{{column}} and r.client_id = o.client_id offset 0))
update observations o set {{column}} = now.id, fields = o.fields || jsonb_build_object('{{column}}', now.id)
from gone
cross join lateral (select c.before ->> 'name_key' as key from changes c
  where c.tenant_id = %(tenant)s and c.object_id = gone.id and c.table_name = '{{table}}' and c.operation = 'delete'
  order by c.at desc, c.id desc limit 1) was
cross join lateral (select r.id from {{table}} r
  where r.tenant_id = %(tenant)s and r.client_id = gone.client_id
    and (r.name_key = was.key or r.former_keys @> array[was.key])
  order by r.id limit 1) now
where {_CHUNK} and o.{{column}} = gone.id and o.client_id = gone.client_id
"""
_FORGET = f"""
update observations o set {{column}} = null, fields = o.fields - '{{column}}'
where {_CHUNK} and not exists (select 1 from {{table}} r
  where r.tenant_id = %(tenant)s and r.id = o.{{column}} and r.client_id = o.client_id offset 0)
"""


_ROWS = """
o.tenant_id = %(tenant)s and o.batch_id = %(batch)s and o.row_no between %(first)s and %(last)s
"""
_HOLD_CLIENTS = f"""
select 1 from clients c
where c.tenant_id = %(tenant)s and c.id = any (array(select distinct o.client_id from observations o where {_ROWS}))
order by c.id for key share
"""
# Only what is to be created needs its client: an asset that is there keeps the client from being deleted.
_CLIENTLESS = f"""
d.tenant_id = %(tenant)s and d.batch_id = %(batch)s and d.row_no between %(first)s and %(last)s
  and d.outcome in ('created', 'duplicate_in_file') and not d.is_applied and exists (
    select 1 from observations o where {_ROWS} and o.row_no = d.row_no and o.client_id is not null
      and not exists (select 1 from clients c where c.tenant_id = %(tenant)s and c.id = o.client_id))
"""
_REJECT = f"""
with gone as (
  update intake_decisions d
  set outcome = 'rejected', asset_id = null, reason = %(sentence)s, changes = null, matched_on = '{{}}', evidence = '[]'
  where {_CLIENTLESS}
  returning d.row_no)
update observations o set problems = o.problems || %(problem)s::jsonb
from gone g where {_ROWS} and o.row_no = g.row_no
"""
_SENTENCE = "The client was deleted while the row waited to be taken in."
_PROBLEM = {"code": "client_gone", "message": _SENTENCE, "field": "client", "is_error": True}


def has_clientless(session: TenantSession, params: dict[str, Any]) -> bool:
    """Until the transaction ends nobody deletes a client of the chunk. Says whether one is gone that is needed."""
    session.raw.execute(_HOLD_CLIENTS, params)
    row = session.raw.execute(
        f"select exists (select 1 from intake_decisions d where {_CLIENTLESS})", params
    ).fetchone()
    return bool(row and row[0])


def reject_clientless(session: TenantSession, params: dict[str, Any]) -> None:
    """Until the transaction ends nobody deletes a client of the chunk. Rows of one that is gone can't be created."""
    session.raw.execute(_HOLD_CLIENTS, params)
    given = {"sentence": _SENTENCE, "problem": orjson.dumps([_PROBLEM]).decode()}
    session.raw.execute(_REJECT, params | given)


def hold_references(session: TenantSession, params: dict[str, Any]) -> bool:
    """Until the transaction ends nobody deletes what the chunk refers to. Says whether rows refer to others now.

    What was merged is followed to the one that stays. A row without its location says less; one with what is gone
    would be refused, and with it all rows of the chunk.
    """
    moved = 0
    for column, table in REFERENCES.items():
        session.raw.execute(_HOLD.format(column=column, table=table), params)
        followed = session.raw.execute(_FOLLOW.format(column=column, table=table), params).rowcount
        if followed:
            session.raw.execute(_HOLD.format(column=column, table=table), params)
        moved += followed + session.raw.execute(_FORGET.format(column=column, table=table), params).rowcount
    return moved > 0
