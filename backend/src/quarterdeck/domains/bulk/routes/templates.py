"""Mass-update templates."""

from fastapi import APIRouter, Response

from quarterdeck.domains.assets.service.editing import EditsInvalid
from quarterdeck.domains.bulk.errors import TemplateNameTaken, TemplateNotFound, TemplateNotYours, TooManyTemplates
from quarterdeck.domains.bulk.models import BulkTemplate
from quarterdeck.domains.bulk.schemas import (
    TemplateCreate,
    TemplateList,
    TemplateRead,
    TemplateUpdate,
    TemplateVersions,
)
from quarterdeck.domains.bulk.service import templates
from quarterdeck.domains.journal.service import change_set_header
from quarterdeck.domains.tenancy.errors import ClientNotFound
from quarterdeck.domains.views.errors import SharingNeedsClient, SharingTakesNoClient
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.http.access import requires
from quarterdeck.platform.http.dependencies import CurrentActor, CurrentSession
from quarterdeck.platform.http.etags import ExpectedVersion, set_etag
from quarterdeck.platform.http.idempotency import CreatesOnce
from quarterdeck.platform.http.paths import RecordId
from quarterdeck.platform.http.problems import problems

router = APIRouter(
    prefix="/bulk-templates", tags=["bulk"], route_class=CreatesOnce, dependencies=[requires("assets:write")]
)
_REFUSALS = (TemplateNameTaken, ClientNotFound, EditsInvalid, SharingNeedsClient, SharingTakesNoClient)


@router.get("")
def list_templates(session: CurrentSession, actor: CurrentActor) -> TemplateList:
    return TemplateList(items=templates.list_templates(session, actor))


@router.post("", status_code=201, responses=problems(TooManyTemplates, *_REFUSALS))
def create_template(
    response: Response, session: CurrentSession, actor: CurrentActor, new: TemplateCreate
) -> TemplateRead:
    return _read(response, session, actor, templates.create_template(session, actor, new))


@router.get("/{id}", responses=problems(TemplateNotFound))
def read_template(
    response: Response, session: CurrentSession, actor: CurrentActor, template_id: RecordId
) -> TemplateRead:
    return _read(response, session, actor, templates.access_template(session, actor, template_id))


@router.patch("/{id}", responses=problems(TemplateNotFound, TemplateNotYours, *_REFUSALS))
def update_template(
    response: Response,
    session: CurrentSession,
    actor: CurrentActor,
    template_id: RecordId,
    expected: ExpectedVersion,
    update: TemplateUpdate,
) -> TemplateRead:
    """Every change is a version; an earlier one is taken up again by writing its content."""
    return _read(
        response, session, actor, templates.update_template(session, actor, template_id, update, expected=expected)
    )


@router.delete("/{id}", status_code=204, responses=problems(TemplateNotFound, TemplateNotYours))
def delete_template(
    response: Response, session: CurrentSession, actor: CurrentActor, template_id: RecordId, expected: ExpectedVersion
) -> None:
    templates.delete_template(session, actor, template_id, expected=expected)
    response.headers.update(change_set_header(session))


@router.get("/{id}/versions", responses=problems(TemplateNotFound))
def list_versions(session: CurrentSession, actor: CurrentActor, template_id: RecordId) -> TemplateVersions:
    return TemplateVersions(items=templates.versions_of(session, actor, template_id))


def _read(response: Response, session: TenantSession, actor: Actor, template: BulkTemplate) -> TemplateRead:
    set_etag(response, template.version)
    return templates.read_template(session, actor, template)
