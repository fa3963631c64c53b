"""Keeping the identifiers of an asset in step with its fields."""

import uuid
from collections.abc import Mapping, Sequence

from quarterdeck.domains.assets.identifiers import identifiers_of
from quarterdeck.domains.assets.queries.junk import junk_of
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
    wanted = identifiers_of(values, junk=junk_of(session))
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


# Extensions that hold sources of identifiers.
_VALUES = """
select a.id, jsonb_build_object('tag', a.tag, 'serial', a.serial, 'manufacturer', a.manufacturer,
  'mac_addresses', a.mac_addresses, 'hostname', a.hostname, 'hardware_uuid', a.hardware_uuid,
  'imei', m.imei, 'imei2', m.imei2)
from assets a left join mobile_devices m on m.tenant_id = a.tenant_id and m.id = a.id
where a.tenant_id = %(tenant_id)s and a.id = any(%(ids)s::uuid[])
"""
_ALL_WANTED = "(select * from unnest(%(owners)s::uuid[], %(kinds)s::text[], %(values)s::text[]))"
_RETIRE_ALL = f"""
update asset_identifiers i set is_current = false
where i.tenant_id = %(tenant_id)s and i.asset_id = any(%(ids)s::uuid[]) and i.is_current and i.kind <> 'source'
  and (i.asset_id, i.kind::text, i.value) not in {_ALL_WANTED}
"""
_ADD_ALL = f"""
insert into asset_identifiers as i (tenant_id, asset_id, kind, value, source)
select %(tenant_id)s, w.owner, w.kind, w.value, 'undo' from {_ALL_WANTED} as w (owner, kind, value)
on conflict (tenant_id, asset_id, kind, value) do update set is_current = true where not i.is_current
"""


def derive_identifiers(session: TenantSession, asset_ids: Sequence[uuid.UUID]) -> None:
    """The same for many assets, from what they are now."""
    params = {"tenant_id": session.tenant_id, "ids": list(asset_ids)}
    rows = session.raw.execute(_VALUES, params).fetchall()
    junk = junk_of(session)
    wanted = [(asset_id, *key) for asset_id, values in rows for key in identifiers_of(values, junk=junk)]
    owners, kinds, values = zip(*wanted, strict=True) if wanted else ((), (), ())
    params |= {"owners": list(owners), "kinds": list(kinds), "values": list(values)}
    session.raw.execute(_RETIRE_ALL, params)
    if wanted:
        session.raw.execute(_ADD_ALL, params)
