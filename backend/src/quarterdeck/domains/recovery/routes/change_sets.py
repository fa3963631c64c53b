"""Change sets over HTTP: look at one, see what undoing it would meet, undo it."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Query

from quarterdeck.domains.assets.errors import AssetNotFound
from quarterdeck.domains.journal import service as journal
from quarterdeck.domains.journal.errors import HistoryNotKept
from quarterdeck.domains.recovery.errors import (
    AlreadyUndone,
    ChangeSetNotFound,
    LaterInTheWay,
    NothingRestorable,
    NothingToUndo,
    RestoreRefused,
    StillBeingDone,
    UndoNotFound,
    UndoRunning,
)
from quarterdeck.domains.recovery.schemas import (
    ChangeSetRead,
    ConflictRead,
    KeptSince,
    RestoreRead,
    RestoreWrite,
    UndoPreview,
    UndoRead,
    UndoWrite,
)
from quarterdeck.domains.recovery.service import describing, previewing, restoring, undoing
from quarterdeck.kit.cursors import encode_cursor
from quarterdeck.platform.errors import BadRequest
from quarterdeck.platform.http.access import requires
from quarterdeck.platform.http.dependencies import CurrentActor, CurrentSession
from quarterdeck.platform.http.idempotency import CreatesOnce
from quarterdeck.platform.http.paging import Cursor, Limit, Page, id_cursor
from quarterdeck.platform.http.paths import RecordId
from quarterdeck.platform.http.problems import problems

OneObject = Annotated[uuid.UUID | None, Query(alias="object", description="What it did to this object alone.")]

router = APIRouter(tags=["history"], route_class=CreatesOnce)


@router.get("/history/kept-since", dependencies=[requires("assets:read")])
def kept_since(session: CurrentSession) -> KeptSince:
    """How far back undo, restore, history and looks at the past reach."""
    return KeptSince(kept_since=journal.kept_since(session))


@router.get("/change-sets/last-reversible", dependencies=[requires("assets:write")])
def last_reversible(session: CurrentSession, actor: CurrentActor) -> ChangeSetRead | None:
    """My newest change that can be undone, or null."""
    return describing.last_reversible(session, actor)


@router.get("/change-sets/last-undone", dependencies=[requires("assets:write")])
def last_undone(session: CurrentSession, actor: CurrentActor) -> ChangeSetRead | None:
    """My newest undo that can be taken back, or null: undoing it does again what it undid."""
    return describing.last_undone(session, actor)


@router.get("/change-sets/{id}", dependencies=[requires("assets:read")], responses=problems(ChangeSetNotFound))
def read_change_set(session: CurrentSession, actor: CurrentActor, change_set_id: RecordId) -> ChangeSetRead:
    found = undoing.access_change_set(session, actor, change_set_id)
    return describing.describe_change_set(session, actor, found)


@router.get(
    "/change-sets/{id}/undo",
    dependencies=[requires("assets:read")],
    responses=problems(ChangeSetNotFound, HistoryNotKept),
)
def preview_undo(
    session: CurrentSession, actor: CurrentActor, change_set_id: RecordId, only: OneObject = None
) -> UndoPreview:
    """What undoing it would restore, leave and meet. Nothing is written."""
    return previewing.preview_undo(session, actor, change_set_id, only=only)


@router.get(
    "/change-sets/{id}/conflicts",
    dependencies=[requires("assets:read")],
    responses=problems(ChangeSetNotFound, HistoryNotKept, BadRequest),
)
def list_conflicts(
    session: CurrentSession,
    actor: CurrentActor,
    change_set_id: RecordId,
    only: OneObject = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[ConflictRead]:
    """Fields that were changed since; a page holds those of at most `limit` objects."""
    scope = f"conflicts:{change_set_id}"
    after = id_cursor(cursor, scope=scope)
    found, last = previewing.list_conflicts(session, actor, change_set_id, after=after, limit=limit, only=only)
    return Page(items=found, next_cursor=encode_cursor((last,), scope=scope) if last else None)


@router.post(
    "/change-sets/{id}/undo",
    status_code=202,
    dependencies=[requires("assets:write")],
    responses=problems(
        ChangeSetNotFound,
        AlreadyUndone,
        UndoRunning,
        StillBeingDone,
        NothingToUndo,
        NothingRestorable,
        LaterInTheWay,
        HistoryNotKept,
    ),
)
def undo_change_set(
    session: CurrentSession, actor: CurrentActor, change_set_id: RecordId, wanted: UndoWrite
) -> UndoRead:
    """Undo it: done when this answers, or by the job it names. To redo, undo the undo's own change set."""
    return describing.describe_undo(undoing.start_undo(session, actor, change_set_id, wanted))


@router.get("/undos/{id}", dependencies=[requires("assets:read")], responses=problems(UndoNotFound))
def read_undo(session: CurrentSession, actor: CurrentActor, undo_id: RecordId) -> UndoRead:
    return describing.describe_undo(undoing.access_undo(session, actor, undo_id))


@router.post(
    "/assets/{id}/restore",
    dependencies=[requires("assets:write")],
    responses=problems(AssetNotFound, RestoreRefused, HistoryNotKept),
)
def restore_asset(
    session: CurrentSession, actor: CurrentActor, asset_id: RecordId, wanted: RestoreWrite
) -> RestoreRead:
    """Bring an asset back to what it was at a moment, wholly or some fields of it; a deleted one as well."""
    return restoring.restore_asset(session, actor, asset_id, wanted)
