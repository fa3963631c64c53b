"""Undoing a change set: at once when it is small, as a job when it is large. Redoing is undoing the undo."""

import uuid
from collections.abc import Iterable, Sequence

from sqlalchemy.exc import IntegrityError

from quarterdeck.domains.jobs.models import Job
from quarterdeck.domains.jobs.schemas import RetryWrite
from quarterdeck.domains.jobs.service import is_active, start_job
from quarterdeck.domains.journal.models import ChangeSet
from quarterdeck.domains.journal.service import find_change_set, open_change_set, require_kept
from quarterdeck.domains.recovery.errors import (
    AlreadyUndone,
    ChangeSetNotFound,
    LaterInTheWay,
    NothingRestorable,
    NothingToUndo,
    StillBeingDone,
    UndoNotFound,
    UndoRunning,
)
from quarterdeck.domains.recovery.models import Undo
from quarterdeck.domains.recovery.queries.extent import Extent, Pass, extent_of, next_objects
from quarterdeck.domains.recovery.queries.preview import may_write
from quarterdeck.domains.recovery.queries.shapes import shapes
from quarterdeck.domains.recovery.queries.states import standings, undo_by_id
from quarterdeck.domains.recovery.schemas import UndoWrite
from quarterdeck.domains.recovery.service.reasons import CHANGED, nothing_goes_back
from quarterdeck.domains.recovery.service.walking import Walk, finish, load_task, step
from quarterdeck.kit.ids import new_id
from quarterdeck.platform.actors import Actor, Origin
from quarterdeck.platform.db.constraints import violated_constraint
from quarterdeck.platform.db.session import TenantSession

KIND = "undo"
INLINE_OBJECTS = 200
#: Objects that are looked at, first a few and then so many at a time, before a job is started that might do nothing.
_FIRST, _AT_ONCE, _EXAMINED = 200, 50_000, 1_000_000


def access_change_set(session: TenantSession, actor: Actor, change_set_id: uuid.UUID) -> ChangeSet:
    """The change set, if it exists and the actor may see some of it."""
    actor.require("assets:read")
    found = find_change_set(session, change_set_id)
    if found is None:
        raise ChangeSetNotFound
    return found


def require_undoable(session: TenantSession, change_set: ChangeSet) -> None:
    """Raises `HistoryNotKept` when what it did, or the first of it, is not kept any more."""
    require_kept(session, change_set.at, what="It can't be undone any more.")


def access_undo(session: TenantSession, actor: Actor, undo_id: uuid.UUID) -> Undo:
    actor.require("assets:read")
    found = undo_by_id(session, undo_id)
    if found is None:
        raise UndoNotFound
    return found


def start_undo(session: TenantSession, actor: Actor, change_set_id: uuid.UUID, wanted: UndoWrite) -> Undo:
    """Undo a change set: up to 200 objects before this returns, more of them as a job."""
    change_set = access_change_set(session, actor, change_set_id)
    if change_set.origin == Origin.SYSTEM:
        raise NothingToUndo
    if change_set.job_id is not None and is_active(session, change_set.job_id):
        raise StillBeingDone
    require_undoable(session, change_set)
    extent = extent_of(session, change_set.id, change_set.at)
    require_rights(actor, extent.tables)
    undo = _begin(session, actor, change_set, extent, wanted)
    _clear_the_way(session, actor, extent, wanted)
    objects = extent.objects + extent.unsupported
    title = f"Undo: {change_set.reason or 'change by ' + change_set.actor_label}"[:200]
    if objects > INLINE_OBJECTS and (wanted.objects is None or len(wanted.objects) > INLINE_OBJECTS):
        _require_promising(session, extent, wanted)
        job = start_job(session, actor, kind=KIND, title=title, params={"undo_id": str(undo.id)})
        undo.job_id = job.id
        session.flush()
        return undo
    undo.undo_change_set_id = open_change_set(session, actor, reason=title, origin=Origin.UNDO)
    session.flush()
    task = load_task(session, change_set, undo)
    walk = Walk.begin(task)
    while not walk.is_over:
        step(session, task, walk, size=INLINE_OBJECTS)
    counts = finish(session, undo, task, walk)
    if not counts.done and not may_undo(session, task.work.extent, force=task.work.force):
        blocked = next((each["message"] for each in undo.problems if each["code"] != CHANGED), None)
        raise NothingRestorable(nothing_goes_back(blocked, left=counts.left > 0), blocked=counts.blocked > 0)
    return undo


def later_of(session: TenantSession, extent: Extent) -> list[ChangeSet]:
    """What builds on the change set and has to be undone before it, the last first."""
    asked = [later for name in extent.tables if (later := shapes()[name].of.later) is not None]
    ids = dict.fromkeys(found for later in asked for found in later(session, extent.set_id, extent.since))
    return [found for each in ids if (found := find_change_set(session, each)) is not None]


def _clear_the_way(session: TenantSession, actor: Actor, extent: Extent, wanted: UndoWrite) -> None:
    """Undo first what builds on it, if all that came since is to be overwritten. Wholly, or nothing is undone."""
    later = later_of(session, extent)
    ids = [str(each.id) for each in later]
    if later and wanted.conflicts != "force":
        raise LaterInTheWay(f"{in_the_way(later)} Undo that first, or overwrite: then both are undone.", ids)
    for each in later:
        undo = start_undo(session, actor, each.id, UndoWrite(conflicts="force"))
        if undo.state != "done":
            why = "".join(problem["message"] for problem in undo.problems[:1])
            raise LaterInTheWay(f"{in_the_way([each])} That can't be undone wholly. {why}".rstrip(), ids)


def in_the_way(later: Sequence[ChangeSet]) -> str:
    """What was done since, in a sentence."""
    names = ", ".join(f"“{each.reason or 'A change'}” by {each.actor_label}" for each in later)
    return f"Done with the same since: {names}."


def _require_promising(session: TenantSession, extent: Extent, wanted: UndoWrite) -> None:
    """Raises `NothingRestorable` when `may_undo` says that all would stay as it is."""
    is_narrowed = wanted.objects is not None or wanted.fields is not None or wanted.force
    force = wanted.conflicts == "force"
    if not is_narrowed and not may_undo(session, extent, force=force):
        left = not force and may_undo(session, extent, force=True)
        raise NothingRestorable(nothing_goes_back("Look at the preview to see why.", left=left))


def may_undo(session: TenantSession, extent: Extent, *, force: bool) -> bool:
    """Whether something goes back. It may be when the first million objects all stay: the job will tell."""
    after, examined, size = None, 0, _FIRST
    while examined < _EXAMINED:
        ids = next_objects(session, extent, of=Pass("", is_narrow=False), after=after, only=None, limit=size)
        if may_write(session, extent, ids, force=force):
            return True
        if len(ids) < size:
            return False
        after, examined, size = ids[-1], examined + size, _AT_ONCE
    return True


def require_rights(actor: Actor, tables: Iterable[str]) -> None:
    """Who may edit what was changed may take it back."""
    known = [shapes()[name] for name in tables if name in shapes()]
    if not known:
        raise NothingToUndo
    for permission in sorted({shape.of.permission for shape in known}):
        actor.require(permission)


def _begin(session: TenantSession, actor: Actor, change_set: ChangeSet, extent: Extent, wanted: UndoWrite) -> Undo:
    undo = Undo(
        tenant_id=session.tenant_id,
        id=new_id(),
        change_set_id=change_set.id,
        wanted=wanted.model_dump(mode="json"),
        plan=extent.dump(),
        is_whole=wanted.objects is None and wanted.fields is None,
        started_by=actor.user_id,
        started_by_label=actor.label,
    )
    session.add(undo)
    try:
        session.flush()
    except IntegrityError as exc:
        if violated_constraint(exc) == "uq_undos_running":
            raise UndoRunning from exc
        raise
    # Looked at after the row is there: of two at once the second has waited for the first to commit.
    others = standings(session, [change_set.id], without=undo.id)[change_set.id]
    if others.state == "undone" and others.undo is not None:
        raise AlreadyUndone(others.undo.by, f"{others.undo.at:%d %B %Y at %H:%M} UTC")
    return undo


def retry_undo(session: TenantSession, actor: Actor, job: Job, choice: RetryWrite) -> Job:
    """Undo what an earlier undo left: it was stopped, what stood in the way is gone now, or is to be overwritten."""
    before = access_undo(session, actor, uuid.UUID(job.params["undo_id"]))
    wanted = UndoWrite.model_validate(before.wanted)
    if choice.conflicts == "overwrite":
        wanted = wanted.model_copy(update={"conflicts": "force"})
    change_set = access_change_set(session, actor, before.change_set_id)
    require_undoable(session, change_set)
    extent = extent_of(session, change_set.id, change_set.at)
    undo = _begin(session, actor, change_set, extent, wanted)
    _require_promising(session, extent, wanted)
    again = start_job(session, actor, kind=KIND, title=job.title, params={"undo_id": str(undo.id)})
    undo.job_id = again.id
    session.flush()
    return again
