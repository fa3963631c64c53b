"""The audit log over HTTP."""

import uuid
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from quarterdeck.domains.jobs import service as jobs
from quarterdeck.domains.jobs.schemas import JobRead
from quarterdeck.domains.recovery.queries.audit import AuditFilter
from quarterdeck.domains.recovery.schemas import (
    AuditEntry,
    AuditExportWrite,
    AuditFacets,
    KeepDays,
    RetentionForecast,
    RetentionRead,
    RetentionWrite,
    SealState,
)
from quarterdeck.domains.recovery.service import auditing, retention, verifying
from quarterdeck.domains.tenancy.errors import ClientNotFound
from quarterdeck.kit.cursors import encode_cursor
from quarterdeck.platform.errors import BadRequest, PreconditionFailed
from quarterdeck.platform.http.access import requires
from quarterdeck.platform.http.dependencies import CurrentActor, CurrentSession
from quarterdeck.platform.http.etags import ExpectedVersion, set_etag
from quarterdeck.platform.http.idempotency import CreatesOnce
from quarterdeck.platform.http.paging import ClientFilter, Cursor, Limit, Page, page_of, read_cursor
from quarterdeck.platform.http.problems import problems

router = APIRouter(tags=["audit"], dependencies=[requires("settings:manage")], route_class=CreatesOnce)
_SCOPE = "audit"
_BIGGEST_ID = 2**63 - 1


class AuditLogPage(Page[AuditEntry]):
    """`looked_back_to`: what is asked for is rare, so the page ends there before it is full; the next looks further."""

    looked_back_to: datetime | None = None


@router.get("/audit", responses=problems(BadRequest))
def audit_log(
    session: CurrentSession,
    actor: CurrentActor,
    *,
    by: Annotated[uuid.UUID | None, Query(alias="actor")] = None,
    of: Annotated[uuid.UUID | None, Query(alias="object", description="An asset, client, location, …")] = None,
    change_set: Annotated[uuid.UUID | None, Query()] = None,
    job: Annotated[uuid.UUID | None, Query()] = None,
    client: ClientFilter = None,
    origin: Annotated[str | None, Query(max_length=16)] = None,
    operation: Annotated[Literal["insert", "update", "delete"] | None, Query()] = None,
    kind: Annotated[str | None, Query(max_length=40, description="A kind of record, as the facets call it.")] = None,
    field: Annotated[str | None, Query(max_length=80, description="A field's id.")] = None,
    since: Annotated[datetime | None, Query(alias="from")] = None,
    until: Annotated[datetime | None, Query(alias="to")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> AuditLogPage:
    """Everything that was changed, the newest first. What is rare comes in short pages: `next_cursor` leads on."""
    wanted = AuditFilter(by, of, change_set, job, client, origin, operation, since, until)
    match read_cursor(cursor, scope=_SCOPE, length=2):
        case None:
            after = None
        case (datetime() as at, int() as change) if 0 <= change <= _BIGGEST_ID:
            after = at, change
        case _:
            raise BadRequest("This is not a page cursor.")
    found, stop = auditing.audit_log(session, actor, wanted, field=field, kind=kind, after=after, limit=limit + 1)
    if stop is not None:
        return AuditLogPage(items=found, next_cursor=encode_cursor(stop, scope=_SCOPE), looked_back_to=stop[0])
    page = page_of(found, limit, scope=_SCOPE, key=lambda each: (each.at, each.id))
    return AuditLogPage(items=page.items, next_cursor=page.next_cursor)


@router.get("/audit/facets")
def audit_facets(session: CurrentSession, actor: CurrentActor) -> AuditFacets:
    """Who made changes lately: whom the log can be narrowed to."""
    return auditing.audit_facets(session, actor)


@router.post("/audit/export", status_code=202, responses=problems(ClientNotFound))
def export_audit_log(session: CurrentSession, actor: CurrentActor, wanted: AuditExportWrite) -> JobRead:
    """Write the log, narrowed as asked, into a CSV file. Only who may read the log can download it."""
    (read,) = jobs.describe(session, actor, [auditing.start_export(session, actor, wanted)])
    return read


@router.get("/audit/seals")
def seal_state(session: CurrentSession, actor: CurrentActor) -> SealState:
    """How far the journal is sealed, and what the last comparison with the seals found."""
    return verifying.seal_state(session, actor)


@router.post("/audit/verify", status_code=202)
def verify_audit_log(session: CurrentSession, actor: CurrentActor) -> JobRead:
    """Compare the whole journal with its seals, as a job."""
    (read,) = jobs.describe(session, actor, [verifying.start_verifying(session, actor)])
    return read


@router.get("/audit/retention")
def read_retention(response: Response, session: CurrentSession, actor: CurrentActor) -> RetentionRead:
    """How long changes are kept, and since when all of them are."""
    found, version = retention.read_retention(session, actor)
    set_etag(response, version)
    return found


@router.get("/audit/retention/forecast")
def forecast_retention(
    session: CurrentSession, actor: CurrentActor, keep_days: Annotated[KeepDays, Query()]
) -> RetentionForecast:
    """What would be removed if changes were kept for so many days. Nothing is written."""
    return retention.forecast(session, actor, keep_days)


@router.patch("/audit/retention", dependencies=[requires("tenant:manage")], responses=problems(PreconditionFailed))
def set_retention(
    response: Response, session: CurrentSession, actor: CurrentActor, expected: ExpectedVersion, wanted: RetentionWrite
) -> RetentionRead:
    """Decide it. What is older is removed for good, a day later at the earliest."""
    retention.decide(session, actor, wanted, expected=expected)
    return read_retention(response, session, actor)
