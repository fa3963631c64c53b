import uuid
from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, File, Form, Query, Request, Response, UploadFile

from quarterdeck.domains.files.errors import FileContentGone
from quarterdeck.domains.imports import service
from quarterdeck.domains.imports.errors import (
    ColumnUnknown,
    FieldClaimedTwice,
    FileUnreadable,
    ImportBusy,
    ImportDone,
    ImportNotFound,
    MappingInvalid,
    NoClient,
    NoTemplate,
    NothingMapped,
    NotReady,
    PresetNotFound,
    PresetOfOtherClient,
)
from quarterdeck.domains.imports.routes.cursors import row_cursor
from quarterdeck.domains.imports.schemas.basics import (
    ImportLimits,
    ImportPatch,
    ImportRead,
    LayoutRead,
    LayoutWrite,
    OutcomeName,
    PasteWrite,
    RowRead,
    RunWrite,
    State,
    TemplateFormat,
)
from quarterdeck.domains.imports.schemas.mapping import ColumnValues, MappingRead, MappingWrite, PresetChoice
from quarterdeck.domains.jobs import service as jobs
from quarterdeck.domains.jobs.schemas import JobRead
from quarterdeck.domains.recovery.errors import AlreadyUndone, NothingToUndo, UndoRunning, UndoTooOld
from quarterdeck.domains.recovery.schemas import UndoPreview, UndoRead, UndoWrite
from quarterdeck.domains.recovery.service.describing import describe_undo
from quarterdeck.platform.errors import BadRequest, TooLarge
from quarterdeck.platform.http.access import requires
from quarterdeck.platform.http.dependencies import CurrentActor, CurrentSession
from quarterdeck.platform.http.downloads import content_disposition
from quarterdeck.platform.http.idempotency import CreatesOnce
from quarterdeck.platform.http.paging import Cursor, Limit, Page, moment_cursor, page_of
from quarterdeck.platform.http.paths import RecordId
from quarterdeck.platform.http.problems import problems
from quarterdeck.platform.storage import PIECE_BYTES

router = APIRouter(prefix="/imports", tags=["imports"], dependencies=[requires("imports:run")], route_class=CreatesOnce)


@router.post("", status_code=201, responses=problems(FileUnreadable, TooLarge))
def upload_file(
    request: Request,
    session: CurrentSession,
    actor: CurrentActor,
    *,
    file: Annotated[UploadFile, File(description="CSV, TSV, XLSX or XLS.")],
    client_id: Annotated[uuid.UUID | None, Form(description="For rows that name no client themselves.")] = None,
    create_missing: Annotated[bool, Form(description="Create clients, locations and people that are unknown.")] = False,
    dry_run: Annotated[bool, Form()] = False,
    source: Annotated[str | None, Form(max_length=100)] = None,
) -> ImportRead:
    state = request.app.state
    found = service.upload(
        session,
        actor,
        state.storage,
        _pieces(file),
        name=file.filename or "file",
        limit_bytes=state.settings.max_upload_bytes,
        client_id=client_id,
        source=source,
        create_missing=create_missing,
        dry_run=dry_run,
        may_wait=True,
    )
    return service.describe(session, found)


@router.post("/paste", status_code=201, responses=problems(FileUnreadable, TooLarge))
def paste_rows(request: Request, session: CurrentSession, actor: CurrentActor, pasted: PasteWrite) -> ImportRead:
    state = request.app.state
    found = service.upload(
        session,
        actor,
        state.storage,
        [pasted.text.encode("utf-8", "replace")],
        name=pasted.name,
        limit_bytes=state.settings.max_upload_bytes,
        client_id=pasted.client_id,
        source=pasted.source,
    )
    return service.describe(session, found)


@router.get("/template", response_class=Response, responses=problems(NoTemplate))
def download_template(
    session: CurrentSession,
    actor: CurrentActor,
    type_key: Annotated[str, Query(alias="type", max_length=40, pattern="^[a-z][a-z0-9_]*$")] = "workstation",
    kind: Annotated[TemplateFormat, Query(alias="format")] = "xlsx",
) -> Response:
    """A file to fill in: headings that are recognised, and rows that show what to write."""
    name, content = service.write_template(session, actor, type_key=type_key, kind=kind)
    headers = {"Content-Disposition": content_disposition(name), "X-Content-Type-Options": "nosniff"}
    return Response(content, media_type="application/octet-stream", headers=headers)


@router.get("", responses=problems(BadRequest))
def list_imports(
    session: CurrentSession,
    actor: CurrentActor,
    client: uuid.UUID | None = None,
    is_open: Annotated[bool | None, Query(alias="open", description="Only those that can be resumed.")] = None,
    state: State | None = None,
    is_undone: Annotated[
        bool | None, Query(alias="undone", description="Whether what it wrote was taken back whole.")
    ] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[ImportRead]:
    found = service.list_imports(
        session,
        actor,
        client_id=client,
        is_open=is_open,
        state=state,
        is_undone=is_undone,
        after=moment_cursor(cursor, scope="imports"),
        limit=limit + 1,
    )
    page = page_of(found, limit, scope="imports", key=lambda each: (each.created_at, each.id))
    return Page(items=service.describe_many(session, page.items), next_cursor=page.next_cursor)


@router.get("/limits")
def read_limits(request: Request) -> ImportLimits:
    return ImportLimits(
        max_upload_bytes=request.app.state.settings.max_upload_bytes,
        max_rows=None,
        formats=["csv", "tsv", "xlsx", "xls"],
    )


@router.get("/{id}", responses=problems(ImportNotFound))
def read_import(session: CurrentSession, actor: CurrentActor, import_id: RecordId) -> ImportRead:
    return service.describe(session, service.access_import(session, actor, import_id))


@router.patch("/{id}", responses=problems(ImportNotFound, ImportBusy, ImportDone))
def change_import(session: CurrentSession, actor: CurrentActor, import_id: RecordId, patch: ImportPatch) -> ImportRead:
    return service.describe(session, service.change_import(session, actor, import_id, patch))


@router.get("/{id}/layout", responses=problems(ImportNotFound, ImportBusy, FileUnreadable, FileContentGone))
def read_layout(request: Request, session: CurrentSession, actor: CurrentActor, import_id: RecordId) -> LayoutRead:
    return service.read_layout(session, actor, request.app.state.storage, import_id)


@router.put("/{id}/layout", responses=problems(ImportNotFound, ImportBusy, ImportDone, FileUnreadable, FileContentGone))
def write_layout(
    request: Request, session: CurrentSession, actor: CurrentActor, import_id: RecordId, wanted: LayoutWrite
) -> LayoutRead:
    return service.choose_layout(session, actor, request.app.state.storage, import_id, wanted)


@router.get("/{id}/mapping", responses=problems(ImportNotFound, ImportBusy))
def read_mapping(session: CurrentSession, actor: CurrentActor, import_id: RecordId) -> MappingRead:
    return service.read_mapping(session, actor, import_id)


@router.post(
    "/{id}/mapping/guess",
    responses=problems(ImportNotFound, ImportBusy, ImportDone, FileUnreadable, FileContentGone),
)
def guess_mapping(request: Request, session: CurrentSession, actor: CurrentActor, import_id: RecordId) -> MappingRead:
    return service.guess_again(session, actor, request.app.state.storage, import_id)


@router.get(
    "/{id}/values", responses=problems(ImportNotFound, ImportBusy, ColumnUnknown, FileUnreadable, FileContentGone)
)
def list_values(
    request: Request,
    session: CurrentSession,
    actor: CurrentActor,
    import_id: RecordId,
    column: Annotated[int, Query(ge=0, le=10_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 100,
) -> ColumnValues:
    return service.values_of(session, actor, request.app.state.storage, import_id, column=column, limit=limit)


@router.post(
    "/{id}/apply-preset",
    responses=problems(ImportNotFound, ImportBusy, ImportDone, PresetNotFound, PresetOfOtherClient, MappingInvalid),
)
def apply_preset(
    session: CurrentSession, actor: CurrentActor, import_id: RecordId, choice: PresetChoice
) -> MappingRead:
    found = service.apply_preset(session, actor, import_id, choice.preset)
    return service.describe_mapping(session, found)


@router.put(
    "/{id}/mapping",
    responses=problems(ImportNotFound, ImportBusy, ImportDone, MappingInvalid, FieldClaimedTwice),
)
def write_mapping(
    session: CurrentSession, actor: CurrentActor, import_id: RecordId, chosen: MappingWrite
) -> ImportRead:
    return service.describe(session, service.choose_columns(session, actor, import_id, chosen))


@router.post(
    "/{id}/run",
    status_code=202,
    responses=problems(ImportNotFound, ImportBusy, ImportDone, NothingMapped, NoClient, NotReady),
)
def run_import(session: CurrentSession, actor: CurrentActor, import_id: RecordId, run: RunWrite) -> JobRead:
    job = service.run_import(
        session,
        actor,
        import_id,
        dry_run=run.dry_run,
        create_missing=run.create_missing,
        stop_above_percent=run.stop_above_percent,
        is_strict=run.strict,
    )
    (read,) = jobs.describe(session, actor, [job])
    return read


@router.get("/{id}/rows", responses=problems(ImportNotFound, BadRequest))
def list_rows(
    session: CurrentSession,
    actor: CurrentActor,
    import_id: RecordId,
    outcome: Annotated[OutcomeName | None, Query()] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[RowRead]:
    scope = f"import-rows:{import_id}:{outcome}"
    after = row_cursor(cursor, scope=scope)
    rows = service.rows_of(session, actor, import_id, outcome=outcome, after=after, limit=limit + 1)
    return page_of(rows, limit, scope=scope, key=lambda row: (row.row,))


@router.delete("/{id}", status_code=204, responses=problems(ImportNotFound, ImportBusy))
def delete_import(session: CurrentSession, actor: CurrentActor, import_id: RecordId) -> None:
    service.delete_import(session, actor, import_id)


@router.get("/{id}/undo", responses=problems(ImportNotFound, ImportBusy, NothingToUndo, UndoTooOld))
def preview_undo_of_import(session: CurrentSession, actor: CurrentActor, import_id: RecordId) -> UndoPreview:
    """What undoing the import would restore, leave and meet. Nothing is written."""
    return service.preview_undo_of_import(session, actor, import_id)


@router.post(
    "/{id}/undo",
    status_code=202,
    responses=problems(ImportNotFound, ImportBusy, NothingToUndo, UndoTooOld, AlreadyUndone, UndoRunning),
)
def undo_import(session: CurrentSession, actor: CurrentActor, import_id: RecordId, wanted: UndoWrite) -> UndoRead:
    """Take back all that the import wrote, up to 30 days after it. To redo, undo the undo's own change set."""
    return describe_undo(service.undo_import(session, actor, import_id, wanted))


def _pieces(file: UploadFile) -> Iterator[bytes]:
    while piece := file.file.read(PIECE_BYTES):
        yield piece
