"""What others changed between a person's look at a bulk change and the change itself: left alone, and told."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from quarterdeck.domains.assets.fields.catalogue import AssetFields
from quarterdeck.domains.assets.fields.definition import AssetColumn, CustomValue, ExtensionColumn, ReferenceColumn
from quarterdeck.domains.assets.fields.values import Problem
from quarterdeck.domains.assets.service.catalogue import fields_for
from quarterdeck.domains.assets.service.editing import PlannedRow, names_of_references
from quarterdeck.domains.bulk.schemas import ChangedSince
from quarterdeck.domains.journal.schemas import ChangeSince
from quarterdeck.domains.journal.service import changed_since
from quarterdeck.platform.db.session import TenantSession

_ASSETS = "assets"
CODE = "changed_since_look"
#: That a device was heard of is nothing a person decides by.
_UNWATCHED = frozenset({"last_seen"})
Look = tuple[datetime, str]
Conflicts = dict[uuid.UUID, list[ChangedSince]]
_Places = Sequence[tuple[str, tuple[str, ...]]]


def block_changed(
    session: TenantSession, planned: Sequence[PlannedRow], *, seen: Look, own: uuid.UUID | None, deletes: bool = False
) -> Conflicts:
    """Block the rows of which a field that is to be written, or of one that is to go any, is not what was seen."""
    found = conflicts_of(session, planned, seen=seen, own=own, deletes=deletes)
    rows = {row.id: row for row in planned}
    for asset_id, conflicts in found.items():
        names = ", ".join(each.label for each in conflicts)
        rows[asset_id].after = {}
        rows[asset_id].blocked = Problem(CODE, f"{names}: {conflicts[-1].by} changed it since you looked.")
    return found


def conflicts_of(
    session: TenantSession, planned: Sequence[PlannedRow], *, seen: Look, own: uuid.UUID | None, deletes: bool
) -> Conflicts:
    """By asset, the fields that are to be written or go, and are not what was seen."""
    rows = {row.id: row for row in planned if row.blocked is None and (row.after or deletes)}
    if not rows:
        return {}
    fields = fields_for(session)
    watched = _seen_fields(fields) if deletes else {field_id for row in rows.values() for field_id in row.after}
    places = {field_id: _places(fields[field_id].home) for field_id in sorted(watched)}
    tables = {table for place in places.values() for table, _ in place}
    told: dict[tuple[uuid.UUID, str], ChangedSince] = {}
    for change in changed_since(session, seen, list(rows), tables=sorted(tables), own=own):
        row = rows[change.object_id]
        for field_id in places if deletes else row.after:
            for table, path in places[field_id]:
                if table == change.table:
                    _note(told, change, row, fields, field_id, path)
    found: Conflicts = {}
    for (asset_id, _), conflict in told.items():
        if conflict.seen != conflict.now:
            found.setdefault(asset_id, []).append(conflict)
    _name(session, fields, (each for conflicts in found.values() for each in conflicts))
    return found


def _seen_fields(fields: AssetFields) -> set[str]:
    return {each.id for each in fields if each.is_editable} - _UNWATCHED


def _note(
    told: dict[tuple[uuid.UUID, str], ChangedSince],
    change: ChangeSince,
    row: PlannedRow,
    fields: AssetFields,
    field_id: str,
    path: tuple[str, ...],
) -> None:
    before, after = _at(change.before, path), _at(change.after, path)
    if before == after:
        return
    known = told.get((change.object_id, field_id))
    told[change.object_id, field_id] = ChangedSince(
        field=field_id,
        label=fields[field_id].label,
        seen=before if known is None else known.seen,
        now=after,
        wanted=as_json(row.after.get(field_id)),
        by=change.by,
        at=change.at,
    )


def _name(session: TenantSession, fields: AssetFields, conflicts: Iterable[ChangedSince]) -> None:
    """Say what clients, locations and people are called: an id says nothing to a person."""
    referring = [each for each in conflicts if fields[each.field].reference]
    values = {value for each in referring for value in (each.seen, each.now, each.wanted) if value}
    names = {str(found): name for found, name in names_of_references(session, map(uuid.UUID, values)).items()}
    for each in referring:
        each.seen_label = names.get(each.seen)
        each.now_label = names.get(each.now)
        each.wanted_label = names.get(each.wanted)


def as_json(value: object) -> Any:
    """As the journal holds it."""
    return value if value is None or isinstance(value, bool | int | str | list) else str(value)


def _places(home: object) -> _Places:
    """Where the journal keeps a field: table and path."""
    match home:
        case AssetColumn(name) | ReferenceColumn(name=name):
            return [(_ASSETS, (name,))]
        case ExtensionColumn(name) as extension:
            return [(table, (name,)) for table in extension.tables.values()]
        case CustomValue(key):
            return [(_ASSETS, ("custom", key))]
        case _:
            return []


def _at(image: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    value: Any = image
    for part in path:
        value = (value or {}).get(part)
    return value
