"""Search over all identifiers: what matches one exactly stands first, then whatever contains the text."""

from collections.abc import Sequence

from quarterdeck.domains.assets.queries.selection import Selection
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.filters.parameters import SearchMode, contains_pattern, search_condition
from quarterdeck.platform.filters.values import bare_mac_digits

_FIELD_OF_KIND = {
    "serial": "serial",
    "tag": "tag",
    "mac": "mac",
    "hostname": "hostname",
    "uuid": "hardware_uuid",
    "imei": "imei",
    "source": "source",
}
_CONTAINED = (
    ("tag", "a.tag"),
    ("name", "a.name"),
    ("serial", "a.serial"),
    ("hostname", "a.hostname"),
    ("ip", "host(a.ip_address)"),
    ("mac", "mac_search_text(a.mac_addresses)"),
    ("model", "a.model"),
    ("manufacturer", "a.manufacturer"),
    ("hardware_uuid", "a.hardware_uuid"),
)


def search_hits(
    session: TenantSession,
    selection: Selection,
    *,
    text: str,
    identifiers: Sequence[tuple[str, str]],
    mode: SearchMode,
    limit: int,
) -> str:
    """A JSON array of hits. `identifiers` are the exact ones that `text` may be."""
    needle = text.strip().lower()
    patterns = [contains_pattern(needle)]
    digits = bare_mac_digits(text)
    if digits is not None:
        patterns.append(contains_pattern(digits))
    params = {
        **selection.params,
        "kinds": [kind for kind, _ in identifiers],
        "values": [value for _, value in identifiers],
        "needle": needle,
        **{f"pattern{number}": pattern for number, pattern in enumerate(patterns)},
    }
    contains = [search_condition(each, f"%(pattern{number})s", mode) for number, each in enumerate(patterns)]
    row = session.raw.execute(_statement(selection.where, " or ".join(contains), limit), params).fetchone()
    return row[0] if row else "[]"


def _statement(where: str, contains: str, limit: int) -> str:
    fields = " ".join(f"when '{kind}' then '{field}'" for kind, field in _FIELD_OF_KIND.items())
    which = " ".join(
        f"when strpos(lower({expression}), %(needle)s) > 0 then json_build_object('field', '{field}', 'value', {shown})"
        for field, expression, shown in _shown()
    )
    return f"""
with exact as (
  select distinct on (i.asset_id) i.asset_id as id, case when i.is_current then 0 else 1 end as rank,
    json_build_object('field', case i.kind {fields} end, 'value', i.value) as matched
  from asset_identifiers i
  join unnest(%(kinds)s::text[], %(values)s::text[]) as w (kind, value) on i.kind = w.kind and i.value = w.value
  where i.tenant_id = %(tenant_id)s
    and exists (select 1 from assets a where a.id = i.asset_id and {where})
  order by i.asset_id, i.is_current desc limit {limit}
), containing as (
  select a.id, 2 as rank, case {which} end as matched
  from assets a where {where} and ({contains}) order by a.tag, a.id limit {limit}
), assigned as (
  select a.id, 3 as rank, json_build_object('field', 'assigned_to', 'value', c.name) as matched
  from contacts c join assets a on a.tenant_id = c.tenant_id and a.contact_id = c.id
  where c.tenant_id = %(tenant_id)s and c.name ilike %(pattern0)s and {where} limit {limit}
), hits as (
  select distinct on (u.id) u.id, u.rank, u.matched
  from (select * from exact union all select * from containing union all select * from assigned) u
  order by u.id, u.rank
)
select coalesce(json_agg(row_to_json(r)), '[]')::text from (
  select a.id, a.tag, a.name, a.type, a.status,
    json_build_object('id', a.client_id, 'label', r_client.name) as client, hits.matched
  from hits join assets a on a.tenant_id = %(tenant_id)s and a.id = hits.id
  left join clients r_client on r_client.tenant_id = %(tenant_id)s and r_client.id = a.client_id
  order by hits.rank, a.tag, a.id limit {limit}) r
"""


def _shown() -> list[tuple[str, str, str]]:
    return [
        (field, expression, "array_to_string(a.mac_addresses, ', ')" if field == "mac" else expression)
        for field, expression in _CONTAINED
    ]
