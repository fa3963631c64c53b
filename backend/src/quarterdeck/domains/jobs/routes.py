import tempfile
import uuid
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse

from quarterdeck.domains.jobs import queries, service
from quarterdeck.domains.jobs.errors import JobFinished, JobNotFound, JobNotRetryable, JobRetried
from quarterdeck.domains.jobs.kinds import ACTIVE
from quarterdeck.domains.jobs.models import Job
from quarterdeck.domains.jobs.schemas import JobErrorRead, JobProblem, JobRead, RetryWrite, State
from quarterdeck.domains.jobs.stream import CHANNEL, job_events
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.errors import BadRequest
from quarterdeck.platform.http.access import requires
from quarterdeck.platform.http.dependencies import (
    CurrentActor,
    CurrentDatabase,
    CurrentSession,
    current_actor,
)
from quarterdeck.platform.http.downloads import content_disposition
from quarterdeck.platform.http.paging import Cursor, Limit, Page, item_cursor, moment_cursor, page_of
from quarterdeck.platform.http.paths import RecordId
from quarterdeck.platform.http.problems import problems
from quarterdeck.platform.listen import Listener
from quarterdeck.platform.tabular import write_csv

_MOST_CAUSES = 100
Cause = Annotated[str | None, Query(max_length=200, description="Only items with this cause.")]

router = APIRouter(prefix="/jobs", tags=["jobs"], dependencies=[requires("jobs:read")])


class EventStream(StreamingResponse):
    media_type = "text/event-stream"


@router.get("", responses=problems(BadRequest))
def list_jobs(
    session: CurrentSession,
    actor: CurrentActor,
    *,
    state: Annotated[list[State] | None, Query(description="Only jobs in these states.")] = None,
    active: Annotated[bool, Query(description="Only jobs that have not ended.")] = False,
    mine: Annotated[bool, Query(description="Only jobs that I started.")] = False,
    kind: Annotated[str | None, Query(max_length=40)] = None,
    client: uuid.UUID | None = None,
    since: Annotated[datetime | None, Query(alias="from", description="Only jobs started then or later.")] = None,
    until: Annotated[datetime | None, Query(alias="to", description="Only jobs started before.")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[JobRead]:
    found = queries.jobs_page(
        session,
        states=sorted(ACTIVE) if active else (state or []),
        kind=kind,
        started_by=(actor.user_id or uuid.UUID(int=0)) if mine else None,
        client_id=client,
        since=since,
        until=until,
        after=moment_cursor(cursor, scope="jobs"),
        limit=limit + 1,
    )
    page = page_of(found, limit, scope="jobs", key=lambda job: (job.created_at, job.id))
    return Page(items=service.describe(session, actor, page.items), next_cursor=page.next_cursor)


@router.get("/stream", response_class=EventStream)
async def stream_jobs(request: Request, database: CurrentDatabase) -> StreamingResponse:
    """Server-sent events of the jobs I may see: `job` with the job as JSON each time it moves."""

    def resolve() -> Actor:
        again = current_actor(request)
        again.require("jobs:read")
        return again

    events: AsyncIterator[bytes] = job_events(_listener(request, database.url), database, resolve)
    return EventStream(events, headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})


@router.get("/{id}", responses=problems(JobNotFound))
def read_job(session: CurrentSession, actor: CurrentActor, job_id: RecordId) -> JobRead:
    return _one(session, actor, service.access_job(session, actor, job_id))


@router.get("/{id}/errors", responses=problems(JobNotFound, BadRequest))
def list_job_errors(
    session: CurrentSession,
    actor: CurrentActor,
    job_id: RecordId,
    code: Cause = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[JobErrorRead]:
    job = service.access_job(session, actor, job_id)
    scope = f"job-errors:{job.id}:{code or ''}"
    found = queries.errors_page(session, job.id, code=code, after=item_cursor(cursor, scope=scope), limit=limit + 1)
    page = page_of(found, limit, scope=scope, key=lambda error: (error.item, error.id))
    items = [JobErrorRead(id=e.id, item=e.item, code=e.code, message=e.message, data=e.data) for e in page.items]
    return Page(items=items, next_cursor=page.next_cursor)


@router.get("/{id}/problems", responses=problems(JobNotFound))
def list_job_problems(session: CurrentSession, actor: CurrentActor, job_id: RecordId) -> Page[JobProblem]:
    """What went wrong, by cause. Each page of `errors` holds single items."""
    job = service.access_job(session, actor, job_id)
    found = queries.problems_of(session, job.id, most=_MOST_CAUSES)
    return Page(items=[JobProblem(code=c, message=m, count=n, of_assets=a, varies=v) for c, m, n, a, v in found])


@router.get("/{id}/problems.csv", response_class=Response, responses=problems(JobNotFound))
def download_job_problems(
    session: CurrentSession, actor: CurrentActor, job_id: RecordId, code: Cause = None
) -> Response:
    """Every item that went wrong, or that did for one cause, one line each, as a CSV file."""
    job = service.access_job(session, actor, job_id)
    with tempfile.TemporaryDirectory(prefix="qd-problems-") as folder:
        path = Path(folder) / "file"
        rows = (
            (item, code, message, str(data.get("tag") or ""), str(data.get("asset_id") or data.get("object_id") or ""))
            for item, code, message, data in queries.errors_in_full(session, job.id, code)
        )
        write_csv(path, ("Item", "Code", "Problem", "Tag", "Asset ID"), rows)
        content = path.read_bytes()
    headers = {
        "Content-Disposition": content_disposition(f"problems-{job.id}.csv"),
        "Cache-Control": "private, no-store",
    }
    return Response(content, media_type="text/csv", headers=headers)


@router.post("/{id}/cancel", responses=problems(JobNotFound, JobFinished))
def cancel_job(session: CurrentSession, actor: CurrentActor, job_id: RecordId) -> JobRead:
    return _one(session, actor, service.cancel_job(session, actor, job_id))


@router.post(
    "/{id}/retry",
    status_code=202,
    dependencies=[requires("jobs:write")],
    responses=problems(JobNotFound, JobNotRetryable, JobRetried),
)
def retry_job(
    session: CurrentSession, actor: CurrentActor, job_id: RecordId, wanted: RetryWrite | None = None
) -> JobRead:
    """Do what the job left undone. Where somebody changed its items meanwhile, the body says what becomes of those."""
    return _one(session, actor, service.retry_job(session, actor, job_id, wanted or RetryWrite()))


def _one(session: TenantSession, actor: Actor, job: Job) -> JobRead:
    (read,) = service.describe(session, actor, [job])
    return read


def _listener(request: Request, url: str) -> Listener:
    """One per web process."""
    state = request.app.state
    if not hasattr(state, "job_listener"):
        state.job_listener = Listener(url, CHANNEL)
    listener: Listener = state.job_listener
    return listener
