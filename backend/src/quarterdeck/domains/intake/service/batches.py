import uuid
from datetime import datetime

from quarterdeck.domains.intake import queries
from quarterdeck.domains.intake.errors import BatchNotFound
from quarterdeck.domains.intake.models import IntakeBatch
from quarterdeck.domains.intake.schemas import Counts
from quarterdeck.kit.ids import new_id
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.clock import now
from quarterdeck.platform.db.session import TenantSession


def open_batch(
    session: TenantSession,
    actor: Actor,
    *,
    source: str,
    client_id: uuid.UUID | None,
    create_missing: bool = False,
    observed_at: datetime | None = None,
) -> IntakeBatch:
    """A place for observations that came together. `source` is kept with everything learnt from them."""
    batch = IntakeBatch(
        tenant_id=session.tenant_id,
        id=new_id(),
        client_id=client_id,
        created_by=actor.user_id,
        source=source,
        create_missing=create_missing,
        observed_at=min(observed_at or now(), now()),
    )
    session.add(batch)
    session.flush()
    return batch


def access_batch(session: TenantSession, batch_id: uuid.UUID) -> IntakeBatch:
    batch = queries.batch_by_id(session, batch_id)
    if batch is None:
        raise BatchNotFound
    return batch


def begin_deciding(session: TenantSession, batch_id: uuid.UUID) -> None:
    """Remember how the record stands; `apply` decides anew what was decided before somebody else wrote to it."""
    batch = access_batch(session, batch_id)
    queries.mark_shared_keys(session, batch_id)
    batch.decided_at = now()
    session.flush()
    batch.decided_change_sets = queries.foreign_change_sets(session, batch)
    session.flush()


def refresh_statistics(session: TenantSession, *, of_record: bool = False) -> None:
    """Tell the planner about many rows just written: of the batch, or with `of_record` of the record.

    A tenant or batch that is in no statistics is taken for a single row, and then every row is held against all others.
    """
    function = "refresh_record_statistics" if of_record else "refresh_staged_statistics"
    session.raw.execute(f"select {function}()".encode())


def has_moved(session: TenantSession, batch: IntakeBatch) -> bool:
    """Whether anybody else has written to the tenant's record since deciding began."""
    return batch.decided_at is None or queries.foreign_change_sets(session, batch) != batch.decided_change_sets


def counts_of(session: TenantSession, batch_id: uuid.UUID, *, first: int, last: int) -> Counts:
    """How many of the rows `first` to `last` have which outcome."""
    return queries.outcome_counts(session, queries.Chunk(batch_id, first, last))


def applied_counts(session: TenantSession, batch_id: uuid.UUID) -> Counts:
    """How many of the rows that were written, or left by what was decided, have which outcome."""
    return queries.applied_counts(session, batch_id)


def drop_batch(session: TenantSession, batch_id: uuid.UUID) -> None:
    """Forget the rows, keys and decisions of a batch; what was applied stays, and so does the batch's own record."""
    params = {"tenant": session.tenant_id, "batch": batch_id}
    for table in ("observation_keys", "observations", "intake_decisions"):
        session.raw.execute(f"delete from {table} where tenant_id = %(tenant)s and batch_id = %(batch)s", params)
