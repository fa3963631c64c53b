"""What every list of a tenant's assets starts from, in one statement."""

import uuid
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Engine

from quarterdeck.domains.assets.fields.catalogue import AssetFields, fields_of
from quarterdeck.platform.clock import now
from quarterdeck.platform.db.bootstrap import leakproof_marks_present
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.filters.parameters import Context, SearchMode

_search_modes: weakref.WeakKeyDictionary[Engine, SearchMode] = weakref.WeakKeyDictionary()

_SETTING = """
select
  (select coalesce(json_agg(json_build_object('key', t.key, 'name', t.name) order by t.is_builtin desc, t.name), '[]')
   from asset_types t where t.tenant_id = %(tenant_id)s)::text,
  (select coalesce(json_agg(json_build_object(
     'key', f.key, 'label', f.label, 'kind', f.kind, 'choices', f.choices, 'required', f.required,
     'asset_types', f.asset_types, 'help_text', f.help_text, 'section', f.section, 'minimum', f.minimum,
     'maximum', f.maximum, 'max_length', f.max_length, 'pattern', f.pattern, 'pattern_hint', f.pattern_hint,
     'default_value', f.default_value, 'is_unique', f.is_unique) order by f.position, f.label, f.key), '[]')
   from custom_fields f where f.tenant_id = %(tenant_id)s)::text,
  (select t.time_zone from tenants t where t.id = %(tenant_id)s),
  tenant_change_counter()
"""

_CONTACTS_OF_ASKER = """
select c.id from contacts c
where c.tenant_id = %(tenant_id)s
  and lower(btrim(c.email)) = (select u.email_key from users u where u.id = %(actor)s)
order by c.id
"""


@dataclass(frozen=True, slots=True)
class Setting:
    """The tenant's fields and time zone, and how often its record has changed."""

    tenant_id: uuid.UUID
    fields: AssetFields
    zone: ZoneInfo
    change_counter: int
    search: SearchMode

    def context(self, *, me: Sequence[uuid.UUID] = ()) -> Context:
        """What a filter is compiled for; `me` are the contacts that are the person asking."""
        return Context(self.tenant_id, now(), self.zone, me={"contacts": me}, search=self.search)


def load_setting(session: TenantSession) -> Setting:
    row = session.raw.execute(_SETTING, {"tenant_id": session.tenant_id}).fetchone()
    types, custom_fields, zone, counter = row or ("[]", "[]", "UTC", 0)
    return Setting(session.tenant_id, fields_of(types, custom_fields), _zone(zone), counter or 0, search_mode(session))


def contacts_of_asker(session: TenantSession) -> list[uuid.UUID]:
    """The contacts whose address is the one the person asking signs in with; as many as they may see."""
    found = session.raw.execute(_CONTACTS_OF_ASKER, {"tenant_id": session.tenant_id, "actor": session.actor_id})
    return [row[0] for row in found]


def search_mode(session: TenantSession) -> SearchMode:
    """How this database lets free text reach its index; asked once per engine."""
    forced = session.info.get("search_mode")
    if isinstance(forced, SearchMode):
        return forced
    engine = session.get_bind().engine
    mode = _search_modes.get(engine)
    if mode is None:
        mode = SearchMode.COLUMN if leakproof_marks_present(session.raw) else SearchMode.FUNCTION
        _search_modes[engine] = mode
    return mode


def _zone(name: str | None) -> ZoneInfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
