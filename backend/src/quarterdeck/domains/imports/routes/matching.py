from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request

from quarterdeck.domains.files.errors import FileContentGone
from quarterdeck.domains.imports import service
from quarterdeck.domains.imports.errors import (
    ChoiceInvalid,
    CreateBlocked,
    ImportBusy,
    ImportDone,
    ImportNotFound,
    NotChecked,
    NothingToRetry,
)
from quarterdeck.domains.imports.routes.cursors import row_cursor
from quarterdeck.domains.imports.schemas.basics import ImportRead
from quarterdeck.domains.imports.schemas.matching import ChoiceWrite, ChosenRows, MatchesRead, MatchRow
from quarterdeck.platform.errors import BadRequest
from quarterdeck.platform.http.access import requires
from quarterdeck.platform.http.dependencies import CurrentActor, CurrentSession
from quarterdeck.platform.http.idempotency import CreatesOnce
from quarterdeck.platform.http.paging import Cursor, Limit, Page, page_of
from quarterdeck.platform.http.paths import RecordId
from quarterdeck.platform.http.problems import problems

router = APIRouter(prefix="/imports", tags=["imports"], dependencies=[requires("imports:run")], route_class=CreatesOnce)

Kind = Literal["row_key", "serial", "uuid", "imei", "tag", "mac", "hostname", "name", "other", "in_file", "review"]


@router.get("/{id}/matches", responses=problems(ImportNotFound, NotChecked))
def list_matches(session: CurrentSession, actor: CurrentActor, import_id: RecordId) -> MatchesRead:
    return service.matches_of(session, actor, import_id)


@router.get("/{id}/match-rows", responses=problems(ImportNotFound, NotChecked, BadRequest))
def list_match_rows(
    session: CurrentSession,
    actor: CurrentActor,
    import_id: RecordId,
    *,
    kind: Kind | None = None,
    changed: Annotated[bool, Query(description="Only rows that change the asset they are.")] = False,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[MatchRow]:
    scope = f"match-rows:{import_id}:{kind}:{changed}"
    after = row_cursor(cursor, scope=scope)
    rows = service.match_rows(session, actor, import_id, kind=kind, is_changed=changed, after=after, limit=limit + 1)
    return page_of(rows, limit, scope=scope, key=lambda row: (row.row,))


@router.put(
    "/{id}/choices",
    responses=problems(ImportNotFound, NotChecked, ImportBusy, ImportDone, ChoiceInvalid, CreateBlocked),
)
def write_choice(session: CurrentSession, actor: CurrentActor, import_id: RecordId, wanted: ChoiceWrite) -> ChosenRows:
    return service.choose_matches(session, actor, import_id, wanted)


@router.post("/{id}/retry", status_code=201, responses=problems(ImportNotFound, NothingToRetry, FileContentGone))
def retry_failed(request: Request, session: CurrentSession, actor: CurrentActor, import_id: RecordId) -> ImportRead:
    state = request.app.state
    limit = state.settings.max_upload_bytes
    found = service.retry_failed(session, actor, state.storage, import_id, limit_bytes=limit)
    return service.describe(session, found)
