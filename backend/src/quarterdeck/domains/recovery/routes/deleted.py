"""Deleted assets over HTTP: find them and bring them back."""

import uuid
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from quarterdeck.domains.recovery.queries.deleted import DeletedFilter
from quarterdeck.domains.recovery.schemas import DeletedAsset, DeletedCount, UndeleteLook, UndeleteRead, UndeleteWrite
from quarterdeck.domains.recovery.service import undeleting
from quarterdeck.platform.errors import BadRequest
from quarterdeck.platform.http.access import requires
from quarterdeck.platform.http.dependencies import CurrentActor, CurrentSession
from quarterdeck.platform.http.idempotency import CreatesOnce
from quarterdeck.platform.http.paging import ClientFilter, Cursor, Limit, Page, SearchText, moment_cursor, page_of
from quarterdeck.platform.http.problems import problems

router = APIRouter(prefix="/deleted-assets", tags=["history"], route_class=CreatesOnce)
_SCOPE = "deleted-assets"


def _wanted(
    client: ClientFilter = None,
    text: SearchText = None,
    since: Annotated[datetime | None, Query(alias="from")] = None,
    until: Annotated[datetime | None, Query(alias="to")] = None,
    change_set: Annotated[uuid.UUID | None, Query(description="Only what this change set deleted.")] = None,
    asset: Annotated[uuid.UUID | None, Query(alias="id", description="Only this one.")] = None,
) -> DeletedFilter:
    return DeletedFilter(client, text, since, until, change_set, None if asset is None else [asset])


Wanted = Annotated[DeletedFilter, Depends(_wanted)]


@router.get("", dependencies=[requires("assets:read")], responses=problems(BadRequest))
def list_deleted_assets(
    session: CurrentSession, actor: CurrentActor, wanted: Wanted, cursor: Cursor = None, limit: Limit = 50
) -> Page[DeletedAsset]:
    """Assets that were deleted, the last first. Any of them can be restored."""
    after = moment_cursor(cursor, scope=_SCOPE)
    found = undeleting.list_deleted(session, actor, wanted, after=after, limit=limit + 1)
    return page_of(found, limit, scope=_SCOPE, key=lambda each: (each.deleted_at, each.id))


@router.get("/count", dependencies=[requires("assets:read")])
def count_deleted_assets(session: CurrentSession, actor: CurrentActor, wanted: Wanted) -> DeletedCount:
    return undeleting.count(session, actor, wanted)


@router.post("/look", dependencies=[requires("assets:write")])
def look_at_deleted_assets(session: CurrentSession, actor: CurrentActor, wanted: UndeleteWrite) -> UndeleteLook:
    """What stands in the way of bringing these back: a tag or a unique value taken meanwhile, a client that is gone."""
    return undeleting.look(session, actor, wanted)


@router.post("/restore", status_code=202, dependencies=[requires("assets:write")])
def restore_deleted_assets(session: CurrentSession, actor: CurrentActor, wanted: UndeleteWrite) -> UndeleteRead:
    """Bring deleted assets back with all that belonged to them: done when this answers, or by the job it names."""
    return undeleting.start_undeleting(session, actor, wanted)
