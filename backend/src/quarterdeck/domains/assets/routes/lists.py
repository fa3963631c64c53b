"""Lists of assets. The bodies are the database's own JSON, so their models only document them."""

import uuid
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, StringConstraints

from quarterdeck.domains.assets.answers import (
    AssetHits,
    AssetPage,
    Facets,
    FieldCatalogue,
    ParsedFilter,
    Place,
    RowsWindow,
    Suggestions,
    Total,
)
from quarterdeck.domains.assets.errors import (
    ColumnsInvalid,
    CursorRefused,
    FilterInvalid,
    PastTooFar,
    SelectionNotFound,
    SortInvalid,
)
from quarterdeck.domains.assets.service import finding, lists
from quarterdeck.domains.assets.service.lists import ListRequest
from quarterdeck.domains.journal.errors import HistoryNotKept
from quarterdeck.platform.http.access import requires
from quarterdeck.platform.http.dependencies import CurrentActor, CurrentSession
from quarterdeck.platform.http.paging import Cursor, Limit
from quarterdeck.platform.http.problems import problems

MAX_WINDOW = 200
_JSON = "application/json"
router = APIRouter(tags=["assets"], dependencies=[requires("assets:read")])

Filter = Annotated[
    str | None, Query(alias="filter", max_length=10_000, description="A filter in the one filter language.")
]
Scope = Annotated[uuid.UUID | None, Query(description="Only assets of this client.")]
Sort = Annotated[str | None, Query(max_length=200, description="Field ids, `-` for descending: `-updated,name`.")]
SearchText = Annotated[str, Query(max_length=200)]
Frozen = Annotated[uuid.UUID | None, Query(description="Only assets of this frozen selection.")]
Columns = Annotated[str | None, Query(max_length=6_000, description="Field ids, separated by commas.")]


def answers(model: type[BaseModel], *errors: type[Any]) -> dict[int | str, dict[str, Any]]:
    """Documents a body that the database wrote, and the errors."""
    return {200: {"model": model, "description": "OK"}, **problems(*errors)}


def json_bytes(content: bytes) -> Response:
    return Response(content, media_type=_JSON)


@router.get(
    "/assets/rows",
    response_class=Response,
    responses=answers(
        RowsWindow, FilterInvalid, SelectionNotFound, SortInvalid, ColumnsInvalid, PastTooFar, HistoryNotKept
    ),
)
def asset_rows(
    session: CurrentSession,
    actor: CurrentActor,
    *,
    filter_text: Filter = None,
    client: Scope = None,
    selection: Frozen = None,
    sort: Sort = None,
    start: Annotated[int, Query(ge=0, le=2_000_000_000)] = 0,
    count: Annotated[int, Query(ge=1, le=MAX_WINDOW)] = 100,
    columns: Columns = None,
    at: Annotated[datetime | None, Query(description="The list as it was then, deleted assets included.")] = None,
) -> Response:
    wanted = ListRequest(filter_text, client, sort, selection=selection, at=at)
    return json_bytes(lists.asset_rows(session, actor, wanted, start=start, count=count, columns=columns))


@router.get(
    "/assets",
    response_class=Response,
    responses=answers(AssetPage, FilterInvalid, SortInvalid, ColumnsInvalid, CursorRefused),
)
def list_assets(
    session: CurrentSession,
    actor: CurrentActor,
    filter_text: Filter = None,
    client: Scope = None,
    sort: Sort = None,
    columns: Columns = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Response:
    wanted = ListRequest(filter_text, client, sort)
    return json_bytes(lists.asset_list(session, actor, wanted, cursor=cursor, limit=limit, columns=columns))


@router.get("/assets/count", responses=problems(FilterInvalid, SelectionNotFound))
def count_assets(
    session: CurrentSession,
    actor: CurrentActor,
    filter_text: Filter = None,
    client: Scope = None,
    selection: Frozen = None,
) -> Total:
    return Total(
        value=lists.count_assets(session, actor, ListRequest(filter_text, client, selection=selection)), relation="eq"
    )


class Spread(BaseModel):
    """Assets by the key of the type, or the id of the client, location or contact; what has none is left out."""

    assets: dict[str, int]


@router.get("/assets/spread")
def spread_assets(
    session: CurrentSession,
    actor: CurrentActor,
    by: Annotated[Literal["type", "client", "location", "contact"], Query()],
    client: Scope = None,
) -> Spread:
    return Spread(assets=lists.spread_assets(session, actor, by, client))


@router.get("/assets/locate", responses=problems(FilterInvalid, SelectionNotFound, SortInvalid))
def locate_asset(
    session: CurrentSession,
    actor: CurrentActor,
    asset_id: Annotated[uuid.UUID, Query(alias="id")],
    filter_text: Filter = None,
    client: Scope = None,
    selection: Frozen = None,
    sort: Sort = None,
) -> Place:
    return Place(
        index=lists.locate_asset(session, actor, ListRequest(filter_text, client, sort, selection=selection), asset_id)
    )


@router.get("/fields")
def field_catalogue(session: CurrentSession, actor: CurrentActor) -> FieldCatalogue:
    return FieldCatalogue.model_validate(lists.field_catalogue(session, actor))


class FilterText(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, StringConstraints(max_length=10_000)]
    module: str = "assets"


@router.post("/filters/parse")
def parse_filter(session: CurrentSession, actor: CurrentActor, body: FilterText) -> ParsedFilter:
    return ParsedFilter.model_validate(lists.explain_filter(session, actor, body.text))


@router.get("/assets/facets", responses=problems(FilterInvalid, ColumnsInvalid))
def asset_facets(
    session: CurrentSession,
    actor: CurrentActor,
    fields: Annotated[str, Query(max_length=1_000, description="Field ids, separated by commas.")],
    filter_text: Filter = None,
    client: Scope = None,
) -> Facets:
    found = finding.asset_facets(session, actor, ListRequest(filter_text, client), names=fields)
    return Facets.model_validate(found)


@router.get("/assets/suggest", responses=problems(ColumnsInvalid))
def suggest_values(
    session: CurrentSession,
    actor: CurrentActor,
    field: Annotated[str, Query(max_length=100)],
    q: SearchText = "",
    client: Scope = None,
) -> Suggestions:
    return Suggestions.model_validate(finding.suggest_values(session, actor, name=field, text=q, client_id=client))


@router.get("/assets/search", response_class=Response, responses=answers(AssetHits))
def search_assets(
    session: CurrentSession,
    actor: CurrentActor,
    q: SearchText,
    client: Scope = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> Response:
    return json_bytes(finding.search_assets(session, actor, q, client_id=client, limit=limit))
