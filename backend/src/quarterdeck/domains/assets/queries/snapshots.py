"""Selections frozen as ids: made in one statement, so that ids, counts and samples are of the same moment."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from quarterdeck.domains.assets.models import SelectionChunk, SelectionSnapshot
from quarterdeck.domains.assets.queries.ordering import Order
from quarterdeck.domains.assets.queries.selection import Selection
from quarterdeck.domains.assets.queries.window import ids_statement
from quarterdeck.platform.clock import now
from quarterdeck.platform.db.session import TenantSession

CHUNK = 1_000
_SAMPLES = 5

_FREEZE = """
with chosen as materialized (
  select a.id, a.client_id, row_number() over (order by a.id) as place
  from assets a where {where} order by a.id limit %(most)s + 1),
stored as (
  insert into selection_chunks (tenant_id, selection_id, chunk_no, created_by, ids)
  select %(tenant_id)s, %(selection_id)s, (place - 1) / %(chunk)s, %(created_by)s, array_agg(id order by place)
  from chosen group by 3)
select (select count(*) from chosen),
  (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name, 'count', n.count)
     order by n.count desc, c.name, c.id), '[]')
   from (select client_id, count(*) from chosen group by client_id) n
   join clients c on c.tenant_id = %(tenant_id)s and c.id = n.client_id),
  (select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'tag', a.tag, 'name', a.name, 'status', a.status)
     order by s.place), '[]')
   from (select id, place from chosen order by place limit %(samples)s) s
   join assets a on a.tenant_id = %(tenant_id)s and a.id = s.id)
"""


@dataclass(frozen=True, slots=True)
class Frozen:
    """How many ids were kept (one more than `most` means too many), of which clients, and the first few."""

    count: int
    per_client: list[dict[str, Any]]
    samples: list[dict[str, Any]]


def freeze(
    session: TenantSession,
    selection: Selection,
    selection_id: uuid.UUID,
    *,
    created_by: uuid.UUID,
    only: Sequence[uuid.UUID] | None,
    without: Sequence[uuid.UUID],
    most: int,
) -> Frozen:
    """Keep the ids of a selection: all of it, or of it `only` these; never those in `without`."""
    where = selection.where
    params: dict[str, object] = {
        **selection.params,
        "tenant_id": session.tenant_id,
        "selection_id": selection_id,
        "created_by": created_by,
        "chunk": CHUNK,
        "samples": _SAMPLES,
        "most": most,
    }
    if only is not None:
        where += " and a.id = any(%(only)s::uuid[])"
        params["only"] = list(only)
    if without:
        where += " and a.id <> all(%(without)s::uuid[])"
        params["without"] = list(without)
    row = session.raw.execute(_FREEZE.format(where=where), params).fetchone()
    return Frozen(*row) if row else Frozen(0, [], [])


def snapshot_by_id(session: TenantSession, selection_id: uuid.UUID) -> SelectionSnapshot | None:
    """A snapshot that has not expired."""
    return session.scalars(
        select(SelectionSnapshot).where(
            SelectionSnapshot.tenant_id == session.tenant_id,
            SelectionSnapshot.id == selection_id,
            SelectionSnapshot.expires_at > now(),
        )
    ).one_or_none()


def chunk_ids(session: TenantSession, selection_id: uuid.UUID, first: int, count: int) -> list[uuid.UUID]:
    """The ids of chunks `first` to `first + count`, in the order of ids; empty behind the last."""
    rows = session.scalars(
        select(SelectionChunk.ids)
        .where(
            SelectionChunk.tenant_id == session.tenant_id,
            SelectionChunk.selection_id == selection_id,
            SelectionChunk.chunk_no >= first,
            SelectionChunk.chunk_no < first + count,
        )
        .order_by(SelectionChunk.chunk_no)
    )
    return [each for ids in rows for each in ids]


_OF_JOB_ERRORS = """
select distinct coalesce(e.data ->> 'asset_id', e.data ->> 'object_id')::uuid from job_errors e
where e.tenant_id = %(tenant_id)s and e.job_id = %(job_id)s
  and coalesce(e.data ->> 'asset_id', e.data ->> 'object_id') is not null
  and (%(code)s::text is null or e.code = %(code)s)
limit %(most)s
"""


def assets_of_job_errors(session: TenantSession, job_id: uuid.UUID, *, code: str | None, most: int) -> list[uuid.UUID]:
    """The assets that a job had a problem with, or with one kind of problem."""
    params = {"tenant_id": session.tenant_id, "job_id": job_id, "code": code, "most": most}
    return [row[0] for row in session.raw.execute(_OF_JOB_ERRORS, params)]


def keep_until(session: TenantSession, selection_id: uuid.UUID, moment: datetime) -> None:
    session.execute(
        update(SelectionSnapshot)
        .where(SelectionSnapshot.tenant_id == session.tenant_id, SelectionSnapshot.id == selection_id)
        .values(expires_at=moment)
    )


def drop_expired(session: TenantSession, *, most: int) -> int:
    """Forget up to `most` snapshots whose time is over; says how many."""
    gone = session.scalars(
        delete(SelectionSnapshot)
        .where(
            SelectionSnapshot.tenant_id == session.tenant_id,
            SelectionSnapshot.id.in_(
                select(SelectionSnapshot.id)
                .where(SelectionSnapshot.tenant_id == session.tenant_id, SelectionSnapshot.expires_at <= now())
                .limit(most)
                .scalar_subquery()
            ),
        )
        .returning(SelectionSnapshot.id)
    ).all()
    session.execute(
        delete(SelectionChunk).where(
            SelectionChunk.tenant_id == session.tenant_id, SelectionChunk.selection_id.in_(gone)
        )
    )
    return len(gone)


def ids_between(
    session: TenantSession, selection: Selection, order: Order, *, start: int, count: int
) -> list[uuid.UUID]:
    """The ids of `count` rows of a list from place `start`, in its order."""
    statement = ids_statement(selection, order, limit=count, offset=start)
    return [row[0] for row in session.raw.execute(statement, selection.params)]
