"""What sources say of one asset, and whose word goes before whose."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from quarterdeck.domains.assets.fields.precedence import is_gone
from quarterdeck.domains.assets.models import PrecedenceRule
from quarterdeck.platform.db.session import TenantSession

_REPORTS = f"""
coalesce((select jsonb_object_agg(e.key, jsonb_set(e.value, '{{v}}', (e.value -> 'v') - array(
    select v.key from jsonb_each(e.value -> 'v') v where {is_gone("v.key", "v.value", "a.client_id")})))
  from jsonb_each(p.reports) e), '{{}}')
"""
_PROVENANCE = f"""
select {_REPORTS}, coalesce(p.locks, '{{}}'), coalesce(p.seen, '{{}}'), a.client_id, a.type,
  ('x' || substr(md5(concat(a.version, p.reports, p.locks)), 1, 7))::bit(28)::int,
  to_jsonb(a)
from assets a left join asset_provenance p on p.tenant_id = a.tenant_id and p.id = a.id
where a.tenant_id = %(tenant)s and a.id = %(id)s
"""

# Sources by what they said lately: every batch names its own.
_KNOWN_SOURCES = """
select b.source, max(b.observed_at) from intake_batches b
where b.tenant_id = %(tenant)s and b.change_set_id is not null
group by b.source order by max(b.observed_at) desc limit 200
"""


def provenance_row(session: TenantSession, asset_id: uuid.UUID) -> tuple[Any, ...] | None:
    """Reports, locks, sightings, client, type, a number that stands for all of it, and the columns of the asset."""
    return session.raw.execute(_PROVENANCE, {"tenant": session.tenant_id, "id": asset_id}).fetchone()


def locks_of(session: TenantSession, asset_id: uuid.UUID) -> dict[str, Any]:
    row = session.raw.execute(
        "select p.locks from asset_provenance p where p.tenant_id = %(tenant)s and p.id = %(id)s",
        {"tenant": session.tenant_id, "id": asset_id},
    ).fetchone()
    return row[0] if row else {}


def locks_of_many(session: TenantSession, asset_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, dict[str, Any]]:
    """Of those that have any."""
    rows = session.raw.execute(
        "select p.id, p.locks from asset_provenance p where p.tenant_id = %(tenant)s and p.id = any(%(ids)s::uuid[]) "
        "and p.locks <> '{}'",
        {"tenant": session.tenant_id, "ids": list(asset_ids)},
    )
    return dict(rows.fetchall())


def precedence_rules(session: TenantSession) -> Sequence[PrecedenceRule]:
    statement = select(PrecedenceRule).where(PrecedenceRule.tenant_id == session.tenant_id)
    return session.scalars(statement.order_by(PrecedenceRule.client_id, PrecedenceRule.target)).all()


def known_sources(session: TenantSession) -> list[tuple[str, datetime]]:
    return session.raw.execute(_KNOWN_SOURCES, {"tenant": session.tenant_id}).fetchall()
