"""Running a job chunk by chunk. Each chunk is one transaction: its data, its cursor and its counters commit together.

Whoever runs a chunk holds the job's advisory lock while doing so, and goes on after the committed cursor. So a chunk is
done once, also when a worker was killed between committing it and saying so, or when two processes try at once. A task
is good for one turn: for as many chunks as are run until the job is lined up again.
"""

import time
import uuid
from datetime import datetime
from enum import StrEnum

import structlog
from prometheus_client import Counter, Histogram

from quarterdeck.domains.jobs import queries, service
from quarterdeck.domains.jobs.events import JobEnded
from quarterdeck.domains.jobs.kinds import ACTIVE, Done, JobContext, JobKind, JobState, Progress, Runtime, kind_named
from quarterdeck.domains.jobs.models import Job
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.clock import now
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.errors import AppError
from quarterdeck.platform.events import publish

log = structlog.get_logger(__name__)

MAX_ATTEMPTS = 4
CHUNKS = Counter("quarterdeck_job_chunks_total", "Chunks of jobs run.", ["kind", "outcome"])
CHUNK_SECONDS = Histogram(
    "quarterdeck_job_chunk_seconds", "Time of one chunk.", ["kind"], buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
)
FINISHED = Counter("quarterdeck_jobs_finished_total", "Jobs ended.", ["kind", "state"])


class Step(StrEnum):
    """What came of trying to run a chunk."""

    MORE = "more"
    ENDED = "ended"
    BUSY = "busy"  # another process is at it
    STALE = "stale"  # this turn has been taken already
    FAILED = "failed"  # the chunk was rolled back; the job may be tried again


def run_one_chunk(
    runtime: Runtime, *, tenant_id: uuid.UUID, job_id: uuid.UUID, turn: int | None = None, requeue: bool = True
) -> Step:
    """Run the job's next chunk, if `turn` (None: whichever) is the job's; with `requeue` line up the one after it."""
    with structlog.contextvars.bound_contextvars(tenant=str(tenant_id), job=str(job_id)):
        started = time.perf_counter()
        with runtime.database.tenant_session(tenant_id) as session:
            job = queries.job_by_id(session, job_id)
            if job is None:
                log.warning("job is gone")
                return Step.STALE
            actor, kind_name = service.actor_of(job), job.kind
        try:
            step = _attempt(runtime, actor, job_id, turn=turn, requeue=requeue)
        except AppError as exc:
            # The job can't succeed however often it is tried: say so in the error's own sentence.
            _give_up(runtime, actor, job_id, exc.message)
            step = Step.ENDED
        except Exception:
            # The worker's edge: whatever a chunk raises is rolled back, recorded, and tried again a few times.
            log.exception("chunk failed")
            step = _after_failure(runtime, actor, job_id, requeue=requeue)
        CHUNKS.labels(kind_name, step).inc()
        CHUNK_SECONDS.labels(kind_name).observe(time.perf_counter() - started)
        return step


def _attempt(runtime: Runtime, actor: Actor, job_id: uuid.UUID, *, turn: int | None, requeue: bool) -> Step:
    with runtime.database.session_for(actor) as session:
        if not _take(session, job_id):
            return Step.BUSY
        job = queries.job_by_id(session, job_id)
        if job is None or job.state not in ACTIVE or turn not in {None, job.turn}:
            return Step.STALE
        kind = kind_named(job.kind)
        if kind is None:
            _finish(session, job, JobState.FAILED, f"Nothing here knows how to do a job of the kind {job.kind}.")
            return Step.ENDED
        if job.cancel_requested:
            _stop(session, job, kind, JobState.CANCELLED, _cancelled_sentence(session, job, kind))
            return Step.ENDED
        if job.state != JobState.RUNNING:
            service.log_event(session, job, "resumed" if job.started_at else "started")
            job.state = JobState.RUNNING
            job.started_at = job.started_at or now()
        outcome = kind.run_chunk(session, job, JobContext(runtime, actor))
        job.turn += requeue or turn is None
        job.attempts = 0
        return _record(session, job, outcome, requeue=requeue)


def _take(session: TenantSession, job_id: uuid.UUID) -> bool:
    """Hold the job until the transaction ends. False while somebody else is at one of its chunks."""
    row = session.raw.execute(
        "select pg_try_advisory_xact_lock(hashtextextended(%(key)s, 0))", {"key": f"job:{job_id}"}
    ).fetchone()
    return bool(row and row[0])


def _record(session: TenantSession, job: Job, outcome: Progress | Done, *, requeue: bool) -> Step:
    if outcome.total is not None:
        job.total = outcome.total
    if outcome.done is not None:
        job.done = max(outcome.done, job.done)  # what a person saw done stays done
    job.counters = {**job.counters, **outcome.counters}
    if isinstance(outcome, Done):
        _finish(session, job, outcome.state, outcome.message)
        return Step.ENDED
    job.cursor = dict(outcome.cursor)
    if outcome.phase and outcome.phase != job.phase:
        job.phase = outcome.phase
        service.log_event(session, job, "phase", outcome.phase)
    session.flush()
    if requeue:
        service.queue_chunk(session, job)
    return Step.MORE


def _finish(session: TenantSession, job: Job, state: JobState, message: str) -> None:
    job.state = state
    job.message = message
    job.phase = None
    job.finished_at = now()
    service.log_event(session, job, "ended", message)
    session.flush()
    publish(session, _ended(job, job.finished_at))
    FINISHED.labels(job.kind, state).inc()
    log.info("job ended", kind=job.kind, state=state.value)


def _ended(job: Job, at: datetime) -> JobEnded:
    return JobEnded(
        job_id=job.id,
        kind=job.kind,
        state=job.state,
        title=job.title,
        message=job.message or "",
        seconds=(at - (job.started_at or at)).total_seconds(),
        client_id=job.client_id,
        started_by=job.started_by,
        cancelled_by=job.cancelled_by,
    )


def _stop(session: TenantSession, job: Job, kind: JobKind | None, state: JobState, message: str) -> None:
    _finish(session, job, state, message)
    if kind is not None and kind.on_stopped is not None:
        kind.on_stopped(session, job)


def _cancelled_sentence(session: TenantSession, job: Job, kind: JobKind) -> str:
    done = kind.kept(session, job) if kind.kept is not None else job.done
    if not job.total or not done:
        return "Cancelled before anything was done."
    return f"Cancelled. {done:,} of {job.total:,} were done before that and are kept."


def _give_up(runtime: Runtime, actor: Actor, job_id: uuid.UUID, sentence: str) -> None:
    with runtime.database.session_for(actor) as session:
        job = queries.job_by_id(session, job_id)
        if job is not None and job.state in ACTIVE:
            _stop(session, job, kind_named(job.kind), JobState.FAILED, sentence)


def _after_failure(runtime: Runtime, actor: Actor, job_id: uuid.UUID, *, requeue: bool) -> Step:
    with runtime.database.session_for(actor) as session:
        if not note_failed_attempt(session, job_id):
            return Step.ENDED
        job = queries.job_by_id(session, job_id)
        if job is not None and requeue:
            service.queue_chunk(session, job)
    return Step.FAILED


def due_again(runtime: Runtime, tenant_id: uuid.UUID, job_id: uuid.UUID, turn: int) -> bool | None:
    """Whether a chunk whose worker fell silent is to be tried again; None while it is being done all the same.

    A worker too busy to say that it lives is no dead one. To wait for its transaction would last as long as the chunk.
    """
    with runtime.database.tenant_session(tenant_id) as session:
        if not _take(session, job_id):
            return None
        job = queries.job_by_id(session, job_id)
        if job is None or job.turn != turn:
            return False  # the job was lined up again before the worker died
        return note_failed_attempt(session, job_id)


def note_failed_attempt(session: TenantSession, job_id: uuid.UUID) -> bool:
    """Count a chunk that did not commit. False when the job has ended, perhaps because it was tried too often."""
    job = queries.job_by_id(session, job_id)
    if job is None or job.state not in ACTIVE:
        return False
    job.attempts += 1
    if job.attempts >= MAX_ATTEMPTS:
        sentence = (
            f"The same step failed {job.attempts} times, so the job was given up. "
            "What was done before it is kept. The details are in the log of the worker."
        )
        _stop(session, job, kind_named(job.kind), JobState.FAILED, sentence)
        return False
    job.state = JobState.INTERRUPTED
    service.log_event(session, job, "interrupted")
    session.flush()
    return True
