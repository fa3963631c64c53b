"""The fields of one tenant: the built-in ones, its types as choices, its custom fields."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache

from quarterdeck.domains.assets.fields.definition import CUSTOM_PREFIX, AssetField, CustomValue, Limits
from quarterdeck.domains.assets.fields.hardware import HARDWARE
from quarterdeck.domains.assets.fields.register import REGISTER
from quarterdeck.domains.assets.fields.rules import NO_RULES, Bound, Rules
from quarterdeck.platform.filters.fields import Catalogue, Choice, Field, Kind

BUILTIN: tuple[AssetField, ...] = (*REGISTER, *HARDWARE)

#: Columns that are no field of the catalogue, each with the reason.
NOT_FIELDS: Mapping[str, str] = {
    "assets.tenant_id": "whose row it is; never shown, never changed",
    "assets.id": "every row carries it; identifies, describes nothing",
    "assets.version": "the ETag; every row carries it",
    "assets.custom": "holds the values of the tenant's custom fields, which are fields themselves",
    "assets.search": "derived by the database for searching",
    "workstations.tenant_id": "as assets.tenant_id",
    "workstations.id": "the asset's id",
    "servers.tenant_id": "as assets.tenant_id",
    "servers.id": "the asset's id",
    "network_devices.tenant_id": "as assets.tenant_id",
    "network_devices.id": "the asset's id",
    "mobile_devices.tenant_id": "as assets.tenant_id",
    "mobile_devices.id": "the asset's id",
    "printers.tenant_id": "as assets.tenant_id",
    "printers.id": "the asset's id",
}

#: Fields that can only be filtered by: they are no value of an asset. Whoever owns the lists registers them.
_only_filters: list[Field] = []


def register_filter(field: Field) -> None:
    """Let assets be filtered by lists that another domain keeps."""
    if all(known.id != field.id for known in _only_filters):
        _only_filters.append(field)


_CUSTOM_KINDS = {
    "text": Kind.TEXT,
    "number": Kind.NUMBER,
    "boolean": Kind.BOOLEAN,
    "date": Kind.DATE,
    "choice": Kind.CHOICE,
    "url": Kind.TEXT,
    "money": Kind.MONEY,
}
CUSTOM_GROUP = "Custom"


class AssetFields:
    """Fields by id, in the order in which they are offered."""

    def __init__(self, fields: Iterable[AssetField], types: Sequence[Choice]) -> None:
        self.types = tuple(types)
        self._by_id = {
            declared.id: replace(declared, choices=self.types) if declared.id == "type" else declared
            for declared in fields
        }

    def __iter__(self) -> Iterator[AssetField]:
        return iter(self._by_id.values())

    def get(self, field_id: str) -> AssetField | None:
        return self._by_id.get(field_id)

    def __getitem__(self, field_id: str) -> AssetField:
        return self._by_id[field_id]

    @cached_property
    def language(self) -> Catalogue:
        """The same fields for the filter language."""
        return Catalogue([*(declared.in_filters for declared in self if declared.is_filterable), *_only_filters])

    @property
    def custom(self) -> list[AssetField]:
        return [declared for declared in self if isinstance(declared.home, CustomValue)]

    @cached_property
    def unique(self) -> dict[str, AssetField]:
        """Custom fields of which no two assets have the same value, by their key."""
        return {each.home.key: each for each in self if isinstance(each.home, CustomValue) and each.is_unique}

    def defaults_of(self, type_key: str) -> dict[str, object]:
        """What a new asset of a type gets when nobody says otherwise, by field id."""
        return {
            declared.id: declared.default
            for declared in self.custom
            if declared.default is not None and (declared.types is None or type_key in declared.types)
        }

    def as_json(self) -> list[dict[str, object]]:
        """What `GET /fields` returns."""
        return [_field_as_json(declared) for declared in self]


def _field_as_json(declared: AssetField) -> dict[str, object]:
    rules = declared.rules or NO_RULES
    return {
        "id": declared.id,
        "label": declared.label,
        "group": declared.group,
        "kind": declared.kind.value,
        "operators": list(declared.in_filters.operators),
        "sortable": declared.is_sortable,
        "indexed": declared.is_indexed,
        "filterable": declared.is_filterable,
        "editable": declared.is_editable,
        "importable": declared.is_importable,
        "required": declared.is_required,
        "asset_types": None if declared.types is None else list(declared.types),
        "choices": [_choice_as_json(choice) for choice in declared.choices] or None,
        "reference": declared.reference,
        "width": declared.width,
        "format": declared.format,
        "max_length": (rules.max_length or declared.limits.length)
        if declared.kind in {Kind.TEXT, Kind.IDENTIFIER}
        else None,
        "multiline": declared.limits.lines,
        "help": declared.help_text,
        "minimum": _spelt(rules.minimum),
        "maximum": _spelt(rules.maximum),
        "pattern": rules.pattern,
        "pattern_hint": rules.hint,
        "default": declared.default,
        "unique": declared.is_unique,
    }


def _choice_as_json(choice: Choice) -> dict[str, object]:
    return {"value": choice.value, "label": choice.label, "color": choice.color, "retired": choice.is_retired}


def _spelt(bound: Bound | None) -> str | None:
    return None if bound is None else str(bound)


@lru_cache(maxsize=256)
def fields_of(types: str, custom_fields: str) -> AssetFields:
    """The catalogue of a tenant with these types and custom fields (JSON as the database gives it)."""
    return AssetFields(
        [*BUILTIN, *(custom_field(definition) for definition in json.loads(custom_fields))],
        [Choice(each["key"], each["name"]) for each in json.loads(types)],
    )


def custom_field(definition: Mapping[str, object]) -> AssetField:
    """A tenant's definition as a field like any other."""
    key, kind = str(definition["key"]), str(definition["kind"])
    choices = definition.get("choices") or []
    types = definition.get("asset_types") or []
    help_text = definition.get("help_text")
    if not isinstance(choices, list) or not isinstance(types, list):
        raise TypeError(f"The definition of {key} is broken.")
    section = definition.get("section")
    return AssetField(
        CUSTOM_PREFIX + key,
        str(definition["label"]),
        CUSTOM_GROUP if section is None else str(section),
        _CUSTOM_KINDS[kind],
        CustomValue(key),
        headings=(str(definition["label"]), key),
        choices=tuple(_choice(choice) for choice in choices),
        is_required=bool(definition.get("required")),
        limits=Limits(length=1_000, low=-(10**12), high=10**12),
        format="url" if kind == "url" else None,
        asset_types=tuple(str(each) for each in types) or None,
        help_text=None if help_text is None else str(help_text),
        rules=_rules(kind, definition),
        default=definition.get("default_value"),
        is_unique=bool(definition.get("is_unique")),
    )


def _choice(given: Mapping[str, object]) -> Choice:
    color = given.get("color")
    return Choice(
        str(given["value"]),
        str(given["label"]),
        None if color is None else str(color),
        is_retired=bool(given.get("retired")),
    )


def _rules(kind: str, definition: Mapping[str, object]) -> Rules | None:
    asked = {name: definition.get(name) for name in ("minimum", "maximum", "max_length", "pattern", "pattern_hint")}
    if all(value is None for value in asked.values()):
        return None
    bound = date.fromisoformat if kind == "date" else Decimal
    length, pattern, hint = asked["max_length"], asked["pattern"], asked["pattern_hint"]
    return Rules(
        None if asked["minimum"] is None else bound(str(asked["minimum"])),
        None if asked["maximum"] is None else bound(str(asked["maximum"])),
        length if isinstance(length, int) else None,
        None if pattern is None else str(pattern),
        None if hint is None else str(hint),
    )
