"""One asset: create, read, change, delete."""

import uuid
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, WithJsonSchema

from quarterdeck.domains.assets import service
from quarterdeck.domains.assets.answers import AssetRead, FieldValue, HistoryChange, HistoryEntry, HistoryFacets
from quarterdeck.domains.assets.errors import (
    AssetChanged,
    AssetInUse,
    AssetInvalid,
    AssetMerged,
    AssetNotFound,
    AssetTagTaken,
    CursorRefused,
    CustomValueTaken,
    FieldLocked,
    TransitionRefused,
)
from quarterdeck.domains.assets.queries.record import AssetRecord
from quarterdeck.domains.assets.schemas import input_schema
from quarterdeck.domains.assets.service import history, moments
from quarterdeck.domains.journal.errors import HistoryNotKept
from quarterdeck.domains.journal.service import change_set_header
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.http.access import requires
from quarterdeck.platform.http.dependencies import CurrentActor, CurrentSession
from quarterdeck.platform.http.etags import ExpectedVersion
from quarterdeck.platform.http.idempotency import CreatesOnce
from quarterdeck.platform.http.paging import Cursor, Limit, Page
from quarterdeck.platform.http.paths import RecordId
from quarterdeck.platform.http.problems import problems

router = APIRouter(prefix="/assets", tags=["assets"], route_class=CreatesOnce)


class HistoryPage(Page[HistoryEntry]):
    #: What happened before is not kept any more; null: all of it is.
    kept_since: datetime | None


NewAsset = Annotated[dict[str, Any], WithJsonSchema(input_schema(creating=True))]
AssetPatch = Annotated[dict[str, Any], WithJsonSchema(input_schema(creating=False))]
_RECORD: dict[str, Any] = {"model": AssetRead}


def _answer(record: AssetRecord, status: int = 200, *, written_by: TenantSession | None = None) -> Response:
    headers = {"ETag": f'"{record.version}"'} | (change_set_header(written_by) if written_by else {})
    return Response(record.json.encode(), status, headers, "application/json")


@router.post(
    "",
    status_code=201,
    response_class=Response,
    dependencies=[requires("assets:write")],
    responses={201: _RECORD, **problems(AssetInvalid, AssetTagTaken, CustomValueTaken)},
)
def create_asset(session: CurrentSession, actor: CurrentActor, new: NewAsset) -> Response:
    return _answer(service.create_asset(session, actor, new), 201, written_by=session)


@router.get(
    "/{id}",
    response_class=Response,
    dependencies=[requires("assets:read")],
    responses={200: _RECORD, **problems(AssetNotFound, AssetMerged)},
)
def read_asset(session: CurrentSession, actor: CurrentActor, asset_id: RecordId) -> Response:
    return _answer(service.access_asset(session, actor, asset_id))


@router.patch(
    "/{id}",
    response_class=Response,
    dependencies=[requires("assets:write")],
    responses={
        200: _RECORD,
        **problems(
            AssetNotFound,
            AssetMerged,
            AssetInvalid,
            AssetTagTaken,
            CustomValueTaken,
            TransitionRefused,
            FieldLocked,
            AssetChanged,
        ),
    },
)
def update_asset(
    session: CurrentSession, actor: CurrentActor, asset_id: RecordId, version: ExpectedVersion, patch: AssetPatch
) -> Response:
    changed = service.update_asset(session, actor, asset_id, patch, expected_version=version)
    return _answer(changed, written_by=session)


@router.delete(
    "/{id}",
    status_code=204,
    dependencies=[requires("assets:delete")],
    responses=problems(AssetNotFound, AssetMerged, AssetChanged, AssetInUse),
)
def delete_asset(
    session: CurrentSession, actor: CurrentActor, asset_id: RecordId, version: ExpectedVersion, response: Response
) -> None:
    service.delete_asset(session, actor, asset_id, expected_version=version)
    response.headers.update(change_set_header(session))


@router.get("/{id}/history", dependencies=[requires("assets:read")], responses=problems(AssetNotFound, CursorRefused))
def asset_history(
    session: CurrentSession,
    actor: CurrentActor,
    asset_id: RecordId,
    *,
    by: Annotated[uuid.UUID | None, Query(alias="actor", description="Only what this person did.")] = None,
    origin: Annotated[str | None, Query(max_length=16, description="Only what came from there: ui, import, …")] = None,
    field: Annotated[str | None, Query(max_length=60, description="Only entries in which this field changed.")] = None,
    since: Annotated[datetime | None, Query(alias="from")] = None,
    until: Annotated[datetime | None, Query(alias="to")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> HistoryPage:
    """What happened to the asset, the newest first: edits, imports, undos, and what sources said of it."""
    found = service.asset_history(
        session,
        actor,
        asset_id,
        cursor=cursor,
        limit=limit,
        by=by,
        origin=origin,
        field_id=field,
        since=since,
        until=until,
    )
    return HistoryPage.model_validate(found)


@router.get("/{id}/history/facets", dependencies=[requires("assets:read")], responses=problems(AssetNotFound))
def history_facets(session: CurrentSession, actor: CurrentActor, asset_id: RecordId) -> HistoryFacets:
    """Who changed the asset and from where: what its history can be narrowed to."""
    return HistoryFacets.model_validate(history.history_facets(session, actor, asset_id))


class AssetMoment(BaseModel):
    """An asset as it was: values by field id, references as id and label."""

    at: datetime
    exists: bool
    type: str | None
    values: dict[str, FieldValue]
    labels: dict[str, str]


class LastChange(BaseModel):
    by: str
    at: datetime
    change_set_id: uuid.UUID


class Difference(HistoryChange):
    """`last`: who changed the field last between the moments; null where only much older entries tell."""

    last: LastChange | None


class AssetComparison(BaseModel):
    since: datetime
    until: datetime
    changes: list[Difference]


@router.get("/{id}/as-of", dependencies=[requires("assets:read")], responses=problems(AssetNotFound, HistoryNotKept))
def asset_as_of(
    session: CurrentSession,
    actor: CurrentActor,
    asset_id: RecordId,
    at: Annotated[datetime | None, Query(description="Now, when left out.")] = None,
) -> AssetMoment:
    """The asset as it was at a moment, also when it is deleted by now."""
    return AssetMoment.model_validate(moments.asset_as_of(session, actor, asset_id, at))


@router.get("/{id}/compare", dependencies=[requires("assets:read")], responses=problems(AssetNotFound, HistoryNotKept))
def compare_asset(
    session: CurrentSession,
    actor: CurrentActor,
    asset_id: RecordId,
    since: Annotated[datetime | None, Query(alias="from", description="As far back as is kept, when left out.")] = None,
    until: Annotated[datetime | None, Query(alias="to", description="Now, when left out.")] = None,
) -> AssetComparison:
    """What differs between two moments, field by field."""
    return AssetComparison.model_validate(moments.compare_asset(session, actor, asset_id, since, until))
