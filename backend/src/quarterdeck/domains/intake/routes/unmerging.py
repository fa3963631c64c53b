"""Taking merged assets apart over HTTP."""

from fastapi import APIRouter

from quarterdeck.domains.assets.errors import AssetMerged, AssetNotFound, AssetNotMerged
from quarterdeck.domains.intake.service.taking_back import unmerge
from quarterdeck.domains.recovery.errors import AlreadyUndone, LaterInTheWay, NothingToUndo, UndoRunning
from quarterdeck.domains.recovery.schemas import UndoRead
from quarterdeck.domains.recovery.service.describing import describe_undo
from quarterdeck.platform.http.access import requires
from quarterdeck.platform.http.dependencies import CurrentActor, CurrentSession
from quarterdeck.platform.http.paths import RecordId
from quarterdeck.platform.http.problems import problems

router = APIRouter(prefix="/assets", tags=["assets"])


@router.post(
    "/{id}/unmerge",
    dependencies=[requires("assets:write"), requires("assets:delete")],
    responses=problems(
        AssetNotFound, AssetMerged, AssetNotMerged, AlreadyUndone, UndoRunning, NothingToUndo, LaterInTheWay
    ),
)
def unmerge_asset(session: CurrentSession, actor: CurrentActor, asset_id: RecordId) -> UndoRead:
    """Bring back the asset that went into another one (the id is that of the one that is gone)."""
    return describe_undo(unmerge(session, actor, asset_id))
