"""A large change, a few thousand assets in each transaction. A killed worker loses nothing and doubles nothing."""

from quarterdeck.domains.bulk.service import changing as service
from quarterdeck.domains.bulk.service import telling
from quarterdeck.domains.jobs.kinds import Done, JobContext, JobKind, JobState, Progress, register
from quarterdeck.domains.jobs.models import Job
from quarterdeck.platform.db.session import TenantSession


def run_chunk(session: TenantSession, job: Job, context: JobContext) -> Progress | Done:
    """The next chunks of the selection; progress, counters and what was skipped commit with what was changed."""
    first = int(job.cursor.get("chunk", 0))
    counters = service.run_chunks(session, context.actor, job, first=first)
    done = counters["total"] - counters["pending"]
    if counters["pending"]:
        cursor = {"chunk": first + service.CHUNKS_AT_ONCE}
        return Progress(cursor, phase="changing", done=done, total=counters["total"], counters=counters)
    state = JobState.PARTLY_SUCCEEDED if counters["skipped"] else JobState.SUCCEEDED
    message = telling.finished_sentence(telling.operation_of(job), counters)
    return Done(message, state=state, done=done, total=counters["total"], counters=counters)


register(JobKind(service.KIND, run_chunk, retry=service.retry, inputs=telling.inputs_of))
