"""What can be done with jobs: start, watch, cancel, repeat, and report what went wrong with their items."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import delete

from quarterdeck.domains.jobs import queries
from quarterdeck.domains.jobs.errors import JobFinished, JobNotFound, JobNotRetryable, JobRetried
from quarterdeck.domains.jobs.kinds import ACTIVE, JobState, kind_named
from quarterdeck.domains.jobs.models import Job, JobArtefact, JobError
from quarterdeck.domains.jobs.schemas import (
    Artefact,
    ItemError,
    JobProgress,
    JobRead,
    LoggedEvent,
    LoggedStep,
    Person,
    RetryWrite,
)
from quarterdeck.kit.ids import new_id
from quarterdeck.platform.actors import Actor, ClientScope, Origin, ScopeMode
from quarterdeck.platform.clock import now
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.queue import enqueue

#: The task that runs one chunk; defined in `jobs.jobs`, deferred by name.
CHUNK_TASK = "jobs.run_chunk"
JOBS_KEPT = timedelta(days=180)
_LOGGED = 60
#: How long a job runs before it is foretold how long it goes on.
_FORETOLD_AFTER = timedelta(seconds=5)


def start_job(
    session: TenantSession,
    actor: Actor,
    *,
    kind: str,
    title: str,
    params: Mapping[str, Any],
    client_id: uuid.UUID | None = None,
    total: int | None = None,
    queued: bool = True,
) -> Job:
    """A new job, and in the same transaction the task that runs its first chunk.

    With `queued=False` the caller runs the chunks; should it die, a worker takes over after a while.
    """
    job = Job(
        tenant_id=session.tenant_id,
        id=new_id(),
        kind=kind,
        title=title,
        params=dict(params),
        client_id=client_id,
        total=total,
        started_by=actor.user_id,
        started_by_label=actor.label,
        actor=_remembered(actor),
    )
    session.add(job)
    session.flush()
    if queued:
        queue_chunk(session, job)
    return job


def finish_inline(session: TenantSession, job: Job, *, counters: Mapping[str, int], message: str) -> None:
    """End a job whose work was small enough to be done before the request is answered."""
    job.state = JobState.PARTLY_SUCCEEDED if counters.get("skipped") or counters.get("failed") else JobState.SUCCEEDED
    job.counters, job.message = dict(counters), message
    job.done = job.total or 0
    job.started_at = job.finished_at = now()
    log_event(session, job, "ended", message)
    session.flush()


def queue_chunk(session: TenantSession, job: Job) -> None:
    """Line up the job's next chunk, behind whatever else its tenant is waiting for."""
    enqueue(
        session,
        CHUNK_TASK,
        lock=lock_of(session.tenant_id),
        tenant_id=str(session.tenant_id),
        job_id=str(job.id),
        turn=job.turn,
    )


def lock_of(tenant_id: uuid.UUID) -> str:
    """What lets a tenant run one chunk at a time."""
    return f"tenant:{tenant_id}"


def log_event(session: TenantSession, job: Job, event: LoggedEvent, text: str | None = None) -> None:
    """Note what happened to the job; kept with whatever the transaction does."""
    entry = {"at": now().isoformat(), "event": event, "text": text, "done": job.done}
    queries.append_to_log(session, job.id, entry, most=_LOGGED)
    session.expire(job, ["log"])


def access_job(session: TenantSession, actor: Actor, job_id: uuid.UUID) -> Job:
    """The job, if it exists and the actor may see it."""
    actor.require("jobs:read")
    job = queries.job_by_id(session, job_id)
    if job is None:
        raise JobNotFound
    return job


def is_active(session: TenantSession, job_id: uuid.UUID) -> bool:
    """Whether the job may still write."""
    job = queries.job_by_id(session, job_id)
    return job is not None and job.state in ACTIVE


def newest_job(session: TenantSession, kind: str) -> Job | None:
    """The last of a kind that was started, as far as the person may see it."""
    found = queries.jobs_page(session, kind=kind, after=None, limit=1)
    return found[0] if found else None


def cancel_job(session: TenantSession, actor: Actor, job_id: uuid.UUID) -> Job:
    """Ask the job to stop. It stops before its next chunk, and says then how far it came."""
    job = access_job(session, actor, job_id)
    if job.started_by is None or job.started_by != actor.user_id:
        actor.require("jobs:write")
    if job.state not in ACTIVE:
        raise JobFinished
    if not job.cancel_requested:
        log_event(session, job, "cancel_asked", actor.label)
    job.cancel_requested, job.cancelled_by = True, actor.user_id
    session.flush()
    return job


def retry_job(session: TenantSession, actor: Actor, job_id: uuid.UUID, wanted: RetryWrite) -> Job:
    """A new job for what this one left undone; never two at once."""
    actor.require("jobs:write")
    job = access_job(session, actor, job_id)
    queries.lock_job(session, job.id)
    kind = kind_named(job.kind)
    if job.state in ACTIVE or kind is None or kind.retry is None:
        raise JobNotRetryable
    if queries.is_retried(session, job.id, states=sorted(ACTIVE)):
        raise JobRetried
    again = kind.retry(session, actor, job, wanted)
    again.retry_of = job.id
    session.flush()
    return again


def record_errors(session: TenantSession, job_id: uuid.UUID, errors: Sequence[ItemError]) -> None:
    """Keep what went wrong with items, set-based: one statement for any number."""
    if not errors:
        return
    session.raw.execute(
        """
        insert into job_errors (tenant_id, id, job_id, item, code, message, data)
        select %(tenant)s, e.id, %(job)s, e.item, e.code, e.message, e.data::jsonb
        from unnest(%(ids)s::uuid[], %(items)s::bigint[], %(codes)s::text[], %(messages)s::text[], %(data)s::text[])
          as e (id, item, code, message, data)
        """,
        {
            "tenant": session.tenant_id,
            "job": job_id,
            "ids": [new_id() for _ in errors],
            "items": [error.item for error in errors],
            "codes": [error.code for error in errors],
            "messages": [error.message for error in errors],
            "data": [error.model_dump_json(include={"data"})[len('{"data":') : -1] for error in errors],
        },
    )


def errors_of(
    session: TenantSession, job_id: uuid.UUID, *, code: str, after: tuple[int, uuid.UUID] | None, limit: int
) -> Sequence[JobError]:
    """The next items that met this cause; the caller has checked who may know."""
    return queries.errors_page(session, job_id, code=code, after=after, limit=limit)


def add_artefact(session: TenantSession, job_id: uuid.UUID, *, file_id: uuid.UUID, name: str) -> None:
    session.add(JobArtefact(tenant_id=session.tenant_id, id=new_id(), job_id=job_id, file_id=file_id, name=name))
    session.flush()


def forget_old_jobs(session: TenantSession, *, limit: int) -> int:
    """Delete at most `limit` jobs that ended long ago, unless a record still leads to them. Returns how many."""
    old = queries.old_jobs(session, before=now() - JOBS_KEPT, limit=limit)
    for model, column in ((JobError, JobError.job_id), (JobArtefact, JobArtefact.job_id), (Job, Job.id)):
        session.execute(delete(model).where(model.tenant_id == session.tenant_id, column.in_(old)))
    return len(old)


def actor_of(job: Job) -> Actor:
    """Whoever started the job, with the permissions and the client scope of that moment."""
    kept = job.actor
    return Actor(
        tenant_id=job.tenant_id,
        user_id=job.started_by,
        label=job.started_by_label,
        permissions=frozenset(kept.get("permissions", ())),
        origin=Origin(kept.get("origin", Origin.SYSTEM)),
        client_scope=ClientScope(
            ScopeMode(kept.get("scope", ScopeMode.ALLOW)),
            frozenset(uuid.UUID(client) for client in kept.get("clients", ())),
        ),
        role=kept.get("role", ""),
        tenant_slug=kept.get("tenant_slug", ""),
    )


def describe(session: TenantSession, actor: Actor, jobs: Sequence[Job]) -> list[JobRead]:
    """The jobs as people see them, with their artefacts, in two statements whatever their number."""
    artefacts: dict[uuid.UUID, list[Artefact]] = {}
    for job_id, file_id, name, media_type, size in queries.artefacts_of(session, [job.id for job in jobs]):
        url = f"/api/v1/files/{file_id}/content"
        made = Artefact(id=file_id, name=name, media_type=media_type, size=size, url=url)
        artefacts.setdefault(job_id, []).append(made)
    return [_described(job, actor, artefacts.get(job.id, [])) for job in jobs]


def _described(job: Job, actor: Actor, artefacts: list[Artefact]) -> JobRead:
    kind = kind_named(job.kind)
    is_active = job.state in ACTIVE
    is_own = job.started_by is not None and job.started_by == actor.user_id
    may_act = actor.may("jobs:write")
    links = {"self": f"/api/v1/jobs/{job.id}", "errors": f"/api/v1/jobs/{job.id}/errors"}
    if job.retry_of is not None:
        links["retry_of"] = f"/api/v1/jobs/{job.retry_of}"
    return JobRead(
        id=job.id,
        kind=job.kind,
        title=job.title,
        state=JobState(job.state).value,
        phase=job.phase,
        progress=JobProgress(done=job.done, total=job.total),
        counters=job.counters,
        started_by=Person(id=job.started_by, label=job.started_by_label),
        client_id=job.client_id,
        created_at=job.created_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
        message=job.message,
        change_set_id=job.change_set_id,
        artefacts=artefacts,
        can_cancel=is_active and not job.cancel_requested and (is_own or may_act),
        can_retry=not is_active
        and job.state != JobState.SUCCEEDED
        and may_act
        and kind is not None
        and kind.retry is not None,
        is_stopping=is_active and job.cancel_requested,
        seconds_left=_seconds_left(job),
        inputs=dict(kind.inputs(job)) if kind is not None else {},
        log=[LoggedStep.model_validate(each) for each in job.log],
        links=links,
    )


def _seconds_left(job: Job) -> int | None:
    """How long it takes at the pace so far; None until that can be told."""
    if job.state != JobState.RUNNING or job.started_at is None or not job.total or not job.done:
        return None
    passed = now() - job.started_at
    if passed < _FORETOLD_AFTER:
        return None
    return round(passed.total_seconds() * max(job.total - job.done, 0) / job.done)


def _remembered(actor: Actor) -> dict[str, Any]:
    return {
        "permissions": sorted(actor.permissions),
        "origin": actor.origin.value,
        "scope": actor.client_scope.mode.value,
        "clients": sorted(str(client) for client in actor.client_scope.client_ids),
        "role": actor.role,
        "tenant_slug": actor.tenant_slug,
    }
