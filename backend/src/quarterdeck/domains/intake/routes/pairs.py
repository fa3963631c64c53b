"""What people have said of observations and assets, over HTTP."""

import uuid
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict

from quarterdeck.domains.intake import reviews as queue
from quarterdeck.domains.intake.errors import PairDecisionNotFound
from quarterdeck.domains.intake.service import reviewing
from quarterdeck.platform.errors import BadRequest
from quarterdeck.platform.http.access import requires
from quarterdeck.platform.http.dependencies import CurrentActor, CurrentSession
from quarterdeck.platform.http.paging import ClientFilter, Cursor, Limit, Page, page_of, read_cursor
from quarterdeck.platform.http.paths import RecordId
from quarterdeck.platform.http.problems import problems

router = APIRouter(prefix="/intake/decisions", tags=["reviews"])
READ = requires("imports:run")


class PairDecisionRead(BaseModel):
    """`label` is what the source called the device; `is_same`: it is the asset, or it is not."""

    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    client_id: uuid.UUID | None
    label: str
    asset_id: uuid.UUID
    is_same: bool
    decided_by_label: str
    decided_at: datetime


@router.get("", dependencies=[READ])
def list_decisions(
    session: CurrentSession,
    actor: CurrentActor,
    client: ClientFilter = None,
    asset: Annotated[uuid.UUID | None, Query()] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[PairDecisionRead]:
    actor.require("imports:run")
    match read_cursor(cursor, scope="pair-decisions", length=2):
        case None:
            after: queue.After = None
        case (datetime() as at, uuid.UUID() as record_id):
            after = at, record_id
        case _:
            raise BadRequest("This is not a page cursor.")
    found = queue.pairs_page(session, asset_id=asset, client_id=client, after=after, limit=limit + 1)
    items = [PairDecisionRead.model_validate(each) for each in found]
    return page_of(items, limit, scope="pair-decisions", key=lambda each: (each.decided_at, each.id))


@router.delete(
    "/{id}",
    status_code=204,
    dependencies=[READ, requires("assets:write")],
    responses=problems(PairDecisionNotFound),
)
def forget_decision(session: CurrentSession, actor: CurrentActor, pair_id: RecordId) -> None:
    reviewing.forget_pair(session, actor, pair_id)
