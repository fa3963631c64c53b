"""Locations and contacts that rows of a batch refer to, and that are deleted since the rows were read."""

from typing import Any

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


def hold_references(session: TenantSession, params: dict[str, Any]) -> bool:
    """Until the transaction ends nobody deletes what the chunk refers to. Says whether rows lost what is gone.

    A row without its location says less; one with it would be refused, and with it all rows of the chunk.
    """
    lost = 0
    for column, table in REFERENCES.items():
        session.raw.execute(_HOLD.format(column=column, table=table), params)
        lost += session.raw.execute(_FORGET.format(column=column, table=table), params).rowcount
    return lost > 0
