"""What somebody wants changed, read through the field catalogue before a single row is looked at."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import re2

from quarterdeck.domains.assets.fields.catalogue import AssetFields
from quarterdeck.domains.assets.fields.definition import AssetField
from quarterdeck.domains.assets.fields.rules import MOST_PATTERN, said_by
from quarterdeck.domains.assets.fields.values import Problem, Value, parse_value
from quarterdeck.kit.outcomes import shown
from quarterdeck.kit.text import clean_text
from quarterdeck.platform.errors import Malformed
from quarterdeck.platform.filters.fields import Kind

Stored: TypeAlias = object
Change: TypeAlias = Callable[[Stored], "Value | Problem | None"]

#: Fields whose change means more than a new value.
NOT_IN_BULK = frozenset({"type"})
_LISTS = frozenset({Kind.TAGS, Kind.MAC})
_TEXTS = frozenset({Kind.TEXT, Kind.IDENTIFIER, Kind.VERSION})
_MOST_EDITS = 20
_REFERENCE = re.compile(r"\\(\d)")


class EditsInvalid(Malformed):
    """One or more edits cannot be made; `errors` says which and why."""

    code = "edits_invalid"

    def __init__(self, errors: list[dict[str, str]]) -> None:
        more = f" And {len(errors) - 1} more." if len(errors) > 1 else ""
        super().__init__(errors[0]["message"] + more, errors=errors)


@dataclass(frozen=True, slots=True)
class Edit:
    """One field and how its new value follows from the old."""

    field: AssetField
    change: Change
    #: The value that every row gets; None where it depends on the row or is no value.
    constant: Value | None = None


@dataclass(frozen=True, slots=True)
class Edits:
    """All edits of one operation, each field once."""

    by_field: Mapping[str, Edit]

    def get(self, field_id: str) -> Edit | None:
        return self.by_field.get(field_id)


def read_edits(fields: AssetFields, wanted: Sequence[Mapping[str, Any]]) -> Edits:
    """Each a field id and an action (`set`, `clear`, `add`, `remove`, `replace`). `EditsInvalid` names all faults.

    One that `is_open` has no value yet, and is only good for being checked.
    """
    errors: list[dict[str, str]] = []
    edits: dict[str, Edit] = {}
    if not 0 < len(wanted) <= _MOST_EDITS:
        errors.append(_error("", "count", f"Change between one and {_MOST_EDITS} fields at once."))
    for each in wanted:
        field_id = str(each["field"])
        read = _read(fields, each)
        if isinstance(read, Problem):
            errors.append(_error(field_id, read.code, read.message))
        elif field_id in edits:
            errors.append(_error(field_id, "twice", f"{read.field.label} is named twice."))
        else:
            edits[field_id] = read
    if errors:
        raise EditsInvalid(errors)
    return Edits(edits)


def _error(field_id: str, code: str, message: str) -> dict[str, str]:
    return {"field": shown(field_id), "code": code, "message": message}


def _read(fields: AssetFields, wanted: Mapping[str, Any]) -> Edit | Problem:
    declared = fields.get(str(wanted["field"]))
    if declared is None:
        suggestion = fields.language.suggest(str(wanted["field"]))
        meant = f" Did you mean {suggestion}?" if suggestion else ""
        return Problem("unknown_field", f"There is no field '{shown(str(wanted['field']))}'.{meant}")
    if not declared.is_editable or declared.id in NOT_IN_BULK:
        return Problem("not_editable", f"{declared.label} cannot be changed for many assets at once.")
    if wanted.get("is_open"):
        return _asking(declared, wanted)
    return _ACTIONS[wanted["action"]](declared, wanted)


def _asking(declared: AssetField, wanted: Mapping[str, Any]) -> Edit | Problem:
    """The value comes later: whether there can be one is all that can be said."""
    if wanted["action"] != "set" and declared.kind not in _LISTS:
        return Problem("no_list", f"{declared.label} holds one value: set it instead.")
    return Edit(declared, lambda _old: None)


def _setting(declared: AssetField, wanted: Mapping[str, Any]) -> Edit | Problem:
    value = parse_value(declared, wanted.get("value"))
    if isinstance(value, Problem):
        return value
    if value is None:
        return Problem("required", f"Say what {declared.label} is to be, or clear it.")
    return Edit(declared, lambda _old: value, value)


def _clearing(declared: AssetField, _wanted: Mapping[str, Any]) -> Edit | Problem:
    nothing = parse_value(declared, None)
    if isinstance(nothing, Problem):
        return nothing
    if not declared.is_nullable and declared.kind not in _LISTS:
        return Problem("required", f"{declared.label} cannot be empty.")
    return Edit(declared, lambda _old: None)


def _listing(declared: AssetField, wanted: Mapping[str, Any]) -> Edit | Problem:
    removes = wanted["action"] == "remove"
    if declared.kind not in _LISTS:
        return Problem("no_list", f"{declared.label} holds one value: set it instead.")
    values = parse_value(declared, wanted.get("value"))
    if isinstance(values, Problem):
        return values
    if not isinstance(values, list):
        return Problem("required", f"Say what to {'remove from' if removes else 'add to'} {declared.label}.")
    # Tags are told apart by their letters alone, whatever the case.
    known = {value.casefold() for value in values}

    def change(old: Stored) -> Value | Problem | None:
        present = [str(each) for each in old] if isinstance(old, list) else []
        if removes:
            return [each for each in present if each.casefold() not in known] or None
        there = {each.casefold() for each in present}
        return parse_value(declared, [*present, *(value for value in values if value.casefold() not in there)])

    return Edit(declared, change)


def _replacing(declared: AssetField, wanted: Mapping[str, Any]) -> Edit | Problem:
    if declared.kind not in _TEXTS:
        return Problem("no_text", f"{declared.label} is no text: set it instead.")
    find, replacement = str(wanted.get("find") or ""), str(wanted.get("replacement") or "")
    if not find or len(find) > MOST_PATTERN or len(replacement) > MOST_PATTERN:
        return Problem("pattern_invalid", f"Say what to find, in up to {MOST_PATTERN} characters.")
    options = re2.Options()
    options.case_sensitive = bool(wanted.get("match_case"))
    options.log_errors = False
    is_regex = bool(wanted.get("regex"))
    try:
        # RE2 runs in time linear in the text, whatever the pattern (https://github.com/google/re2).
        pattern = re2.compile(find if is_regex else re2.escape(find), options)
    except re2.error as exc:
        return Problem("pattern_invalid", f"'{shown(find)}' is no pattern: {said_by(exc)}.")
    used = {int(number) for number in _REFERENCE.findall(replacement)} if is_regex else set()
    if any(number > pattern.groups for number in used):
        return Problem("pattern_invalid", f"The replacement names a group that '{shown(find)}' does not have.")
    new = replacement if is_regex else replacement.replace("\\", "\\\\")

    def change(old: Stored) -> Value | Problem | None:
        if not isinstance(old, str):
            return None
        replaced = pattern.sub(new, old)
        # What no pattern touched stays as it is, also where it would not be taken today.
        return old if replaced == old else parse_value(declared, clean_text(replaced, keep_lines=declared.limits.lines))

    return Edit(declared, change)


_ACTIONS: Mapping[str, Callable[[AssetField, Mapping[str, Any]], Edit | Problem]] = {
    "set": _setting,
    "clear": _clearing,
    "add": _listing,
    "remove": _listing,
    "replace": _replacing,
}
