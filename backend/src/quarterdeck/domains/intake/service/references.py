"""Clients, locations and contacts that rows of a batch refer to, and that are deleted since the rows were read."""

import uuid
from collections.abc import Sequence
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


_RENAME = """
update observations o set location_id = %(to)s,
  fields = o.fields || jsonb_build_object('location_id', %(to)s::text)
where o.tenant_id = %(tenant)s and o.batch_id = any(%(batches)s) and o.location_id = any(%(ids)s)
"""


def name_location_anew(
    session: TenantSession, batches: Sequence[uuid.UUID], ids: Sequence[uuid.UUID], to: uuid.UUID
) -> None:
    """Rows of these batches that stand at a location that is merged stand at the one that stays."""
    params = {"tenant": session.tenant_id, "batches": list(batches), "ids": list(ids), "to": to}
    session.raw.execute(_RENAME, params)


def hold_references(session: TenantSession, params: dict[str, Any]) -> bool:
    """Until the transaction ends nobody deletes what the chunk refers to. Says whether rows lost what is gone.

    A row without its location says less; one with it would be refused, and with it all rows of the chunk.
    """
    lost = 0
    for column, table in REFERENCES.items():
        session.raw.execute(_HOLD.format(column=column, table=table), params)
        lost += session.raw.execute(_FORGET.format(column=column, table=table), params).rowcount
    return lost > 0
