"""Many observations decided alike, a chunk per transaction."""

import uuid

from quarterdeck.domains.intake.service.many import INLINE, KIND, decide_some
from quarterdeck.domains.jobs.kinds import Done, JobContext, JobKind, JobState, Progress, register
from quarterdeck.domains.jobs.models import Job
from quarterdeck.domains.jobs.schemas import ItemError
from quarterdeck.domains.jobs.service import record_errors
from quarterdeck.platform.db.session import TenantSession


def run_chunk(session: TenantSession, job: Job, context: JobContext) -> Progress | Done:
    """The next observations of the list that was fixed when the job was started."""
    at, ids = int(job.cursor.get("at", 0)), job.params["ids"]
    chunk = [uuid.UUID(each) for each in ids[at : at + INLINE]]
    done, failures, change_set_id = decide_some(
        session, context.actor, job.params["action"], chunk, job_id=job.id, change_set_id=job.change_set_id
    )
    job.change_set_id = change_set_id
    places = {review_id: place for place, review_id in enumerate(chunk, at + 1)}
    record_errors(
        session,
        job.id,
        [ItemError(item=places[each.review_id], code=each.code, message=each.message) for each in failures],
    )
    counts = {
        "done": int(job.counters.get("done", 0)) + done,
        "failed": int(job.counters.get("failed", 0)) + len(failures),
    }
    at += len(chunk)
    counters = {
        **counts,
        "skipped": at - counts["done"] - counts["failed"],
        "pending": len(ids) - at,
        "total": len(ids),
    }
    if at < len(ids):
        return Progress({"at": at}, phase="deciding", done=at, counters=counters)
    state = JobState.PARTLY_SUCCEEDED if counters["failed"] else JobState.SUCCEEDED
    left = f" {counters['failed']:,} could not be decided like the others." if counters["failed"] else ""
    return Done(f"{counters['done']:,} observations decided.{left}", state, done=at, counters=counters)


register(JobKind(KIND, run_chunk))
