"""Fields that a person emptied in an export and sends back: the one case in which an empty value erases.

They stand in the changes of a row as `cleared`, a list of keys, beside what gets a new value.
"""

from collections.abc import Mapping
from typing import Any

from quarterdeck.domains.assets.fields.definition import (
    CUSTOM_PREFIX,
    AssetColumn,
    AssetField,
    CustomValue,
    ExtensionColumn,
    ReferenceColumn,
)
from quarterdeck.domains.assets.fields.precedence import key_of
from quarterdeck.domains.assets.models import EXTENSIONS, Asset
from quarterdeck.platform.db.session import TenantSession

_LISTS = ("mac_addresses", "tags")
#: Two numbers of one kind stand in two fields: emptying one of them would leave open which identifier it was.
_KEPT = frozenset({"imei", "imei2"})
_KINDS = {"serial": "serial", "hostname": "hostname", "hardware_uuid": "uuid", "mac_addresses": "mac"}


def can_be_cleared(declared: AssetField) -> bool:
    """Whether an asset can be without it."""
    match declared.home:
        case AssetColumn(name) | ReferenceColumn(name=name):
            column = Asset.__table__.columns.get(name)
            return column is not None and (bool(column.nullable) or name in _LISTS)
        case ExtensionColumn():
            return key_of(declared) not in _KEPT
        case CustomValue():
            return True


#: Which of the cleared keys of the observation `o` the asset `a` has a value for, and which of those are locked by `p`.
CLEARED = """
select jsonb_agg(k.key order by k.key) filter (where k.lock is null) as keys,
  jsonb_object_agg(k.key, k.lock || '{{"why": "locked"}}' || jsonb_build_object('kept', k.present))
    filter (where k.lock is not null) as kept
from (select e.key, p.locks -> e.key as lock, now.current -> e.key as present
      from (select {current} as current offset 0) now cross join unnest(o.cleared) e (key)) k
where k.present is not null and k.present not in ('null', '""', '[]')
"""

_KEYS = "jsonb_array_elements_text(c.changes -> 'cleared') k"
_EMPTIED = f"(select jsonb_object_agg(k, null) from {_KEYS})"
#: What is written over the asset's columns, over `c`.
EMPTIED_COLUMNS = f"""
case when c.changes ? 'cleared' then (
  select jsonb_object_agg(k, case when k in ('mac_addresses', 'tags') then '[]'::jsonb else 'null' end) from {_KEYS})
else '{{}}' end
"""
EMPTIED_CUSTOM = f"""
case when c.changes ? 'cleared' then array(
  select substr(k, {len(CUSTOM_PREFIX) + 1}) from {_KEYS} where starts_with(k, '{CUSTOM_PREFIX}'))
else '{{}}'::text[] end
"""
#: What the person says of them: that there is nothing.
EMPTIED_SAID = f"""
case when c.changes ? 'cleared' then (
  select jsonb_object_agg(k, '""'::jsonb) from {_KEYS} where k not in ('mac_addresses', 'tags'))
else '{{}}' end
"""
_ANY = "select 1 from applied_rows c where c.outcome = 'updated' and c.changes ? 'cleared' limit 1"
_EXTENSIONS = tuple(
    f"""
    update {model.__tablename__} x
    set ({columns}) = (select {", ".join(f"r.{name}" for name in names)} from jsonb_populate_record(x, {_EMPTIED}) r)
    from applied_rows c
    where c.outcome = 'updated' and c.changes ? 'cleared' and x.tenant_id = %(tenant)s and x.id = c.asset_id
      and c.changes -> 'cleared' ?| '{{{columns}}}'::text[]
    """
    for model in EXTENSIONS.values()
    for names in [[c.name for c in model.__table__.columns if c.name not in {"tenant_id", "id"}]]
    for columns in [",".join(names)]
)
_IDENTIFIERS = f"""
update asset_identifiers i set is_current = false
from applied_rows c cross join lateral {_KEYS}
join (values {", ".join(f"('{key}', '{kind}')" for key, kind in _KINDS.items())}) n (key, kind) on n.key = k
where c.outcome = 'updated' and c.changes ? 'cleared' and i.tenant_id = %(tenant)s and i.asset_id = c.asset_id
  and i.kind = n.kind and i.is_current
"""


def clear(session: TenantSession, params: Mapping[str, Any]) -> None:
    """What hangs on the assets of the rows gathered by `applying`: extensions, identifiers that are none any more."""
    if session.raw.execute(_ANY).fetchone() is None:
        return
    for statement in (*_EXTENSIONS, _IDENTIFIERS):
        session.raw.execute(statement, params)
