"""Undoing a large change set as a job: one transaction per chunk of objects."""

import tempfile
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from quarterdeck.domains.files import service as files
from quarterdeck.domains.jobs.kinds import Done, JobContext, JobKind, JobState, Progress, register
from quarterdeck.domains.jobs.models import Job
from quarterdeck.domains.jobs.schemas import ItemError, RetryWrite
from quarterdeck.domains.jobs.service import add_artefact, record_errors
from quarterdeck.domains.journal.service import continue_change_set, open_change_set
from quarterdeck.domains.recovery.queries.audit import tags_of
from quarterdeck.domains.recovery.queries.states import undo_of_job
from quarterdeck.domains.recovery.schemas import AuditExportWrite, UndeleteWrite, UndoCounts
from quarterdeck.domains.recovery.service import auditing, sealing, undeleting, verifying
from quarterdeck.domains.recovery.service.undoing import (
    KIND,
    access_change_set,
    access_undo,
    require_undoable,
    retry_undo,
)
from quarterdeck.domains.recovery.service.walking import Walk, finish, load_task, note, step
from quarterdeck.platform.actors import Actor, Origin
from quarterdeck.platform.clock import now
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.storage import PIECE_BYTES
from quarterdeck.platform.tabular import write_csv

CHUNK_OBJECTS = 5_000


def run_chunk(session: TenantSession, job: Job, context: JobContext) -> Progress | Done:
    undo = access_undo(session, context.actor, uuid.UUID(job.params["undo_id"]))
    change_set = access_change_set(session, context.actor, undo.change_set_id)
    require_undoable(session, change_set)
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
    record_errors(session, job.id, _items(session, told, first=walked + 1))
    if not walk.is_over:
        counts = note(undo, task, walk)
        return Progress(
            walk.dump(), phase="undoing", done=_walked(counts), total=counts.total, counters=counts.model_dump()
        )
    counts = finish(session, undo, task, walk)
    state = JobState.SUCCEEDED if undo.state == "done" else JobState.PARTLY_SUCCEEDED
    return Done(summary(counts), state, done=counts.total, total=counts.total, counters=counts.model_dump())


def _items(session: TenantSession, told: Sequence[Mapping[str, Any]], *, first: int) -> list[ItemError]:
    """What was left or refused; an asset by its tag and name, since an id says nothing to a person."""
    called = tags_of(session, [uuid.UUID(each["object_id"]) for each in told])
    items = []
    for number, each in enumerate(told, start=first):
        data = {"object_id": each["object_id"]}
        if known := called.get(each["object_id"]):
            data |= {"tag": known[0], "name": known[1]}
        items.append(ItemError(item=number, code=each["code"], message=each["message"], data=data))
    return items


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
    if not counts.done:
        return f"Nothing was undone: {told}."
    return f"{told[0].upper()}{told[1:]}."


def stopped(session: TenantSession, job: Job) -> None:
    """The undo ends as its job does; what was taken back stays so."""
    undo = undo_of_job(session, job.id)
    if undo is not None and undo.state == "running":
        undo.state = "cancelled" if job.state == JobState.CANCELLED else "failed"
        undo.finished_at = now()
        session.flush()


register(JobKind(KIND, run_chunk, on_stopped=stopped, retry=retry_undo))


RESTORED_AT_ONCE = 1_000


def run_undeleting(session: TenantSession, job: Job, context: JobContext) -> Progress | Done:
    """The next deleted assets come back; what can't is told with the job."""
    if job.change_set_id is None:
        job.change_set_id = open_change_set(session, context.actor, reason=job.title, job_id=job.id, origin=Origin.UNDO)
        session.flush()
    else:
        continue_change_set(session, job.change_set_id)
    kept = job.cursor
    after = (datetime.fromisoformat(kept["at"]), uuid.UUID(kept["id"])) if kept else None
    chosen = undeleting.filter_of(UndeleteWrite.model_validate(job.params))
    batch = undeleting.undelete(session, chosen, after=after, limit=RESTORED_AT_ONCE)
    restored, failed = kept.get("restored", 0) + batch.restored, kept.get("failed", 0) + len(batch.refused)
    record_errors(session, job.id, undeleting.numbered(batch.refused, kept.get("failed", 0) + 1))
    total = job.total or 0
    counters = {"total": total, "done": restored, "skipped": 0, "failed": failed, "pending": total - restored - failed}
    if batch.last is not None:
        at, last = batch.last
        cursor = {"at": at.isoformat(), "id": str(last), "restored": restored, "failed": failed}
        return Progress(cursor, phase="restoring", done=restored + failed, total=total, counters=counters)
    # Somebody else brought the others back meanwhile.
    counters |= {"skipped": counters["pending"], "pending": 0}
    parts = [
        (restored, "restored"),
        (failed, "could not be restored"),
        (counters["skipped"], "were there again already"),
    ]
    message = ", ".join(f"{number:,} {word}" for number, word in parts if number) or "Nothing to restore"
    state = JobState.PARTLY_SUCCEEDED if failed else JobState.SUCCEEDED
    return Done(f"{message}.", state, done=total, total=total, counters=counters)


register(JobKind(undeleting.KIND, run_undeleting, retry=undeleting.retry_undeleting))


_KEPT_DAYS = 30


def run_export(session: TenantSession, job: Job, context: JobContext) -> Done:
    """Write the log into a file, for whoever may read the log. One chunk: it is one look at the journal."""
    name = f"audit-log-{now():%Y-%m-%d}.csv"
    lines = auditing.exported_lines(session, context.actor, AuditExportWrite.model_validate(job.params))
    with tempfile.TemporaryDirectory(prefix="qd-audit-") as folder:
        path = Path(folder) / "file"
        count = write_csv(path, auditing.HEADINGS, lines)
        with path.open("rb") as file:
            kept = files.keep_file(
                session,
                context.actor,
                context.runtime.storage,
                iter(lambda: file.read(PIECE_BYTES), b""),
                name=name,
                media_type="text/csv",
                purpose="audit",
                client_id=job.client_id,
                keep_days=_KEPT_DAYS,
            )
    add_artefact(session, job.id, file_id=kept.id, name=name)
    counters = {"total": count, "done": count, "skipped": 0, "failed": 0, "pending": 0}
    return Done(f"{count:,} lines exported.", done=count, total=count, counters=counters)


def run_verify(session: TenantSession, job: Job, _: JobContext) -> Done:
    """Compare the journal with its seals, and say for each day what is not as it was sealed."""
    found = sealing.verify(session)
    record_errors(
        session,
        job.id,
        [ItemError(item=place, code="altered", message=each) for place, each in enumerate(found.problems, start=1)],
    )
    counters = {"total": found.days, "done": found.days - len(found.problems), "failed": len(found.problems)}
    if found.problems:
        message = f"{len(found.problems):,} of {found.days:,} days are not as they were sealed."
        return Done(message, JobState.PARTLY_SUCCEEDED, done=found.days, total=found.days, counters=counters)
    message = f"{found.changes:,} changes of {found.days:,} days are as they were sealed."
    return Done(message, done=found.days, total=found.days, counters=counters)


def verify_again(session: TenantSession, actor: Actor, _job: Job, _wanted: RetryWrite) -> Job:
    return verifying.start_verifying(session, actor)


register(JobKind(auditing.EXPORT_KIND, run_export, retry=auditing.export_again))
register(JobKind(verifying.KIND, run_verify, retry=verify_again))
