"""Why an asset is what it is, over HTTP."""

import uuid

from fastapi import APIRouter

from quarterdeck.domains.assets.errors import AssetMerged, AssetNotFound
from quarterdeck.domains.intake.service.tracing import TakenFor, decisions_about
from quarterdeck.platform.errors import BadRequest
from quarterdeck.platform.http.access import requires
from quarterdeck.platform.http.dependencies import CurrentActor, CurrentSession
from quarterdeck.platform.http.paging import Cursor, Limit, Page, page_of, read_cursor
from quarterdeck.platform.http.paths import RecordId
from quarterdeck.platform.http.problems import problems

router = APIRouter(prefix="/assets", tags=["assets"])


@router.get("/{id}/decisions", dependencies=[requires("assets:read")], responses=problems(AssetNotFound, AssetMerged))
def list_decisions_about(
    session: CurrentSession, actor: CurrentActor, asset_id: RecordId, cursor: Cursor = None, limit: Limit = 20
) -> Page[TakenFor]:
    """Every row and every device of an API client that was taken for this asset, with the evidence of each."""
    match read_cursor(cursor, scope="taken-for", length=2):
        case None:
            after = None
        case (uuid.UUID() as batch_id, int() as row):
            after = batch_id, row
        case _:
            raise BadRequest("This is not a page cursor.")
    found = decisions_about(session, actor, asset_id, after=after, limit=limit + 1)
    return page_of(found, limit, scope="taken-for", key=lambda each: (each.batch_id, each.row))
