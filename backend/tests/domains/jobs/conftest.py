from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from quarterdeck.domains.jobs import kinds
from quarterdeck.domains.jobs.kinds import Done, JobContext, JobKind, Progress, Runtime
from quarterdeck.domains.jobs.models import Job
from quarterdeck.domains.jobs.schemas import ItemError
from quarterdeck.domains.jobs.service import record_errors
from quarterdeck.platform.db.session import Database, TenantSession
from quarterdeck.platform.errors import Conflict
from quarterdeck.platform.settings import Settings
from quarterdeck.platform.storage import Storage


def count_up(session: TenantSession, job: Job, context: JobContext) -> Progress | Done:
    """Writes the numbers below `total` as item errors, `step` of them in each chunk; fails where it is told to."""
    params: dict[str, Any] = job.params
    start, step, total = job.cursor.get("next", 0), params.get("step", 2), params["total"]
    numbers = range(start, min(start + step, total))
    record_errors(session, job.id, [ItemError(item=n, code="seen", message=f"number {n}") for n in numbers])
    if params.get("refuse_at") in numbers:
        raise Conflict("The thing is taken already.")
    if params.get("break_at") in numbers:
        raise ZeroDivisionError
    counters = {"done": numbers.stop, "skipped": 0, "failed": 0, "pending": total - numbers.stop, "total": total}
    if numbers.stop < total:
        return Progress({"next": numbers.stop}, phase="counting", done=numbers.stop, total=total, counters=counters)
    return Done(f"Counted to {total}.", done=total, total=total, counters=counters)


@pytest.fixture
def counting() -> Iterator[str]:
    kinds.register(JobKind("count", count_up))
    yield "count"
    del kinds._kinds["count"]


@pytest.fixture
def runtime(database: Database, tmp_path: Path) -> Runtime:
    return Runtime(database, Storage.local(tmp_path / "files"), Settings(data_dir=tmp_path))
