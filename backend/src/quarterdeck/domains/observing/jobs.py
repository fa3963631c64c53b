"""A large batch, a chunk of items per transaction."""

import uuid
from collections import Counter

from quarterdeck.domains.intake import service as intake
from quarterdeck.domains.jobs.kinds import Done, JobContext, JobKind, JobState, Progress, register
from quarterdeck.domains.jobs.models import Job
from quarterdeck.domains.observing.service import KIND, take_in
from quarterdeck.platform.db.session import TenantSession

_CHUNK = 2_000


def run_chunk(session: TenantSession, job: Job, context: JobContext) -> Progress | Done:
    """The next items; they were staged when they arrived."""
    batch_id, end = uuid.UUID(job.params["batch_id"]), int(job.params["last"])
    first = int(job.cursor.get("at", 0)) + 1
    last = min(first + _CHUNK - 1, end)
    take_in(session, context.actor, batch_id, first=first, last=last, source=job.params["source"], job_id=job.id)
    job.change_set_id = intake.access_batch(session, batch_id).change_set_id
    counts = Counter(job.cursor.get("counts", {})) + Counter(
        intake.counts_of(session, batch_id, first=first, last=last)
    )
    if last < end:
        return Progress({"at": last, "counts": counts}, phase="applying", done=last, counters=dict(counts))
    left = counts["rejected"] + counts["review"]
    told = ", ".join(f"{count:,} {outcome.replace('_', ' ')}" for outcome, count in sorted(counts.items()))
    state = JobState.PARTLY_SUCCEEDED if left else JobState.SUCCEEDED
    return Done(told[:1].upper() + told[1:] + ".", state, done=end, counters=dict(counts))


register(JobKind(KIND, run_chunk))
