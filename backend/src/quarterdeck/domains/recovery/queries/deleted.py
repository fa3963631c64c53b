"""Assets that were deleted and are still gone."""

import uuid
from datetime import datetime
from typing import Any

from quarterdeck.platform.db.session import TenantSession

_DELETED = """
select c.object_id as id, c.before ->> 'name' as name, c.before ->> 'tag' as tag, c.before ->> 'type' as type,
  c.before ->> 'serial' as serial, c.client_id, coalesce(k.name, 'A client that is gone') as client,
  c.at as deleted_at, coalesce(s.actor_label, '') as deleted_by, coalesce(s.origin, 'system') as origin, c.change_set_id
from changes c
left join change_sets s on s.tenant_id = c.tenant_id and s.id = c.change_set_id
left join clients k on k.tenant_id = c.tenant_id and k.id = c.client_id
where c.tenant_id = %(tenant)s and c.operation = 'delete' and c.table_name = 'assets' {conditions}
  and not exists (select 1 from assets a where a.tenant_id = c.tenant_id and a.id = c.row_id)
  and not exists (select 1 from changes l where l.tenant_id = c.tenant_id and l.object_id = c.object_id
    and l.table_name = 'assets' and l.operation = 'delete' and (l.at, l.id) > (c.at, c.id))
order by c.at desc, c.object_id desc limit %(limit)s
"""


def deleted_assets(
    session: TenantSession,
    *,
    client_id: uuid.UUID | None,
    text: str | None,
    after: tuple[datetime, uuid.UUID] | None,
    limit: int,
) -> list[dict[str, Any]]:
    conditions = []
    if client_id is not None:
        conditions.append("and c.client_id = %(client)s")
    if text:
        conditions.append(
            "and strpos(lower(concat_ws(' ', c.before ->> 'name', c.before ->> 'tag', c.before ->> 'serial', "
            "c.before ->> 'hostname')), lower(%(text)s)) > 0"
        )
    if after is not None:
        conditions.append("and (c.at, c.object_id) < (%(at)s, %(id)s)")
    at, object_id = after or (None, None)
    cursor = session.raw.execute(
        _DELETED.format(conditions=" ".join(conditions)),
        {"tenant": session.tenant_id, "client": client_id, "text": text, "at": at, "id": object_id, "limit": limit},
    )
    names = [column.name for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor]
