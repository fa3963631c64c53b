"""Looking at rows before changing them: what each would become, what is so already, and what cannot be, and why."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from quarterdeck.domains.assets.fields.definition import (
    CUSTOM_PREFIX,
    AssetColumn,
    CustomValue,
    ExtensionColumn,
    ReferenceColumn,
)
from quarterdeck.domains.assets.fields.precedence import key_of
from quarterdeck.domains.assets.fields.values import Problem, Value
from quarterdeck.domains.assets.identifiers import SOURCES
from quarterdeck.domains.assets.lifecycle import STATUS_LABELS, may_become
from quarterdeck.domains.assets.queries import many
from quarterdeck.domains.assets.queries.unique import Wanted, meetings
from quarterdeck.domains.assets.service.draft import as_json_value
from quarterdeck.domains.assets.service.editing.edits import Edit, Edits, EditsInvalid
from quarterdeck.domains.assets.service.recording import locked_fields
from quarterdeck.domains.assets.service.unique import CODE, named, taken_sentence
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import TenantSession

GONE = Problem("gone", "It was deleted meanwhile, or you may no longer see it.")
_OF_CLIENT = {"location": "locations", "assigned_to": "contacts"}
#: Identifying columns that stand in an extension.
OF_EXTENSION = frozenset({"imei", "imei2"})


@dataclass(slots=True)
class PlannedRow:
    """One asset: its values as they are, and by field id what they become. Empty `after`: it is so already."""

    id: uuid.UUID
    stored: Mapping[str, Any]
    before: dict[str, object] = field(default_factory=dict)
    after: dict[str, Value | None] = field(default_factory=dict)
    blocked: Problem | None = None

    @property
    def client_id(self) -> uuid.UUID:
        client: uuid.UUID = self.stored["client_id"]
        return client


def plan(
    session: TenantSession, actor: Actor, edits: Edits, ids: Sequence[uuid.UUID], *, lock: bool
) -> list[PlannedRow]:
    """A row for each id, in the order of ids; with `lock` nobody else changes them before the transaction ends."""
    owners = _owners(session, edits)
    found = {row["id"]: row for row in many.rows_of(session, _columns(edits), ids, lock=lock)}
    planned = [_planned(edits, owners, row) for row in found.values()]
    _block_taken_tags(session, edits, planned)
    _block_locked(session, actor, edits, planned)
    _block_taken_values(session, edits, planned)
    gone = [PlannedRow(each, {}, blocked=GONE) for each in dict.fromkeys(ids) if each not in found]
    return [*planned, *gone]


@dataclass(frozen=True, slots=True)
class _Owner:
    """Which client a location or contact belongs to, and what it is called."""

    client_id: uuid.UUID
    client: str
    name: str


def _owners(session: TenantSession, edits: Edits) -> dict[str, _Owner]:
    """Of the locations and contacts that the edits name. Raises `EditsInvalid` for one that is not there."""
    owners: dict[str, _Owner] = {}
    for field_id, table in (("client", "clients"), *_OF_CLIENT.items()):
        edit = edits.get(field_id)
        if edit is None or not isinstance(edit.constant, uuid.UUID):
            continue
        owner = many.owner_of(session, table, edit.constant)
        if owner is None:
            label = edit.field.label
            message = f"{label}: what this names is not there, or you may not see it."
            raise EditsInvalid([{"field": field_id, "code": "unknown_reference", "message": message}])
        owners[field_id] = _Owner(*owner)
    return owners


def _columns(edits: Edits) -> dict[str, str]:
    """The expressions to read, by the name under which the row carries them."""
    wanted: dict[str, str] = {}
    for edit in edits.by_field.values():
        match edit.field.home:
            case AssetColumn(name) | ReferenceColumn(name=name):
                wanted[name] = f"a.{name}"
            case ExtensionColumn(name):
                wanted[f"x.{name}"] = edit.field.expression
            case CustomValue():
                wanted["custom"] = "a.custom"
    if touches_identifiers(edits):
        wanted |= {name: f"a.{name}" for name in SOURCES - OF_EXTENSION}
        wanted |= {f"x.{name}": f"x_mobile_devices.{name}" for name in OF_EXTENSION}
    return wanted


def touches_identifiers(edits: Edits) -> bool:
    return any(getattr(edit.field.home, "name", None) in SOURCES for edit in edits.by_field.values())


def _stored(edit: Edit, row: Mapping[str, Any]) -> object:
    match edit.field.home:
        case AssetColumn(name) | ReferenceColumn(name=name):
            return row[name]
        case ExtensionColumn(name):
            return row[f"x.{name}"]
        case CustomValue(key):
            return row["custom"].get(key)


def _planned(edits: Edits, owners: Mapping[str, _Owner], row: Mapping[str, Any]) -> PlannedRow:
    planned = PlannedRow(row["id"], row)
    for field_id, edit in edits.by_field.items():
        old = _stored(edit, row)
        new = edit.change(old)
        if isinstance(new, Problem):
            planned.blocked = new
        elif not _same(old, new):
            planned.before[field_id], planned.after[field_id] = old, new
            planned.blocked = _obstacle(edit, row, new)
        if planned.blocked is not None:
            return _blocked(planned)
    if "client" in planned.after:
        # What belongs to the former client does not move along.
        for field_id, column in (("location", "location_id"), ("assigned_to", "contact_id")):
            if row[column] is not None and edits.get(field_id) is None:
                planned.before[field_id], planned.after[field_id] = row[column], None
    client = planned.after.get("client", row["client_id"])
    for field_id in _OF_CLIENT:
        owner = owners.get(field_id)
        if owner is not None and owner.client_id != client:
            planned.blocked = Problem("other_client", f"{owner.name} belongs to {owner.client}, this asset does not.")
            return _blocked(planned)
    return planned


def _blocked(planned: PlannedRow) -> PlannedRow:
    planned.before, planned.after = {}, {}
    return planned


def _obstacle(edit: Edit, row: Mapping[str, Any], new: Value | None) -> Problem | None:
    """Why this asset in particular cannot take the value."""
    if new is not None and edit.field.types is not None and row["type"] not in edit.field.types:
        return Problem("not_for_type", f"{edit.field.label} is no field of this type of asset.")
    if edit.field.id == "status" and not may_become(row["status"], str(new)):
        current, wanted = STATUS_LABELS[row["status"]], STATUS_LABELS[str(new)]
        return Problem(
            "status_transition_refused", f"What is {current.lower()} cannot become {wanted.lower()} directly."
        )
    return None


def _same(stored: object, wanted: object) -> bool:
    if wanted is None:
        return stored is None or stored == []
    # Addresses come back as objects of their own.
    return stored == wanted or (stored is not None and isinstance(wanted, str) and str(stored) == wanted)


def _block_locked(session: TenantSession, actor: Actor, edits: Edits, planned: Iterable[PlannedRow]) -> None:
    """A lock holds against programs; a person may write to a locked field, and it stays locked."""
    changing = {row.id: row for row in planned if row.after}
    for asset_id, locks in locked_fields(session, actor, list(changing)).items():
        for edit in edits.by_field.values():
            lock = locks.get(key_of(edit.field)) if edit.field.id in changing[asset_id].after else None
            if lock is not None:
                message = f"{edit.field.label} is locked by {lock['by']}: {lock['reason']}"
                changing[asset_id].blocked = Problem("field_locked", message)
                _blocked(changing[asset_id])


def _block_taken_values(session: TenantSession, edits: Edits, planned: Iterable[PlannedRow]) -> None:
    """Of a value that no two assets may have: who has it keeps it, and of several the first one gets it."""
    fields = {each.field.id: each.field for each in edits.by_field.values() if each.field.is_unique}
    if not fields:
        return
    rows = [
        (row, declared) for row in planned for declared in fields.values() if row.after.get(declared.id) is not None
    ]
    wanted = [
        Wanted(declared.id.removeprefix(CUSTOM_PREFIX), as_json_value(row.after[declared.id]), row.id)
        for row, declared in rows
    ]
    for place, meeting in sorted(meetings(session, wanted).items()):
        row, declared = rows[place]
        if row.blocked is None:
            first = None if meeting.earlier is None else rows[meeting.earlier][0].stored
            whose = named(meeting.tag, meeting.name) if first is None else named(first["tag"], first["name"])
            row.blocked = Problem(CODE, taken_sentence(declared, wanted[place].value, whose))
            _blocked(row)


def _block_taken_tags(session: TenantSession, edits: Edits, planned: Iterable[PlannedRow]) -> None:
    """A tag is unique within its client: moving, or a new tag, may meet another asset that carries it."""
    if edits.get("client") is None and edits.get("tag") is None:
        return
    moving = [row for row in planned if {"client", "tag"} & row.after.keys()]
    wanted = {
        row.id: (row.after.get("client", row.client_id), row.after.get("tag", row.stored["tag"])) for row in moving
    }
    taken = many.taken_tags(session, wanted)
    seen: set[tuple[object, object]] = set()
    for row in moving:
        target = wanted[row.id]
        if row.id in taken or target in seen:
            row.blocked = Problem(
                "asset_tag_taken", f"Another asset of this client already carries the tag {target[1]}."
            )
            _blocked(row)
        seen.add(target)
