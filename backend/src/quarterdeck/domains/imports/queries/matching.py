"""Rows that are assets already, or other rows: by what they were recognised, and field by field."""

import uuid
from collections.abc import Sequence
from typing import Any

from quarterdeck.domains.assets.models import EXTENSIONS
from quarterdeck.platform.db.session import TenantSession

#: In the order in which one of several is named.
KINDS = ("row_key", "serial", "uuid", "imei", "tag", "mac", "hostname", "name")
_WHEN = " ".join(f"when '{kind}' = any(d.matched_on) then '{kind}'" for kind in KINDS)
_KIND = f"""
case d.outcome when 'duplicate_in_file' then 'in_file' when 'review' then 'review'
  else case {_WHEN} else 'other' end end
"""
_MATCHED = """
d.tenant_id = %(tenant)s and d.batch_id = %(batch)s
  and d.outcome in ('updated', 'unchanged', 'duplicate_in_file', 'review')
"""
_EXTENSION = " ".join(
    f"when '{key}' then (select to_jsonb(x) from {model.__tablename__} x "
    "where x.tenant_id = a.tenant_id and x.id = a.id)"
    for key, model in EXTENSIONS.items()
)
_SIDES = f"""
select d.row_no, {_KIND} as kind, d.outcome, d.asset_id, a.tag, a.name, d.duplicate_of_row, d.score, d.reason,
  d.evidence, d.changes, o.fields, o.extension, o.custom, a.columns, a.extension, p.reports
from intake_decisions d
cross join lateral (select o.* from observations o
  where o.tenant_id = d.tenant_id and o.batch_id = d.batch_id and o.row_no = d.row_no offset 0) o
left join lateral (select a.tag, a.name, to_jsonb(a) - 'search' as columns, case a.type {_EXTENSION} end as extension
  from assets a where a.tenant_id = d.tenant_id and a.id = d.asset_id offset 0) a on true
left join lateral (select p.reports from asset_provenance p
  where p.tenant_id = d.tenant_id and p.id = d.asset_id offset 0) p on true
"""


def match_counts(session: TenantSession, batch_id: uuid.UUID) -> list[tuple[str, int]]:
    rows = session.raw.execute(
        f"select {_KIND} as kind, count(*) from intake_decisions d where {_MATCHED} group by 1",
        {"tenant": session.tenant_id, "batch": batch_id},
    ).fetchall()
    return [(kind, count) for kind, count in rows]


def match_rows(
    session: TenantSession,
    batch_id: uuid.UUID,
    *,
    kind: str | None,
    row: int | None,
    is_changed: bool = False,
    after: int,
    limit: int,
) -> list[tuple[Any, ...]]:
    """Both sides of each match: the observation, the asset as it stands, and what the one would change in the other."""
    return session.raw.execute(
        f"""
        {_SIDES} where {_MATCHED} and d.row_no > %(after)s and (%(kind)s::text is null or {_KIND} = %(kind)s)
          and (%(row)s::bigint is null or d.row_no = %(row)s)
          and (not %(changed)s or d.outcome = 'updated')
        order by d.row_no limit %(limit)s
        """,
        {
            "tenant": session.tenant_id,
            "batch": batch_id,
            "kind": kind,
            "row": row,
            "changed": is_changed,
            "after": after,
            "limit": limit,
        },
    ).fetchall()


def matches_between(session: TenantSession, batch_id: uuid.UUID, first: int, last: int) -> list[tuple[Any, ...]]:
    return session.raw.execute(
        f"{_SIDES} where {_MATCHED} and d.row_no between %(first)s and %(last)s and not d.is_applied",
        {"tenant": session.tenant_id, "batch": batch_id, "first": first, "last": last},
    ).fetchall()


def taken_tags(session: TenantSession, tags: Sequence[str]) -> set[str]:
    """Which of these tags an asset carries, folded."""
    rows = session.raw.execute(
        """
        select upper(a.tag) from assets a
        where a.tenant_id = %(tenant)s and a.id in (select i.asset_id from asset_identifiers i
          where i.tenant_id = %(tenant)s and i.kind = 'tag' and i.value = any(%(tags)s) and i.is_current)
        """,
        {"tenant": session.tenant_id, "tags": [tag.upper() for tag in tags]},
    ).fetchall()
    return {tag for (tag,) in rows}


def names_of(session: TenantSession, table: str, ids: Sequence[str]) -> dict[str, str]:
    rows = session.raw.execute(
        f"select r.id::text, r.name from {table} r where r.tenant_id = %(tenant)s and r.id = any(%(ids)s::uuid[])",
        {"tenant": session.tenant_id, "ids": list(ids)},
    ).fetchall()
    return dict(rows)
