"""Assets side by side, field by field, for whoever has to decide whether they are one."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from quarterdeck.domains.assets.fields.catalogue import AssetFields
from quarterdeck.domains.assets.fields.definition import CUSTOM_PREFIX, AssetField
from quarterdeck.domains.assets.service.assets import access_asset
from quarterdeck.kit.text import compact
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import TenantSession

Values = Mapping[str, Any]

_SPELT_ALIKE = frozenset({"serial", "hostname", "tag", "hardware_uuid", "manufacturer", "model", "name"})
_SILENT = frozenset({"created_at", "updated_at"})


@dataclass(frozen=True, slots=True)
class ComparedField:
    """One field of several records; `differs` where at least two of those that have a value don't agree."""

    declared: AssetField
    values: tuple[Any, ...]
    differs: bool


def asset_values(session: TenantSession, actor: Actor, asset_id: uuid.UUID) -> dict[str, Any]:
    """What is on record, by field id; empty values are left out."""
    record = orjson.loads(access_asset(session, actor, asset_id).json)
    custom = {CUSTOM_PREFIX + key: value for key, value in (record.pop("custom", None) or {}).items()}
    flat = {**record, **(record.pop("extension", None) or {}), **custom}
    return {name: value for name, value in flat.items() if not is_empty(value)}


def is_empty(value: object) -> bool:
    return value is None or value in ("", [])


def compared(fields: AssetFields, records: Sequence[Values]) -> list[ComparedField]:
    """The fields of which any of the records has a value, in the order of the catalogue."""
    found = []
    for declared in fields:
        values = tuple(record.get(declared.id) for record in records)
        if declared.id in _SILENT or all(is_empty(value) for value in values):
            continue
        known = {_comparable(declared, value) for value in values if not is_empty(value)}
        found.append(ComparedField(declared, values, differs=len(known) > 1))
    return found


def _comparable(declared: AssetField, value: Any) -> str:
    match value:
        case {"id": record_id}:
            return str(record_id)
        case list():
            return "\x1f".join(sorted(str(each).casefold() for each in value))
        case str() if declared.id in _SPELT_ALIKE:
            return compact(value)
        case _:
            return str(value).strip().casefold()
