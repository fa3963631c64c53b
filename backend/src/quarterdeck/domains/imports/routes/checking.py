from typing import Annotated, Literal

from fastapi import APIRouter, Query

from quarterdeck.domains.imports import service
from quarterdeck.domains.imports.errors import (
    FixInvalid,
    ImportBusy,
    ImportDone,
    ImportNotFound,
    NotChecked,
    NothingToRedo,
    NothingToUndo,
    RowNotFound,
)
from quarterdeck.domains.imports.queries.checking import RowFilter
from quarterdeck.domains.imports.routes.cursors import row_cursor
from quarterdeck.domains.imports.schemas.checking import (
    CheckedRow,
    FixList,
    FixRead,
    FixWrite,
    IssuesRead,
    ProblemRow,
    Severity,
)
from quarterdeck.platform.errors import BadRequest
from quarterdeck.platform.http.access import requires
from quarterdeck.platform.http.dependencies import CurrentActor, CurrentSession
from quarterdeck.platform.http.idempotency import CreatesOnce
from quarterdeck.platform.http.paging import Cursor, Limit, Page, page_of
from quarterdeck.platform.http.paths import RecordId
from quarterdeck.platform.http.problems import problems

router = APIRouter(prefix="/imports", tags=["imports"], dependencies=[requires("imports:run")], route_class=CreatesOnce)

Text = Annotated[str | None, Query(max_length=500, pattern="^[^\\x00]*$")]


@router.get("/{id}/issues", responses=problems(ImportNotFound, NotChecked))
def list_issues(session: CurrentSession, actor: CurrentActor, import_id: RecordId) -> IssuesRead:
    return service.issues_of(session, actor, import_id)


@router.get("/{id}/check-rows", responses=problems(ImportNotFound, NotChecked, BadRequest))
def list_checked_rows(
    session: CurrentSession,
    actor: CurrentActor,
    import_id: RecordId,
    *,
    only: Literal["problems", "all", "excluded"] = "problems",
    severity: Severity | None = None,
    code: Text = None,
    field: Text = None,
    value: Text = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[CheckedRow]:
    wanted = RowFilter(only, severity, code, field, value)
    scope = f"check-rows:{import_id}:{'|'.join(map(str, wanted))}"
    after = row_cursor(cursor, scope=scope)
    rows = service.checked_rows(session, actor, import_id, wanted, after=after, limit=limit + 1)
    return page_of(rows, limit, scope=scope, key=lambda row: (row.row,))


@router.get("/{id}/problem", responses=problems(ImportNotFound, NotChecked))
def find_problem(
    session: CurrentSession,
    actor: CurrentActor,
    import_id: RecordId,
    *,
    after: Annotated[int, Query(ge=0, le=2**40)] = 0,
    direction: Literal["next", "previous"] = "next",
    severity: Severity = "error",
) -> ProblemRow:
    """The next row with something at least so bad, from the start again at the end."""
    is_backward = direction == "previous"
    row = service.next_problem(session, actor, import_id, severity=severity, after=after, is_backward=is_backward)
    return ProblemRow(row=row)


@router.get("/{id}/fixes", responses=problems(ImportNotFound))
def list_fixes(session: CurrentSession, actor: CurrentActor, import_id: RecordId) -> FixList:
    return service.list_fixes(session, actor, import_id)


@router.post(
    "/{id}/fixes",
    status_code=201,
    responses=problems(ImportNotFound, RowNotFound, NotChecked, ImportBusy, ImportDone, FixInvalid),
)
def create_fix(session: CurrentSession, actor: CurrentActor, import_id: RecordId, wanted: FixWrite) -> FixRead:
    return service.create_fix(session, actor, import_id, wanted)


@router.post("/{id}/fixes/undo", responses=problems(ImportNotFound, NotChecked, ImportBusy, ImportDone, NothingToUndo))
def undo_fix(session: CurrentSession, actor: CurrentActor, import_id: RecordId) -> FixRead:
    return service.undo_fix(session, actor, import_id)


@router.post("/{id}/fixes/redo", responses=problems(ImportNotFound, NotChecked, ImportBusy, ImportDone, NothingToRedo))
def redo_fix(session: CurrentSession, actor: CurrentActor, import_id: RecordId) -> FixRead:
    return service.redo_fix(session, actor, import_id)
