"""Lists of assets. The bodies are the database's own JSON, so they are described here and not modelled."""

import uuid
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, StringConstraints

from quarterdeck.domains.assets.errors import ColumnsInvalid, CursorRefused, FilterInvalid, SortInvalid
from quarterdeck.domains.assets.schemas import REFERENCE, row_schema
from quarterdeck.domains.assets.service import finding, lists
from quarterdeck.domains.assets.service.lists import ListRequest
from quarterdeck.platform.http.access import requires
from quarterdeck.platform.http.dependencies import CurrentActor, CurrentSession
from quarterdeck.platform.http.paging import Cursor, Limit
from quarterdeck.platform.http.problems import problems

MAX_WINDOW = 200
_JSON = "application/json"
_COUNT = {
    "type": "object",
    "required": ["value", "relation"],
    "properties": {"value": {"type": "integer"}, "relation": {"type": "string", "enum": ["eq", "gte"]}},
}

router = APIRouter(tags=["assets"], dependencies=[requires("assets:read")])

Filter = Annotated[
    str | None, Query(alias="filter", max_length=10_000, description="A filter in the one filter language.")
]
Scope = Annotated[uuid.UUID | None, Query(description="Only assets of this client.")]
Sort = Annotated[str | None, Query(max_length=200, description="Field ids, `-` for descending: `-updated,name`.")]
SearchText = Annotated[str, Query(max_length=200)]
Columns = Annotated[str | None, Query(max_length=6_000, description="Field ids, separated by commas.")]


def answers(schema: dict[str, Any], *errors: type[Any]) -> dict[int | str, dict[str, Any]]:
    """Documents a body that is not modelled, and the errors."""
    return {200: {"content": {_JSON: {"schema": schema}}, "description": "OK"}, **problems(*errors)}


def json_bytes(content: bytes) -> Response:
    return Response(content, media_type=_JSON)


_WINDOW = {
    "type": "object",
    "required": ["rows", "start", "total", "version", "jump"],
    "properties": {
        "rows": {"type": "array", "items": row_schema()},
        "start": {"type": "integer"},
        "total": _COUNT,
        "version": {"type": "integer"},
        "jump": {"type": "boolean"},
    },
}


@router.get(
    "/assets/rows", response_class=Response, responses=answers(_WINDOW, FilterInvalid, SortInvalid, ColumnsInvalid)
)
def asset_rows(
    session: CurrentSession,
    actor: CurrentActor,
    filter_text: Filter = None,
    client: Scope = None,
    sort: Sort = None,
    start: Annotated[int, Query(ge=0, le=2_000_000_000)] = 0,
    count: Annotated[int, Query(ge=1, le=MAX_WINDOW)] = 100,
    columns: Columns = None,
) -> Response:
    wanted = ListRequest(filter_text, client, sort)
    return json_bytes(lists.asset_rows(session, actor, wanted, start=start, count=count, columns=columns))


_PAGE = {
    "type": "object",
    "required": ["items", "next_cursor"],
    "properties": {
        "items": {"type": "array", "items": row_schema()},
        "next_cursor": {"type": ["string", "null"]},
    },
}


@router.get(
    "/assets",
    response_class=Response,
    responses=answers(_PAGE, FilterInvalid, SortInvalid, ColumnsInvalid, CursorRefused),
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


class Count(BaseModel):
    value: int
    relation: str = "eq"


@router.get("/assets/count", responses=problems(FilterInvalid))
def count_assets(
    session: CurrentSession,
    actor: CurrentActor,
    filter_text: Filter = None,
    client: Scope = None,
) -> Count:
    return Count(value=lists.count_assets(session, actor, ListRequest(filter_text, client)))


class Place(BaseModel):
    index: int | None


@router.get("/assets/locate", responses=problems(FilterInvalid, SortInvalid))
def locate_asset(
    session: CurrentSession,
    actor: CurrentActor,
    asset_id: Annotated[uuid.UUID, Query(alias="id")],
    filter_text: Filter = None,
    client: Scope = None,
    sort: Sort = None,
) -> Place:
    return Place(index=lists.locate_asset(session, actor, ListRequest(filter_text, client, sort), asset_id))


@router.get("/fields")
def field_catalogue(session: CurrentSession, actor: CurrentActor) -> dict[str, Any]:
    return lists.field_catalogue(session, actor)


class FilterText(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, StringConstraints(max_length=10_000)]
    module: str = "assets"


@router.post("/filters/parse")
def parse_filter(session: CurrentSession, actor: CurrentActor, body: FilterText) -> dict[str, Any]:
    return lists.explain_filter(session, actor, body.text)


@router.get("/assets/facets", responses=problems(FilterInvalid, ColumnsInvalid))
def asset_facets(
    session: CurrentSession,
    actor: CurrentActor,
    fields: Annotated[str, Query(max_length=1_000, description="Field ids, separated by commas.")],
    filter_text: Filter = None,
    client: Scope = None,
) -> dict[str, Any]:
    return finding.asset_facets(session, actor, ListRequest(filter_text, client), names=fields)


@router.get("/assets/suggest", responses=problems(ColumnsInvalid))
def suggest_values(
    session: CurrentSession,
    actor: CurrentActor,
    field: Annotated[str, Query(max_length=100)],
    q: SearchText = "",
    client: Scope = None,
) -> dict[str, Any]:
    return finding.suggest_values(session, actor, name=field, text=q, client_id=client)


_HITS = {
    "type": "object",
    "required": ["items"],
    "properties": {
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "tag", "name", "type", "status", "client", "matched"],
                "properties": {
                    "id": {"type": "string", "format": "uuid"},
                    "tag": {"type": "string"},
                    "name": {"type": "string"},
                    "type": {"type": "string"},
                    "status": {"type": "string"},
                    "client": REFERENCE,
                    "matched": {
                        "type": ["object", "null"],
                        "required": ["field", "value"],
                        "properties": {"field": {"type": "string"}, "value": {"type": "string"}},
                    },
                },
            },
        }
    },
}


@router.get("/assets/search", response_class=Response, responses=answers(_HITS))
def search_assets(
    session: CurrentSession,
    actor: CurrentActor,
    q: SearchText,
    client: Scope = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> Response:
    return json_bytes(finding.search_assets(session, actor, q, client_id=client, limit=limit))
