"""Values that only one asset may have: who has them, and which are on more than one."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from quarterdeck.domains.assets.schemas import DuplicateValue, HeldBy
from quarterdeck.kit.outcomes import shown
from quarterdeck.platform.db.session import TenantSession

#: What the database says when a value is another asset's.
CONSTRAINT = "uq_unique_values_tenant_id_field_key_digest"
#: Values listed when a field cannot become unique, and assets named of each.
MOST_DUPLICATES, _MOST_NAMED = 20, 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """A value that an asset is to have; one that is still to be made has no id."""

    key: str
    value: object
    asset_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """Who has a wanted value: an asset, unnamed where it may not be seen, or an earlier one of those wanted."""

    tag: str | None = None
    name: str | None = None
    asset_id: uuid.UUID | None = None
    #: Its place among the wanted.
    earlier: int | None = None


_MEETINGS = """
select w.place, u.asset_id is not null, a.id, a.tag, a.name, w.first
from (select w.*, min(w.place) over (partition by w.key, w.digest) as first
  from (select w.*, unique_value_digest(w.value) as digest
    from jsonb_to_recordset(%(wanted)s::jsonb) as w (place int, id uuid, key text, value jsonb) offset 0) w) w
left join lateral (select u.asset_id from unique_values u
  where u.tenant_id = %(tenant)s and u.field_key = w.key and u.digest = w.digest
    and u.asset_id is distinct from w.id offset 0) u on true
left join lateral (select a.id, a.tag, a.name from assets a
  where a.tenant_id = %(tenant)s and a.id = u.asset_id offset 0) a on true
where u.asset_id is not null or w.first < w.place
"""


def meetings(session: TenantSession, wanted: Sequence[Wanted]) -> Mapping[int, Meeting]:
    """By place: what stands in the way of a value."""
    if not wanted:
        return {}
    listed = [
        {"place": place, "id": each.asset_id, "key": each.key, "value": each.value} for place, each in enumerate(wanted)
    ]
    params = {"tenant": session.tenant_id, "wanted": orjson.dumps(listed, default=str).decode()}
    return {
        place: Meeting(tag, name, asset_id) if is_held else Meeting(earlier=first)
        for place, is_held, asset_id, tag, name, first in session.raw.execute(_MEETINGS, params)
    }


_DUPLICATES = """
with valued as (
  select a.id, a.tag, a.name, a.custom -> %(key)s as value, unique_value_digest(a.custom -> %(key)s) as digest
  from assets a
  where a.tenant_id = %(tenant)s and a.custom <> '{}' and a.custom ->> %(key)s is not null),
several as (
  select v.digest, count(*) as assets, min(v.value #>> '{}') as value
  from valued v group by v.digest having count(*) > 1)
select s.value, s.assets, (select count(*) from several), named.assets
from (select * from several order by assets desc, value limit %(most)s) s
cross join lateral (select jsonb_agg(jsonb_build_object('id', n.id, 'tag', n.tag, 'name', n.name)) as assets
  from (select v.id, v.tag, v.name from valued v where v.digest = s.digest
    order by v.tag, v.id limit %(named)s) n) named
order by s.assets desc, s.value
"""


def duplicates(session: TenantSession, key: str) -> tuple[list[DuplicateValue], int]:
    """Values of the field on more than one of the assets that may be seen, and how many such values there are."""
    params: dict[str, Any] = {
        "tenant": session.tenant_id,
        "key": key,
        "most": MOST_DUPLICATES,
        "named": _MOST_NAMED,
    }
    rows = session.raw.execute(_DUPLICATES, params).fetchall()
    found = [
        DuplicateValue(value=shown(value), count=count, assets=[HeldBy.model_validate(each) for each in assets])
        for value, count, _, assets in rows
    ]
    return found, rows[0][2] if rows else 0
