"""The audit log over HTTP."""

import uuid
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query

from quarterdeck.domains.recovery.queries.audit import AuditFilter
from quarterdeck.domains.recovery.schemas import AuditEntry
from quarterdeck.domains.recovery.service import auditing
from quarterdeck.platform.errors import BadRequest
from quarterdeck.platform.http.access import requires
from quarterdeck.platform.http.dependencies import CurrentActor, CurrentSession
from quarterdeck.platform.http.paging import ClientFilter, Cursor, Limit, Page, page_of, read_cursor
from quarterdeck.platform.http.problems import problems

router = APIRouter(tags=["audit"], dependencies=[requires("settings:manage")])
_SCOPE = "audit"
_BIGGEST_ID = 2**63 - 1


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
    field: Annotated[str | None, Query(max_length=80, description="A field's id.")] = None,
    since: Annotated[datetime | None, Query(alias="from")] = None,
    until: Annotated[datetime | None, Query(alias="to")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[AuditEntry]:
    """Everything that was changed, the newest first."""
    wanted = AuditFilter(by, of, change_set, job, client, origin, operation, since, until)
    match read_cursor(cursor, scope=_SCOPE, length=2):
        case None:
            after = None
        case (datetime() as at, int() as change) if 0 <= change <= _BIGGEST_ID:
            after = at, change
        case _:
            raise BadRequest("This is not a page cursor.")
    found = auditing.audit_log(session, actor, wanted, field=field, after=after, limit=limit + 1)
    return page_of(found, limit, scope=_SCOPE, key=lambda each: (each.at, each.id))
