"""What people have said of observations and assets, over HTTP."""

import uuid
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from quarterdeck.domains.intake import reviews as queue
from quarterdeck.domains.intake.errors import PairDecisionNotFound
from quarterdeck.domains.intake.service import reviewing
from quarterdeck.platform.http.access import requires
from quarterdeck.platform.http.dependencies import CurrentActor, CurrentSession
from quarterdeck.platform.http.paging import ClientFilter, Cursor, Limit, Page, moment_cursor, page_of
from quarterdeck.platform.http.paths import RecordId
from quarterdeck.platform.http.problems import problems

router = APIRouter(prefix="/intake/decisions", tags=["reviews"])
READ = requires("imports:run")


class PairDecisionRead(BaseModel):
    """`label` is what the source called the device; `is_same`: it is the asset, or it is not.

    `asset_tag` is null where the asset is no longer there.
    """

    id: uuid.UUID
    client_id: uuid.UUID | None
    label: str
    asset_id: uuid.UUID
    asset_tag: str | None
    asset_name: str | None
    is_same: bool
    decided_by_label: str
    decided_at: datetime


class Forgetting(BaseModel):
    ids: list[uuid.UUID] = Field(min_length=1, max_length=500)


class Forgotten(BaseModel):
    forgotten: int


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
    after = moment_cursor(cursor, scope="pair-decisions")
    found = queue.pairs_page(session, asset_id=asset, client_id=client, after=after, limit=limit + 1)
    items = [
        PairDecisionRead(
            id=pair.id,
            client_id=pair.client_id,
            label=pair.label,
            asset_id=pair.asset_id,
            asset_tag=tag,
            asset_name=name,
            is_same=pair.is_same,
            decided_by_label=pair.decided_by_label,
            decided_at=pair.decided_at,
        )
        for pair, tag, name in found
    ]
    return page_of(items, limit, scope="pair-decisions", key=lambda each: (each.decided_at, each.id))


@router.post("/forget", dependencies=[READ, requires("assets:write")])
def forget_decisions(session: CurrentSession, actor: CurrentActor, wanted: Forgetting) -> Forgotten:
    """Intake decides about these pairs by itself again, and asks if it can't."""
    return Forgotten(forgotten=reviewing.forget_pairs(session, actor, wanted.ids))


@router.delete(
    "/{id}",
    status_code=204,
    dependencies=[READ, requires("assets:write")],
    responses=problems(PairDecisionNotFound),
)
def forget_decision(session: CurrentSession, actor: CurrentActor, pair_id: RecordId) -> None:
    reviewing.forget_pair(session, actor, pair_id)
