"""Assets that were deleted and are still gone."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quarterdeck.platform.db.session import TenantSession

# What was merged into another asset is not gone: it lives on there, and is taken out again by undoing the merge.
_FROM = """
from changes c
left join change_sets s on s.tenant_id = c.tenant_id and s.id = c.change_set_id
left join clients k on k.tenant_id = c.tenant_id and k.id = c.client_id
where c.tenant_id = %(tenant)s and c.operation = 'delete' and c.table_name = 'assets' {conditions}
  and not exists (select 1 from assets a where a.tenant_id = c.tenant_id and a.id = c.row_id)
  and not exists (select 1 from asset_merges m where m.tenant_id = c.tenant_id and m.merged_id = c.row_id)
  and not exists (select 1 from changes l where l.tenant_id = c.tenant_id and l.object_id = c.object_id
    and l.table_name = 'assets' and l.operation = 'delete' and (l.at, l.id) > (c.at, c.id))
"""
_DELETED = f"""
select c.object_id as id, c.before ->> 'name' as name, c.before ->> 'tag' as tag, c.before ->> 'type' as type,
  c.before ->> 'serial' as serial, c.client_id, coalesce(k.name, 'A client that is gone') as client,
  c.at as deleted_at, c.at - interval '1 microsecond' as before_at,
  coalesce(s.actor_label, '') as deleted_by, coalesce(s.origin, 'system') as origin, s.reason,
  s.job_id, c.change_set_id, c.id as change_id
{_FROM} order by c.at desc, c.object_id desc limit %(limit)s
"""
_COUNT = f"select count(*) from (select 1 {_FROM} limit %(limit)s) found"
_SEARCHED = (
    "strpos(lower(concat_ws(' ', c.before ->> 'name', c.before ->> 'tag', c.before ->> 'serial', "
    "c.before ->> 'hostname', s.actor_label, s.reason)), lower(%(text)s)) > 0"
)


@dataclass(frozen=True, slots=True)
class DeletedFilter:
    """Which of the deleted assets: of a client, with a text in what names them, who deleted them or why, by time."""

    client_id: uuid.UUID | None = None
    text: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    change_set_id: uuid.UUID | None = None
    ids: Sequence[uuid.UUID] | None = None
    exclude: Sequence[uuid.UUID] = ()

    def conditions(self) -> list[str]:
        given = {
            "c.client_id = %(client)s": self.client_id,
            _SEARCHED: self.text or None,
            "c.at >= %(since)s": self.since,
            "c.at < %(until)s": self.until,
            "c.change_set_id = %(change_set)s": self.change_set_id,
            "c.object_id = any(%(ids)s::uuid[])": self.ids,
            "c.object_id <> all(%(exclude)s::uuid[])": self.exclude or None,
        }
        return [condition for condition, value in given.items() if value is not None]

    def params(self, session: TenantSession, limit: int) -> dict[str, Any]:
        return {
            "tenant": session.tenant_id,
            "client": self.client_id,
            "text": self.text,
            "since": self.since,
            "until": self.until,
            "change_set": self.change_set_id,
            "ids": None if self.ids is None else list(self.ids),
            "exclude": list(self.exclude),
            "limit": limit,
        }


def deleted_assets(
    session: TenantSession, wanted: DeletedFilter, *, after: tuple[datetime, uuid.UUID] | None, limit: int
) -> list[dict[str, Any]]:
    conditions = wanted.conditions()
    if after is not None:
        conditions.append("(c.at, c.object_id) < (%(at)s, %(id)s)")
    at, object_id = after or (None, None)
    cursor = session.raw.execute(
        _DELETED.format(conditions="".join(f" and {each}" for each in conditions)),
        {**wanted.params(session, limit), "at": at, "id": object_id},
    )
    names = [column.name for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def count_deleted(session: TenantSession, wanted: DeletedFilter, *, limit: int) -> int:
    """How many, counted no further than `limit`."""
    statement = _COUNT.format(conditions="".join(f" and {each}" for each in wanted.conditions()))
    row = session.raw.execute(statement, wanted.params(session, limit)).fetchone()
    return int(row[0]) if row else 0
