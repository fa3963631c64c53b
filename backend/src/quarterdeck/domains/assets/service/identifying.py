"""Keeping the identifiers of an asset in step with its fields."""

import uuid
from collections.abc import Mapping

from quarterdeck.domains.assets.identifiers import identifiers_of
from quarterdeck.platform.db.session import TenantSession

_WANTED = "(select * from unnest(%(kinds)s::text[], %(values)s::text[]))"
_RETIRE = f"""
update asset_identifiers i set is_current = false
where i.tenant_id = %(tenant_id)s and i.asset_id = %(asset_id)s and i.is_current and i.kind <> 'source'
  and (i.kind::text, i.value) not in {_WANTED}
"""
_ADD = f"""
insert into asset_identifiers as i (tenant_id, asset_id, kind, value, source)
select %(tenant_id)s, %(asset_id)s, w.kind, w.value, %(source)s from {_WANTED} as w (kind, value)
on conflict (tenant_id, asset_id, kind, value) do update set is_current = true where not i.is_current
"""


def keep_identifiers(session: TenantSession, asset_id: uuid.UUID, values: Mapping[str, object], *, source: str) -> None:
    """Make the identifiers those of `values`; what the asset no longer carries stays, as no longer current."""
    wanted = identifiers_of(values)
    params = {
        "tenant_id": session.tenant_id,
        "asset_id": asset_id,
        "kinds": [kind for kind, _ in wanted],
        "values": [value for _, value in wanted],
        "source": source,
    }
    session.raw.execute(_RETIRE, params)
    if wanted:
        session.raw.execute(_ADD, params)
