"""Asset types: five built-in ones, and what the tenant defines."""

import uuid
from collections.abc import Sequence

from sqlalchemy import insert

from quarterdeck.domains.assets.errors import (
    AssetTypeBuiltIn,
    AssetTypeInUse,
    AssetTypeKeyTaken,
    AssetTypeNotFound,
    RecordChanged,
)
from quarterdeck.domains.assets.models import AssetType
from quarterdeck.domains.assets.queries import definitions
from quarterdeck.domains.assets.schemas import AssetTypeCreate, AssetTypePatch, AssetTypeRead
from quarterdeck.domains.assets.service.keys import key_from
from quarterdeck.domains.journal.service import open_change_set
from quarterdeck.kit.ids import new_id
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.constraints import constraint_errors
from quarterdeck.platform.db.session import TenantSession

BUILTIN_TYPES = (
    ("workstation", "Workstation", "device-desktop"),
    ("server", "Server", "server"),
    ("network_device", "Network device", "router"),
    ("mobile_device", "Mobile device", "device-mobile"),
    ("printer", "Printer", "printer"),
)


def seed_asset_types(session: TenantSession, actor: Actor) -> None:
    """The built-in types of a new tenant."""
    open_change_set(session, actor)
    session.execute(
        insert(AssetType),
        [
            {"tenant_id": session.tenant_id, "id": new_id(), "key": key, "name": name, "icon": icon, "is_builtin": True}
            for key, name, icon in BUILTIN_TYPES
        ],
    )


def list_asset_types(session: TenantSession, actor: Actor) -> Sequence[AssetType]:
    actor.require("assets:read")
    return definitions.asset_types(session)


def access_asset_type(session: TenantSession, actor: Actor, type_id: uuid.UUID) -> AssetType:
    actor.require("assets:read")
    found = definitions.asset_type_by_id(session, type_id)
    if found is None:
        raise AssetTypeNotFound
    return found


def create_asset_type(session: TenantSession, actor: Actor, new: AssetTypeCreate) -> AssetType:
    actor.require("settings:manage")
    open_change_set(session, actor)
    key = new.key or key_from(new.name, "type")
    created = AssetType(tenant_id=session.tenant_id, id=new_id(), key=key, name=new.name, icon=new.icon)
    session.add(created)
    with constraint_errors({"uq_asset_types_tenant_id_key": AssetTypeKeyTaken(key)}):
        session.flush()
    session.refresh(created)
    return created


def update_asset_type(
    session: TenantSession, actor: Actor, type_id: uuid.UUID, patch: AssetTypePatch, *, expected_version: int | None
) -> AssetType:
    actor.require("settings:manage")
    found = _expected(session, actor, type_id, expected_version)
    open_change_set(session, actor)
    for name, value in patch.model_dump(exclude_unset=True, exclude_none=True).items():
        setattr(found, name, value)
    session.flush()
    session.refresh(found)
    return found


def delete_asset_type(
    session: TenantSession, actor: Actor, type_id: uuid.UUID, *, expected_version: int | None
) -> None:
    """Only a type of the tenant's own that no asset has and no custom field names."""
    actor.require("settings:manage")
    found = _expected(session, actor, type_id, expected_version)
    if found.is_builtin:
        raise AssetTypeBuiltIn
    labels = definitions.labels_of_fields_for_type(session, found.key)
    if labels:
        raise AssetTypeInUse(f"These custom fields apply to {found.name}: {', '.join(labels)}. Change them first.")
    in_use = AssetTypeInUse(f"Assets have the type {found.name}. Give them another type first.")
    open_change_set(session, actor)
    session.delete(found)
    with constraint_errors({"fk_assets_tenant_id_type_asset_types": in_use}):
        session.flush()


def _expected(session: TenantSession, actor: Actor, type_id: uuid.UUID, expected_version: int | None) -> AssetType:
    found = access_asset_type(session, actor, type_id)
    if expected_version is not None and found.version != expected_version:
        raise RecordChanged(AssetTypeRead.model_validate(found).model_dump(mode="json"))
    return found
