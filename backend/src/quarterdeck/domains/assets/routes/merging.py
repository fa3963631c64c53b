"""Merging assets over HTTP."""

import uuid
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from quarterdeck.domains.assets.answers import AssetRead, Reference
from quarterdeck.domains.assets.errors import (
    AssetChanged,
    AssetInvalid,
    AssetMerged,
    AssetNotFound,
    AssetTagTaken,
    MergeRefused,
    TransitionRefused,
)
from quarterdeck.domains.assets.queries.merges import merges_into
from quarterdeck.domains.assets.queries.setting import load_setting
from quarterdeck.domains.assets.service import access_asset
from quarterdeck.domains.assets.service.merging import MOST, merge_assets, propose_merge
from quarterdeck.platform.http.access import requires
from quarterdeck.platform.http.dependencies import CurrentActor, CurrentSession
from quarterdeck.platform.http.etags import ExpectedVersion
from quarterdeck.platform.http.paging import Page
from quarterdeck.platform.http.paths import RecordId
from quarterdeck.platform.http.problems import problems

router = APIRouter(prefix="/assets", tags=["assets"])
_RECORD: dict[str, Any] = {"model": AssetRead}


class MergeField(BaseModel):
    """`values` in the order of survivor and others; `taken_from` is null where lists are joined."""

    field: str
    label: str
    kind: str
    values: list[Any]
    differs: bool
    editable: bool
    taken_from: uuid.UUID | None


class MergeAsset(BaseModel):
    """`version` is for If-Match when this one survives."""

    id: uuid.UUID
    tag: str
    name: str
    client: Reference
    version: int


class MergeProposal(BaseModel):
    """The assets, the survivor first."""

    assets: list[MergeAsset]
    fields: list[MergeField]


class Merge(BaseModel):
    """`fields` says whose value the survivor gets, by field; otherwise it keeps its own and fills what is empty."""

    assets: list[uuid.UUID] = Field(min_length=1, max_length=MOST, description="The assets that go into this one.")
    fields: dict[Annotated[str, Field(max_length=100)], uuid.UUID] = Field(default_factory=dict, max_length=300)
    reason: Annotated[str, Field(max_length=500, pattern=r"^[^\x00]*$")] | None = None


class MergeRead(BaseModel):
    """An asset that went into this one; `taken` are the labels of the fields that came from it."""

    merged_id: uuid.UUID
    tag: str
    name: str
    merged_at: datetime
    merged_by_label: str
    change_set_id: uuid.UUID
    reason: str | None
    taken: list[str]


@router.get(
    "/{id}/merge",
    dependencies=[requires("assets:read")],
    responses=problems(AssetNotFound, AssetMerged, MergeRefused),
)
def preview_merge(
    session: CurrentSession,
    actor: CurrentActor,
    asset_id: RecordId,
    others: Annotated[list[uuid.UUID] | None, Query(alias="with", max_length=MOST)] = None,
) -> MergeProposal:
    access_asset(session, actor, asset_id)
    others = [each for each in dict.fromkeys(others or ()) if each != asset_id]
    plan = propose_merge(session, actor, asset_id, others)
    return MergeProposal(
        assets=[MergeAsset.model_validate({"name": "", **each}) for each in plan.assets],
        fields=[
            MergeField(
                field=each.compared.declared.id,
                label=each.compared.declared.label,
                kind=each.compared.declared.kind.value,
                values=list(each.compared.values),
                differs=each.compared.differs,
                editable=each.compared.declared.is_editable,
                taken_from=each.taken_from,
            )
            for each in plan.fields
        ],
    )


@router.post(
    "/{id}/merge",
    response_class=Response,
    dependencies=[requires("assets:write"), requires("assets:delete")],
    responses={
        200: _RECORD,
        **problems(
            AssetNotFound, AssetMerged, MergeRefused, AssetInvalid, AssetTagTaken, TransitionRefused, AssetChanged
        ),
    },
)
def merge(
    session: CurrentSession, actor: CurrentActor, asset_id: RecordId, version: ExpectedVersion, body: Merge
) -> Response:
    done = merge_assets(
        session, actor, asset_id, body.assets, fields=body.fields, reason=body.reason, expected_version=version
    )
    headers = {"ETag": f'"{done.survivor.version}"', "Quarterdeck-Change-Set": str(done.change_set_id)}
    return Response(done.survivor.json.encode(), 200, headers, "application/json")


@router.get("/{id}/merges", dependencies=[requires("assets:read")], responses=problems(AssetNotFound, AssetMerged))
def list_merges(session: CurrentSession, actor: CurrentActor, asset_id: RecordId) -> Page[MergeRead]:
    access_asset(session, actor, asset_id)
    labels = {declared.id: declared.label for declared in load_setting(session).fields}
    return Page(
        items=[
            MergeRead(
                merged_id=each.merged_id,
                tag=each.tag,
                name=each.name,
                merged_at=each.merged_at,
                merged_by_label=each.merged_by_label,
                change_set_id=each.change_set_id,
                reason=reason,
                taken=[labels[name] for name in sorted(each.taken) if name in labels],
            )
            for each, reason in merges_into(session, asset_id)
        ]
    )
