"""Notes and files of assets over HTTP."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, File, Form, Request, Response, UploadFile
from fastapi.responses import StreamingResponse

from quarterdeck.domains.assets.errors import AssetNotFound
from quarterdeck.domains.attachments import service
from quarterdeck.domains.attachments.errors import AttachmentNotFound, TooManyAttachments
from quarterdeck.domains.attachments.schemas import AttachmentRead, AttachmentUpdate, NoteCreate, Text
from quarterdeck.domains.files import service as files
from quarterdeck.domains.files.errors import FileContentGone
from quarterdeck.domains.flags.errors import ModuleOff
from quarterdeck.platform.errors import TooLarge
from quarterdeck.platform.http.access import requires
from quarterdeck.platform.http.dependencies import CurrentActor, CurrentSession
from quarterdeck.platform.http.downloads import content_disposition
from quarterdeck.platform.http.etags import ExpectedVersion, set_etag
from quarterdeck.platform.http.idempotency import CreatesOnce
from quarterdeck.platform.http.paging import Cursor, Limit, Page, id_cursor, page_of
from quarterdeck.platform.http.paths import RecordId
from quarterdeck.platform.http.problems import problems
from quarterdeck.platform.storage import PIECE_BYTES, Storage

READ = requires("assets:read")
WRITE = requires("assets:write")
MOST_BYTES = 50 * 1024 * 1024
_SCOPE = "attachments"

of_asset = APIRouter(prefix="/assets", tags=["assets"], route_class=CreatesOnce)
by_id = APIRouter(prefix="/attachments", tags=["assets"])


@of_asset.get("/{id}/attachments", dependencies=[READ], responses=problems(AssetNotFound, ModuleOff))
def list_attachments(
    session: CurrentSession, actor: CurrentActor, asset_id: RecordId, cursor: Cursor = None, limit: Limit = 50
) -> Page[AttachmentRead]:
    """Notes and files, newest first."""
    found = service.list_attachments(session, actor, asset_id, before=id_cursor(cursor, scope=_SCOPE), limit=limit + 1)
    return page_of(found, limit, scope=_SCOPE, key=lambda each: (each.id,))


@of_asset.post(
    "/{id}/notes",
    status_code=201,
    dependencies=[WRITE],
    responses=problems(AssetNotFound, ModuleOff, TooManyAttachments),
)
def add_note(
    response: Response, session: CurrentSession, actor: CurrentActor, asset_id: RecordId, new: NoteCreate
) -> AttachmentRead:
    return _tagged(response, service.add_note(session, actor, asset_id, new))


@of_asset.post(
    "/{id}/files",
    status_code=201,
    dependencies=[WRITE],
    responses=problems(AssetNotFound, ModuleOff, TooManyAttachments, TooLarge),
)
def add_file(
    request: Request,
    response: Response,
    session: CurrentSession,
    actor: CurrentActor,
    asset_id: RecordId,
    *,
    file: Annotated[UploadFile, File(description="50 MB at most.")],
    text: Annotated[Text, Form(description="What it is.")] = "",
) -> AttachmentRead:
    added = service.add_file(
        session,
        actor,
        request.app.state.storage,
        asset_id,
        _pieces(file),
        name=file.filename or "file",
        media_type=(file.content_type or "application/octet-stream")[:200],
        text=text,
        limit_bytes=min(MOST_BYTES, request.app.state.settings.max_upload_bytes),
    )
    return _tagged(response, added)


@by_id.get("/{id}", dependencies=[READ], responses=problems(AttachmentNotFound, ModuleOff))
def read_attachment(
    response: Response, session: CurrentSession, actor: CurrentActor, attachment_id: RecordId
) -> AttachmentRead:
    return _tagged(response, service.read_attachment(session, actor, attachment_id))


@by_id.patch("/{id}", dependencies=[WRITE], responses=problems(AttachmentNotFound, ModuleOff))
def update_attachment(
    response: Response,
    session: CurrentSession,
    actor: CurrentActor,
    attachment_id: RecordId,
    expected: ExpectedVersion,
    update: AttachmentUpdate,
) -> AttachmentRead:
    return _tagged(response, service.update_attachment(session, actor, attachment_id, update, expected=expected))


@by_id.delete("/{id}", status_code=204, dependencies=[WRITE], responses=problems(AttachmentNotFound, ModuleOff))
def delete_attachment(
    session: CurrentSession, actor: CurrentActor, attachment_id: RecordId, expected: ExpectedVersion
) -> None:
    service.delete_attachment(session, actor, attachment_id, expected=expected)


@by_id.get(
    "/{id}/content",
    response_class=StreamingResponse,
    dependencies=[READ],
    responses=problems(AttachmentNotFound, ModuleOff, FileContentGone),
)
def download_attachment(
    request: Request, session: CurrentSession, actor: CurrentActor, attachment_id: RecordId
) -> StreamingResponse:
    """Always as an attachment: what people uploaded is never shown by the browser as a page of ours."""
    storage: Storage = request.app.state.storage
    file = service.access_file(session, actor, attachment_id)
    headers = {
        "Content-Disposition": content_disposition(file.name),
        "Content-Length": str(file.size_bytes),
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, no-store",
    }
    return StreamingResponse(files.content(storage, file), media_type="application/octet-stream", headers=headers)


def _pieces(file: UploadFile) -> Iterator[bytes]:
    while piece := file.file.read(PIECE_BYTES):
        yield piece


def _tagged(response: Response, attachment: AttachmentRead) -> AttachmentRead:
    set_etag(response, attachment.version)
    return attachment


router = APIRouter()
router.include_router(of_asset)
router.include_router(by_id)
