"""Custom fields over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from quarterdeck.domains.assets.errors import (
    AssetInvalid,
    ChoiceInUse,
    CustomFieldInUse,
    CustomFieldKeyTaken,
    CustomFieldNotFound,
    CustomFieldNotUnique,
)
from quarterdeck.domains.assets.models import CustomField
from quarterdeck.domains.assets.schemas import CustomFieldCreate, CustomFieldPatch, CustomFieldRead, FieldImpact
from quarterdeck.domains.assets.service import custom_fields
from quarterdeck.platform.http.access import requires
from quarterdeck.platform.http.dependencies import CurrentActor, CurrentSession
from quarterdeck.platform.http.etags import ExpectedVersion, set_etag
from quarterdeck.platform.http.idempotency import CreatesOnce
from quarterdeck.platform.http.paging import Page
from quarterdeck.platform.http.paths import RecordId
from quarterdeck.platform.http.problems import problems

router = APIRouter(prefix="/custom-fields", tags=["custom fields"], route_class=CreatesOnce)


@router.get("", dependencies=[requires("assets:read")])
def list_custom_fields(session: CurrentSession, actor: CurrentActor) -> Page[CustomFieldRead]:
    found = custom_fields.list_custom_fields(session, actor)
    return Page(items=[CustomFieldRead.model_validate(each) for each in found])


class FieldUsage(BaseModel):
    """How many assets have a value, by the key of the field; a field that is left out has none."""

    assets: dict[str, int]


@router.get("/usage", dependencies=[requires("settings:manage")])
def custom_field_usage(session: CurrentSession, actor: CurrentActor) -> FieldUsage:
    return FieldUsage(assets=custom_fields.custom_field_usage(session, actor))


@router.post(
    "",
    status_code=201,
    response_model=CustomFieldRead,
    dependencies=[requires("settings:manage")],
    responses=problems(CustomFieldKeyTaken, CustomFieldNotUnique, AssetInvalid),
)
def create_custom_field(session: CurrentSession, actor: CurrentActor, new: CustomFieldCreate) -> CustomField:
    return custom_fields.create_custom_field(session, actor, new)


@router.get(
    "/{id}",
    response_model=CustomFieldRead,
    dependencies=[requires("assets:read")],
    responses=problems(CustomFieldNotFound),
)
def read_custom_field(
    session: CurrentSession, actor: CurrentActor, field_id: RecordId, response: Response
) -> CustomField:
    found = custom_fields.access_custom_field(session, actor, field_id)
    set_etag(response, found.version)
    return found


@router.patch(
    "/{id}",
    response_model=CustomFieldRead,
    dependencies=[requires("settings:manage")],
    responses=problems(CustomFieldNotFound, ChoiceInUse, CustomFieldNotUnique, AssetInvalid),
)
def update_custom_field(
    session: CurrentSession,
    actor: CurrentActor,
    field_id: RecordId,
    version: ExpectedVersion,
    patch: CustomFieldPatch,
    response: Response,
) -> CustomField:
    changed = custom_fields.update_custom_field(session, actor, field_id, patch, expected_version=version)
    set_etag(response, changed.version)
    return changed


@router.post(
    "/{id}/impact",
    dependencies=[requires("settings:manage")],
    responses=problems(CustomFieldNotFound, AssetInvalid),
)
def custom_field_impact(
    session: CurrentSession, actor: CurrentActor, field_id: RecordId, patch: CustomFieldPatch
) -> FieldImpact:
    """What a change of the field would find among the assets, before it is made. Changes nothing."""
    return custom_fields.custom_field_impact(session, actor, field_id, patch)


@router.delete(
    "/{id}",
    status_code=204,
    dependencies=[requires("settings:manage")],
    responses=problems(CustomFieldNotFound, CustomFieldInUse),
)
def delete_custom_field(
    session: CurrentSession,
    actor: CurrentActor,
    field_id: RecordId,
    version: ExpectedVersion,
    discard_values: Annotated[bool, Query()] = False,  # noqa: FBT002 (a query parameter)
) -> None:
    custom_fields.delete_custom_field(session, actor, field_id, expected_version=version, discard_values=discard_values)
