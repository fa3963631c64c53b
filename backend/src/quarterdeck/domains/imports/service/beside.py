"""Two chunks of an import written at once: one by the job's own transaction, the next one by a thread beside it.

Writing is the work of one process of the database, and there are others. What is beside commits first. Should the job's
transaction not follow, the rows know that they are applied, and are passed over when it is their turn.
"""

import uuid
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from quarterdeck.domains.assets.service import give_back_tags
from quarterdeck.domains.intake import service as intake
from quarterdeck.domains.intake.errors import NotBeside
from quarterdeck.domains.jobs.kinds import JobContext
from quarterdeck.platform.db.session import TenantSession


@dataclass(slots=True)
class Beside:
    """Rows that are written meanwhile: none, where `rows` is empty. And tags that are taken for the caller's own."""

    rows: range
    tags: Sequence[str] = ()

    def __bool__(self) -> bool:
        return bool(self.rows)


@contextmanager
def beside(
    session: TenantSession, context: JobContext, batch_id: uuid.UUID, job_id: uuid.UUID, chunk: range, following: range
) -> Iterator[Beside]:
    """Write the rows that follow while the caller writes those of `chunk`. Afterwards it tells whether it could."""
    written = Beside(range(0))
    if not following or not intake.may_apply_beside(session, batch_id, chunk, following):
        yield written
        return
    written.tags, tags = intake.reserve_tags(session, batch_id, (chunk, following))
    with ThreadPoolExecutor(1, thread_name_prefix="beside") as thread:
        done = thread.submit(_write, context, batch_id, job_id, following, tags)
        yield written
        if done.result():
            written.rows = following
        else:
            give_back_tags(session, tags)


def _write(context: JobContext, batch_id: uuid.UUID, job_id: uuid.UUID, rows: range, tags: Sequence[str]) -> bool:
    first, last = rows[0], rows[-1]
    try:
        with context.runtime.database.session_for(context.actor) as session:
            intake.apply_beside(session, context.actor, batch_id, first=first, last=last, job_id=job_id, tags=tags)
    except NotBeside:
        return False
    return True
