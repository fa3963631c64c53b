"""Values that identify nothing, over HTTP."""

import uuid
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, StringConstraints

from quarterdeck.domains.assets.errors import JunkInvalid, JunkListFull, JunkNotFound, JunkSettled
from quarterdeck.domains.assets.service import junk
from quarterdeck.domains.assets.service.junk import Entry
from quarterdeck.kit.identifiers.junk import RULES, JunkKind
from quarterdeck.platform.http.access import requires
from quarterdeck.platform.http.dependencies import CurrentActor, CurrentSession
from quarterdeck.platform.http.idempotency import CreatesOnce
from quarterdeck.platform.http.paths import RecordId
from quarterdeck.platform.http.problems import problems

router = APIRouter(prefix="/intake/junk", tags=["intake"], route_class=CreatesOnce)
READ, WRITE = requires("imports:run"), requires("settings:manage")

Text = Annotated[str, StringConstraints(min_length=1, max_length=100)]


class JunkRead(BaseModel):
    """`id` is null for what is shipped. `is_junk` is false for a value that is allowed here."""

    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID | None
    kind: JunkKind
    value: str
    reason: str
    is_shipped: bool
    is_junk: bool
    by: str | None
    at: datetime | None


class JunkList(BaseModel):
    """`rules` hold besides what is listed."""

    items: list[JunkRead]
    rules: dict[JunkKind, list[str]]


class JunkWrite(BaseModel):
    """`is_junk` false allows a value that is on the shipped list."""

    model_config = ConfigDict(extra="forbid")

    kind: JunkKind
    value: Text
    is_junk: bool = True
    note: Annotated[str, StringConstraints(max_length=300, strip_whitespace=True)] | None = None


class JunkHolder(BaseModel):
    id: uuid.UUID
    tag: str
    name: str


class JunkPreview(BaseModel):
    """How many assets have the value; `is_more` where there are more than could be counted quickly.

    `identifies_as` is what a device that reports it is recognised by; null with the reason where by nothing.
    """

    value: str
    identifies_as: str | None
    why: str | None
    is_shipped: bool
    is_junk: bool
    assets: int
    is_more: bool
    samples: list[JunkHolder]


def _read(entry: Entry) -> JunkRead:
    return JunkRead.model_validate(entry)


@router.get("", dependencies=[READ])
def list_junk(
    session: CurrentSession,
    actor: CurrentActor,
    kind: JunkKind | None = None,
    q: Annotated[str, Query(max_length=100)] = "",
) -> JunkList:
    """Serials, tags, UUIDs, MAC addresses and host names that identify nothing: the tenant's own entries first."""
    kinds = [kind] if kind else list(JunkKind)
    items = [_read(each) for each in junk.list_junk(session, actor, kind=kind, text=q)]
    return JunkList(items=items, rules={each: list(RULES[each]) for each in kinds})


@router.post("", status_code=201, dependencies=[WRITE], responses=problems(JunkInvalid, JunkSettled, JunkListFull))
def say_junk(session: CurrentSession, actor: CurrentActor, wanted: JunkWrite) -> JunkRead:
    """Holds for whatever is taken in from now on. What is on record keeps the value, but is not recognised by it."""
    said = junk.say_junk(
        session, actor, kind=wanted.kind, value=wanted.value, is_junk=wanted.is_junk, note=wanted.note or None
    )
    return _read(said)


@router.get("/preview", dependencies=[READ], responses=problems(JunkInvalid))
def preview_junk(
    session: CurrentSession,
    actor: CurrentActor,
    kind: JunkKind = JunkKind.SERIAL,
    value: Annotated[str, Query(min_length=1, max_length=100)] = "0",
) -> JunkPreview:
    found = junk.carried(session, actor, kind=kind, value=value)
    samples = [JunkHolder(id=asset_id, tag=tag, name=name) for asset_id, tag, name in found.samples]
    return JunkPreview(
        value=found.value,
        identifies_as=found.judged.value,
        why=found.judged.reason,
        is_shipped=found.is_shipped,
        is_junk=found.is_junk,
        assets=found.count,
        is_more=found.is_more,
        samples=samples,
    )


@router.delete("/{id}", status_code=204, dependencies=[WRITE], responses=problems(JunkNotFound))
def forget_junk(session: CurrentSession, actor: CurrentActor, junk_id: RecordId) -> None:
    junk.forget_junk(session, actor, junk_id)
