"""Asset types over HTTP."""

from fastapi import APIRouter, Response

from quarterdeck.domains.assets.errors import AssetTypeBuiltIn, AssetTypeInUse, AssetTypeKeyTaken, AssetTypeNotFound
from quarterdeck.domains.assets.models import AssetType
from quarterdeck.domains.assets.schemas import AssetTypeCreate, AssetTypePatch, AssetTypeRead
from quarterdeck.domains.assets.service import types
from quarterdeck.platform.http.access import requires
from quarterdeck.platform.http.dependencies import CurrentActor, CurrentSession
from quarterdeck.platform.http.etags import ExpectedVersion, set_etag
from quarterdeck.platform.http.idempotency import CreatesOnce
from quarterdeck.platform.http.paging import Page
from quarterdeck.platform.http.paths import RecordId
from quarterdeck.platform.http.problems import problems

router = APIRouter(prefix="/asset-types", tags=["asset types"], route_class=CreatesOnce)


@router.get("", dependencies=[requires("assets:read")])
def list_asset_types(session: CurrentSession, actor: CurrentActor) -> Page[AssetTypeRead]:
    found = types.list_asset_types(session, actor)
    return Page(items=[AssetTypeRead.model_validate(each) for each in found])


@router.post(
    "",
    status_code=201,
    response_model=AssetTypeRead,
    dependencies=[requires("settings:manage")],
    responses=problems(AssetTypeKeyTaken),
)
def create_asset_type(session: CurrentSession, actor: CurrentActor, new: AssetTypeCreate) -> AssetType:
    return types.create_asset_type(session, actor, new)


@router.get(
    "/{id}",
    response_model=AssetTypeRead,
    dependencies=[requires("assets:read")],
    responses=problems(AssetTypeNotFound),
)
def read_asset_type(session: CurrentSession, actor: CurrentActor, type_id: RecordId, response: Response) -> AssetType:
    found = types.access_asset_type(session, actor, type_id)
    set_etag(response, found.version)
    return found


@router.patch(
    "/{id}",
    response_model=AssetTypeRead,
    dependencies=[requires("settings:manage")],
    responses=problems(AssetTypeNotFound),
)
def update_asset_type(
    session: CurrentSession,
    actor: CurrentActor,
    type_id: RecordId,
    version: ExpectedVersion,
    patch: AssetTypePatch,
    response: Response,
) -> AssetType:
    changed = types.update_asset_type(session, actor, type_id, patch, expected_version=version)
    set_etag(response, changed.version)
    return changed


@router.delete(
    "/{id}",
    status_code=204,
    dependencies=[requires("settings:manage")],
    responses=problems(AssetTypeNotFound, AssetTypeBuiltIn, AssetTypeInUse),
)
def delete_asset_type(
    session: CurrentSession, actor: CurrentActor, type_id: RecordId, version: ExpectedVersion
) -> None:
    types.delete_asset_type(session, actor, type_id, expected_version=version)
