"""The rules of a custom field: whether they make sense, and what on record would break them."""

from collections.abc import Mapping
from typing import Any

from quarterdeck.domains.assets.errors import AssetInvalid
from quarterdeck.domains.assets.fields.catalogue import custom_field
from quarterdeck.domains.assets.fields.rules import why_no_pattern
from quarterdeck.domains.assets.fields.values import Problem, parse_value
from quarterdeck.domains.assets.queries import definitions, unique
from quarterdeck.domains.assets.schemas import BrokenValue, FieldImpact
from quarterdeck.domains.assets.service.draft import as_json_value
from quarterdeck.kit.outcomes import shown
from quarterdeck.platform.db.session import TenantSession

RULES = ("minimum", "maximum", "max_length", "pattern", "pattern_hint", "default_value")
#: Different values of one field that are looked at before it is changed.
MOST_VALUES = 100_000
_SAMPLES = 5
_BOUNDED = frozenset({"number", "money", "date"})
_TEXTS = frozenset({"text", "url"})
_UNIQUE = frozenset({"text", "number", "url"})
_KINDS_OF = {"minimum": _BOUNDED, "maximum": _BOUNDED, "max_length": _TEXTS, "pattern": _TEXTS, "pattern_hint": _TEXTS}


def checked_rules(definition: Mapping[str, Any]) -> dict[str, Any]:
    """The rules as they are kept. Raises `AssetInvalid`, which names everything that makes no sense."""
    errors = [
        _error(name, "rule_misplaced", "A field of this kind has no such rule.")
        for name, kinds in _KINDS_OF.items()
        if definition.get(name) is not None and definition["kind"] not in kinds
    ]
    if definition.get("is_unique"):
        errors += _against_unique(definition)
    why = why_no_pattern(definition["pattern"]) if definition.get("pattern") is not None else None
    if why is not None:
        errors.append(_error("pattern", "pattern_invalid", why))
    plain = {**definition, **dict.fromkeys(RULES), "required": False}
    kept = {**{name: definition.get(name) for name in RULES}, **_bounds(plain, definition, errors)}
    if not errors and kept["default_value"] is not None:
        value = parse_value(custom_field({**plain, **kept}), kept["default_value"])
        if isinstance(value, Problem):
            errors.append(_error("default_value", value.code, value.message))
        else:
            kept["default_value"] = as_json_value(value)
    if errors:
        raise AssetInvalid(errors)
    return kept


def _against_unique(definition: Mapping[str, Any]) -> list[dict[str, str]]:
    if definition["kind"] not in _UNIQUE:
        return [_error("is_unique", "rule_misplaced", "Only texts, numbers and links can be unique.")]
    if definition.get("default_value") is not None:
        message = "A default would give several assets the same value. Take it away, or let the field not be unique."
        return [_error("default_value", "default_not_unique", message)]
    return []


def _bounds(plain: Mapping[str, Any], definition: Mapping[str, Any], errors: list[dict[str, str]]) -> dict[str, Any]:
    declared = custom_field(plain)
    read = {name: parse_value(declared, definition.get(name)) for name in ("minimum", "maximum")}
    for name, value in read.items():
        if isinstance(value, Problem):
            errors.append(_error(name, value.code, value.message))
    if not errors and None not in read.values() and _is_above(read["minimum"], read["maximum"]):
        errors.append(_error("maximum", "bounds_crossed", "The largest value lies below the smallest."))
    return {name: None if value is None else str(value) for name, value in read.items()}


def _is_above(low: Any, high: Any) -> bool:
    return bool(low > high)


def _error(field: str, code: str, message: str) -> dict[str, str]:
    return {"field": field, "code": code, "message": message}


def impact_of(session: TenantSession, before: Mapping[str, Any], after: Mapping[str, Any]) -> FieldImpact:
    """What is on record against a field as it would be; what is against it already is counted as well."""
    declared = custom_field({**after, "required": False})
    values, is_complete = definitions.values_of(session, after["key"], most=MOST_VALUES)
    broken: list[tuple[str, int, Problem]] = []
    for value, assets in values:
        found = parse_value(declared, value)
        # What is retired stays where it is, by design.
        if isinstance(found, Problem) and found.code != "choice_retired":
            broken.append((shown(str(value)), assets, found))
    broken.sort(key=lambda each: -each[1])
    types = list(after["asset_types"])
    is_newly_required = after["required"] and not (before["required"] and before["asset_types"] == types)
    is_newly_unique = after["is_unique"] and not before["is_unique"]
    duplicates, duplicated = unique.duplicates(session, after["key"]) if is_newly_unique else ([], 0)
    return FieldImpact(
        breaking=sum(assets for _, assets, _ in broken),
        samples=[BrokenValue(value=v, assets=n, message=p.message) for v, n, p in broken[:_SAMPLES]],
        is_complete=is_complete,
        missing=definitions.assets_without_value(session, after["key"], types) if is_newly_required else 0,
        of_other_types=definitions.assets_of_other_types(session, after["key"], types) if types else 0,
        duplicates=duplicates,
        duplicated=duplicated,
    )
