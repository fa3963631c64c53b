"""Bringing deleted assets back, one or a hundred thousand: with all that belonged to them when they were deleted."""

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from quarterdeck.domains.jobs.models import Job
from quarterdeck.domains.jobs.schemas import ItemError, RetryWrite
from quarterdeck.domains.jobs.service import start_job
from quarterdeck.domains.journal.service import open_change_set
from quarterdeck.domains.recovery.queries.deleted import DeletedFilter, count_deleted, deleted_assets
from quarterdeck.domains.recovery.queries.judging import BLOCKED
from quarterdeck.domains.recovery.schemas import (
    DeletedAsset,
    DeletedCount,
    UndeleteLook,
    UndeleteRead,
    UndeleteWrite,
    UndoProblem,
)
from quarterdeck.domains.recovery.service.objects import Fate, Work, look_at, undo_objects
from quarterdeck.domains.recovery.service.reasons import reasons_of, sentence
from quarterdeck.domains.recovery.service.restoring import everything
from quarterdeck.platform.actors import Actor, Origin
from quarterdeck.platform.clock import now
from quarterdeck.platform.db.session import TenantSession

KIND = "restore"
INLINE = 200
COUNTED = 100_000
LOOKED_AT = 1_000
_TOLD = 100
Place = tuple[datetime, uuid.UUID]


@dataclass(slots=True)
class Batch:
    """What came of some deleted assets, and where the next ones start."""

    restored: int
    refused: list[ItemError] = field(default_factory=list)
    last: Place | None = None


def list_deleted(
    session: TenantSession, actor: Actor, wanted: DeletedFilter, *, after: Place | None, limit: int
) -> list[DeletedAsset]:
    """Assets that are gone, the last deleted first."""
    actor.require("assets:read")
    return [DeletedAsset.model_validate(row) for row in deleted_assets(session, wanted, after=after, limit=limit)]


def count(session: TenantSession, actor: Actor, wanted: DeletedFilter) -> DeletedCount:
    actor.require("assets:read")
    found = count_deleted(session, wanted, limit=COUNTED + 1)
    return DeletedCount(value=min(found, COUNTED), relation="eq" if found <= COUNTED else "gte")


def look(session: TenantSession, actor: Actor, wanted: UndeleteWrite) -> UndeleteLook:
    """What stands in the way of bringing them back, of the thousand deleted last. Nothing is written."""
    actor.require("assets:read")
    actor.require("assets:write")
    chosen = filter_of(wanted)
    rows = deleted_assets(session, chosen, after=None, limit=LOOKED_AT)
    fates = look_at(session, _work(rows), [row["id"] for row in rows])
    blocked = Counter(fate.blocked or "refused" for fate in fates.values() if fate.code == BLOCKED)
    return UndeleteLook(
        looked_at=len(rows), is_all=len(rows) < LOOKED_AT, blocked=blocked.total(), reasons=reasons_of(blocked)
    )


def start_undeleting(session: TenantSession, actor: Actor, wanted: UndeleteWrite) -> UndeleteRead:
    """Bring them back: up to 200 before this returns, more of them as a job."""
    actor.require("assets:read")
    actor.require("assets:write")
    # What is deleted from here on is not meant.
    moment = now()
    if wanted.until is None or _aware(wanted.until) > moment:
        wanted = wanted.model_copy(update={"until": moment})
    chosen = filter_of(wanted)
    total = count_deleted(session, chosen, limit=COUNTED * 100)
    if total > INLINE:
        job = _queue(session, actor, wanted, total)
        return UndeleteRead(job_id=job.id, change_set_id=None, total=total, restored=0, failed=0, problems=[])
    if total == 0:
        return UndeleteRead(job_id=None, change_set_id=None, total=0, restored=0, failed=0, problems=[])
    change_set = open_change_set(session, actor, reason=title_of(total), origin=Origin.UNDO)
    batch = undelete(session, chosen, after=None, limit=INLINE)
    told = [
        UndoProblem(object_id=each.data["asset_id"], code=each.code, message=each.message) for each in batch.refused
    ]
    return UndeleteRead(
        job_id=None,
        change_set_id=change_set if batch.restored else None,
        total=total,
        restored=batch.restored,
        failed=len(batch.refused),
        problems=told[:_TOLD],
    )


def _queue(session: TenantSession, actor: Actor, wanted: UndeleteWrite, total: int) -> Job:
    return start_job(
        session,
        actor,
        kind=KIND,
        title=title_of(total),
        params=wanted.model_dump(mode="json"),
        client_id=wanted.client,
        total=total,
    )


def retry_undeleting(session: TenantSession, actor: Actor, job: Job, _: RetryWrite) -> Job:
    """What the job left deleted."""
    wanted = UndeleteWrite.model_validate(job.params)
    return _queue(session, actor, wanted, count_deleted(session, filter_of(wanted), limit=COUNTED * 100))


def undelete(session: TenantSession, chosen: DeletedFilter, *, after: Place | None, limit: int) -> Batch:
    """The next of them, inside the change set the caller has opened."""
    rows = deleted_assets(session, chosen, after=after, limit=limit)
    fates = undo_objects(session, _work(rows), [row["id"] for row in rows])
    refused = [
        _refusal(row, fates.get(row["id"])) for row in rows if not (row["id"] in fates and fates[row["id"]].is_written)
    ]
    last = (rows[-1]["deleted_at"], rows[-1]["id"]) if len(rows) == limit else None
    return Batch(len(rows) - len(refused), refused, last)


def _work(rows: Sequence[Mapping[str, Any]]) -> Work:
    return Work(everything(), deletions={row["id"]: (row["change_id"], row["change_set_id"]) for row in rows})


def _refusal(row: Mapping[str, Any], fate: Fate | None) -> ItemError:
    reason = (fate.blocked if fate else None) or "refused"
    told = {"asset_id": str(row["id"]), "tag": row["tag"], "name": row["name"]}
    return ItemError(item=0, code=reason.partition(":")[0], message=sentence(reason), data=told)


def filter_of(wanted: UndeleteWrite) -> DeletedFilter:
    return DeletedFilter(
        client_id=wanted.client,
        text=wanted.text,
        since=wanted.since,
        until=wanted.until,
        ids=wanted.ids,
        exclude=wanted.exclude,
    )


def numbered(refused: Sequence[ItemError], first: int) -> list[ItemError]:
    return [each.model_copy(update={"item": first + place}) for place, each in enumerate(refused)]


def title_of(total: int) -> str:
    return f"Restore {total:,} deleted asset{'' if total == 1 else 's'}"


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)
