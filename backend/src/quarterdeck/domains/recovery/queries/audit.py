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

# Between two entries that are meant there may be millions: so many are asked and no more, in the order of the log.
_WALK = """
with walked as materialized (
  select c.at, c.id, {meant} as meant
  from changes c where c.tenant_id = %(tenant)s {when}
  order by c.at desc, c.id desc limit %(entries)s
)
(select at, id, true from walked where meant order by at desc, id desc limit %(limit)s)
union all
(select at, id, false from walked order by at desc, id desc offset %(entries)s - 1 limit 1)
"""
_THESE = "(c.at, c.id) in (select * from unnest(%(ats)s::timestamptz[], %(numbers)s::bigint[]))"

#: Entries that are looked through for one page, at first a few: most pages are full by then.
STRIDES = (2_000, 10_000, 40_000, 80_000)

#: When an entry was written, and its number.
Position = tuple[datetime, int]


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
    tables: Sequence[str] | None = None

    @property
    def passes_over(self) -> bool:
        """Whether many entries may lie between those that are meant, and no index leads from one to the next."""
        led = self.object_id or self.change_set_id or self.job_id or self.actor_id or self.origin
        passed = (self.client_id, self.operation, self.column, self.tables)
        return led is None and self.operation != "delete" and any(each is not None for each in passed)

    def when(self) -> list[str]:
        """SQL over `c`, for the time in which all that is meant lies.

        Nothing was changed before the first change set was opened; of one, or of a job, nothing after its last change.
        """
        given = {"c.at >= %(since)s": self.since, "c.at < %(until)s": self.until}
        conditions = [condition for condition, value in given.items() if value is not None]
        if (sets := self._change_sets()) is not None:
            conditions.append(f"c.at >= (select min(w.at) {sets})")
            if self.change_set_id is not None or self.job_id is not None:
                last = f"from changes m where m.tenant_id = %(tenant)s and m.change_set_id in (select w.id {sets})"
                conditions.append(f"c.at <= (select max(m.at) {last})")
        return conditions

    def which(self) -> list[str]:
        """SQL over `c`, for which of the entries of that time are meant."""
        given = {
            "c.object_id = %(object_id)s": self.object_id,
            "c.client_id = %(client_id)s": self.client_id,
            "c.operation = %(operation)s": self.operation,
            "c.table_name = any(%(tables)s)": self.tables,
            "c.before #> %(path)s is distinct from c.after #> %(path)s": self.column,
        }
        sets = self._change_sets()
        of_sets = [] if sets is None else [f"c.change_set_id in (select w.id {sets})"]
        return [*of_sets, *(condition for condition, value in given.items() if value is not None)]

    def _change_sets(self) -> str | None:
        given = {
            "w.id = %(change_set_id)s": self.change_set_id,
            "w.job_id = %(job_id)s": self.job_id,
            "w.actor_id = %(actor_id)s": self.actor_id,
            "w.origin = %(origin)s": self.origin,
        }
        chosen = [condition for condition, value in given.items() if value is not None]
        return f"from change_sets w where w.tenant_id = %(tenant)s and {' and '.join(chosen)}" if chosen else None


@dataclass(frozen=True, slots=True)
class Looked:
    """Entries that were found; `back_to` is where the search stopped short of the end, and goes on from."""

    rows: list[dict[str, Any]]
    back_to: Position | None = None


def look_back(session: TenantSession, wanted: AuditFilter, *, after: Position | None, limit: int) -> Looked:
    """Up to `limit` entries, the newest first: fewer when as many as `STRIDES` were looked through on the way."""
    if not wanted.passes_over:
        return Looked(audit_rows(session, wanted, after=after, limit=limit))
    met: list[Position] = []
    for entries in STRIDES:
        found, after = _walk(session, wanted, after=after, entries=entries, limit=limit - len(met))
        met += found
        if len(met) == limit or after is None:
            return Looked(_rows_at(session, wanted, met))
    return Looked(_rows_at(session, wanted, met), after)


def _walk(
    session: TenantSession, wanted: AuditFilter, *, after: Position | None, entries: int, limit: int
) -> tuple[list[Position], Position | None]:
    """Where among the next so many those are that are meant, and the last that was looked at unless the log ended."""
    when = "".join(f" and {each}" for each in [*wanted.when(), *_behind(after)])
    statement = _WALK.format(meant=" and ".join(wanted.which()), when=when)
    params = {**_params(session, wanted, after), "entries": entries, "limit": limit}
    found = session.raw.execute(statement.encode(), params).fetchall()
    met = [(at, number) for at, number, meant in found if meant]
    return met, next(((at, number) for at, number, meant in found if not meant), None)


def _rows_at(session: TenantSession, wanted: AuditFilter, met: Sequence[Position]) -> list[dict[str, Any]]:
    params = {**_params(session, wanted, None), "ats": [at for at, _ in met], "numbers": [number for _, number in met]}
    return _read(session, _LOG.format(conditions=f"and {_THESE}"), {**params, "limit": len(met)}) if met else []


def audit_rows(
    session: TenantSession, wanted: AuditFilter, *, after: Position | None, limit: int
) -> list[dict[str, Any]]:
    return _read(session, *audit_statement(session, wanted, after=after, limit=limit))


def _read(session: TenantSession, statement: str, params: dict[str, Any]) -> list[dict[str, Any]]:
    cursor = session.raw.execute(statement.encode(), params)
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
    session: TenantSession, wanted: AuditFilter, *, after: Position | None, limit: int
) -> tuple[str, dict[str, Any]]:
    conditions = "".join(f" and {each}" for each in [*wanted.when(), *wanted.which(), *_behind(after)])
    return _LOG.format(conditions=conditions), {**_params(session, wanted, after), "limit": limit}


def _behind(after: Position | None) -> list[str]:
    return [] if after is None else ["(c.at, c.id) < (%(after_at)s, %(after_id)s)"]


def _params(session: TenantSession, wanted: AuditFilter, after: Position | None) -> dict[str, Any]:
    after_at, after_id = after or (None, None)
    named = {name: getattr(wanted, name) for name in AuditFilter.__slots__ if name != "column"}
    path = (wanted.column or "").split(".")
    return {**named, "tenant": session.tenant_id, "path": path, "after_at": after_at, "after_id": after_id}


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
