"""What sources said before, and what became of the items of a batch."""

import uuid
from collections.abc import Mapping, Sequence

import orjson

from quarterdeck.domains.observing.schemas import ItemResult
from quarterdeck.kit.ids import new_id
from quarterdeck.platform.db.session import TenantSession

_KNOWN = """
select n.external_id, n.content_hash, d.asset_id, d.outcome from observed_items n
join intake_decisions d on d.tenant_id = n.tenant_id and d.batch_id = n.batch_id and d.row_no = n.row_no
  and d.is_applied and d.outcome in ('created', 'updated', 'unchanged', 'duplicate_in_file')
join assets a on a.tenant_id = d.tenant_id and a.id = d.asset_id
where n.tenant_id = %(tenant)s and n.source = %(source)s and n.external_id = any(%(ids)s)
"""
# An external id twice in one batch: the later item stands.
_REMEMBER = """
insert into observed_items (tenant_id, id, source, external_id, content_hash, batch_id, row_no)
select distinct on (n.external_id) %(tenant)s, n.id, %(source)s, n.external_id, n.hash, %(batch)s, n.row_no
from unnest(%(ids)s::uuid[], %(rows)s::bigint[], %(names)s::text[], %(hashes)s::text[])
  as n (id, row_no, external_id, hash)
order by n.external_id, n.row_no desc
on conflict (tenant_id, source, external_id) do update
set content_hash = excluded.content_hash, batch_id = excluded.batch_id, row_no = excluded.row_no, seen_at = now()
"""
_NOTE = """
insert into observed_batch_items (tenant_id, batch_id, row_no, external_id, known_asset_id)
select %(tenant)s, %(batch)s, n.row_no, n.external_id, n.asset_id
from jsonb_to_recordset(%(items)s::jsonb) n (row_no bigint, external_id text, asset_id uuid)
"""
_RESULTS = """
select i.row_no, i.external_id,
  coalesce(d.outcome, case when i.known_asset_id is not null then 'unchanged' else 'pending' end),
  coalesce(d.asset_id, i.known_asset_id), coalesce(d.matched_on, '{}'), coalesce(d.reason,
    case when i.known_asset_id is not null then 'Unchanged: the source said exactly the same before.'
      else 'Not decided yet.' end),
  coalesce(o.problems, '[]')
from observed_batch_items i
left join lateral (select d.* from intake_decisions d
  where d.tenant_id = i.tenant_id and d.batch_id = i.batch_id and d.row_no = i.row_no offset 0) d on true
left join lateral (select o.problems from observations o
  where o.tenant_id = i.tenant_id and o.batch_id = i.batch_id and o.row_no = i.row_no offset 0) o on true
where i.tenant_id = %(tenant)s and i.batch_id = %(batch)s and i.row_no > %(after)s
order by i.row_no limit %(limit)s
"""


def known_items(
    session: TenantSession, source: str, external_ids: Sequence[str]
) -> dict[str, tuple[str, uuid.UUID, str]]:
    """Hash of what was said last, and the asset it went into, by external id."""
    params = {"tenant": session.tenant_id, "source": source, "ids": list(external_ids)}
    return {row[0]: (row[1], row[2], row[3]) for row in session.raw.execute(_KNOWN, params)}


def remember(
    session: TenantSession, source: str, batch_id: uuid.UUID, items: Sequence[tuple[int, str | None, str]]
) -> None:
    session.raw.execute(
        _REMEMBER,
        {
            "tenant": session.tenant_id,
            "source": source,
            "batch": batch_id,
            "ids": [new_id() for _ in items],
            "rows": [row_no for row_no, _, _ in items],
            "names": [name for _, name, _ in items],
            "hashes": [digest for _, _, digest in items],
        },
    )


def note_items(
    session: TenantSession,
    batch_id: uuid.UUID,
    items: Sequence[tuple[int, str | None]],
    known: Mapping[int, tuple[uuid.UUID, str]],
) -> None:
    """The items in their order, so that results can be told of each."""
    rows = [
        {"row_no": row_no, "external_id": name, "asset_id": str(known[row_no][0]) if row_no in known else None}
        for row_no, name in items
    ]
    params = {"tenant": session.tenant_id, "batch": batch_id, "items": orjson.dumps(rows).decode()}
    session.raw.execute(_NOTE, params)


def results(session: TenantSession, batch_id: uuid.UUID, *, after: int, limit: int) -> list[ItemResult]:
    params = {"tenant": session.tenant_id, "batch": batch_id, "after": after, "limit": limit}
    names = ("item", "external_id", "outcome", "asset_id", "matched_on", "reason", "problems")
    return [
        ItemResult.model_validate(dict(zip(names, row, strict=True))) for row in session.raw.execute(_RESULTS, params)
    ]
