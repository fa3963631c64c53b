"""What others changed between a person's look at a bulk change and the change itself: left alone, and told."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from quarterdeck.domains.assets.fields.definition import AssetColumn, CustomValue, ExtensionColumn, ReferenceColumn
from quarterdeck.domains.assets.fields.values import Problem
from quarterdeck.domains.assets.service.editing import Edits, PlannedRow
from quarterdeck.domains.bulk.schemas import ChangedSince
from quarterdeck.domains.journal.schemas import ChangeSince
from quarterdeck.domains.journal.service import changed_since
from quarterdeck.platform.db.session import TenantSession

_ASSETS = "assets"
CODE = "changed_since_look"
Look = tuple[datetime, str]
Conflicts = dict[uuid.UUID, list[ChangedSince]]


def block_changed(
    session: TenantSession, edits: Edits, planned: Sequence[PlannedRow], *, seen: Look, own: uuid.UUID | None
) -> Conflicts:
    """Block the rows of which a field that is to be written is not what the person saw."""
    rows = {row.id: row for row in planned if row.blocked is None and row.after}
    if not rows:
        return {}
    places = {field_id: _places(edit.field.home) for field_id, edit in edits.by_field.items()}
    tables = {table for place in places.values() for table, _ in place}
    found: Conflicts = {}
    told: dict[tuple[uuid.UUID, str], ChangedSince] = {}
    for change in changed_since(session, seen, list(rows), tables=sorted(tables), own=own):
        for field_id in rows[change.object_id].after:
            for table, path in places[field_id]:
                if table == change.table:
                    _note(told, change, field_id, edits.by_field[field_id].field.label, path)
    for (asset_id, _), conflict in told.items():
        if conflict.seen != conflict.now:
            found.setdefault(asset_id, []).append(conflict)
    for asset_id, conflicts in found.items():
        names = ", ".join(each.label for each in conflicts)
        rows[asset_id].after = {}
        rows[asset_id].blocked = Problem(CODE, f"{names}: {conflicts[-1].by} changed it since you looked.")
    return found


def _note(
    told: dict[tuple[uuid.UUID, str], ChangedSince],
    change: ChangeSince,
    field_id: str,
    label: str,
    path: tuple[str, ...],
) -> None:
    before, after = _at(change.before, path), _at(change.after, path)
    if before == after:
        return
    known = told.get((change.object_id, field_id))
    seen = before if known is None else known.seen
    told[change.object_id, field_id] = ChangedSince(
        field=field_id, label=label, seen=seen, now=after, by=change.by, at=change.at
    )


def _places(home: object) -> list[tuple[str, tuple[str, ...]]]:
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
