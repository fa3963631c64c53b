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
from quarterdeck.domains.bulk.schemas import BulkPreview, BulkPreviewRequest, BulkRequest, BulkStarted
from quarterdeck.domains.bulk.service import changing
from quarterdeck.domains.jobs import service as jobs
from quarterdeck.platform.http.access import requires
from quarterdeck.platform.http.dependencies import CurrentActor, CurrentSession
from quarterdeck.platform.http.idempotency import CreatesOnce
from quarterdeck.platform.http.problems import problems

OF_TEMPLATES = (TemplateNotFound, TemplateChanged, TemplateValuesInvalid)
router = APIRouter(prefix="/bulk", tags=["bulk"], route_class=CreatesOnce, dependencies=[requires("assets:write")])


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
