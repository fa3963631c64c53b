"""Whether change sets stand, have been undone, or done again."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from quarterdeck.domains.recovery.models import Undo
from quarterdeck.domains.recovery.schemas import ChangeSetState
from quarterdeck.platform.db.session import TenantSession

_CHAIN = """
with recursive chain as (
  select u.* from undos u where u.tenant_id = %(tenant)s and u.change_set_id = any(%(ids)s::uuid[])
  union
  select u.* from undos u join chain c on u.tenant_id = c.tenant_id and u.change_set_id = c.undo_change_set_id
)
select id, change_set_id, undo_change_set_id, state, is_whole, coalesce((counts ->> 'done')::int, 0),
  coalesce((counts ->> 'left')::int, 0), started_by_label, coalesce(finished_at, created_at)
from chain order by created_at desc, id desc
"""


@dataclass(frozen=True, slots=True)
class UndoLink:
    """One undo in the chain of undos and redos of a change set."""

    id: uuid.UUID
    change_set_id: uuid.UUID
    own_id: uuid.UUID | None
    state: str
    is_whole: bool
    done: int
    #: What was changed since, and would go back if that were overwritten.
    left: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of a change set, and the undo that made it so."""

    state: ChangeSetState
    undo: UndoLink | None = None
    #: The newest undo went over all of it, and nothing of it could go back.
    is_in_vain: bool = False


def standings(
    session: TenantSession, change_set_ids: Sequence[uuid.UUID], *, without: uuid.UUID | None = None
) -> dict[uuid.UUID, Standing]:
    """How change sets stand; `without` an undo that has only begun."""
    params = {"tenant": session.tenant_id, "ids": list(change_set_ids)}
    links = [UndoLink(*row) for row in session.raw.execute(_CHAIN, params) if row[0] != without]
    of: dict[uuid.UUID, list[UndoLink]] = {}
    for link in links:
        of.setdefault(link.change_set_id, []).append(link)
    return {each: _standing(each, of) for each in change_set_ids}


def _standing(change_set_id: uuid.UUID, of: dict[uuid.UUID, list[UndoLink]]) -> Standing:
    partly: UndoLink | None = None
    links = of.get(change_set_id, [])
    for link in links:
        if link.state == "running":
            return Standing("undoing", link)
        own = _standing(link.own_id, of).state if link.own_id else "applied"
        if own == "undone" or not link.done:
            continue
        if link.is_whole and link.state == "done" and own != "partly_undone":
            return Standing("undone", link)
        partly = partly or link
    if partly is not None:
        return Standing("partly_undone", partly)
    return Standing("redone" if any(link.done for link in links) else "applied", is_in_vain=_was_in_vain(links))


def _was_in_vain(links: Sequence[UndoLink]) -> bool:
    newest = next(iter(links), None)
    is_over = newest is not None and newest.is_whole and newest.state in {"done", "partly_done"}
    return is_over and newest is not None and not newest.done and not newest.left


def undo_by_id(session: TenantSession, undo_id: uuid.UUID) -> Undo | None:
    statement = select(Undo).where(Undo.tenant_id == session.tenant_id, Undo.id == undo_id)
    return session.scalars(statement.execution_options(populate_existing=True)).one_or_none()


def undo_of_job(session: TenantSession, job_id: uuid.UUID) -> Undo | None:
    statement = select(Undo).where(Undo.tenant_id == session.tenant_id, Undo.job_id == job_id)
    return session.scalars(statement.execution_options(populate_existing=True)).one_or_none()


def undone_by_change_sets(session: TenantSession, own_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """For change sets that are undos: what they took back."""
    statement = select(Undo.undo_change_set_id, Undo.change_set_id).where(
        Undo.tenant_id == session.tenant_id, Undo.undo_change_set_id.in_(own_ids)
    )
    return {own: undone for own, undone in session.execute(statement) if own is not None}
