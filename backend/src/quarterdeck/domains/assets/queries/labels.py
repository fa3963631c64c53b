"""Names of what assets refer to."""

import uuid
from collections.abc import Sequence

from quarterdeck.platform.db.session import TenantSession

_NAMES = """
select 'clients', t.id, t.name from clients t where t.tenant_id = %(tenant_id)s and t.id = any(%(ids)s::uuid[])
union all
select 'locations', t.id, t.name from locations t where t.tenant_id = %(tenant_id)s and t.id = any(%(ids)s::uuid[])
union all
select 'contacts', t.id, t.name from contacts t where t.tenant_id = %(tenant_id)s and t.id = any(%(ids)s::uuid[])
"""


def names_now(session: TenantSession, ids: Sequence[uuid.UUID]) -> dict[tuple[str, uuid.UUID], str]:
    """(table, id) -> name, of those that exist and may be seen."""
    rows = session.raw.execute(_NAMES, {"tenant_id": session.tenant_id, "ids": list(ids)}).fetchall()
    return {(table, record_id): name for table, record_id, name in rows}
