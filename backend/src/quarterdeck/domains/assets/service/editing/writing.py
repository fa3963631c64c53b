"""Writing what was planned, in a handful of statements whatever the number of rows."""

import uuid
from collections.abc import Iterable, Sequence
from decimal import Decimal

import orjson

from quarterdeck.domains.assets.fields.definition import AssetColumn, CustomValue, ExtensionColumn, ReferenceColumn
from quarterdeck.domains.assets.fields.precedence import is_observed, key_of
from quarterdeck.domains.assets.fields.values import Value
from quarterdeck.domains.assets.identifiers import SOURCES, identifiers_of
from quarterdeck.domains.assets.queries import many
from quarterdeck.domains.assets.service.editing.edits import Edits
from quarterdeck.domains.assets.service.editing.planning import OF_EXTENSION, PlannedRow, touches_identifiers
from quarterdeck.domains.assets.service.recording import keep_said_of_many
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import TenantSession

_ALONG = {"location": "location_id", "assigned_to": "contact_id"}


def write(session: TenantSession, actor: Actor, edits: Edits, planned: Sequence[PlannedRow]) -> int:
    """Write the rows that change, inside the change set the caller has opened. Says how many they were."""
    changing = [row for row in planned if row.after]
    if not changing:
        return 0
    columns: set[str] = set()
    extension: set[str] = set()
    custom: set[str] = set()
    for field_id in {field_id for row in changing for field_id in row.after}:
        edit = edits.get(field_id)
        match edit.field.home if edit is not None else AssetColumn(_ALONG[field_id]):
            case AssetColumn(name) | ReferenceColumn(name=name):
                columns.add(name)
            case ExtensionColumn(name):
                extension.add(name)
            case CustomValue(key):
                custom.add(key)
    many.update_assets(
        session, _as_json(edits, changing, columns, custom), columns=sorted(columns), custom=bool(custom)
    )
    for name in sorted(extension):
        home = ExtensionColumn(name)
        for type_key, table in home.tables.items():
            rows = [
                row for row in changing if row.stored["type"] == type_key and _value(edits, row, name) is not _UNTOUCHED
            ]
            if rows:
                many.upsert_extension(session, table, name, _extension_json(edits, rows, name))
    if touches_identifiers(edits):
        _keep_identifiers(session, actor, edits, changing)
    _keep_said(session, actor, edits, changing)
    return len(changing)


_UNTOUCHED = object()
#: Lists are never null: without an entry they are empty.
_NO_VALUE: dict[str, object] = {"tags": [], "mac_addresses": []}


def _value(edits: Edits, row: PlannedRow, column: str) -> object:
    """What a column becomes; `_UNTOUCHED` where the row keeps what it has."""
    for field_id, value in row.after.items():
        edit = edits.get(field_id)
        name = _ALONG[field_id] if edit is None else getattr(edit.field.home, "name", None)
        if name == column:
            return value
    return _UNTOUCHED


def _as_json(edits: Edits, rows: Iterable[PlannedRow], columns: Iterable[str], custom: Iterable[str]) -> bytes:
    """Every row with all columns that any row changes: what it keeps stands there as it was."""
    lines = []
    for row in rows:
        line: dict[str, object] = {"id": row.id}
        for name in columns:
            value = _value(edits, row, name)
            line[name] = row.stored[name] if value is _UNTOUCHED else _NO_VALUE.get(name) if value is None else value
        if custom:
            keys = {f"cf.{key}": key for key in custom}
            line["custom"] = {keys[name]: _plain(value) for name, value in row.after.items() if name in keys}
        lines.append(line)
    return orjson.dumps(lines, default=str)


def _extension_json(edits: Edits, rows: Iterable[PlannedRow], name: str) -> bytes:
    return orjson.dumps([{"id": row.id, name: _value(edits, row, name)} for row in rows], default=str)


def _plain(value: Value | None) -> object:
    """Custom values are JSON: numbers as numbers, dates and ids as text."""
    if value is None or isinstance(value, bool | int | str | list):
        return value
    return float(value) if isinstance(value, Decimal) else str(value)


def _keep_said(session: TenantSession, actor: Actor, edits: Edits, rows: Iterable[PlannedRow]) -> None:
    keys = {field_id: key_of(edit.field) for field_id, edit in edits.by_field.items() if is_observed(edit.field)}
    keys |= {field_id: column for field_id, column in _ALONG.items() if field_id not in keys}
    said = {
        row.id: {
            key: _NO_VALUE.get(key, "") if value is None else value
            for field_id, value in row.after.items()
            if (key := keys.get(field_id)) is not None
        }
        for row in rows
    }
    keep_said_of_many(session, actor, said)


def _keep_identifiers(session: TenantSession, actor: Actor, edits: Edits, rows: Iterable[PlannedRow]) -> None:
    wanted: list[tuple[uuid.UUID, str, str]] = []
    touched: list[uuid.UUID] = []
    for row in rows:
        now = {name: row.stored[f"x.{name}" if name in OF_EXTENSION else name] for name in SOURCES}
        new = {name: value for name in SOURCES if (value := _value(edits, row, name)) is not _UNTOUCHED}
        if new:
            touched.append(row.id)
            wanted += [(row.id, kind, value) for kind, value in identifiers_of({**now, **new})]
    if touched:
        many.keep_identifiers(session, touched, wanted, source=actor.origin.value)
