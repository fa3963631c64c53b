"""The queue's side of jobs: the task that runs chunks, and the rescue of chunks whose worker died."""

import asyncio
import uuid
from typing import Any

import structlog
from procrastinate import JobContext as TaskContext
from procrastinate import exceptions
from procrastinate.jobs import Job as Task
from procrastinate.jobs import Status

from quarterdeck.domains.jobs.chunks import MAX_ATTEMPTS, Step, due_again, note_failed_attempt, run_one_chunk
from quarterdeck.domains.jobs.kinds import Runtime
from quarterdeck.domains.jobs.queries import job_by_id
from quarterdeck.domains.jobs.service import CHUNK_TASK, lock_of, queue_chunk
from quarterdeck.platform.queue import JOBS, is_anybody_waiting, queue

log = structlog.get_logger(__name__)


@queue.task(name=CHUNK_TASK, queue=JOBS, pass_context=True)
def run_chunk(context: TaskContext, *, tenant_id: str, job_id: str, turn: int) -> None:
    """Chunk after chunk, for as long as nobody else waits: each way through the queue costs more than a small chunk."""
    runtime: Runtime = context.additional_context["runtime"]
    step, hands_on = Step.MORE, False
    while step is Step.MORE and not hands_on:
        hands_on = context.additional_context["is_stopping"]() or _is_anybody_waiting(runtime, uuid.UUID(tenant_id))
        step = run_one_chunk(
            runtime, tenant_id=uuid.UUID(tenant_id), job_id=uuid.UUID(job_id), turn=turn, requeue=hands_on
        )


def _is_anybody_waiting(runtime: Runtime, tenant_id: uuid.UUID) -> bool:
    with runtime.database.tenant_session(tenant_id) as session:
        return is_anybody_waiting(session, holding=lock_of(tenant_id))


async def rescue(runtime: Runtime, *, stalled_seconds: float, orphaned_seconds: float) -> int:
    """Line up again what a dead worker or a dead command left behind. Returns how many. Safe to run anywhere, twice."""
    rescued = 0
    for task in await queue.job_manager.get_stalled_jobs(seconds_since_heartbeat=stalled_seconds):
        try:
            rescued += await _rescue_task(runtime, task)
        except exceptions.ConnectorException:
            # Another process was at the same task and won.
            log.info("stalled task was rescued elsewhere", task=task.id)
    rows: list[dict[str, Any]] = await queue.connector.execute_query_all_async(
        "select tenant_id, job_id from jobs_without_task(%(seconds)s)", seconds=orphaned_seconds
    )
    for row in rows:
        rescued += await asyncio.to_thread(_adopt, runtime, row["tenant_id"], row["job_id"])
    return rescued


async def _rescue_task(runtime: Runtime, task: Task) -> bool:
    if task.task_name != CHUNK_TASK:
        if task.attempts >= MAX_ATTEMPTS:
            log.error("a task kept killing its worker", task=task.task_name, attempts=task.attempts)
            await queue.job_manager.finish_job(task, Status.FAILED, delete_job=False)
            return False
        await queue.job_manager.retry_job(task)
        return True
    arguments = task.task_kwargs
    tenant_id, job_id = uuid.UUID(str(arguments["tenant_id"])), uuid.UUID(str(arguments["job_id"]))
    is_due = await asyncio.to_thread(due_again, runtime, tenant_id, job_id, int(str(arguments["turn"])))
    if is_due is None:
        log.info("a chunk takes long", tenant=str(tenant_id), job=str(job_id))
        return False
    log.warning("worker died", tenant=str(tenant_id), job=str(job_id))
    if is_due:
        await queue.job_manager.retry_job(task)
        return True
    await queue.job_manager.finish_job(task, Status.FAILED, delete_job=False)
    return False


def _adopt(runtime: Runtime, tenant_id: uuid.UUID, job_id: uuid.UUID) -> bool:
    with runtime.database.tenant_session(tenant_id) as session:
        job = job_by_id(session, job_id)
        if job is None or not note_failed_attempt(session, job_id):
            return False
        log.warning("job had no task", tenant=str(tenant_id), job=str(job_id))
        queue_chunk(session, job)
        return True
