"""A real worker process that knows one more kind of job: `python -m tests.entrypoints.counting_worker`.

Each chunk writes one number. Where `hang` names a file that exists, the chunk of `hang_at` says so and never ends.
"""

import sys
import time
from pathlib import Path

from quarterdeck.domains.jobs import kinds
from quarterdeck.domains.jobs.kinds import Done, JobContext, JobKind, Progress
from quarterdeck.domains.jobs.models import Job
from quarterdeck.domains.jobs.schemas import ItemError
from quarterdeck.domains.jobs.service import record_errors
from quarterdeck.entrypoints.worker import run_worker
from quarterdeck.platform.db.session import Database, TenantSession
from quarterdeck.platform.settings import Settings


def count(session: TenantSession, job: Job, context: JobContext) -> Progress | Done:
    number, total = job.cursor.get("next", 0), job.params["total"]
    record_errors(session, job.id, [ItemError(item=number, code="seen", message=str(time.time_ns()))])
    if number == job.params.get("hang_at") and Path(job.params["hang"]).exists():
        Path(job.params["hang"] + ".reached").touch()
        time.sleep(600)
    if number + 1 == total:
        return Done("Counted.", done=total, total=total)
    return Progress({"next": number + 1}, done=number + 1, total=total)


def main(url: str, data_dir: str) -> None:
    kinds.register(JobKind("count", count))
    settings = Settings(
        data_dir=Path(data_dir), worker_concurrency=1, worker_heartbeat_seconds=0.5, worker_stalled_seconds=2
    )
    run_worker(settings, Database(url))


if __name__ == "__main__":
    main(*sys.argv[1:])
