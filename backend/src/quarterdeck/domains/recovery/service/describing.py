"""Change sets and undos as people see them."""

import uuid
from collections.abc import Sequence

from quarterdeck.domains.jobs.service import is_active
from quarterdeck.domains.journal.errors import HistoryNotKept
from quarterdeck.domains.journal.models import ChangeSet
from quarterdeck.domains.journal.service import kept_since
from quarterdeck.domains.recovery.errors import StillBeingDone, UndoRunning
from quarterdeck.domains.recovery.models import Undo
from quarterdeck.domains.recovery.queries.extent import change_sets_of, count_up_to, extent_of, tables_of
from quarterdeck.domains.recovery.queries.shapes import shapes
from quarterdeck.domains.recovery.queries.states import Standing, standings, undone_by_change_sets
from quarterdeck.domains.recovery.schemas import (
    Actor as ActorRead,
)
from quarterdeck.domains.recovery.schemas import (
    ChangeSetRead,
    ChangeSetState,
    UndoCounts,
    UndoneBy,
    UndoProblem,
    UndoRead,
)
from quarterdeck.domains.recovery.service.undoing import may_undo
from quarterdeck.platform.actors import Actor, Origin
from quarterdeck.platform.db.session import TenantSession

_COUNTED = 10_001
_LOOKED_AT = 20


def describe_undo(undo: Undo) -> UndoRead:
    return UndoRead(
        id=undo.id,
        state=undo.state,
        undoes=undo.change_set_id,
        change_set_id=undo.undo_change_set_id,
        job_id=undo.job_id,
        is_whole=undo.is_whole,
        counts=UndoCounts.model_validate(undo.counts),
        problems=[UndoProblem.model_validate(each) for each in undo.problems],
        started_by=ActorRead(id=undo.started_by, label=undo.started_by_label),
        created_at=undo.created_at,
        finished_at=undo.finished_at,
    )


def describe_change_set(session: TenantSession, actor: Actor, change_set: ChangeSet) -> ChangeSetRead:
    standing = standings(session, [change_set.id])[change_set.id]
    undoes = undone_by_change_sets(session, [change_set.id]).get(change_set.id)
    objects = count_up_to(session, change_set.id, change_set.at, limit=_COUNTED)
    why_not = why_not_undo(session, actor, change_set, standing)
    undo = standing.undo
    by = UndoneBy(undo_id=undo.id, change_set_id=undo.own_id, at=undo.at, by=undo.by) if undo else None
    return ChangeSetRead(
        id=change_set.id,
        at=change_set.at,
        actor=ActorRead(id=change_set.actor_id, label=change_set.actor_label),
        origin=change_set.origin,
        reason=change_set.reason,
        job_id=change_set.job_id,
        undoes=undoes,
        state=standing.state,
        undone_by=by,
        objects=objects,
        can_undo=why_not is None,
        why_not=why_not,
    )


def change_set_states(session: TenantSession, change_set_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, ChangeSetState]:
    """Whether each of them stands."""
    return {each: standing.state for each, standing in standings(session, change_set_ids).items()}


def why_not_undo(session: TenantSession, actor: Actor, change_set: ChangeSet, standing: Standing) -> str | None:
    """A sentence, when the actor can't undo it."""
    if standing.state == "undone" and standing.undo is not None:
        return f"{standing.undo.by} has undone this already."
    if standing.state == "undoing" or (change_set.job_id is not None and is_active(session, change_set.job_id)):
        return UndoRunning().message if standing.state == "undoing" else StillBeingDone().message
    since = kept_since(session)
    if since is not None and change_set.at < since:
        return HistoryNotKept(since, what="It can't be undone any more.").message
    known = [shapes()[name] for name in tables_of(session, change_set.id, change_set.at) if name in shapes()]
    if not known or change_set.origin == Origin.SYSTEM:
        return "Nothing that this changed can be undone here."
    missing = {shape.of.permission for shape in known} - actor.permissions
    if missing:
        return f"Your role does not allow this. It needs the permission {min(missing)}."
    return None


def last_reversible(session: TenantSession, actor: Actor) -> ChangeSetRead | None:
    """The newest change set of this person that still stands and can be undone: what Ctrl+Z takes back.

    An undo is passed over together with what it undid: pressing it again goes one step further back. So is what was
    undone in vain, which only beyond what `may_undo` looks at is found out by doing it.
    """
    if actor.user_id is None:
        return None
    found = change_sets_of(session, actor.user_id, limit=_LOOKED_AT)
    standing = standings(session, [each.id for each in found])
    for each in found:
        if each.origin == Origin.UNDO or standing[each.id].state not in {"applied", "redone"}:
            continue
        if standing[each.id].is_in_vain:
            continue
        if why_not_undo(session, actor, each, standing[each.id]) is not None:
            continue
        if may_undo(session, extent_of(session, each.id, each.at), force=True):
            return describe_change_set(session, actor, each)
    return None


def last_undone(session: TenantSession, actor: Actor) -> ChangeSetRead | None:
    """The newest undo of this person that still stands and can be taken back: what a redo does again.

    What a redo wrote is no undo: doing it again would take the change away.
    """
    if actor.user_id is None:
        return None
    found = [each for each in change_sets_of(session, actor.user_id, limit=_LOOKED_AT) if each.origin == Origin.UNDO]
    standing = standings(session, [each.id for each in found])
    undoes = undone_by_change_sets(session, [each.id for each in found])
    redone = undone_by_change_sets(session, list(undoes.values()))
    for each in found:
        target = undoes.get(each.id)
        if target is None or target in redone or standing[each.id].state not in {"applied", "redone"}:
            continue
        if why_not_undo(session, actor, each, standing[each.id]) is None:
            return describe_change_set(session, actor, each)
    return None
