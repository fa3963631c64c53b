"""The register as it was at a moment, under the names of its tables, so that every list can be asked of it.

What nobody touched since is as it was. What was touched is as the first change since then found it. So a page of the
past costs what a page of the present does, and the changes made since; how many those may be is bounded.
"""

from datetime import datetime

from sqlalchemy import Table

from quarterdeck.domains.assets.models import EXTENSIONS, Asset
from quarterdeck.domains.assets.models.tables import table_of
from quarterdeck.platform.db.session import TenantSession

#: More changes than this are not worked through for a page.
MOST_CHANGES = 200_000
_TABLES = (table_of(Asset), *(table_of(model) for model in EXTENSIONS.values()))


def is_too_far(session: TenantSession, moment: datetime) -> bool:
    """Whether more than `MOST_CHANGES` rows of the register have changed since."""
    row = session.raw.execute(
        "select count(*) from (select 1 from changes c where c.tenant_id = %(tenant)s and c.at > %(moment)s "
        "and c.table_name = any(%(tables)s) limit %(most)s + 1) since",
        {
            "tenant": session.tenant_id,
            "moment": moment,
            "tables": [table.name for table in _TABLES],
            "most": MOST_CHANGES,
        },
    ).fetchone()
    return bool(row and row[0] > MOST_CHANGES)


def tables_then() -> str:
    """A WITH clause; the statement behind it takes `tenant_id` and `moment`."""
    parts = [part for table in _TABLES for part in (_touched(table), _then(table))]
    return f"with {', '.join(parts)} "


def _touched(table: Table) -> str:
    return (
        f"touched_{table.name} as materialized (select distinct on (c.row_id) c.row_id, c.before from changes c "
        f"where c.tenant_id = %(tenant_id)s and c.at > %(moment)s and c.table_name = '{table.name}' "
        "order by c.row_id, c.id)"
    )


def _then(table: Table) -> str:
    names = [column.name for column in table.columns]
    present = ", ".join(f"p.{name}" for name in names)
    found = ", ".join(_found(table, name) for name in names)
    # An asset that belonged to somebody else then was theirs to see, not ours.
    visible = " and app_client_visible(w.client_id)" if "client_id" in names else ""
    return (
        f"{table.name} as not materialized (select {present} from public.{table.name} p "
        f"where p.tenant_id = %(tenant_id)s "
        f"and not exists (select 1 from touched_{table.name} t where t.row_id = p.id) "
        f"union all select {found} from touched_{table.name} t "
        f"cross join lateral jsonb_populate_record(null::public.{table.name}, t.before) w "
        f"where t.before is not null{visible})"
    )


def _found(table: Table, name: str) -> str:
    """What is derived is no part of an image, and is derived again."""
    computed = table.columns[name].computed
    return f"w.{name}" if computed is None else f"({computed.sqltext})"
