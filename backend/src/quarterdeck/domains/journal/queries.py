"""Reading the record of changes."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from quarterdeck.domains.journal.models import AuditRetention
from quarterdeck.domains.journal.schemas import ChangeSince, Entry, EntryFilter, Place, Writer
from quarterdeck.platform.db.session import TenantSession

# One entry is what one transaction did to one object inside one change set.
_ENTRIES = """
with entries as (
  select c.at, c.change_set_id, c.object_id from changes c
  {joined}
  where c.tenant_id = %(tenant_id)s and {of} {after}
  group by c.at, c.change_set_id, c.object_id
  order by c.at desc, c.change_set_id desc, c.object_id desc limit %(limit)s
)
select e.at, e.change_set_id, e.object_id, s.actor_id, coalesce(s.actor_label, ''), coalesce(s.origin, 'system'),
  s.reason, s.job_id,
  (select jsonb_agg(jsonb_build_object('id', c.id, 'table', c.table_name, 'operation', c.operation,
     'before', coalesce(c.before, '{{}}'), 'after', coalesce(c.after, '{{}}')) order by c.id)
   from changes c where c.tenant_id = %(tenant_id)s and c.object_id = e.object_id
     and c.at = e.at and c.change_set_id = e.change_set_id)
from entries e left join change_sets s on s.tenant_id = %(tenant_id)s and s.id = e.change_set_id
order by e.at desc, e.change_set_id desc, e.object_id desc
"""

_LAST_IMAGES = """
select distinct on (c.object_id) c.object_id, coalesce(c.after, c.before)
from changes c
where c.tenant_id = %(tenant_id)s and c.object_id = any(%(ids)s::uuid[]) and c.table_name = %(table)s
order by c.object_id, c.at desc, c.id desc
"""


def entries_of(
    session: TenantSession,
    object_ids: Sequence[uuid.UUID],
    *,
    after: Place | None,
    limit: int,
    wanted: EntryFilter,
) -> list[Entry]:
    """What happened to objects, newest first, from behind `after`."""
    behind = "(c.at, c.change_set_id, c.object_id) < (%(at)s, %(change_set_id)s, %(behind)s)"
    conditions = [] if after is None else [behind]
    by_set = wanted.actor_id is not None or wanted.origin is not None
    if wanted.actor_id is not None:
        conditions.append("w.actor_id = %(actor_id)s")
    if wanted.origin is not None:
        conditions.append("w.origin = %(origin)s")
    if wanted.since is not None:
        conditions.append("c.at >= %(since)s")
    if wanted.until is not None:
        conditions.append("c.at < %(until)s")
    if wanted.tables:
        conditions.append(
            "c.table_name = any(%(tables)s) and c.before #> %(path)s is distinct from c.after #> %(path)s"
        )
    at, change_set_id, last = after or (None, None, None)
    rows = session.raw.execute(
        _ENTRIES.format(
            of=_of(object_ids),
            after="".join(f" and {each}" for each in conditions),
            joined="join change_sets w on w.tenant_id = c.tenant_id and w.id = c.change_set_id" if by_set else "",
        ),
        {
            "tenant_id": session.tenant_id,
            "object_ids": list(object_ids),
            "object_id": object_ids[0],
            "limit": limit,
            "at": at,
            "change_set_id": change_set_id,
            "behind": last,
            "actor_id": wanted.actor_id,
            "origin": wanted.origin,
            "tables": list(wanted.tables),
            "path": list(wanted.path),
            "since": wanted.since,
            "until": wanted.until,
        },
    )
    return [Entry(*row) for row in rows]


def _of(object_ids: Sequence[uuid.UUID]) -> str:
    """Of one object the index gives the newest first; of several they have to be sorted."""
    return "c.object_id = %(object_id)s" if len(object_ids) == 1 else "c.object_id = any(%(object_ids)s)"


_WRITERS = """
select distinct on (s.actor_id, s.origin, case when s.actor_id is null then s.actor_label end)
  s.actor_id, s.actor_label, s.origin
from (
  select distinct c.change_set_id from changes c
  where c.tenant_id = %(tenant_id)s and {of}) c
join change_sets s on s.tenant_id = %(tenant_id)s and s.id = c.change_set_id
order by s.actor_id, s.origin, case when s.actor_id is null then s.actor_label end, s.at desc
limit %(most)s
"""


def writers_of(session: TenantSession, object_ids: Sequence[uuid.UUID], *, most: int) -> list[Writer]:
    """Who changed objects, each by the name they had last."""
    params = {"tenant_id": session.tenant_id, "object_id": object_ids[0], "object_ids": list(object_ids), "most": most}
    return [Writer(*row) for row in session.raw.execute(_WRITERS.format(of=_of(object_ids)), params)]


# The newest image up to then; of what has none any more, what the first change behind it found; of what nobody has
# touched since, what stands. A row that belonged to another client then was for others to see.
_TOLD = """
with told as (
  select distinct on (c.table_name, c.row_id) c.table_name, c.row_id, c.at <= %(at)s as is_then,
    case when c.at <= %(at)s then c.after else c.before end as image
  from changes c
  where c.tenant_id = %(tenant_id)s and c.object_id = %(object_id)s
  order by c.table_name, c.row_id, (c.at <= %(at)s) desc, case when c.at <= %(at)s then -c.id else c.id end
)
select t.table_name, t.image from told t where t.image is not null
  and (t.is_then or not t.image ? 'client_id' or app_client_visible((t.image ->> 'client_id')::uuid))
"""
_STANDING = """
union all
select '{table}', jsonb_strip_nulls(to_jsonb(r)) from {table} r
where r.tenant_id = %(tenant_id)s and r.id = %(object_id)s
  and not exists (select 1 from told t where t.table_name = '{table}' and t.row_id = r.id)
"""


def images_at(
    session: TenantSession, object_id: uuid.UUID, at: datetime, tables: Sequence[str]
) -> dict[str, list[dict[str, Any]]]:
    """The rows of an object as they were, by table; of what the journal no longer tells, only `tables` are looked at.

    Rows captured in groups hold their last group only.
    """
    params = {"tenant_id": session.tenant_id, "object_id": object_id, "at": at}
    found: dict[str, list[dict[str, Any]]] = {}
    statement = _TOLD + "".join(_STANDING.format(table=table) for table in tables)
    for table, image in session.raw.execute(statement, params):
        found.setdefault(table, []).append(image)
    return found


def last_images(session: TenantSession, table: str, object_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, dict[str, Any]]:
    """What objects of a table looked like last, also those that are gone."""
    params = {"tenant_id": session.tenant_id, "ids": list(object_ids), "table": table}
    return dict(session.raw.execute(_LAST_IMAGES, params).fetchall())


def retention(session: TenantSession, *, lock: bool) -> AuditRetention | None:
    """What the tenant chose, and what was removed since."""
    statement = select(AuditRetention).where(AuditRetention.tenant_id == session.tenant_id)
    if lock:
        statement = statement.with_for_update()
    return session.scalars(statement.execution_options(populate_existing=True)).one_or_none()


def kept_since(session: TenantSession) -> datetime | None:
    row = session.raw.execute(
        "select kept_since from audit_retention where tenant_id = %(tenant)s", {"tenant": session.tenant_id}
    ).fetchone()
    return row[0] if row else None


def hold_history(session: TenantSession, *, alone: bool = False) -> None:
    """Until the transaction ends nothing of the history goes; `alone`: nobody else holds it."""
    shared = "" if alone else "_shared"
    session.raw.execute(
        f"select pg_advisory_xact_lock{shared}(hashtextextended(%(key)s, 0))", {"key": f"history:{session.tenant_id}"}
    )


# By transaction and not by time: one that began before the look and was committed behind it was not seen.
_SINCE = """
select c.object_id, c.table_name, coalesce(c.before, '{}'), coalesce(c.after, '{}'), coalesce(s.actor_label, ''), c.at
from changes c left join change_sets s on s.tenant_id = c.tenant_id and s.id = c.change_set_id
where c.tenant_id = %(tenant)s and c.object_id = any(%(ids)s::uuid[]) and c.at >= %(since)s
  and c.table_name = any(%(tables)s) and c.change_set_id is distinct from %(own)s
  and not pg_visible_in_snapshot(c.transaction_id::text::xid8, %(look)s::pg_snapshot)
order by c.object_id, c.id
"""


def look(session: TenantSession) -> tuple[datetime, str]:
    """What this transaction sees, to be compared with later: its time and its snapshot."""
    ((at, snapshot),) = session.raw.execute("select now(), pg_current_snapshot()::text").fetchall()
    return at, snapshot


def is_look(session: TenantSession, snapshot: str) -> bool:
    row = session.raw.execute("select pg_input_is_valid(%(text)s, 'pg_snapshot')", {"text": snapshot}).fetchone()
    return bool(row and row[0])


def changes_since(
    session: TenantSession,
    object_ids: Sequence[uuid.UUID],
    *,
    tables: Sequence[str],
    since: datetime,
    snapshot: str,
    own: uuid.UUID | None,
) -> list[ChangeSince]:
    """What was done to these objects behind a look, but for the change set `own`; in order."""
    params = {
        "tenant": session.tenant_id,
        "ids": list(object_ids),
        "tables": list(tables),
        "since": since,
        "look": snapshot,
        "own": own,
    }
    return [ChangeSince(*row) for row in session.raw.execute(_SINCE, params)]
