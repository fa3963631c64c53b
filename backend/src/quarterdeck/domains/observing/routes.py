"""Observations over HTTP."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request, Response

from quarterdeck.domains.observing.errors import BatchTooLarge, BatchUnreadable, ObservationsNotFound
from quarterdeck.domains.observing.schemas import BatchResult, ItemResult, ObservationItem
from quarterdeck.domains.observing.service import MOST, batch_results, observe, parse_batch
from quarterdeck.domains.tenancy.errors import ClientNotFound
from quarterdeck.platform.errors import BadRequest
from quarterdeck.platform.http.access import requires
from quarterdeck.platform.http.dependencies import CurrentActor, CurrentSession
from quarterdeck.platform.http.idempotency import CreatesOnce
from quarterdeck.platform.http.paging import ClientFilter, Cursor, Limit, Page, page_of, read_cursor
from quarterdeck.platform.http.paths import RecordId
from quarterdeck.platform.http.problems import problems

router = APIRouter(prefix="/observations", tags=["observations"], route_class=CreatesOnce)
LINES = "application/x-ndjson"
_ITEM: dict[str, Any] = ObservationItem.model_json_schema()
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": {"type": "array", "maxItems": MOST, "items": _ITEM}},
            LINES: {"schema": {"type": "string", "description": "One such object per line."}},
        },
    }
}
Source = Annotated[str, Query(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f:]+$")]


async def _body(request: Request) -> bytes:
    return await request.body()


@router.post(
    "",
    status_code=202,
    dependencies=[requires("imports:run")],
    openapi_extra=_BODY,
    responses={
        200: {"model": BatchResult, "description": "Taken in"},
        **problems(BatchTooLarge, BatchUnreadable, ClientNotFound),
    },
)
def post_observations(
    session: CurrentSession,
    actor: CurrentActor,
    response: Response,
    body: Annotated[bytes, Depends(_body)],
    source: Source,
    client: ClientFilter = None,
    *,
    create_missing: Annotated[bool, Query(description="Create clients, locations and people it names.")] = False,
    content_type: Annotated[str | None, Header(include_in_schema=False)] = None,
) -> BatchResult:
    """Tell what a source has seen. Up to 200 new items are answered with their outcomes, more with a job (202)."""
    items = parse_batch(body, is_lines=(content_type or "").partition(";")[0].strip() == LINES)
    result = observe(session, actor, items, source=source, client_id=client, create_missing=create_missing)
    response.status_code = 202 if result.job_id else 200
    return result


@router.get("/{id}", dependencies=[requires("imports:run")], responses=problems(ObservationsNotFound))
def list_results(
    session: CurrentSession, actor: CurrentActor, batch_id: RecordId, cursor: Cursor = None, limit: Limit = 200
) -> Page[ItemResult]:
    """What became of the items of a batch."""
    scope = f"observations:{batch_id}"
    match read_cursor(cursor, scope=scope, length=1):
        case None:
            after = 0
        case (int() as after,):
            pass
        case _:
            raise BadRequest("This is not a page cursor.")
    found = batch_results(session, actor, batch_id, after=after, limit=limit + 1)
    return page_of(found, limit, scope=scope, key=lambda each: (each.item,))
