"""The audit log: changes, the newest first, each with who, whence and why."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quarterdeck.platform.db.session import TenantSession

_AT_ONCE = 2_000
# What the rows are called by is looked up for those of the page only. Whose asset they are is read from them before
# that: policies let no index of assets be searched by a value that is cast on the way.
_LOG = """
with page as materialized (
  select c.id, c.at, c.change_set_id, c.table_name, c.object_id, c.operation, c.client_id, c.before, c.after,
    coalesce((coalesce(c.after, c.before) ->> 'asset_id')::uuid, c.object_id) as asset_id
  from changes c
  where c.tenant_id = %(tenant)s {conditions}
  order by c.at desc, c.id desc limit %(limit)s
)
select p.id, p.at, p.change_set_id, s.actor_id, coalesce(s.actor_label, '') as actor_label,
  coalesce(s.origin, 'system') as origin, s.reason, s.job_id, p.table_name, p.object_id, p.operation,
  p.client_id, k.name as client, p.before, p.after, a.id as asset_id, coalesce(nullif(a.name, ''), a.tag) as asset
from page p
left join change_sets s on s.tenant_id = %(tenant)s and s.id = p.change_set_id
left join clients k on k.tenant_id = %(tenant)s and k.id = p.client_id
left join assets a on a.tenant_id = %(tenant)s and a.id = p.asset_id
order by p.at desc, p.id desc
"""


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What the log is narrowed to; a field by the table and path it is kept at."""

    actor_id: uuid.UUID | None = None
    object_id: uuid.UUID | None = None
    change_set_id: uuid.UUID | None = None
    job_id: uuid.UUID | None = None
    client_id: uuid.UUID | None = None
    origin: str | None = None
    operation: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    column: str | None = None

    def conditions(self) -> list[str]:
        """SQL over `c`, for what is given."""
        given = {
            "c.object_id = %(object_id)s": self.object_id,
            "c.client_id = %(client_id)s": self.client_id,
            "c.operation = %(operation)s": self.operation,
            "c.at >= %(since)s": self.since,
            "c.at < %(until)s": self.until,
            "c.before #> %(path)s is distinct from c.after #> %(path)s": self.column,
        }
        return [*self._of_change_sets(), *(condition for condition, value in given.items() if value is not None)]

    def _of_change_sets(self) -> list[str]:
        """Nothing was changed before the first was opened, and of one, or of a job, nothing after its last change."""
        given = {
            "w.id = %(change_set_id)s": self.change_set_id,
            "w.job_id = %(job_id)s": self.job_id,
            "w.actor_id = %(actor_id)s": self.actor_id,
            "w.origin = %(origin)s": self.origin,
        }
        chosen = [condition for condition, value in given.items() if value is not None]
        if not chosen:
            return []
        sets = f"from change_sets w where w.tenant_id = %(tenant)s and {' and '.join(chosen)}"
        conditions = [f"c.change_set_id in (select w.id {sets})", f"c.at >= (select min(w.at) {sets})"]
        if self.change_set_id is not None or self.job_id is not None:
            last = f"from changes m where m.tenant_id = %(tenant)s and m.change_set_id in (select w.id {sets})"
            conditions.append(f"c.at <= (select max(m.at) {last})")
        return conditions


def audit_rows(
    session: TenantSession, wanted: AuditFilter, *, after: tuple[datetime, int] | None, limit: int
) -> list[dict[str, Any]]:
    cursor = session.raw.execute(*audit_statement(session, wanted, after=after, limit=limit))
    names = [column.name for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def streamed_rows(session: TenantSession, wanted: AuditFilter) -> Iterator[list[dict[str, Any]]]:
    """All of them, a few thousand at a time: memory does not grow with their number.

    What is written meanwhile is newer than what was read and stays out.
    """
    after = None
    while rows := audit_rows(session, wanted, after=after, limit=_AT_ONCE):
        yield rows
        after = rows[-1]["at"], rows[-1]["id"]


def audit_statement(
    session: TenantSession, wanted: AuditFilter, *, after: tuple[datetime, int] | None, limit: int
) -> tuple[str, dict[str, Any]]:
    conditions = wanted.conditions()
    if after is not None:
        conditions.append("(c.at, c.id) < (%(after_at)s, %(after_id)s)")
    after_at, after_id = after or (None, None)
    named = {name: getattr(wanted, name) for name in AuditFilter.__slots__ if name != "column"}
    return _LOG.format(conditions="".join(f" and {each}" for each in conditions)), {
        **named,
        "tenant": session.tenant_id,
        "path": (wanted.column or "").split("."),
        "after_at": after_at,
        "after_id": after_id,
        "limit": limit,
    }


_ACTORS = """
select distinct on (s.actor_id) s.actor_id, s.actor_label
from (select c.actor_id, c.actor_label, c.seq from change_sets c where c.tenant_id = %(tenant)s
  order by c.seq desc limit %(looked_at)s) s
where s.actor_id is not null order by s.actor_id, s.seq desc
"""


def recent_actors(session: TenantSession, *, looked_at: int) -> list[tuple[uuid.UUID, str]]:
    """Who made the newest change sets, each by the name they had last."""
    return session.raw.execute(_ACTORS, {"tenant": session.tenant_id, "looked_at": looked_at}).fetchall()


_REFERRED = """
select id::text, name from clients where tenant_id = %(tenant)s and id = any(%(ids)s)
union all select id::text, name from locations where tenant_id = %(tenant)s and id = any(%(ids)s)
union all select id::text, name from contacts where tenant_id = %(tenant)s and id = any(%(ids)s)
union all select id::text, name from roles where tenant_id = %(tenant)s and id = any(%(ids)s)
union all select k.id::text, case when m.accepted_at is null then m.invited_name else u.name end
  from memberships m join users u on u.id = m.user_id cross join lateral (values (m.id), (m.user_id)) k (id)
  where m.tenant_id = %(tenant)s and (m.id = any(%(ids)s) or m.user_id = any(%(ids)s)) and k.id = any(%(ids)s)
"""


def tags_of(session: TenantSession, ids: Sequence[uuid.UUID]) -> dict[str, tuple[str, str]]:
    """Tag and name of the assets among them, by the id as the journal keeps it."""
    if not ids:
        return {}
    statement = "select id::text, tag, name from assets where tenant_id = %(tenant)s and id = any(%(ids)s)"
    found = session.raw.execute(statement, {"tenant": session.tenant_id, "ids": list(ids)})
    return {asset_id: (tag, name) for asset_id, tag, name in found}


def names_of_referred(session: TenantSession, ids: Sequence[uuid.UUID]) -> dict[str, str]:
    """What the journal of the tenant refers to, by its id as the journal keeps it; of what is gone there is no name.

    A person who has not accepted yet is called as whoever invited them does: an invitation tells nothing of an account.
    """
    if not ids:
        return {}
    found = session.raw.execute(_REFERRED, {"tenant": session.tenant_id, "ids": list(ids)})
    return dict(found.fetchall())
