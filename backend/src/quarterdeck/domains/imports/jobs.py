"""The import as a job: reading, checking, applying, one chunk of rows per transaction."""

import uuid
from collections import Counter
from collections.abc import Mapping
from typing import Any

from quarterdeck.domains.assets.service.unique import CODE as VALUE_TAKEN
from quarterdeck.domains.imports import queries
from quarterdeck.domains.imports.errors import ImportNotFound, TooManyFailed
from quarterdeck.domains.imports.models import Import
from quarterdeck.domains.imports.queries import checking
from quarterdeck.domains.imports.service.ahead import Ahead
from quarterdeck.domains.imports.service.beside import beside
from quarterdeck.domains.imports.service.error_file import write_error_file
from quarterdeck.domains.imports.service.fixing import RECHECK, recheck_chunk
from quarterdeck.domains.imports.service.mapping import remember
from quarterdeck.domains.imports.service.matching import impose_choices
from quarterdeck.domains.imports.service.observing import keep
from quarterdeck.domains.imports.service.pieces import close_file, next_piece
from quarterdeck.domains.imports.service.running import KIND
from quarterdeck.domains.imports.service.uploading import EXAMINE, examine_in_job, examining_stopped
from quarterdeck.domains.intake import service as intake
from quarterdeck.domains.jobs.kinds import Done, JobContext, JobKind, JobState, Progress, register
from quarterdeck.domains.jobs.models import Job
from quarterdeck.domains.jobs.service import record_errors
from quarterdeck.platform.actors import Origin
from quarterdeck.platform.db.session import TenantSession

#: From here on it is worth the while to tell the planner.
_MANY_ROWS = 1_000
_ROWS_ALONE = 1_000
#: The share of the work in each phase: what takes long when nothing is written, and when something is.
_DRY_SHARES = {"reading": 0.6, "checking": 0.4}
_SHARES = {"reading": 0.25, "checking": 0.25, "applying": 0.5}
OUTCOMES = ("created", "updated", "unchanged", "duplicate_in_file", "review", "rejected")


#: Where the identifiers of the rows lead that are checked next. Checking writes nothing that would change it.
_looked_up: Ahead[intake.LookedUp] = Ahead()


def run_chunk(session: TenantSession, job: Job, context: JobContext) -> Progress | Done:
    """The next chunk of whichever phase the import is in."""
    found = queries.import_of_job(session, job.id)
    if found is None or found.batch_id is None:
        raise ImportNotFound
    match job.cursor.get("phase", "reading"):
        case "reading":
            return _read(session, job, found, found.batch_id, context)
        case "checking":
            return _check(session, job, found, found.batch_id, context)
        case "applying":
            return _apply(session, job, found, found.batch_id, context)
        case _:
            return _finish(session, job, found, found.batch_id, context)


def _read(session: TenantSession, job: Job, found: Import, batch_id: uuid.UUID, context: JobContext) -> Progress:
    after = int(job.cursor.get("row", 0))
    size = context.runtime.settings.import_chunk_rows
    is_dry = bool(job.params["dry_run"])
    piece = next_piece(session, job.id, found, context, after=after, is_kept=is_dry)
    if not after:
        _forget_former(session, job, found)
    if piece.kept is not None:
        keep(session, found, piece.kept)
    intake.stage(session, batch_id, piece.staged)
    record_errors(session, job.id, piece.errors)
    cursor = {
        "row": piece.last,
        "staged": int(job.cursor.get("staged", 0)) + len(piece.staged),
        "excluded": int(job.cursor.get("excluded", 0)) + piece.count - len(piece.staged),
    }
    if piece.count == size:
        if _is_time_for_statistics(after, size):
            intake.refresh_statistics(session)
        # What the file seemed to have when it was examined; a line end within a cell was counted as well.
        expected = max(int(found.layout.get("rows") or 0), piece.last)
        return Progress(
            {**cursor, "phase": "reading"},
            phase="reading",
            done=_done(job, "reading", expected, piece.last / expected),
            total=expected,
            counters={"read": cursor["staged"]},
        )
    if cursor["staged"] >= _MANY_ROWS:
        intake.refresh_statistics(session)
    intake.begin_deciding(session, batch_id)
    found.state = "checking"
    total = cursor["staged"]
    return Progress(
        {**cursor, "phase": "checking", "row": 0, "last": cursor["row"]},
        phase="checking",
        done=_done(job, "reading", total, 1),
        total=total,
        counters=_counters({}, total),
    )


def _forget_former(session: TenantSession, job: Job, found: Import) -> None:
    """What an earlier run of the import staged and kept."""
    if job.params.get("former_batch"):
        intake.drop_batch(session, uuid.UUID(job.params["former_batch"]))
    if job.params["dry_run"]:
        checking.forget_rows(session, found.id)


def _check(session: TenantSession, job: Job, found: Import, batch_id: uuid.UUID, context: JobContext) -> Progress:
    first = int(job.cursor["row"]) + 1
    size, end = context.runtime.settings.import_chunk_rows, int(job.cursor["last"])
    last = min(first + size - 1, end)
    looked_up = _looked_up.take(job.id, first)
    if last < end:
        _looked_up.begin(job.id, last + 1, lambda: _look_up(context, batch_id, last + 1, min(last + size, end)))
    if intake.decide(session, batch_id, first=first, last=last, looked_up=looked_up):
        _looked_up.drop(job.id)
    impose_choices(session, found, first, last)
    staged = int(job.cursor["staged"])
    if staged >= _MANY_ROWS and _is_time_for_statistics(first - 1, last - first + 1):
        intake.refresh_statistics(session)
    here = Counter(intake.counts_of(session, batch_id, first=first, last=last))
    counts = Counter(job.cursor.get("counts", {})) + here
    decided = min(counts.total(), staged)
    found.counts = _told(job.cursor, counts)
    is_dry = bool(job.params["dry_run"])
    if is_dry and here["rejected"]:
        places = {str(column["field"]): int(column["index"]) for column in found.columns if column["field"]}
        checking.mark_left_out(session, found.id, batch_id, range(first, last + 1), columns=places, code=VALUE_TAKEN)
    done = _done(job, "checking", staged, decided / max(staged, 1))
    if last < end:
        return Progress({**job.cursor, "row": last, "counts": counts}, phase="checking", done=done)
    if not is_dry:
        _refuse_too_many(found, counts["rejected"], staged)
    following = "finishing" if is_dry else "applying"
    found.state = "checking" if is_dry else "running"
    return Progress({**job.cursor, "phase": following, "row": 0, "counts": counts}, phase=following, done=done)


def _look_up(context: JobContext, batch_id: uuid.UUID, first: int, last: int) -> intake.LookedUp:
    with context.runtime.database.session_for(context.actor) as session:
        return intake.look_up(session, batch_id, first=first, last=last)


def _apply(session: TenantSession, job: Job, found: Import, batch_id: uuid.UUID, context: JobContext) -> Progress:
    size, end = context.runtime.settings.import_chunk_rows, int(job.cursor["last"])
    first = int(job.cursor["row"]) + 1
    size = _size_of_chunk(size, end - first + 1, is_first=first == 1)
    last = min(first + size - 1, end)
    before = Counter(intake.counts_of(session, batch_id, first=first, last=last))
    following = range(last + 1, min(last + size, end) + 1)
    with beside(session, context, batch_id, job.id, range(first, last + 1), following) as also:
        intake.apply(
            session,
            context.actor,
            batch_id,
            first=first,
            last=last,
            reason=job.title,
            job_id=job.id,
            origin=Origin.CLI if context.actor.origin is Origin.CLI else Origin.IMPORT,
            adjust=lambda: impose_choices(session, found, first, last),
            tags=also.tags,
        )
    job.change_set_id = intake.access_batch(session, batch_id).change_set_id
    staged = int(job.cursor["staged"])
    # Rows may have been decided anew, because somebody else wrote in the meantime.
    after = Counter(intake.counts_of(session, batch_id, first=first, last=last))
    counts = Counter(job.cursor["counts"]) - before + after
    if also:
        last = also.rows[-1]
        after += Counter(intake.counts_of(session, batch_id, first=also.rows[0], last=last))
    applied = Counter(job.cursor.get("applied", {})) + after
    found.counts = _told(job.cursor, counts)
    if staged >= _MANY_ROWS and any(_is_time_for_statistics(row - 1, size) for row in range(first, last + 1, size)):
        intake.refresh_statistics(session, of_record=True)
    phase = "applying" if last < end else "finishing"
    return Progress(
        {**job.cursor, "phase": phase, "row": last if phase == "applying" else 0, "counts": counts, "applied": applied},
        phase=phase,
        done=_done(job, "applying", staged, last / max(end, 1)),
        counters=_counters({**applied, "rejected": counts["rejected"]}, staged),
    )


def _size_of_chunk(size: int, left: int, *, is_first: bool) -> int:
    """None can be written beside the first chunk, so it is small; and the last two are of one size."""
    if is_first:
        return min(size, _ROWS_ALONE)
    return -(-left // 2) if size < left < 2 * size else size


def _done(job: Job, phase: str, total: int, share: float) -> int:
    """How much of all the work is done with this share of the phase, in rows."""
    shares = _DRY_SHARES if job.params["dry_run"] else _SHARES
    before = sum(list(shares.values())[: list(shares).index(phase)])
    return int(total * (before + shares[phase] * share))


def _is_time_for_statistics(before: int, size: int) -> bool:
    """After the first chunk, and whenever there are about four times as many rows as the last time."""
    chunks = before // max(size, 1) + 1
    return size >= _MANY_ROWS and chunks & (chunks - 1) == 0 and chunks.bit_length() % 2 == 1


def _finish(session: TenantSession, job: Job, found: Import, batch_id: uuid.UUID, context: JobContext) -> Done:
    counts: dict[str, int] = job.cursor["counts"]
    staged = int(job.cursor["staged"])
    found.counts = _told(job.cursor, counts)
    if counts.get("rejected"):
        found.error_file_id = write_error_file(session, job.id, found, batch_id, context)
    is_dry = bool(job.params["dry_run"])
    found.state = "checked" if is_dry else "finished"
    if not is_dry:
        remember(session, found)
        found.step = "result"
    left = counts.get("rejected", 0) + counts.get("review", 0)
    state = JobState.PARTLY_SUCCEEDED if left and not is_dry else JobState.SUCCEEDED
    message = _summary(counts, is_dry=is_dry)
    return Done(message, state, done=staged, total=staged, counters=_counters(counts, staged))


def _summary(counts: dict[str, int], *, is_dry: bool) -> str:
    words = {
        "created": "new",
        "updated": "updated",
        "unchanged": "unchanged",
        "duplicate_in_file": "duplicates in the file",
        "review": "to review",
        "rejected": "left out",
    }
    parts = [f"{counts[key]:,} {word}" for key, word in words.items() if counts.get(key)]
    told = ", ".join(parts) or "nothing to do"
    return f"Nothing was written. It would be: {told}." if is_dry else f"{told[0].upper()}{told[1:]}."


def _refuse_too_many(found: Import, failed: int, rows: int) -> None:
    """All rows are decided before the first is written, so it can still be left."""
    most = found.stop_above_percent
    if most is not None and failed > rows * most / 100:
        raise TooManyFailed(failed, rows, most)


def _told(cursor: Mapping[str, Any], counts: Mapping[str, int]) -> dict[str, int]:
    return {"rows": int(cursor["staged"]), "excluded": int(cursor.get("excluded", 0)), **counts}


def _counters(counts: Mapping[str, int], total: int) -> dict[str, int]:
    """Of rows dealt with, and of those left out. Done + skipped + failed + pending = total, at every moment."""
    written = sum(counts.get(key, 0) for key in ("created", "updated", "unchanged"))
    skipped = counts.get("duplicate_in_file", 0) + counts.get("review", 0)
    failed = counts.get("rejected", 0)
    return {
        **{key: counts.get(key, 0) for key in OUTCOMES},
        "done": written,
        "skipped": skipped,
        "failed": failed,
        "pending": max(total - written - skipped - failed, 0),
        "total": total,
    }


def stopped(session: TenantSession, job: Job) -> None:
    """The import ends as its job does; what was applied stays."""
    close_file(job.id)
    _looked_up.drop(job.id)
    found = queries.import_of_job(session, job.id)
    if found is None:
        return
    applied = _applied(session, job)
    if applied:
        rejected = int(job.counters.get("rejected", 0))
        job.counters = {**job.counters, **_counters({**applied, "rejected": rejected}, int(job.cursor["staged"]))}
    found.state = "cancelled" if job.state == JobState.CANCELLED else "failed"
    found.counts = {"rows": int(job.cursor.get("staged", 0)), **applied}
    found.problem = {"code": str(job.state), "message": job.message or ""}
    session.flush()


def _applied(session: TenantSession, job: Job) -> dict[str, int]:
    """By outcome, what is written. Rows that were written beside a chunk that was lost stand in no cursor."""
    if job.cursor.get("phase") not in {"applying", "finishing"}:
        return {}
    found = queries.import_of_job(session, job.id)
    return {} if found is None or found.batch_id is None else intake.applied_counts(session, found.batch_id)


def _written(session: TenantSession, job: Job) -> int:
    """Rows that stay in the record if the job ends now."""
    applied = _applied(session, job)
    return sum(applied.get(key, 0) for key in ("created", "updated", "unchanged"))


def import_of(job: Job) -> dict[str, str]:
    return {"import": str(job.params["import_id"])}


register(JobKind(KIND, run_chunk, on_stopped=stopped, kept=_written, inputs=import_of))
register(JobKind(RECHECK, recheck_chunk, inputs=import_of))
register(JobKind(EXAMINE, examine_in_job, on_stopped=examining_stopped, inputs=import_of))
