"""Fields that a tenant defines."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy.exc import IntegrityError

from quarterdeck.domains.assets.errors import (
    AssetInvalid,
    ChoiceInUse,
    CustomFieldInUse,
    CustomFieldKeyTaken,
    CustomFieldNotFound,
    CustomFieldNotUnique,
    RecordChanged,
)
from quarterdeck.domains.assets.models import CustomField
from quarterdeck.domains.assets.queries import definitions, unique
from quarterdeck.domains.assets.schemas import CustomFieldCreate, CustomFieldPatch, CustomFieldRead, FieldImpact
from quarterdeck.domains.assets.service.field_rules import RULES, checked_rules, impact_of
from quarterdeck.domains.assets.service.keys import key_from
from quarterdeck.domains.journal.service import open_change_set
from quarterdeck.kit.ids import new_id
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.constraints import constraint_errors, violated_constraint
from quarterdeck.platform.db.session import TenantSession


def list_custom_fields(session: TenantSession, actor: Actor) -> Sequence[CustomField]:
    actor.require("assets:read")
    return definitions.custom_fields(session)


def custom_field_usage(session: TenantSession, actor: Actor) -> dict[str, int]:
    """Assets with a value, by the key of the field; of the clients that the actor may see."""
    actor.require("settings:manage")
    return definitions.custom_field_usage(session)


def access_custom_field(session: TenantSession, actor: Actor, field_id: uuid.UUID) -> CustomField:
    actor.require("assets:read")
    found = definitions.custom_field_by_id(session, field_id)
    if found is None:
        raise CustomFieldNotFound
    return found


def create_custom_field(session: TenantSession, actor: Actor, new: CustomFieldCreate) -> CustomField:
    actor.require("settings:manage")
    _check_types(session, new.asset_types)
    key = new.key or key_from(new.label, "field")
    values = new.model_dump(exclude={"key"})
    values |= checked_rules({**values, "key": key})
    open_change_set(session, actor)
    created = CustomField(tenant_id=session.tenant_id, id=new_id(), key=key, **values)
    session.add(created)
    with constraint_errors({"uq_custom_fields_tenant_id_key": CustomFieldKeyTaken(key)}), _unique(session, created):
        session.flush()
    session.refresh(created)
    return created


def update_custom_field(
    session: TenantSession,
    actor: Actor,
    field_id: uuid.UUID,
    patch: CustomFieldPatch,
    *,
    expected_version: int | None,
) -> CustomField:
    """All but key and kind may change. A choice that assets have cannot go; it can be retired.

    Values that break the new rules stay as they are: rules are for what is written.
    """
    actor.require("settings:manage")
    found = _expected(session, actor, field_id, expected_version)
    if patch.asset_types is not None:
        _check_types(session, patch.asset_types)
    if patch.choices is not None:
        _check_choices(session, found, {choice.value for choice in patch.choices})
    changed = _changed(found, patch)
    open_change_set(session, actor)
    with _unique(session, found):
        for name, value in changed.items():
            if getattr(found, name) != value:
                setattr(found, name, value)
        session.flush()
    session.refresh(found)
    return found


@contextmanager
def _unique(session: TenantSession, field: CustomField) -> Iterator[None]:
    """The database refuses to let a field be unique whose values are not; the answer says which."""
    key, label = field.key, field.label
    savepoint = session.begin_nested()
    try:
        yield
    except IntegrityError as exc:
        if violated_constraint(exc) != unique.CONSTRAINT:
            raise
        savepoint.rollback()
        duplicates, duplicated = unique.duplicates(session, key)
        raise CustomFieldNotUnique(label, [each.model_dump(mode="json") for each in duplicates], duplicated) from exc
    savepoint.commit()


def custom_field_impact(
    session: TenantSession, actor: Actor, field_id: uuid.UUID, patch: CustomFieldPatch
) -> FieldImpact:
    """What the change would find among the assets that the actor sees. Changes nothing."""
    actor.require("settings:manage")
    found = access_custom_field(session, actor, field_id)
    return impact_of(session, _as_is(found), _changed(found, patch))


_NULLABLE = frozenset({"help_text", "section", *RULES})
_FIELDS = (*CustomFieldPatch.model_fields, "kind", "key")


def _as_is(field: CustomField) -> dict[str, Any]:
    return {name: getattr(field, name) for name in _FIELDS}


def _changed(field: CustomField, patch: CustomFieldPatch) -> dict[str, Any]:
    """The definition as it would be; raises `AssetInvalid` if it would make no sense."""
    wanted = {
        name: value
        for name, value in patch.model_dump(exclude_unset=True).items()
        if value is not None or name in _NULLABLE
    }
    definition = {**_as_is(field), **wanted}
    return {**definition, **checked_rules(definition)}


def delete_custom_field(
    session: TenantSession,
    actor: Actor,
    field_id: uuid.UUID,
    *,
    expected_version: int | None,
    discard_values: bool,
) -> None:
    """Values are dropped only when the caller says so; the journal keeps them."""
    actor.require("settings:manage")
    found = _expected(session, actor, field_id, expected_version)
    in_use = definitions.assets_with_value(session, found.key)
    if in_use and not discard_values:
        raise CustomFieldInUse(found.label, in_use)
    open_change_set(session, actor)
    if in_use:
        session.raw.execute(
            "update assets a set custom = a.custom - %(key)s::text "
            f"where a.tenant_id = %(tenant_id)s and {definitions.HAS_VALUE}",
            {"tenant_id": session.tenant_id, "key": found.key},
        )
    session.delete(found)
    session.flush()


def _check_types(session: TenantSession, keys: Sequence[str]) -> None:
    known = {each.key for each in definitions.asset_types(session)}
    for key in keys:
        if key not in known:
            message = f"There is no asset type '{key}'."
            raise AssetInvalid([{"field": "asset_types", "code": "unknown_type", "message": message}])


def _check_choices(session: TenantSession, field: CustomField, wanted: set[str]) -> None:
    if field.kind != "choice" or not wanted:
        message = "A choice field needs choices, and no other kind has them."
        if (field.kind == "choice") != bool(wanted):
            raise AssetInvalid([{"field": "choices", "code": "choices_misplaced", "message": message}])
        return
    for choice in field.choices:
        if choice["value"] not in wanted:
            in_use = definitions.assets_with_value(session, field.key, value=choice["value"])
            if in_use:
                raise ChoiceInUse(choice["value"], in_use)


def _expected(session: TenantSession, actor: Actor, field_id: uuid.UUID, expected_version: int | None) -> CustomField:
    found = access_custom_field(session, actor, field_id)
    if expected_version is not None and found.version != expected_version:
        raise RecordChanged(CustomFieldRead.model_validate(found).model_dump(mode="json"))
    return found
