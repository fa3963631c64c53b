"""Where an asset's values come from, and locks on them."""

import uuid
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, ConfigDict, Field

from quarterdeck.domains.assets.errors import (
    AssetChanged,
    AssetInvalid,
    AssetNotFound,
    FieldLocked,
    FieldNotLockable,
    FieldNotLocked,
    TransitionRefused,
    ValueGone,
)
from quarterdeck.domains.assets.schemas import HelpText
from quarterdeck.domains.assets.service import provenance
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.http.access import requires
from quarterdeck.platform.http.dependencies import CurrentActor, CurrentSession
from quarterdeck.platform.http.etags import ExpectedVersion, set_etag
from quarterdeck.platform.http.paths import RecordId
from quarterdeck.platform.http.problems import problems

router = APIRouter(prefix="/assets/{id}", tags=["provenance"])

FieldId = Annotated[str, Path(alias="field", max_length=60)]


class SourceRead(BaseModel):
    """`key` is the whole name, such as `agent:Datto RMM`."""

    key: str
    kind: str
    name: str


class SightingRead(SourceRead):
    last_seen_at: datetime
    fields: int


class LockRead(BaseModel):
    by: str
    at: datetime
    reason: str


class RivalRead(BaseModel):
    """What another source says. `stands_next`: by the rules it will stand once that source reports again."""

    value: Any
    source: SourceRead
    observed_at: datetime
    author: str | None
    stands_next: bool


class RuleRead(BaseModel):
    mode: Literal["newest", "source"]
    sources: list[str]
    origin: Literal["default", "tenant", "client"]


class FieldProvenance(BaseModel):
    """`source` is null where nobody said so: the value was derived, or is older than provenance."""

    field: str
    label: str
    group: str
    value: Any
    source: SourceRead | None
    observed_at: datetime | None
    author: str | None
    agreeing: list[SourceRead]
    lock: LockRead | None
    rivals: list[RivalRead]
    rule: RuleRead


class ProvenanceRead(BaseModel):
    asset_id: uuid.UUID
    sources: list[SightingRead]
    fields: list[FieldProvenance]


class LockWrite(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reason: HelpText


class TakeWrite(BaseModel):
    model_config = ConfigDict(extra="forbid")

    source: str = Field(min_length=1, max_length=100)


def _answer(session: TenantSession, actor: Actor, asset_id: uuid.UUID, response: Response) -> ProvenanceRead:
    told, version = provenance.provenance_of(session, actor, asset_id)
    set_etag(response, version)
    return ProvenanceRead.model_validate(told)


@router.get("/provenance", dependencies=[requires("assets:read")], responses=problems(AssetNotFound))
def read_provenance(
    session: CurrentSession, actor: CurrentActor, asset_id: RecordId, response: Response
) -> ProvenanceRead:
    return _answer(session, actor, asset_id, response)


@router.put(
    "/locks/{field}",
    dependencies=[requires("assets:write")],
    responses=problems(AssetNotFound, FieldNotLockable, AssetChanged),
)
def lock_field(
    session: CurrentSession,
    actor: CurrentActor,
    asset_id: RecordId,
    field_id: FieldId,
    version: ExpectedVersion,
    lock: LockWrite,
    response: Response,
) -> ProvenanceRead:
    provenance.lock_field(session, actor, asset_id, field_id, reason=lock.reason, expected=version)
    return _answer(session, actor, asset_id, response)


@router.delete(
    "/locks/{field}",
    dependencies=[requires("assets:write")],
    responses=problems(AssetNotFound, FieldNotLockable, FieldNotLocked, AssetChanged),
)
def unlock_field(
    session: CurrentSession,
    actor: CurrentActor,
    asset_id: RecordId,
    field_id: FieldId,
    version: ExpectedVersion,
    response: Response,
) -> ProvenanceRead:
    provenance.unlock_field(session, actor, asset_id, field_id, expected=version)
    return _answer(session, actor, asset_id, response)


@router.post(
    "/provenance/{field}/take",
    dependencies=[requires("assets:write")],
    responses=problems(
        AssetNotFound, FieldNotLockable, ValueGone, AssetChanged, AssetInvalid, TransitionRefused, FieldLocked
    ),
)
def take_value(
    session: CurrentSession,
    actor: CurrentActor,
    asset_id: RecordId,
    field_id: FieldId,
    version: ExpectedVersion,
    wanted: TakeWrite,
    response: Response,
) -> ProvenanceRead:
    provenance.take_value(session, actor, asset_id, field_id, wanted.source, expected=version)
    return _answer(session, actor, asset_id, response)
