"""Where the values of one asset come from: what stands, what others say instead, and what is locked."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from quarterdeck.domains.assets.errors import (
    AssetChanged,
    AssetNotFound,
    FieldNotLockable,
    FieldNotLocked,
    ValueGone,
)
from quarterdeck.domains.assets.fields.catalogue import AssetFields
from quarterdeck.domains.assets.fields.definition import CUSTOM_PREFIX, AssetField, ExtensionColumn, ReferenceColumn
from quarterdeck.domains.assets.fields.precedence import RuleBook, is_observed, is_rivalled, key_of
from quarterdeck.domains.assets.fields.values import Problem, parse_value
from quarterdeck.domains.assets.queries import provenance as queries
from quarterdeck.domains.assets.queries import record
from quarterdeck.domains.assets.queries.labels import names_now
from quarterdeck.domains.assets.queries.record import AssetRecord
from quarterdeck.domains.assets.queries.setting import load_setting
from quarterdeck.domains.assets.service.assets import update_asset
from quarterdeck.domains.assets.service.precedence import rules_of
from quarterdeck.domains.assets.service.recording import begin
from quarterdeck.domains.assets.sources import kind_of, name_of
from quarterdeck.domains.journal.service import open_change_set
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.clock import now
from quarterdeck.platform.db.session import TenantSession


@dataclass(frozen=True, slots=True)
class Said:
    """One source's word on one field."""

    source: str
    observed_at: datetime
    value: Any
    author: str | None


@dataclass(frozen=True, slots=True)
class Provenance:
    """An asset with everything said of it."""

    id: uuid.UUID
    version: int
    client_id: uuid.UUID
    type: str
    values: Mapping[str, Any]
    reports: Mapping[str, Any]
    locks: Mapping[str, Any]
    seen: Mapping[str, str]

    def has(self, declared: AssetField) -> bool:
        return is_observed(declared) and (declared.types is None or self.type in declared.types)

    def value(self, declared: AssetField) -> Any:
        return _stated(declared, self.values.get(key_of(declared)))

    def said(self, declared: AssetField) -> Iterator[Said]:
        key = key_of(declared)
        for source, report in self.reports.items():
            if key in report["v"]:
                at = report.get("t", {}).get(key) or max(report["at"], self.seen.get(source, ""), key=_moment)
                author = report.get("by", {}).get(key)
                yield Said(source, _moment(at), _stated(declared, report["v"][key]), author)


def provenance_of(session: TenantSession, actor: Actor, asset_id: uuid.UUID) -> tuple[dict[str, Any], int]:
    """What `GET /assets/{id}/provenance` answers, and the number of its state."""
    actor.require("assets:read")
    setting = load_setting(session)
    asset = load_provenance(session, asset_id)
    book = rules_of(session)
    told = [field_told(asset, declared, book) for declared in setting.fields if asset.has(declared)]
    shown = [field for field in told if field["value"] is not None or field["rivals"] or field["lock"]]
    name_references(session, setting.fields, shown)
    return {"asset_id": asset_id, "sources": _sources(asset), "fields": shown}, asset.version


def load_provenance(session: TenantSession, asset_id: uuid.UUID) -> Provenance:
    row = queries.provenance_row(session, asset_id)
    if row is None:
        raise AssetNotFound
    reports, locks, seen, client_id, type_key, version, columns = row
    extension = record.extension_row(session, type_key, asset_id) or {}
    custom = {CUSTOM_PREFIX + key: value for key, value in columns.pop("custom").items()}
    return Provenance(
        asset_id, version, client_id, type_key, {**extension, **columns, **custom}, reports, locks, seen or {}
    )


def field_told(asset: Provenance, declared: AssetField, book: RuleBook) -> dict[str, Any]:
    rule, origin = book.origin_of(declared, asset.client_id)
    said = sorted(asset.said(declared), key=lambda each: rule.strength(each.source, each.observed_at))
    value = asset.value(declared)
    holder = next((each for each in said if _same(declared, each.value, value)), None)
    others = [each for each in said if not _same(declared, each.value, value)] if is_rivalled(declared) else []
    lock = asset.locks.get(key_of(declared))
    return {
        "field": declared.id,
        "label": declared.label,
        "group": declared.group,
        "value": value,
        "source": _source(holder.source) if holder else None,
        "observed_at": holder.observed_at if holder else None,
        "author": holder.author if holder else None,
        "agreeing": [_source(each.source) for each in said if holder and each is not holder and each not in others],
        "lock": lock and {"by": lock["by"], "at": lock["at"], "reason": lock["reason"]},
        "rivals": [
            {
                "value": each.value,
                "source": _source(each.source),
                "observed_at": each.observed_at,
                "author": each.author,
                "stands_next": lock is None and each is said[0],
            }
            for each in others
        ],
        "rule": {"mode": rule.mode, "sources": list(rule.sources), "origin": origin},
    }


def _source(source: str) -> dict[str, str]:
    return {"key": source, "kind": kind_of(source), "name": name_of(source)}


def _sources(asset: Provenance) -> list[dict[str, Any]]:
    told = [
        {
            **_source(source),
            "last_seen_at": max(_moment(report["at"]), _moment(asset.seen.get(source, report["at"]))),
            "fields": len(report["v"]),
        }
        for source, report in asset.reports.items()
    ]
    return sorted(told, key=lambda each: each["last_seen_at"], reverse=True)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text) if text else datetime.fromisoformat("0001-01-01T00:00:00+00:00")


def _stated(declared: AssetField, value: Any) -> Any:
    """As lists show it; nothing for what a person emptied."""
    if value is None or value in ("", []):
        return None
    if isinstance(declared.home, ExtensionColumn) and not isinstance(value, str | int | float | bool | list):
        return str(value)
    return value


def _same(declared: AssetField, one: Any, other: Any) -> bool:
    if one == other or one is None or other is None:
        return bool(one == other)
    left, right = (parse_value(declared, each) for each in (one, other))
    if isinstance(left, Problem) or isinstance(right, Problem):
        return False
    if declared.normalise is not None:
        return declared.normalise(str(left)) == declared.normalise(str(right))
    return left == right


def name_references(session: TenantSession, fields: AssetFields, shown: list[dict[str, Any]]) -> None:
    """References by id and label, as rows of lists carry them."""
    homes = {each.id: each.home for each in fields if isinstance(each.home, ReferenceColumn)}
    places = [
        (holder, homes[field["field"]])
        for field in shown
        if field["field"] in homes
        for holder in (field, *field["rivals"])
        if holder["value"] is not None
    ]
    names = names_now(session, [uuid.UUID(holder["value"]) for holder, _ in places]) if places else {}
    for holder, home in places:
        label = names.get((home.table, uuid.UUID(holder["value"])), f"Unknown {home.what}")
        holder["value"] = {"id": holder["value"], "label": label}


def lock_field(
    session: TenantSession, actor: Actor, asset_id: uuid.UUID, field_id: str, *, reason: str, expected: int | None
) -> None:
    """From now on no source changes the field, whatever the rules say. Locking again changes the reason."""
    asset, declared = _to_write(session, actor, asset_id, field_id, expected)
    lock = {"by": actor.label, "by_id": actor.user_id, "at": now().isoformat(), "reason": reason}
    open_change_set(session, actor, reason=reason)
    _write_locks(session, asset.id, {**asset.locks, key_of(declared): lock})


def unlock_field(
    session: TenantSession, actor: Actor, asset_id: uuid.UUID, field_id: str, *, expected: int | None
) -> None:
    asset, declared = _to_write(session, actor, asset_id, field_id, expected)
    if key_of(declared) not in asset.locks:
        raise FieldNotLocked(declared.label)
    open_change_set(session, actor)
    _write_locks(session, asset.id, {key: lock for key, lock in asset.locks.items() if key != key_of(declared)})


def take_value(
    session: TenantSession, actor: Actor, asset_id: uuid.UUID, field_id: str, source: str, *, expected: int | None
) -> AssetRecord:
    """Use what another source says instead: an edit like any other, which the person answers for."""
    asset, declared = _to_write(session, actor, asset_id, field_id, expected)
    said = next((each for each in asset.said(declared) if each.source == source), None)
    if said is None or _same(declared, said.value, asset.value(declared)):
        raise ValueGone(name_of(source) or source, declared.label)
    return update_asset(session, actor, asset_id, {declared.id: said.value}, expected_version=None)


def _to_write(
    session: TenantSession, actor: Actor, asset_id: uuid.UUID, field_id: str, expected: int | None
) -> tuple[Provenance, AssetField]:
    actor.require("assets:write")
    if record.lock_asset(session, asset_id) is None:
        raise AssetNotFound
    asset = load_provenance(session, asset_id)
    if expected is not None and expected != asset.version:
        current = record.asset_record(session, asset_id)
        raise AssetChanged(orjson.loads(current.json) if current else None)
    declared = load_setting(session).fields.get(field_id)
    if declared is None or not asset.has(declared):
        raise FieldNotLockable(field_id)
    return asset, declared


def _write_locks(session: TenantSession, asset_id: uuid.UUID, locks: Mapping[str, Any]) -> None:
    begin(session, [asset_id])
    session.raw.execute(
        "update asset_provenance set locks = %(locks)s::jsonb where tenant_id = %(tenant)s and id = %(id)s",
        {"tenant": session.tenant_id, "id": asset_id, "locks": orjson.dumps(locks).decode()},
    )
