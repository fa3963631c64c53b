"""What can be done to one asset."""

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import orjson
from sqlalchemy import delete, insert, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import IntegrityError

from quarterdeck.domains.assets.errors import (
    AssetChanged,
    AssetInUse,
    AssetInvalid,
    AssetNotFound,
    AssetTagTaken,
    TransitionRefused,
)
from quarterdeck.domains.assets.fields.definition import CUSTOM_PREFIX
from quarterdeck.domains.assets.fields.values import Problem, parse_value
from quarterdeck.domains.assets.identifiers import SOURCES
from quarterdeck.domains.assets.lifecycle import STATUS_LABELS, TRANSITIONS, may_become
from quarterdeck.domains.assets.models import EXTENSIONS, Asset, AssetIdentifier
from quarterdeck.domains.assets.models.tables import table_of
from quarterdeck.domains.assets.queries import merges, record
from quarterdeck.domains.assets.queries.record import AssetRecord
from quarterdeck.domains.assets.queries.setting import Setting, load_setting
from quarterdeck.domains.assets.service.draft import (
    Draft,
    check_references,
    flatten,
    read_draft,
    require_custom_fields,
    without_what_stands,
)
from quarterdeck.domains.assets.service.identifying import keep_identifiers
from quarterdeck.domains.assets.service.recording import forget, keep_first_said, keep_said, refuse_locked
from quarterdeck.domains.assets.service.tags import take_tags
from quarterdeck.domains.assets.service.unique import taken_values
from quarterdeck.domains.journal.service import history_of, open_change_set
from quarterdeck.kit.ids import new_id
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.constraints import violated_constraint
from quarterdeck.platform.db.session import TenantSession

DEFAULT_STATUS = "in_stock"


def access_asset(session: TenantSession, actor: Actor, asset_id: uuid.UUID) -> AssetRecord:
    """The asset, if it exists and the actor may read it. The only way in by id."""
    actor.require("assets:read")
    found = record.asset_record(session, asset_id)
    if found is None:
        raise merges.why_gone(session, asset_id)
    return found


def create_asset(session: TenantSession, actor: Actor, body: Mapping[str, object]) -> AssetRecord:
    """A new asset from values by field id. Without a tag it gets the next one of the tenant."""
    actor.require("assets:write")
    setting = load_setting(session)
    values = flatten(body)
    type_key = _wanted_type(setting, values, default="")
    given = {"status": DEFAULT_STATUS, **setting.fields.defaults_of(type_key), **_without_blank_tag(values)}
    draft = read_draft(setting.fields, given, type_key=type_key)
    for field_id, column in (("client", "client_id"), ("type", "type"), ("name", "name")):
        if column not in draft.columns and not any(error["field"] == field_id for error in draft.errors):
            draft.refuse(field_id, "required", f"{setting.fields[field_id].label} cannot be empty.")
    require_custom_fields(draft, setting.fields, type_key, draft.custom)
    client_id = draft.columns.get("client_id")
    if isinstance(client_id, uuid.UUID):
        check_references(session, draft, client_id=client_id)
    draft.raise_errors()
    open_change_set(session, actor)
    if draft.columns.get("tag") is None:
        draft.columns["tag"] = take_tags(session, 1)[0]
    asset_id = new_id()
    with taken_values(session, setting.fields, asset_id, draft.custom):
        _insert(session, actor, asset_id, type_key, draft)
    keep_first_said(session, actor, asset_id, setting.fields, _stated(draft, values))
    return access_written(session, asset_id)


def _without_blank_tag(values: Mapping[str, object]) -> dict[str, object]:
    blank = values.get("tag") is None or not str(values.get("tag")).strip()
    return {name: value for name, value in values.items() if not (name == "tag" and blank)}


def _stated(draft: Draft, values: Mapping[str, object]) -> Draft:
    """Without what we gave it ourselves, and what was left empty."""
    given = {name for name in ("status", "tag") if not values.get(name)}
    columns = {name: value for name, value in draft.columns.items() if value is not None and name not in given}
    present = {name: value for name, value in draft.extension.items() if value is not None}
    custom = {key: value for key, value in draft.custom.items() if values.get(CUSTOM_PREFIX + key) is not None}
    return Draft(columns, present, custom)


def _insert(session: TenantSession, actor: Actor, asset_id: uuid.UUID, type_key: str, draft: Draft) -> None:
    custom = {key: value for key, value in draft.custom.items() if value is not None}
    row = {**draft.columns, "tenant_id": session.tenant_id, "id": asset_id, "custom": custom}
    with _tag_conflicts(str(draft.columns["tag"])):
        session.execute(insert(table_of(Asset)), [row])
    model = EXTENSIONS.get(type_key)
    if model is not None:
        session.execute(insert(table_of(model)), [{"tenant_id": session.tenant_id, "id": asset_id, **draft.extension}])
    keep_identifiers(session, asset_id, {**row, **draft.extension}, source=actor.origin.value)


def update_asset(
    session: TenantSession,
    actor: Actor,
    asset_id: uuid.UUID,
    body: Mapping[str, object],
    *,
    expected_version: int | None,
    reason: str | None = None,
) -> AssetRecord:
    """Change the fields that `body` names; null empties one. What stays the same is not written."""
    actor.require("assets:write")
    setting = load_setting(session)
    row = _locked(session, asset_id, expected_version)
    values = without_what_stands(flatten(body), row["custom"])
    old_type = str(row["type"])
    type_key = _wanted_type(setting, values, default=old_type)
    draft = read_draft(setting.fields, values, type_key=type_key)
    client_id = draft.columns.get("client_id") or row["client_id"]
    if isinstance(client_id, uuid.UUID):
        if client_id != row["client_id"]:
            # What belongs to the former client does not move along.
            draft.columns.setdefault("location_id", None)
            draft.columns.setdefault("contact_id", None)
        check_references(session, draft, client_id=client_id)
    draft.raise_errors()
    _check_transition(row, draft)
    before = record.extension_row(session, old_type, asset_id) or {}
    changes = _changes(row, before if type_key == old_type else {}, draft)
    said = Draft(changes.columns, changes.extension, changes.custom)
    if type_key != old_type:
        changes.extension = _moved_extension(before, type_key, draft)
    if changes.columns or changes.extension or changes.custom or type_key != old_type:
        refuse_locked(session, actor, asset_id, setting.fields, said)
        open_change_set(session, actor, reason=reason)
        keep_said(session, actor, asset_id, setting.fields, said)
        with taken_values(session, setting.fields, asset_id, changes.custom):
            _write(session, actor, asset_id, row, before, changes, old_type=old_type, type_key=type_key)
    return access_written(session, asset_id)


def _locked(session: TenantSession, asset_id: uuid.UUID, expected_version: int | None) -> Mapping[str, object]:
    row = record.lock_asset(session, asset_id)
    if row is None:
        raise merges.why_gone(session, asset_id)
    if expected_version is not None and row["version"] != expected_version:
        newest = next(iter(history_of(session, asset_id, after=None, limit=1)), None)
        by, at = (None, None) if newest is None else (newest.actor_label, newest.at)
        raise AssetChanged(orjson.loads(access_written(session, asset_id).json), by=by, at=at)
    return row


def _check_transition(row: Mapping[str, object], draft: Draft) -> None:
    current, wanted = str(row["status"]), str(draft.columns.get("status", row["status"]))
    if not may_become(current, wanted):
        raise TransitionRefused(current, wanted, list(TRANSITIONS[current]), dict(STATUS_LABELS))


def _changes(row: Mapping[str, object], extension: Mapping[str, object], draft: Draft) -> Draft:
    """Only what differs from what is there."""
    custom = row["custom"] if isinstance(row["custom"], dict) else {}
    return Draft(
        columns={name: value for name, value in draft.columns.items() if not _same(row.get(name), value)},
        extension={name: value for name, value in draft.extension.items() if not _same(extension.get(name), value)},
        custom={key: value for key, value in draft.custom.items() if custom.get(key) != value},
    )


def _same(stored: object, wanted: object) -> bool:
    # Addresses come back as objects of their own.
    return stored == wanted or (stored is not None and isinstance(wanted, str) and str(stored) == wanted)


def _moved_extension(before: Mapping[str, object], type_key: str, draft: Draft) -> dict[str, object]:
    """What the new type has a place for comes along; the journal keeps the rest."""
    model = EXTENSIONS.get(type_key)
    places = set(table_of(model).columns.keys()) - {"tenant_id", "id"} if model is not None else set()
    carried = {name: value for name, value in before.items() if name in places}
    return {**carried, **draft.extension}


def _write(
    session: TenantSession,
    actor: Actor,
    asset_id: uuid.UUID,
    row: Mapping[str, object],
    before: Mapping[str, object],
    changes: Draft,
    *,
    old_type: str,
    type_key: str,
) -> None:
    columns = dict(changes.columns)
    if changes.custom:
        stored = row["custom"] if isinstance(row["custom"], dict) else {}
        merged = {**stored, **changes.custom}
        columns["custom"] = {key: value for key, value in merged.items() if value is not None}
    table = table_of(Asset)
    with _tag_conflicts(str(columns.get("tag", row["tag"]))):
        # Also when only the extension changes: the database raises the version of the asset.
        session.execute(
            update(table)
            .where(table.c.tenant_id == session.tenant_id, table.c.id == asset_id)
            .values(**(columns or {"status": row["status"]}))
        )
    if type_key != old_type:
        _remove_extension(session, old_type, asset_id)
    if changes.extension or type_key != old_type:
        _write_extension(session, type_key, asset_id, changes.extension)
    touched = columns.keys() | changes.extension.keys()
    if touched & SOURCES or type_key != old_type:
        extension = changes.extension if type_key != old_type else {**before, **changes.extension}
        keep_identifiers(session, asset_id, {**row, **columns, **extension}, source=actor.origin.value)


def _write_extension(session: TenantSession, type_key: str, asset_id: uuid.UUID, values: Mapping[str, object]) -> None:
    model = EXTENSIONS.get(type_key)
    if model is None:
        return
    statement = upsert(table_of(model)).values(tenant_id=session.tenant_id, id=asset_id, **values)
    if values:
        session.execute(statement.on_conflict_do_update(index_elements=["tenant_id", "id"], set_=dict(values)))
    else:
        session.execute(statement.on_conflict_do_nothing())


def _remove_extension(session: TenantSession, type_key: str, asset_id: uuid.UUID) -> None:
    model = EXTENSIONS.get(type_key)
    if model is not None:
        table = table_of(model)
        session.execute(delete(table).where(table.c.tenant_id == session.tenant_id, table.c.id == asset_id))


def delete_asset(session: TenantSession, actor: Actor, asset_id: uuid.UUID, *, expected_version: int | None) -> None:
    """Remove the asset, its extension and identifiers. Its history stays."""
    actor.require("assets:delete")
    row = _locked(session, asset_id, expected_version)
    open_change_set(session, actor)
    identifiers, assets = table_of(AssetIdentifier), table_of(Asset)
    session.execute(
        delete(identifiers).where(identifiers.c.tenant_id == session.tenant_id, identifiers.c.asset_id == asset_id)
    )
    forget(session, asset_id)
    _remove_extension(session, str(row["type"]), asset_id)
    try:
        session.execute(delete(assets).where(assets.c.tenant_id == session.tenant_id, assets.c.id == asset_id))
    except IntegrityError as exc:
        raise AssetInUse from exc


def access_written(session: TenantSession, asset_id: uuid.UUID) -> AssetRecord:
    """The record of an asset the caller has just been allowed to write."""
    found = record.asset_record(session, asset_id)
    if found is None:
        raise AssetNotFound
    return found


def _wanted_type(setting: Setting, values: Mapping[str, object], *, default: str) -> str:
    if "type" not in values:
        return default
    value = parse_value(setting.fields["type"], values["type"])
    return default if value is None or isinstance(value, Problem) else str(value)


@contextmanager
def _tag_conflicts(tag: str) -> Iterator[None]:
    try:
        yield
    except IntegrityError as exc:
        match violated_constraint(exc):
            case "uq_assets_tenant_id_client_id_tag":
                raise AssetTagTaken(tag) from exc
            case name if name.startswith("fk_assets_"):
                gone = {"field": "client", "code": "unknown_reference", "message": "What this refers to is gone."}
                raise AssetInvalid([gone]) from exc
            case _:
                raise
