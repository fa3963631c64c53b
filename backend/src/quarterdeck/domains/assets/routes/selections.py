"""Choosing assets to act on, by id or by all that match."""

import uuid

from fastapi import APIRouter
from pydantic import BaseModel

from quarterdeck.domains.assets.errors import (
    AssetNotFound,
    FilterInvalid,
    SelectionNotFound,
    SelectionTooLarge,
    SortInvalid,
)
from quarterdeck.domains.assets.models import SelectionSnapshot
from quarterdeck.domains.assets.routes.lists import Filter, Frozen, Scope, Sort
from quarterdeck.domains.assets.schemas import SelectionCreate, SelectionRead
from quarterdeck.domains.assets.service import selecting
from quarterdeck.domains.assets.service.lists import ListRequest
from quarterdeck.domains.jobs.errors import JobNotFound
from quarterdeck.platform.http.access import requires
from quarterdeck.platform.http.dependencies import CurrentActor, CurrentSession
from quarterdeck.platform.http.idempotency import CreatesOnce
from quarterdeck.platform.http.paths import RecordId
from quarterdeck.platform.http.problems import problems

router = APIRouter(tags=["assets"], dependencies=[requires("assets:read")], route_class=CreatesOnce)


@router.post(
    "/selections",
    status_code=201,
    response_model=SelectionRead,
    responses=problems(FilterInvalid, SelectionTooLarge, SelectionNotFound, JobNotFound),
)
def create_selection(session: CurrentSession, actor: CurrentActor, new: SelectionCreate) -> SelectionSnapshot:
    return selecting.create_selection(session, actor, new)


@router.get("/selections/{id}", response_model=SelectionRead, responses=problems(SelectionNotFound))
def read_selection(session: CurrentSession, actor: CurrentActor, selection_id: RecordId) -> SelectionSnapshot:
    return selecting.access_selection(session, actor, selection_id)


class Ids(BaseModel):
    ids: list[uuid.UUID]


@router.get(
    "/assets/range",
    responses=problems(AssetNotFound, FilterInvalid, SortInvalid, SelectionTooLarge, SelectionNotFound),
)
def ids_of_range(
    session: CurrentSession,
    actor: CurrentActor,
    anchor: uuid.UUID,
    end: uuid.UUID,
    filter_text: Filter = None,
    client: Scope = None,
    sort: Sort = None,
    selection: Frozen = None,
) -> Ids:
    wanted = ListRequest(filter_text, client, sort, selection=selection)
    return Ids(ids=selecting.ids_of_range(session, actor, wanted, anchor=anchor, end=end))
