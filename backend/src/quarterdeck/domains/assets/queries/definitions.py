"""Asset types and custom fields."""

import uuid
from collections.abc import Sequence
from typing import Any, LiteralString

from sqlalchemy import select

from quarterdeck.domains.assets.models import AssetType, CustomField
from quarterdeck.domains.assets.queries.counts import spread_once
from quarterdeck.platform.db.session import TenantSession

# Said twice, so that the index over assets with any custom value serves: the others are not walked through.
HAS_VALUE: LiteralString = "a.custom <> '{}' and a.custom ->> %(key)s is not null"


def asset_types(session: TenantSession) -> Sequence[AssetType]:
    statement = select(AssetType).where(AssetType.tenant_id == session.tenant_id)
    return session.scalars(statement.order_by(AssetType.is_builtin.desc(), AssetType.name)).all()


def asset_type_by_id(session: TenantSession, type_id: uuid.UUID) -> AssetType | None:
    statement = select(AssetType).where(AssetType.tenant_id == session.tenant_id, AssetType.id == type_id)
    return session.scalars(statement.with_for_update()).one_or_none()


def custom_fields(session: TenantSession) -> Sequence[CustomField]:
    statement = select(CustomField).where(CustomField.tenant_id == session.tenant_id)
    return session.scalars(statement.order_by(CustomField.position, CustomField.label, CustomField.key)).all()


def custom_field_by_id(session: TenantSession, field_id: uuid.UUID) -> CustomField | None:
    statement = select(CustomField).where(CustomField.tenant_id == session.tenant_id, CustomField.id == field_id)
    return session.scalars(statement.with_for_update()).one_or_none()


def labels_of_fields_for_type(session: TenantSession, type_key: str) -> list[str]:
    """Custom fields that name this type among those they apply to."""
    return [field.label for field in custom_fields(session) if type_key in field.asset_types]


def custom_field_usage(session: TenantSession) -> dict[str, int]:
    """How many assets have a value of each custom field, in one walk over those that have any."""
    keys = {f"key_{number}": field.key for number, field in enumerate(custom_fields(session))}
    if not keys:
        return {}
    # A count for each field costs a quarter of taking every document apart.
    names = ", ".join(f"%({name})s" for name in keys)
    counts = ", ".join(f"count(a.custom ->> %({name})s)" for name in keys)
    return spread_once(
        session,
        f"select k.key, k.assets from unnest(array[{names}]::text[], (select array[{counts}] from assets a "
        "where a.tenant_id = %(tenant_id)s and a.custom <> '{}')) k (key, assets) where k.assets > 0",
        keys,
    )


def assets_with_value(session: TenantSession, key: str, *, value: str | None = None) -> int:
    """How many assets have this custom value, or any."""
    condition = " and a.custom ->> %(key)s = %(value)s" if value is not None else ""
    return _counted(session, HAS_VALUE + condition, key, value=value)


def values_of(session: TenantSession, key: str, *, most: int) -> tuple[list[tuple[Any, int]], bool]:
    """The different values of a field, each with how many assets have it; and whether these are all of them."""
    rows = session.raw.execute(
        "select a.custom -> %(key)s, count(*) from assets a "
        f"where a.tenant_id = %(tenant_id)s and {HAS_VALUE} group by 1 limit %(most)s",
        {"tenant_id": session.tenant_id, "key": key, "most": most + 1},
    ).fetchall()
    return [(value, assets) for value, assets in rows[:most]], len(rows) <= most


def assets_without_value(session: TenantSession, key: str, types: Sequence[str]) -> int:
    """Assets of these types, or of all where none is named, that have no value of the field."""
    condition = "a.custom ->> %(key)s is null and (%(types)s::text[] = '{}' or a.type = any(%(types)s))"
    return _counted(session, condition, key, types=list(types))


def assets_of_other_types(session: TenantSession, key: str, types: Sequence[str]) -> int:
    return _counted(session, f"{HAS_VALUE} and a.type <> all(%(types)s)", key, types=list(types))


def _counted(session: TenantSession, condition: LiteralString, key: str, **params: object) -> int:
    row = session.raw.execute(
        f"select count(*) from assets a where a.tenant_id = %(tenant_id)s and {condition}",
        {"tenant_id": session.tenant_id, "key": key, **params},
    ).fetchone()
    return row[0] if row else 0
