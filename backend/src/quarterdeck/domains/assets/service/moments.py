"""An asset as it was at a moment, told from the journal."""

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from quarterdeck.domains.assets.errors import AssetNotFound
from quarterdeck.domains.assets.models import EXTENSIONS
from quarterdeck.domains.assets.queries import record
from quarterdeck.domains.assets.queries.setting import load_setting
from quarterdeck.domains.assets.service.history import Story, changes_of, flat, last_writers, names_in, shown
from quarterdeck.domains.journal import service as journal
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.clock import now
from quarterdeck.platform.db.session import TenantSession

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_TABLES = ("assets", *(model.__tablename__ for model in EXTENSIONS.values()))


def asset_as_of(session: TenantSession, actor: Actor, asset_id: uuid.UUID, at: datetime | None) -> dict[str, Any]:
    """What `GET /assets/{id}/as-of` answers."""
    actor.require("assets:read")
    moment = _aware(at) if at else now()
    journal.require_kept(session, moment)
    values = _values(session, asset_id, moment)
    if values is None:
        refuse_strangers(session, asset_id)
        return {"at": moment, "exists": False, "type": None, "values": {}, "labels": {}}
    story = Story()
    for field_id, value in values.items():
        story.note(field_id, None, value)
    names = names_in(session, [story])
    fields = load_setting(session).fields
    return {
        "at": moment,
        "exists": True,
        "type": values.get("type"),
        "values": {field_id: shown(field_id, value, names) for field_id, value in values.items()},
        "labels": {change["field"]: change["label"] for change in changes_of(story, fields, names)},
    }


def compare_asset(
    session: TenantSession, actor: Actor, asset_id: uuid.UUID, since: datetime | None, until: datetime | None
) -> dict[str, Any]:
    """What `GET /assets/{id}/compare` answers."""
    actor.require("assets:read")
    first = _aware(since) if since else journal.kept_since(session) or _BEGINNING
    last = _aware(until) if until else now()
    journal.require_kept(session, min(first, last))
    before, after = _values(session, asset_id, first), _values(session, asset_id, last)
    if before is None and after is None:
        refuse_strangers(session, asset_id)
    story = Story()
    old, new = before or {}, after or {}
    for field_id in {**old, **new}:
        story.note(field_id, old.get(field_id), new.get(field_id))
    fields = load_setting(session).fields
    changes = changes_of(story, fields, names_in(session, [story]))
    who = last_writers(session, asset_id, min(first, last), max(first, last)) if changes else {}
    return {"since": first, "until": last, "changes": [each | {"last": who.get(each["field"])} for each in changes]}


def _values(session: TenantSession, asset_id: uuid.UUID, at: datetime) -> Mapping[str, Any] | None:
    images = journal.images_at(session, asset_id, at, _TABLES)
    if "assets" not in images:
        return None
    values: dict[str, Any] = {}
    for table in _TABLES:
        for row in images.get(table, ()):
            values |= flat(table, row)
    return values


def refuse_strangers(session: TenantSession, asset_id: uuid.UUID) -> None:
    """For somebody who may know of the asset at all, also when it was not there at a moment."""
    known = journal.history_of(session, asset_id, after=None, limit=1)
    if not known and record.asset_record(session, asset_id) is None:
        raise AssetNotFound


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)
