"""Changing what is selected: look first, then do it at once when it is small, as a job when it is not."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from psycopg.errors import UniqueViolation

from quarterdeck.domains.assets.models import SelectionSnapshot
from quarterdeck.domains.assets.schemas import SelectionCreate
from quarterdeck.domains.assets.service import selecting
from quarterdeck.domains.assets.service.catalogue import fields_for
from quarterdeck.domains.assets.service.deleting import delete_assets
from quarterdeck.domains.assets.service.editing import (
    Edits,
    PlannedRow,
    names_of_references,
    plan,
    read_edits,
    write,
)
from quarterdeck.domains.assets.service.unique import is_taken
from quarterdeck.domains.bulk.errors import ConfirmationRequired, LookInvalid, SelectionEmpty
from quarterdeck.domains.bulk.schemas import (
    BulkPreview,
    BulkRequest,
    ChangedSince,
    DeleteAssets,
    EditFields,
    FieldChange,
    Obstacle,
    OfClient,
    Operation,
    Sample,
    Wanted,
)
from quarterdeck.domains.bulk.service.conflicts import Conflicts, as_json, block_changed
from quarterdeck.domains.bulk.service.telling import (
    finished_sentence,
    labels_of,
    operation_of,
    title_of,
    told_selection,
    values_of,
)
from quarterdeck.domains.bulk.service.templates import resolve
from quarterdeck.domains.jobs import service as jobs
from quarterdeck.domains.jobs.models import Job
from quarterdeck.domains.jobs.schemas import ItemError, RetryWrite
from quarterdeck.domains.journal.service import continue_change_set, look, open_change_set, read_look
from quarterdeck.platform.actors import Actor, Origin
from quarterdeck.platform.db.session import TenantSession

KIND = "bulk.change"
#: Up to so many assets are changed before the request is answered.
INLINE = 200
#: A preview looks at so many assets at most, so that it answers at once.
EXAMINED_CHUNKS = 20
#: Chunks of the selection (a thousand ids each) that one transaction of a job changes.
CHUNKS_AT_ONCE = 5
_KEPT_DAYS = 30
_SAMPLES = 5
_ALONE = 50
#: Above so many a person types the number, whatever the change.
_MANY = 1_000
_ATTEMPTS = 3


@dataclass(slots=True)
class Outcome:
    """What came of some assets: `changed + unchanged + len(skipped)` is their number."""

    changed: int = 0
    unchanged: int = 0
    skipped: list[PlannedRow] = field(default_factory=list)
    conflicts: Conflicts = field(default_factory=dict)


def preview(session: TenantSession, actor: Actor, selection_id: uuid.UUID, wanted: Wanted) -> BulkPreview:
    """What the operation would do to the selection. Writes nothing."""
    selection = _selection(session, actor, selection_id)
    operation, _ = resolve(session, actor, wanted)
    _require(actor, operation)
    ids = selecting.selected_ids(session, selection.id, first=0, count=EXAMINED_CHUNKS)
    planned = plan(session, actor, edits_of(session, operation), ids, lock=False)
    blocked = [row for row in planned if row.blocked is not None]
    changing = [row for row in planned if row.blocked is None and (row.after or operation.kind == "delete")]
    return BulkPreview(
        count=selection.count,
        examined=len(planned),
        changing=len(changing),
        unchanged=len(planned) - len(changing) - len(blocked),
        blocked=len(blocked),
        obstacles=_obstacles(blocked),
        samples=_samples(session, changing[:_SAMPLES]),
        per_client=[OfClient.model_validate(each) for each in selection.per_client],
        confirm=_confirm(operation, selection),
        look=look(session),
    )


def start(session: TenantSession, actor: Actor, wanted: BulkRequest) -> Job:
    """Do it: small selections before this returns, others as a job that is queued in this transaction."""
    selection = _selection(session, actor, wanted.selection)
    operation, used = resolve(session, actor, wanted.operation)
    _require(actor, operation)
    if _confirm(operation, selection) == "typed" and wanted.confirmed_count != selection.count:
        raise ConfirmationRequired(selection.count)
    if wanted.look is not None and read_look(session, wanted.look) is None:
        raise LookInvalid
    # What no asset could take is refused before anything starts.
    plan(session, actor, edits_of(session, operation), [], lock=False)
    selecting.keep_selection(session, actor, selection.id, days=_KEPT_DAYS)
    labels = labels_of(session, operation)
    job = jobs.start_job(
        session,
        actor,
        kind=KIND,
        title=title_of(operation, labels, selection.count, used.name if used else None),
        params={
            "selection": str(selection.id),
            "operation": operation.model_dump(mode="json"),
            "reason": wanted.reason,
            "template": used.dump() if used else None,
            "labels": labels,
            "values": values_of(session, operation),
            "chosen": told_selection(selection),
            "look": wanted.look if wanted.conflicts == "leave" else None,
        },
        client_id=selection.client_id,
        total=selection.count,
        queued=selection.count > INLINE,
    )
    if selection.count <= INLINE:
        counters = run_chunks(session, actor, job, first=0)
        jobs.finish_inline(session, job, counters=counters, message=finished_sentence(operation, counters))
    return job


def retry(session: TenantSession, actor: Actor, job: Job, choice: RetryWrite) -> Job:
    """Do again what was left: all that a stopped job never came to, else what it skipped, if anything."""
    operation = operation_of(job)
    _require(actor, operation)
    seen = job.params.get("look") if choice.conflicts == "leave" else choice.look
    if choice.look is not None and read_look(session, choice.look) is None:
        raise LookInvalid
    pending = int(job.counters.get("pending", job.total or 0))
    if pending and not choice.items:
        selection = _selection(session, actor, uuid.UUID(job.params["selection"]))
        cursor, count, chosen = dict(job.cursor), pending, job.params.get("chosen", {})
    else:
        failed = SelectionCreate(mode="job", job=job.id, ids=choice.items)
        selection = selecting.create_selection(session, actor, failed)
        cursor, count, chosen = {}, selection.count, told_selection(selection)
        if not count:
            raise SelectionEmpty
    selecting.keep_selection(session, actor, selection.id, days=_KEPT_DAYS)
    again = jobs.start_job(
        session,
        actor,
        kind=KIND,
        title=title_of(operation, job.params.get("labels", {}), count, (job.params.get("template") or {}).get("name")),
        params={**job.params, "selection": str(selection.id), "chosen": chosen, "look": seen},
        client_id=selection.client_id,
        total=count,
    )
    again.cursor = cursor
    session.flush()
    return again


def run_chunks(session: TenantSession, actor: Actor, job: Job, *, first: int) -> dict[str, int]:
    """Change the next few thousand assets of the job's selection. Says what all chunks so far came to."""
    operation = operation_of(job)
    selection_id = uuid.UUID(job.params["selection"])
    ids = selecting.selected_ids(session, selection_id, first=first, count=CHUNKS_AT_ONCE)
    _continue(session, actor, job)
    outcome = _apply(session, actor, job, operation, ids)
    jobs.record_errors(session, job.id, [_item_error(row, outcome.conflicts.get(row.id)) for row in outcome.skipped])
    so_far = Counter(job.counters)
    so_far.update(changed=outcome.changed, unchanged=outcome.unchanged, skipped=len(outcome.skipped))
    done = so_far["changed"] + so_far["unchanged"]
    total = job.total or 0
    return {
        "changed": so_far["changed"],
        "unchanged": so_far["unchanged"],
        "done": done,
        "skipped": so_far["skipped"],
        "failed": 0,
        "pending": max(0, total - done - so_far["skipped"]),
        "total": total,
    }


def _selection(session: TenantSession, actor: Actor, selection_id: uuid.UUID) -> SelectionSnapshot:
    selection = selecting.access_selection(session, actor, selection_id)
    if selection.count == 0:
        raise SelectionEmpty
    return selection


def _require(actor: Actor, operation: Operation) -> None:
    actor.require("assets:delete" if operation.kind == "delete" else "assets:write")


def _confirm(operation: Operation, selection: SelectionSnapshot) -> Any:
    if operation.kind == "delete":
        return "typed" if selection.count > 1 else "preview"
    if selection.count > _MANY:
        return "typed"
    return "preview" if selection.count > _ALONE or len(selection.per_client) > 1 else "none"


def edits_of(session: TenantSession, operation: Operation) -> Edits:
    match operation:
        case EditFields(edits=wanted):
            return read_edits(fields_for(session), [each.model_dump() for each in wanted])
        case DeleteAssets():
            return Edits({})


def _apply(session: TenantSession, actor: Actor, job: Job, operation: Operation, ids: Sequence[uuid.UUID]) -> Outcome:
    """Somebody may give an asset a unique value while these are looked at; then they are looked at again."""
    for _ in range(_ATTEMPTS - 1):
        try:
            with session.raw.transaction():
                return _apply_once(session, actor, job, operation, ids)
        except UniqueViolation as refusal:
            if not is_taken(refusal):
                raise
    return _apply_once(session, actor, job, operation, ids)


def _apply_once(
    session: TenantSession, actor: Actor, job: Job, operation: Operation, ids: Sequence[uuid.UUID]
) -> Outcome:
    edits = edits_of(session, operation)
    planned = plan(session, actor, edits, ids, lock=True)
    seen = read_look(session, job.params["look"]) if job.params.get("look") else None
    deletes = operation.kind == "delete"
    conflicts = block_changed(session, planned, seen=seen, own=job.change_set_id, deletes=deletes) if seen else {}
    skipped = [row for row in planned if row.blocked is not None]
    if deletes:
        changed = delete_assets(session, actor, [row.id for row in planned if row.blocked is None])
    else:
        changed = write(session, actor, edits, planned)
    return Outcome(changed, len(planned) - changed - len(skipped), skipped, conflicts)


def _continue(session: TenantSession, actor: Actor, job: Job) -> None:
    """Every chunk writes inside the job's one change set."""
    if job.change_set_id is None:
        reason = job.params["reason"] or job.title
        job.change_set_id = open_change_set(session, actor, reason=reason, job_id=job.id, origin=Origin.BULK)
        session.flush()
    else:
        continue_change_set(session, job.change_set_id)


def _item_error(row: PlannedRow, conflicts: Sequence[ChangedSince] | None) -> ItemError:
    problem = row.blocked
    code, message = (problem.code, problem.message) if problem is not None else ("", "")
    told: dict[str, Any] = {"asset_id": str(row.id), "tag": row.stored.get("tag"), "name": row.stored.get("name")}
    if conflicts:
        told["conflicts"] = [each.model_dump(mode="json") for each in conflicts]
    return ItemError(item=0, code=code, message=message, data=told)


def _obstacles(blocked: Sequence[PlannedRow]) -> list[Obstacle]:
    grouped: dict[tuple[str, str], list[uuid.UUID]] = defaultdict(list)
    for row in blocked:
        if row.blocked is not None:
            grouped[row.blocked.code, row.blocked.message].append(row.id)
    return [
        Obstacle(code=code, message=message, count=len(ids), samples=ids[:_SAMPLES])
        for (code, message), ids in sorted(grouped.items(), key=lambda group: -len(group[1]))
    ]


def _samples(session: TenantSession, rows: Sequence[PlannedRow]) -> list[Sample]:
    values = [each for row in rows for field_id, after in row.after.items() for each in (row.before[field_id], after)]
    names = names_of_references(session, values)
    return [_sample(row, names) for row in rows]


def _sample(row: PlannedRow, names: Mapping[Any, str]) -> Sample:
    changes = []
    for field_id, after in row.after.items():
        before = row.before[field_id]
        is_reference = isinstance(before, uuid.UUID) or isinstance(after, uuid.UUID)
        changes.append(
            FieldChange(
                field=field_id,
                before=as_json(before),
                after=as_json(after),
                before_label=names.get(before) if is_reference else None,
                after_label=names.get(after) if is_reference else None,
            )
        )
    return Sample(id=row.id, tag=row.stored["tag"], name=row.stored["name"], changes=changes)
