"""Reading what somebody wants an asset to be: every value through the catalogue, every fault reported at once."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from quarterdeck.domains.assets.errors import AssetInvalid, unknown_reference
from quarterdeck.domains.assets.fields.catalogue import AssetFields
from quarterdeck.domains.assets.fields.definition import (
    CUSTOM_PREFIX,
    AssetColumn,
    AssetField,
    CustomValue,
    ExtensionColumn,
    ReferenceColumn,
)
from quarterdeck.domains.assets.fields.values import Problem, Value, parse_value
from quarterdeck.domains.assets.queries import record
from quarterdeck.domains.tenancy.models import Contact, Location
from quarterdeck.kit.outcomes import shown
from quarterdeck.kit.text import clean_text
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.filters.fields import Kind

_NESTED = {"extension": "", "custom": CUSTOM_PREFIX}
_ALIASES = {"client_id": "client", "location_id": "location", "contact_id": "assigned_to"}


@dataclass(slots=True)
class Draft:
    """Parsed values by the place where they live."""

    columns: dict[str, object] = field(default_factory=dict)
    extension: dict[str, object] = field(default_factory=dict)
    custom: dict[str, object] = field(default_factory=dict)
    errors: list[dict[str, str]] = field(default_factory=list)

    def refuse(self, field_id: str, code: str, message: str) -> None:
        self.errors.append({"field": field_id, "code": code, "message": message})

    def raise_errors(self) -> None:
        if self.errors:
            raise AssetInvalid(self.errors)


def flatten(body: Mapping[str, object]) -> dict[str, object]:
    """`extension` and `custom` objects spread into field ids."""
    flat: dict[str, object] = {}
    for name, value in body.items():
        if name in _NESTED and isinstance(value, Mapping):
            flat |= {_NESTED[name] + str(key).removeprefix(_NESTED[name]): each for key, each in value.items()}
        else:
            flat[_ALIASES.get(name, name)] = value
    return flat


def without_what_stands(values: Mapping[str, object], custom: object) -> dict[str, object]:
    """Custom values that say what is on record already are left out: it may break a rule that came later."""
    stored = custom if isinstance(custom, Mapping) else {}
    return {
        name: value
        for name, value in values.items()
        if not (
            name.startswith(CUSTOM_PREFIX) and value is not None and value == stored.get(name[len(CUSTOM_PREFIX) :])
        )
    }


def read_draft(fields: AssetFields, values: Mapping[str, object], *, type_key: str) -> Draft:
    """The values for an asset of a type; faults are collected in the draft."""
    draft = Draft()
    for name, raw in values.items():
        field_id = clean_text(name)
        declared = fields.get(field_id)
        if declared is None:
            suggestion = fields.language.suggest(field_id)
            meant = f" Did you mean {suggestion}?" if suggestion else ""
            draft.refuse(shown(field_id), "unknown_field", f"There is no field '{shown(field_id)}'.{meant}")
        elif not declared.is_editable:
            draft.refuse(field_id, "not_editable", f"{declared.label} is kept by the system and cannot be set.")
        elif raw is not None and declared.types is not None and type_key not in declared.types:
            draft.refuse(field_id, "not_for_type", f"{declared.label} is no field of this type of asset.")
        else:
            _place(draft, declared, parse_value(declared, raw), type_key)
    return draft


def _place(draft: Draft, declared: AssetField, value: Value | Problem | None, type_key: str) -> None:
    if isinstance(value, Problem):
        draft.refuse(declared.id, value.code, value.message)
        return
    match declared.home:
        case AssetColumn(name):
            draft.columns[name] = [] if value is None and declared.kind in {Kind.TAGS, Kind.MAC} else value
        case ReferenceColumn(name=name):
            draft.columns[name] = value
        case ExtensionColumn(name) as home:
            if type_key in home.tables:
                draft.extension[name] = value
        case CustomValue(key):
            draft.custom[key] = as_json_value(value)


def as_json_value(value: Value | None) -> object:
    """A custom value as jsonb holds it."""
    if value is None or isinstance(value, bool | int | str | list):
        return value
    return float(value) if isinstance(value, Decimal) else str(value)


def require_custom_fields(draft: Draft, fields: AssetFields, type_key: str, present: Mapping[str, object]) -> None:
    """Fields the tenant requires of this type must have a value."""
    faulty = {error["field"] for error in draft.errors}
    for declared in fields.custom:
        applies = declared.types is None or type_key in declared.types
        key = declared.home.key if isinstance(declared.home, CustomValue) else ""
        if declared.is_required and applies and declared.id not in faulty and present.get(key) is None:
            draft.refuse(declared.id, "required", f"{declared.label} cannot be empty.")


def check_references(session: TenantSession, draft: Draft, *, client_id: uuid.UUID) -> None:
    """The client must be there, and location and contact must be the client's own."""
    if "client_id" in draft.columns and not record.client_exists(session, client_id):
        draft.errors.append(unknown_reference("client", "Client", client_id))
        return
    for column, model, field_id, label in (
        ("location_id", Location, "location", "Location"),
        ("contact_id", Contact, "assigned_to", "Assigned to"),
    ):
        wanted = draft.columns.get(column)
        if isinstance(wanted, uuid.UUID) and not record.belongs_to_client(session, model, wanted, client_id):
            draft.errors.append(unknown_reference(field_id, label, wanted))
