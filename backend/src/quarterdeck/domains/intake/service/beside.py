"""Rows written in a transaction of their own, while another that has the tenant's turn writes others of the batch."""

import uuid
from collections.abc import Iterable, Sequence

from psycopg.errors import DeadlockDetected, LockNotAvailable, UniqueViolation

from quarterdeck.domains.assets.service import take_tags
from quarterdeck.domains.assets.service.catalogue import fields_for
from quarterdeck.domains.intake.errors import NotBeside
from quarterdeck.domains.intake.queries import Chunk
from quarterdeck.domains.intake.service.applying import has_changed, key_of, lock, write
from quarterdeck.domains.intake.service.batches import access_batch, has_moved
from quarterdeck.domains.intake.service.references import has_clientless
from quarterdeck.domains.intake.service.taken import reject_taken
from quarterdeck.domains.journal.service import continue_change_set
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import TenantSession

#: Less than it takes the server to look for a deadlock, so that the transaction that gives way is the one beside.
_PATIENCE = "500ms"

# Names to create are created once: rows that need them are no chunk to write beside. Nor are those of an asset that
# the other chunk writes.
_ARE_APART = """
with theirs as materialized (
  select d.row_no, d.asset_id, d.outcome from intake_decisions d
  where d.tenant_id = %(tenant)s and d.batch_id = %(batch)s and d.row_no between %(from)s and %(to)s
    and not d.is_applied)
select exists (select 1 from theirs t where t.outcome in ('created', 'updated'))
  and not exists (select 1 from observations o
    where o.tenant_id = %(tenant)s and o.batch_id = %(batch)s and o.row_no between %(from)s and %(to)s
      and o.missing is not null)
  and not exists (select 1 from theirs t where t.outcome in ('updated', 'unchanged') and t.asset_id in (
    select d.asset_id from intake_decisions d
    where d.tenant_id = %(tenant)s and d.batch_id = %(batch)s and d.row_no between %(first)s and %(last)s
      and d.outcome in ('created', 'updated', 'unchanged')))
"""
_UNTAGGED = """
select count(*) from intake_decisions d
cross join lateral (select o.fields from observations o
  where o.tenant_id = d.tenant_id and o.batch_id = d.batch_id and o.row_no = d.row_no offset 0) o
where d.tenant_id = %(tenant)s and d.batch_id = %(batch)s and d.row_no between %(first)s and %(last)s
  and d.outcome = 'created' and not d.is_applied and not o.fields ? 'tag'
"""


def may_apply_beside(session: TenantSession, batch_id: uuid.UUID, chunk: range, beside: range) -> bool:
    """Whether the rows of `beside` may be applied in another transaction while those of `chunk` are in this one.

    They change other assets, or create some; and all are still what they were decided to be.
    """
    batch = access_batch(session, batch_id)
    if batch.change_set_id is None or has_moved(session, batch):
        return False
    params = {**Chunk(batch_id, chunk[0], chunk[-1]).params(session), "from": beside[0], "to": beside[-1]}
    row = session.raw.execute(_ARE_APART, params).fetchone()
    return bool(row and row[0])


def reserve_tags(session: TenantSession, batch_id: uuid.UUID, chunks: Iterable[range]) -> list[list[str]]:
    """For each of the chunks, in their order, the tags of the assets it creates: there is one counter for all."""
    counts: list[int] = []
    for chunk in chunks:
        row = session.raw.execute(_UNTAGGED, Chunk(batch_id, chunk[0], chunk[-1]).params(session)).fetchone()
        counts.append(row[0] if row else 0)
    tags = take_tags(session, sum(counts)) if any(counts) else []
    return [tags[sum(counts[:place]) :][:count] for place, count in enumerate(counts)]


def apply_beside(
    session: TenantSession,
    actor: Actor,
    batch_id: uuid.UUID,
    *,
    first: int,
    last: int,
    job_id: uuid.UUID | None,
    tags: Sequence[str] = (),
) -> None:
    """Write these rows while a transaction that has the tenant's turn writes others of the batch.

    What is waited for may be that other transaction, which waits for this one: so it is not waited for long. Raises
    `NotBeside` where it can't be; the caller rolls back, and the rows are applied when it is their turn.
    """
    session.raw.execute(f"set local lock_timeout = '{_PATIENCE}'".encode())
    batch = access_batch(session, batch_id)
    chunk = Chunk(batch_id, first, last)
    if batch.change_set_id is None:
        raise NotBeside
    try:
        lock(session, key_of(session, chunk))
        continue_change_set(session, batch.change_set_id)
        if has_clientless(session, chunk.params(session)) or has_changed(session, batch, chunk):
            raise NotBeside
        if reject_taken(session, fields_for(session), chunk):
            raise NotBeside
        write(session, actor, batch, chunk, job_id, tags=tags)
    except (LockNotAvailable, DeadlockDetected, UniqueViolation) as waited:
        raise NotBeside from waited
