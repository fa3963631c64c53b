"""Bringing an asset, or some fields of it, back to what they were at a moment."""

import uuid
from datetime import UTC, datetime

from quarterdeck.domains.assets.service.moments import refuse_strangers
from quarterdeck.domains.journal.service import images_at, open_change_set, require_kept
from quarterdeck.domains.recovery.errors import RestoreRefused
from quarterdeck.domains.recovery.queries.extent import Extent, Touched
from quarterdeck.domains.recovery.queries.judging import BLOCKED
from quarterdeck.domains.recovery.queries.shapes import Shape, parts_of, shapes
from quarterdeck.domains.recovery.schemas import RestoreRead, RestoreWrite
from quarterdeck.domains.recovery.service.names import columns_named
from quarterdeck.domains.recovery.service.objects import Work, undo_objects
from quarterdeck.domains.recovery.service.reasons import sentence
from quarterdeck.platform.actors import Actor, Origin
from quarterdeck.platform.db.session import TenantSession

_NO_SET = uuid.UUID(int=0)
_ASSETS = "assets"
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def restore_asset(session: TenantSession, actor: Actor, asset_id: uuid.UUID, wanted: RestoreWrite) -> RestoreRead:
    """Give the asset, also a deleted one, what it was at the moment: extension, identifiers and all parts included."""
    actor.require("assets:read")
    actor.require("assets:write")
    at = wanted.at if wanted.at.tzinfo is not None else wanted.at.replace(tzinfo=UTC)
    refuse_strangers(session, asset_id)
    require_kept(session, at)
    if _ASSETS not in images_at(session, asset_id, at, [_ASSETS]):
        raise RestoreRefused("The asset did not exist then, so there is nothing to go back to.", reason="not_there")
    limited = columns_named(session, wanted.fields) if wanted.fields is not None else None
    work = Work(
        everything(),
        columns=limited.columns if limited else None,
        only_keys=limited.keys if limited else None,
        moment=at,
    )
    what = "Restored" if limited is None else f"Restored {', '.join(wanted.fields or ())}"
    change_set = open_change_set(
        session, actor, reason=f"{what} as of {at.astimezone(UTC):%Y-%m-%d %H:%M} UTC", origin=Origin.UNDO
    )
    fate = undo_objects(session, work, [asset_id]).get(asset_id)
    if fate is not None and fate.code == BLOCKED and not fate.is_written:
        reason = fate.blocked or "refused"
        raise RestoreRefused(sentence(reason), reason=reason.partition(":")[0])
    is_written = fate is not None and fate.is_written
    return RestoreRead(asset_id=asset_id, change_set_id=change_set if is_written else None)


def everything() -> Extent:
    """Whatever an asset consists of may have come, gone or changed."""
    of_assets: list[Shape] = [shapes()[_ASSETS], *parts_of(_ASSETS)]
    # What sources have said since stays said; with a deleted asset comes back what they had said by then.
    tables = {
        shape.name: Touched(
            shape.compared, single=False, inserted=not shape.of.is_quiet, updated=not shape.of.is_quiet, deleted=True
        )
        for shape in of_assets
    }
    return Extent(_NO_SET, _BEGINNING, 1, 0, 0, tables)
