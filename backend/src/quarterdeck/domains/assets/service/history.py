"""What happened to an asset, field by field, also after it was deleted."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from quarterdeck.domains.assets.errors import AssetNotFound, CursorRefused
from quarterdeck.domains.assets.fields.catalogue import BUILTIN, AssetFields
from quarterdeck.domains.assets.fields.definition import (
    CUSTOM_PREFIX,
    AssetColumn,
    ExtensionColumn,
    ReferenceColumn,
)
from quarterdeck.domains.assets.fields.precedence import key_of
from quarterdeck.domains.assets.queries import record
from quarterdeck.domains.assets.queries.labels import names_now
from quarterdeck.domains.assets.queries.merges import Gone, gone_into
from quarterdeck.domains.assets.queries.setting import load_setting
from quarterdeck.domains.assets.sources import PERSON, kind_of, name_of
from quarterdeck.domains.journal import service as journal
from quarterdeck.domains.journal.schemas import Entry, EntryFilter, Place
from quarterdeck.kit.cursors import CursorInvalid, decode_cursor, encode_cursor
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import TenantSession

_SCOPE = "asset-history"
_MOST_WRITERS = 500
#: Entries behind a moment in which is looked who changed what.
_MOST_ENTRIES = 500
_INSTANT = timedelta(microseconds=1)
# Kept by the database for itself: who reads a history learns nothing from them.
_SILENT = frozenset({"tenant_id", "id", "version", "created_at", "updated_at", "search"})
_FIELD_OF_KIND = {
    "serial": {"serial"},
    "tag": {"tag"},
    "mac": {"mac"},
    "hostname": {"hostname"},
    "uuid": {"hardware_uuid"},
    "imei": {"imei", "imei2"},
}
_LOCK = "lock."
_OPERATIONS = {"insert": "created", "delete": "deleted"}
_REFERENCES = {declared.id: declared.home for declared in BUILTIN if isinstance(declared.home, ReferenceColumn)}


@dataclass(slots=True)
class Story:
    """One entry while it is put together: the first value and the last of every field."""

    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    gained: list[tuple[str, str]] = field(default_factory=list)
    lost: list[tuple[str, str]] = field(default_factory=list)
    #: By source, what it said by key of the report.
    said: dict[str, dict[str, Any]] = field(default_factory=dict)
    operation: str = "updated"

    def note(self, field_id: str, before: object, after: object) -> None:
        self.before.setdefault(field_id, before)
        self.after[field_id] = after

    def changed(self) -> list[str]:
        return [field_id for field_id, value in self.after.items() if self.before[field_id] != value]


def asset_history(
    session: TenantSession,
    actor: Actor,
    asset_id: uuid.UUID,
    *,
    cursor: str | None,
    limit: int,
    by: uuid.UUID | None = None,
    origin: str | None = None,
    field_id: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> dict[str, Any]:
    """What `GET /assets/{id}/history` answers. A person with a client scope sees what happened under those clients.

    What happened to assets that have gone into this one is part of it, as long as they are merged.
    """
    actor.require("assets:read")
    after = _read_cursor(cursor)
    wanted = replace(_filter(by, origin, field_id), since=since, until=until)
    gone = gone_into(session, asset_id)
    entries = journal.history_of(session, asset_id, *gone, after=after, limit=limit + 1, wanted=wanted)
    is_first = after is None and wanted == journal.EVERYTHING
    if not entries and is_first and record.asset_record(session, asset_id) is None:
        raise AssetNotFound
    shown = entries[:limit]
    stories = [_tell(entry) for entry in shown]
    names = names_in(session, stories)
    fields = load_setting(session).fields
    items = [
        _item(entry, story, fields, names) | _whose(entry, story, gone)
        for entry, story in zip(shown, stories, strict=True)
    ]
    last = shown[-1] if len(entries) > limit else None
    return {
        "items": [item for item in items if item["changes"] or item["observed"] or item["operation"] != "updated"],
        "next_cursor": encode_cursor((last.at, last.change_set_id, last.object_id), scope=_SCOPE) if last else None,
        "kept_since": journal.kept_since(session),
    }


def last_writers(
    session: TenantSession, asset_id: uuid.UUID, since: datetime, until: datetime
) -> dict[str, dict[str, Any]]:
    """Who changed each field last between two moments, and when, as far as the newest entries tell."""
    wanted = EntryFilter(since=since, until=until)
    found: dict[str, dict[str, Any]] = {}
    for entry in journal.history_of(session, asset_id, after=None, limit=_MOST_ENTRIES, wanted=wanted):
        for field_id in _tell(entry).changed():
            found.setdefault(field_id, {"by": entry.actor_label, "at": entry.at, "change_set_id": entry.change_set_id})
    return found


def history_facets(session: TenantSession, actor: Actor, asset_id: uuid.UUID) -> dict[str, Any]:
    """What `GET /assets/{id}/history/facets` answers."""
    actor.require("assets:read")
    writers = journal.writers_of(session, asset_id, *gone_into(session, asset_id), most=_MOST_WRITERS)
    if not writers and record.asset_record(session, asset_id) is None:
        raise AssetNotFound
    people = {str(each.actor_id): each.label for each in writers if each.actor_id is not None}
    return {
        "actors": sorted(
            ({"id": key, "label": label} for key, label in people.items()), key=lambda each: each["label"].casefold()
        ),
        "origins": sorted({each.origin for each in writers}),
    }


def _read_cursor(cursor: str | None) -> Place | None:
    if cursor is None:
        return None
    try:
        values = decode_cursor(cursor, scope=_SCOPE, length=3)
    except CursorInvalid as exc:
        raise CursorRefused(str(exc)) from exc
    match values:
        case (datetime() as at, uuid.UUID() as change_set_id, uuid.UUID() as object_id):
            return at, change_set_id, object_id
        case _:
            raise CursorRefused("This is not a page cursor.")


def _filter(by: uuid.UUID | None, origin: str | None, field_id: str | None) -> EntryFilter:
    if field_id is None:
        return EntryFilter(by, origin)
    if field_id.startswith(CUSTOM_PREFIX):
        return EntryFilter(by, origin, ("assets",), ("custom", field_id.removeprefix(CUSTOM_PREFIX)))
    places = [place for place, known in _field_ids().items() if known == field_id]
    column = places[0][1] if places else field_id
    return EntryFilter(by, origin, tuple(table for table, _ in places) or ("assets",), (column,))


@cache
def _field_ids() -> Mapping[tuple[str, str], str]:
    """(table, column) -> field id."""
    found: dict[tuple[str, str], str] = {}
    for declared in BUILTIN:
        match declared.home:
            case AssetColumn(name) | ReferenceColumn(name=name):
                found["assets", name] = declared.id
            case ExtensionColumn(name) as home:
                found |= {(table, name): declared.id for table in home.tables.values()}
    return found


def _tell(entry: Entry) -> Story:
    story = Story()
    for change in entry.changes:
        table, operation = change["table"], change["operation"]
        if table == "asset_identifiers":
            _tell_identifiers(story, operation, change["before"], change["after"])
            continue
        if table == "asset_provenance":
            _tell_locks(story, change["before"], change["after"])
            _tell_reports(story, change["before"].get("reports", {}), change["after"].get("reports", {}))
            continue
        if table == "assets":
            story.operation = _OPERATIONS.get(operation, story.operation)
        before, after = flat(table, change["before"]), flat(table, change["after"])
        for field_id in {**before, **after}:
            if before.get(field_id) != after.get(field_id):
                story.note(field_id, before.get(field_id), after.get(field_id))
    return story


def _tell_locks(story: Story, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """What sources said stands beside the field itself; that somebody locked it is a change like any other."""
    had, has = ({**image.get("locks", {})} for image in (before, after))
    for key in {**had, **has}:
        story.note(_LOCK + key, had.get(key, {}).get("reason"), has.get(key, {}).get("reason"))


def _tell_reports(story: Story, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """What sources said anew. A person's word is the edit itself."""
    for source, report in after.items():
        had = before.get(source, {}).get("v", {})
        said = {key: value for key, value in report["v"].items() if had.get(key) != value and value not in ("", [])}
        if source != PERSON and said:
            story.said[source] = {**story.said.get(source, {}), **said}


def flat(table: str, image: Mapping[str, Any]) -> dict[str, Any]:
    """A row as values by field id; a column without a field keeps its own name."""
    flat: dict[str, Any] = {}
    for column, value in image.items():
        if column == "custom":
            flat |= {CUSTOM_PREFIX + key: each for key, each in value.items()}
        elif column not in _SILENT and value != []:
            flat[_field_ids().get((table, column), column)] = value
    return flat


def _tell_identifiers(story: Story, operation: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    had, has = _current(before), _current(after)
    if operation == "update":
        story.gained += [pair for pair in has if pair not in had]
        story.lost += [pair for pair in had if pair not in has]
    else:
        story.gained += has
        story.lost += had


def _current(image: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(each["kind"], each["value"]) for each in image.get("identifiers") or [] if each["is_current"]]


def names_in(session: TenantSession, stories: Iterable[Story]) -> dict[tuple[str, uuid.UUID], str]:
    """What references are called now, or were called last."""
    wanted: dict[str, set[uuid.UUID]] = {}
    for story in stories:
        for field_id, home in _REFERENCES.items():
            for values in (story.before, story.after, *story.said.values()):
                if values.get(field_id):
                    wanted.setdefault(home.table, set()).add(uuid.UUID(values[field_id]))
    if not wanted:
        return {}
    names = names_now(session, list(set().union(*wanted.values())))
    for table, ids in wanted.items():
        gone = [each for each in ids if (table, each) not in names]
        if gone:
            images = journal.last_images(session, table, gone)
            names |= {(table, each): image["name"] for each, image in images.items() if "name" in image}
    return names


def _item(
    entry: Entry, story: Story, fields: AssetFields, names: Mapping[tuple[str, uuid.UUID], str]
) -> dict[str, Any]:
    changed = story.changed()
    changes = changes_of(story, fields, names)
    explained = {kind for kind, sources in _FIELD_OF_KIND.items() if sources & set(changed)}
    gained, lost = _unexplained(story.gained, explained), _unexplained(story.lost, explained)
    if gained or lost:
        changes.append(
            {"field": "identifiers", "label": "Identifiers", "before": lost or None, "after": gained or None}
        )
    observed = _observed(story, fields, names)
    is_silent = story.operation == "updated" and not changes
    return {
        "id": str(entry.changes[-1]["id"]),
        "at": entry.at.isoformat(),
        "before_at": (entry.at - _INSTANT).isoformat(),
        "actor": {"id": str(entry.actor_id) if entry.actor_id else None, "label": entry.actor_label},
        "origin": entry.origin,
        "reason": entry.reason,
        "job_id": str(entry.job_id) if entry.job_id else None,
        "change_set_id": str(entry.change_set_id),
        "operation": "observed" if is_silent and observed else story.operation,
        "changes": changes,
        "observed": observed,
    }


def _whose(entry: Entry, story: Story, gone: Mapping[uuid.UUID, Gone]) -> dict[str, Any]:
    """The asset that went into this one, where the entry is about that; its end is no deletion then."""
    merged = gone.get(entry.object_id)
    if merged is None:
        return {"merged_from": None}
    whose = {"merged_from": {"id": str(merged.id), "tag": merged.tag, "name": merged.name}}
    is_end = story.operation == "deleted" and entry.change_set_id == merged.change_set_id
    return whose | {"operation": "merged", "changes": []} if is_end else whose


def _observed(story: Story, fields: AssetFields, names: Mapping[tuple[str, uuid.UUID], str]) -> list[dict[str, Any]]:
    """What sources said without the asset changing by it."""
    changed = set(story.changed())
    known = {key_of(declared): declared.id for declared in fields}
    told = []
    for source, said in story.said.items():
        ids = [known[key] for key in said if key in known and known[key] not in changed]
        by_id = {known[key]: value for key, value in said.items() if key in known}
        values = [
            {"field": each, "label": _label(each, fields), "value": shown(each, by_id[each], names)}
            for each in _in_order(ids, fields)
        ]
        if values:
            told.append({"source": source, "kind": kind_of(source), "name": name_of(source), "values": values})
    return told


def changes_of(story: Story, fields: AssetFields, names: Mapping[tuple[str, uuid.UUID], str]) -> list[dict[str, Any]]:
    """The fields that changed, in the order of the catalogue."""
    return [_change(field_id, story, fields, names) for field_id in _in_order(story.changed(), fields)]


def _in_order(changed: Iterable[str], fields: AssetFields) -> list[str]:
    order = {declared.id: place for place, declared in enumerate(fields)}
    return sorted(changed, key=lambda field_id: (order.get(field_id, len(order)), field_id))


def _unexplained(pairs: Iterable[tuple[str, str]], explained: set[str]) -> list[str]:
    return [f"{kind} {value}" for kind, value in pairs if kind not in explained]


def _change(
    field_id: str, story: Story, fields: AssetFields, names: Mapping[tuple[str, uuid.UUID], str]
) -> dict[str, Any]:
    return {
        "field": field_id,
        "label": _label(field_id, fields),
        "before": shown(field_id, story.before[field_id], names),
        "after": shown(field_id, story.after[field_id], names),
    }


def _label(field_id: str, fields: AssetFields) -> str:
    if field_id.startswith(_LOCK):
        key = field_id.removeprefix(_LOCK)
        return f"Lock on {next((each.label for each in fields if key_of(each) == key), key)}"
    declared = fields.get(field_id)
    # A field that is no longer defined.
    return declared.label if declared else field_id.removeprefix(CUSTOM_PREFIX).replace("_", " ").capitalize()


def shown(field_id: str, value: Any, names: Mapping[tuple[str, uuid.UUID], str]) -> Any:
    home = _REFERENCES.get(field_id)
    if home is None or value is None:
        return value
    return {"id": value, "label": names.get((home.table, uuid.UUID(value)), f"Unknown {home.what}")}
