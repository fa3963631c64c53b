"""Undoing a large change set as a job: one transaction per chunk of objects."""

import uuid

from quarterdeck.domains.jobs.kinds import Done, JobContext, JobKind, JobState, Progress, register
from quarterdeck.domains.jobs.models import Job
from quarterdeck.domains.jobs.schemas import ItemError
from quarterdeck.domains.jobs.service import record_errors
from quarterdeck.domains.journal.service import continue_change_set, open_change_set
from quarterdeck.domains.recovery.queries.states import undo_of_job
from quarterdeck.domains.recovery.schemas import UndoCounts
from quarterdeck.domains.recovery.service.undoing import KIND, access_change_set, access_undo, retry_undo
from quarterdeck.domains.recovery.service.walking import Walk, finish, load_task, note, step
from quarterdeck.platform.actors import Origin
from quarterdeck.platform.clock import now
from quarterdeck.platform.db.session import TenantSession

CHUNK_OBJECTS = 5_000


def run_chunk(session: TenantSession, job: Job, context: JobContext) -> Progress | Done:
    undo = access_undo(session, context.actor, uuid.UUID(job.params["undo_id"]))
    change_set = access_change_set(session, context.actor, undo.change_set_id)
    if undo.undo_change_set_id is None:
        undo.undo_change_set_id = open_change_set(
            session, context.actor, reason=job.title, job_id=job.id, origin=Origin.UNDO
        )
        job.change_set_id = undo.undo_change_set_id
        session.flush()
    else:
        continue_change_set(session, undo.undo_change_set_id)
    task = load_task(session, change_set, undo)
    walk = Walk.begin(task).resume(job.cursor)
    walked = walk.walked
    told = step(session, task, walk, size=CHUNK_OBJECTS)
    record_errors(
        session,
        job.id,
        [
            ItemError(
                item=walked + number, code=each["code"], message=each["message"], data={"object_id": each["object_id"]}
            )
            for number, each in enumerate(told, start=1)
        ],
    )
    if not walk.is_over:
        counts = note(undo, task, walk)
        return Progress(
            walk.dump(), phase="undoing", done=_walked(counts), total=counts.total, counters=counts.model_dump()
        )
    counts = finish(session, undo, task, walk)
    state = JobState.SUCCEEDED if undo.state == "done" else JobState.PARTLY_SUCCEEDED
    return Done(summary(counts), state, done=counts.total, total=counts.total, counters=counts.model_dump())


def _walked(counts: UndoCounts) -> int:
    return counts.total - counts.pending


def summary(counts: UndoCounts) -> str:
    words = {
        "restored": "restored",
        "partly": "restored in part",
        "left": "left, because they were changed since",
        "already": "as before already",
        "blocked": "not possible",
    }
    parts = [f"{count:,} {word}" for key, word in words.items() if (count := getattr(counts, key))]
    told = ", ".join(parts) or "nothing to do"
    return f"{told[0].upper()}{told[1:]}."


def stopped(session: TenantSession, job: Job) -> None:
    """The undo ends as its job does; what was taken back stays so."""
    undo = undo_of_job(session, job.id)
    if undo is not None and undo.state == "running":
        undo.state = "cancelled" if job.state == JobState.CANCELLED else "failed"
        undo.finished_at = now()
        session.flush()


register(JobKind(KIND, run_chunk, on_stopped=stopped, retry=retry_undo))
