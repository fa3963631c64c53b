"""The conflicts of a bulk change, looked at before somebody decides what becomes of them."""

import uuid
from collections.abc import Sequence

from quarterdeck.domains.assets.service.editing import names_of_references, plan
from quarterdeck.domains.bulk.schemas import AssetConflicts
from quarterdeck.domains.bulk.service.changing import KIND, edits_of
from quarterdeck.domains.bulk.service.conflicts import CODE, conflicts_of
from quarterdeck.domains.bulk.service.telling import operation_of
from quarterdeck.domains.jobs import service as jobs
from quarterdeck.domains.jobs.models import Job
from quarterdeck.domains.journal.service import read_look
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import TenantSession

Place = tuple[int, uuid.UUID]


def list_conflicts(
    session: TenantSession, actor: Actor, job_id: uuid.UUID, *, after: Place | None, limit: int
) -> tuple[list[AssetConflicts], Place | None]:
    """What the job left because somebody had changed it, as it stands now; and where to go on when there is more.

    Left out is what is no conflict any more: changed back, as wanted already, or gone.
    """
    job = jobs.access_job(session, actor, job_id)
    if job.kind != KIND:
        return [], None
    errors = jobs.errors_of(session, job.id, code=CODE, after=after, limit=limit + 1)
    shown = errors[:limit]
    last = (shown[-1].item, shown[-1].id) if len(errors) > limit else None
    return _described(session, actor, job, [uuid.UUID(each.data["asset_id"]) for each in shown]), last


def _described(session: TenantSession, actor: Actor, job: Job, ids: Sequence[uuid.UUID]) -> list[AssetConflicts]:
    seen = read_look(session, job.params["look"]) if ids and job.params.get("look") else None
    if seen is None:
        return []
    operation = operation_of(job)
    planned = plan(session, actor, edits_of(session, operation), ids, lock=False)
    deletes = operation.kind == "delete"
    found = conflicts_of(session, planned, seen=seen, own=job.change_set_id, deletes=deletes)
    rows = {row.id: row for row in planned if row.id in found}
    clients = names_of_references(session, (row.client_id for row in rows.values()))
    return [
        AssetConflicts(
            asset_id=each,
            tag=rows[each].stored["tag"],
            name=rows[each].stored["name"],
            client_id=rows[each].client_id,
            client=clients.get(rows[each].client_id, ""),
            fields=found[each],
        )
        for each in ids
        if each in rows
    ]
