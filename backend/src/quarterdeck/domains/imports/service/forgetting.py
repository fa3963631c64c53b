"""Letting go of the rows that were kept to be looked at and mended before an import ran."""

from datetime import timedelta

from quarterdeck.domains.imports.service.taking_back import UNDO_DAYS
from quarterdeck.platform.clock import now
from quarterdeck.platform.db.session import TenantSession

ROWS_KEPT = timedelta(days=UNDO_DAYS)
_IMPORTS = 50
_LAST = 2**62
_TABLES = ("import_marks", "import_edits", "import_rows")
_HAS_ROWS = " or ".join(
    f"exists (select 1 from {table} r where r.tenant_id = i.tenant_id and r.import_id = i.id)" for table in _TABLES
)
_DUE = f"""
select i.id from imports i
where i.tenant_id = %(tenant)s and i.state = 'finished' and i.updated_at < %(before)s and ({_HAS_ROWS})
order by i.created_at limit {_IMPORTS}
"""


def forget_checked_rows(session: TenantSession, *, limit: int) -> bool:
    """Delete about `limit` rows of imports that finished long ago. Returns whether there may be more."""
    due = session.raw.execute(_DUE, {"tenant": session.tenant_id, "before": now() - ROWS_KEPT}).fetchall()
    left = limit
    for (import_id,) in due:
        for table in _TABLES:
            of_import = "r.tenant_id = %(tenant)s and r.import_id = %(import)s"
            stop = f"select r.row_no from {table} r where {of_import} order by r.row_no offset %(limit)s limit 1"
            left -= session.raw.execute(
                f"delete from {table} r where {of_import} and r.row_no <= coalesce(({stop}), {_LAST})",
                {"tenant": session.tenant_id, "import": import_id, "limit": left},
            ).rowcount
            if left <= 0:
                return True
    return len(due) == _IMPORTS
