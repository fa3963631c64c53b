"""Whose word goes before whose, over HTTP."""

import uuid
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from quarterdeck.domains.assets.errors import AssetNotFound, PrecedenceInvalid, RecordChanged
from quarterdeck.domains.assets.fields.precedence import FieldClass, Mode, Rule
from quarterdeck.domains.assets.routes.provenance import RivalRead, SourceRead
from quarterdeck.domains.assets.service import precedence, previewing
from quarterdeck.domains.assets.service.precedence import TargetRule
from quarterdeck.domains.tenancy.errors import ClientNotFound
from quarterdeck.kit.text import clean_text
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.http.access import requires
from quarterdeck.platform.http.dependencies import CurrentActor, CurrentSession
from quarterdeck.platform.http.etags import ExpectedVersion, set_etag
from quarterdeck.platform.http.problems import problems

router = APIRouter(prefix="/reconciliation/precedence", tags=["provenance"])

SourceName = Annotated[str, StringConstraints(min_length=1, max_length=100), AfterValidator(clean_text)]


class RuleWrite(BaseModel):
    """`target` is a class of fields or a field; `sources` are sources or kinds of them, the first one first."""

    model_config = ConfigDict(extra="forbid")

    target: Annotated[str, StringConstraints(max_length=60)]
    mode: Mode
    sources: Annotated[list[SourceName], Field(max_length=50)]


class PrecedenceWrite(BaseModel):
    model_config = ConfigDict(extra="forbid")

    client_id: uuid.UUID | None = None
    rules: Annotated[list[RuleWrite], Field(max_length=500)]

    def as_rules(self) -> list[TargetRule]:
        return [TargetRule(each.target, Rule(each.mode, tuple(each.sources))) for each in self.rules]


class PreviewWrite(PrecedenceWrite):
    asset_id: uuid.UUID


class OrderRead(BaseModel):
    mode: Mode
    sources: list[str]


class TargetRead(OrderRead):
    target: str


class InheritedRead(OrderRead):
    origin: Literal["default", "tenant"]


class ClassField(BaseModel):
    """`rivalled`: one source's value excludes another's, so that rules apply."""

    id: str
    label: str
    group: str
    rivalled: bool


class ClassRead(BaseModel):
    """`inherited` is what holds where `rules` say nothing."""

    key: FieldClass
    inherited: InheritedRead
    default: OrderRead
    fields: list[ClassField]


class KnownSource(SourceRead):
    last_seen_at: datetime


class PrecedenceRead(BaseModel):
    client_id: uuid.UUID | None
    rules: list[TargetRead]
    classes: list[ClassRead]
    sources: list[KnownSource]


class PreviewField(BaseModel):
    """`next` is what would stand instead once its source reports again."""

    field: str
    label: str
    value: Any
    source: SourceRead | None
    next: RivalRead | None
    is_locked: bool


class PreviewRead(BaseModel):
    fields: list[PreviewField]


def _answer(session: TenantSession, actor: Actor, client_id: uuid.UUID | None, response: Response) -> PrecedenceRead:
    told, state = precedence.precedence_of(session, actor, client_id)
    set_etag(response, state)
    return PrecedenceRead.model_validate(told)


@router.get("", dependencies=[requires("assets:read")], responses=problems(ClientNotFound))
def read_precedence(
    session: CurrentSession,
    actor: CurrentActor,
    response: Response,
    client_id: Annotated[uuid.UUID | None, Query()] = None,
) -> PrecedenceRead:
    return _answer(session, actor, client_id, response)


@router.put(
    "",
    dependencies=[requires("settings:manage")],
    responses=problems(ClientNotFound, PrecedenceInvalid, RecordChanged),
)
def replace_precedence(
    session: CurrentSession, actor: CurrentActor, version: ExpectedVersion, wanted: PrecedenceWrite, response: Response
) -> PrecedenceRead:
    precedence.replace_rules(session, actor, wanted.client_id, wanted.as_rules(), expected=version)
    return _answer(session, actor, wanted.client_id, response)


@router.post("/preview", dependencies=[requires("assets:read")], responses=problems(AssetNotFound, PrecedenceInvalid))
def preview_precedence(session: CurrentSession, actor: CurrentActor, wanted: PreviewWrite) -> PreviewRead:
    found = previewing.preview_rules(session, actor, wanted.asset_id, wanted.client_id, wanted.as_rules())
    return PreviewRead.model_validate({"fields": found})
