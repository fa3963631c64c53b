from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from quarterdeck.domains.files import service
from quarterdeck.domains.files.errors import FileContentGone, FileNotFound
from quarterdeck.platform.http.access import requires
from quarterdeck.platform.http.dependencies import CurrentActor, CurrentSession
from quarterdeck.platform.http.downloads import content_disposition
from quarterdeck.platform.http.paths import RecordId
from quarterdeck.platform.http.problems import problems
from quarterdeck.platform.storage import Storage

router = APIRouter(prefix="/files", tags=["files"], dependencies=[requires("jobs:read")])


@router.get("/{id}/content", response_class=StreamingResponse, responses=problems(FileNotFound, FileContentGone))
def download_file(
    request: Request, session: CurrentSession, actor: CurrentActor, file_id: RecordId
) -> StreamingResponse:
    """The file, always as an attachment: what people uploaded is never shown by the browser as a page of ours."""
    storage: Storage = request.app.state.storage
    file = service.downloadable_file(session, actor, file_id)
    headers = {
        "Content-Disposition": content_disposition(file.name),
        "Content-Length": str(file.size_bytes),
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, no-store",
    }
    return StreamingResponse(service.content(storage, file), media_type="application/octet-stream", headers=headers)
