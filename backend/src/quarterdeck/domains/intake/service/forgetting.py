"""Letting go of what was staged. What was decided of it, and why, stays."""

import uuid
from datetime import timedelta

from quarterdeck.platform.clock import now
from quarterdeck.platform.db.session import TenantSession

#: As long as an import can be undone, although undoing reads the journal and nothing of this.
STAGED_KEPT = timedelta(days=30)
_BATCHES = 200
_LAST = 2**63 - 1

# A batch that still has something to apply is a draft somebody may come back to.
_DUE = f"""
select b.id from intake_batches b
where b.tenant_id = %(tenant)s and not b.is_cleared and b.created_at < %(before)s and b.decided_at is not null
  and not exists (
    select 1 from intake_decisions d
    where d.tenant_id = b.tenant_id and d.batch_id = b.id and not d.is_applied and d.outcome in ('created', 'updated'))
order by b.created_at limit {_BATCHES}
"""
_CLEARED = "update intake_batches set is_cleared = true where tenant_id = %(tenant)s and id = %(batch)s"
#: Of each table the column to go by, and what is read no more: rows with a problem explain why they were left out.
_STAGED = (("observation_keys", "hash", "true"), ("observations", "row_no", "s.problems = '[]'"))


def forget_staged(session: TenantSession, *, limit: int) -> bool:
    """Delete about `limit` staged rows of batches that are done with. Returns whether there may be more."""
    due = session.raw.execute(_DUE, {"tenant": session.tenant_id, "before": now() - STAGED_KEPT}).fetchall()
    left = limit
    for (batch_id,) in due:
        left -= _clear(session, batch_id, limit=left)
        if left <= 0:
            return True
    return len(due) == _BATCHES


def _clear(session: TenantSession, batch_id: uuid.UUID, *, limit: int) -> int:
    params = {"tenant": session.tenant_id, "batch": batch_id, "limit": limit}
    gone = 0
    for table, column, unread in _STAGED:
        of_batch = f"s.tenant_id = %(tenant)s and s.batch_id = %(batch)s and {unread}"
        stop = f"select s.{column} from {table} s where {of_batch} order by s.{column} offset %(limit)s limit 1"
        deleted = session.raw.execute(
            f"delete from {table} s where {of_batch} and s.{column} <= coalesce(({stop}), {_LAST})", params
        ).rowcount
        gone += deleted
        if deleted > limit:
            return gone
    session.raw.execute(_CLEARED, params)
    return gone
