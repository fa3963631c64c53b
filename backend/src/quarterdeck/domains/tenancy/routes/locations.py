"""Locations of clients."""

from fastapi import APIRouter, Response

from quarterdeck.domains.journal.service import change_set_header
from quarterdeck.domains.tenancy.errors import (
    ClientNotFound,
    LocationInUse,
    LocationNameTaken,
    LocationNotFound,
    MergeRefused,
)
from quarterdeck.domains.tenancy.models import Location
from quarterdeck.domains.tenancy.schemas import (
    LocationCreate,
    LocationMergePreview,
    LocationRead,
    LocationUpdate,
    PlaceMerge,
)
from quarterdeck.domains.tenancy.service import LOCATIONS, merge_places, moved_by_merging
from quarterdeck.platform.http.access import requires
from quarterdeck.platform.http.dependencies import CurrentActor, CurrentSession
from quarterdeck.platform.http.etags import ExpectedVersion, set_etag
from quarterdeck.platform.http.idempotency import CreatesOnce
from quarterdeck.platform.http.paging import ClientFilter, Cursor, Limit, Page, SearchText, name_cursor, page_of
from quarterdeck.platform.http.paths import RecordId
from quarterdeck.platform.http.problems import problems

router = APIRouter(prefix="/locations", tags=["clients"], route_class=CreatesOnce)
READ = requires("clients:read")
WRITE = requires("clients:write")


@router.get("", dependencies=[READ])
def list_locations(
    session: CurrentSession,
    actor: CurrentActor,
    q: SearchText = None,
    client: ClientFilter = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[LocationRead]:
    after = name_cursor(cursor, scope="locations")
    found = LOCATIONS.page(session, actor, q=q, client=client, after=after, limit=limit + 1)
    read = [LocationRead.model_validate(location) for location in found]
    return page_of(read, limit, scope="locations", key=lambda location: (location.name, location.id))


@router.post(
    "",
    status_code=201,
    response_model=LocationRead,
    dependencies=[WRITE],
    responses=problems(ClientNotFound, LocationNameTaken),
)
def create_location(response: Response, session: CurrentSession, actor: CurrentActor, new: LocationCreate) -> Location:
    location = LOCATIONS.create(session, actor, new)
    set_etag(response, location.version)
    return location


@router.get("/{id}", response_model=LocationRead, dependencies=[READ], responses=problems(LocationNotFound))
def read_location(response: Response, session: CurrentSession, actor: CurrentActor, location_id: RecordId) -> Location:
    location = LOCATIONS.access(session, actor, location_id)
    set_etag(response, location.version)
    return location


@router.patch(
    "/{id}", response_model=LocationRead, dependencies=[WRITE], responses=problems(LocationNotFound, LocationNameTaken)
)
def update_location(
    response: Response,
    session: CurrentSession,
    actor: CurrentActor,
    location_id: RecordId,
    expected: ExpectedVersion,
    update: LocationUpdate,
) -> Location:
    location = LOCATIONS.update(session, actor, location_id, update, expected=expected)
    set_etag(response, location.version)
    return location


@router.post(
    "/{id}/merge/preview",
    dependencies=[WRITE],
    responses=problems(LocationNotFound, MergeRefused),
)
def preview_location_merge(
    session: CurrentSession, actor: CurrentActor, location_id: RecordId, merge: PlaceMerge
) -> LocationMergePreview:
    """What merging would move. Changes nothing."""
    moved = moved_by_merging(session, actor, LOCATIONS, location_id, merge.others)
    return LocationMergePreview(
        locations=len(set(merge.others) - {location_id}),
        assets=moved.get("assets", 0),
        contacts=moved.get("contacts", 0),
    )


@router.post(
    "/{id}/merge",
    response_model=LocationRead,
    dependencies=[WRITE],
    responses=problems(LocationNotFound, MergeRefused),
)
def merge_locations(
    response: Response, session: CurrentSession, actor: CurrentActor, location_id: RecordId, merge: PlaceMerge
) -> Location:
    """Move what stands at the others to this one, and let them go; undone as one change set."""
    location = merge_places(session, actor, LOCATIONS, location_id, merge.others)
    set_etag(response, location.version)
    response.headers.update(change_set_header(session))
    return location


@router.delete("/{id}", status_code=204, dependencies=[WRITE], responses=problems(LocationNotFound, LocationInUse))
def delete_location(
    session: CurrentSession, actor: CurrentActor, location_id: RecordId, expected: ExpectedVersion
) -> None:
    LOCATIONS.delete(session, actor, location_id, expected=expected)
