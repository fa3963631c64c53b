"""Changing many assets at once."""

from fastapi import APIRouter

from quarterdeck.domains.assets.errors import SelectionNotFound
from quarterdeck.domains.assets.service.editing import EditsInvalid
from quarterdeck.domains.bulk.errors import (
    ConfirmationRequired,
    LookInvalid,
    SelectionEmpty,
    TemplateChanged,
    TemplateNotFound,
    TemplateValuesInvalid,
)
from quarterdeck.domains.bulk.schemas import AssetConflicts, BulkPreview, BulkPreviewRequest, BulkRequest, BulkStarted
from quarterdeck.domains.bulk.service import changing, reviewing
from quarterdeck.domains.jobs import service as jobs
from quarterdeck.domains.jobs.errors import JobNotFound
from quarterdeck.domains.journal.service import look
from quarterdeck.kit.cursors import encode_cursor
from quarterdeck.platform.errors import BadRequest
from quarterdeck.platform.http.access import requires
from quarterdeck.platform.http.dependencies import CurrentActor, CurrentSession
from quarterdeck.platform.http.idempotency import CreatesOnce
from quarterdeck.platform.http.paging import Cursor, Limit, Page, item_cursor
from quarterdeck.platform.http.paths import RecordId
from quarterdeck.platform.http.problems import problems

OF_TEMPLATES = (TemplateNotFound, TemplateChanged, TemplateValuesInvalid)
router = APIRouter(prefix="/bulk", tags=["bulk"], route_class=CreatesOnce, dependencies=[requires("assets:write")])


class ConflictPage(Page[AssetConflicts]):
    #: What was seen here: who overwrites hands over that of the first page, so that nothing goes unseen.
    look: str


@router.post("/preview", responses=problems(SelectionNotFound, SelectionEmpty, EditsInvalid, *OF_TEMPLATES))
def preview_change(session: CurrentSession, actor: CurrentActor, wanted: BulkPreviewRequest) -> BulkPreview:
    return changing.preview(session, actor, wanted.selection, wanted.operation)


@router.post(
    "",
    status_code=202,
    responses=problems(
        SelectionNotFound, SelectionEmpty, EditsInvalid, LookInvalid, ConfirmationRequired, *OF_TEMPLATES
    ),
)
def start_change(session: CurrentSession, actor: CurrentActor, wanted: BulkRequest) -> BulkStarted:
    job = changing.start(session, actor, wanted)
    (read,) = jobs.describe(session, actor, [job])
    return BulkStarted(job=read, change_set_id=job.change_set_id)


@router.get("/{id}/conflicts", responses=problems(JobNotFound, BadRequest))
def list_conflicts(
    session: CurrentSession, actor: CurrentActor, job_id: RecordId, cursor: Cursor = None, limit: Limit = 50
) -> ConflictPage:
    """What this bulk change left because somebody had changed it since the preview, as it stands now.

    A page holds those of at most `limit` assets; it is shorter where something is no conflict any more.
    """
    scope = f"bulk-conflicts:{job_id}"
    after = item_cursor(cursor, scope=scope)
    found, last = reviewing.list_conflicts(session, actor, job_id, after=after, limit=limit)
    return ConflictPage(items=found, next_cursor=encode_cursor(last, scope=scope) if last else None, look=look(session))
