"""Assets that went into others, and where they lead."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, select

from quarterdeck.domains.assets.errors import AssetMerged, AssetNotFound
from quarterdeck.domains.assets.models import AssetMerge
from quarterdeck.domains.journal.models import ChangeSet
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.errors import AppError

_MOST_STEPS, _MOST_MERGED = 100, 1_000
_SURVIVOR = f"""
with recursive way as (
  select m.survivor_id, m.tag, 1 as step from asset_merges m
  where m.tenant_id = %(tenant)s and m.merged_id = %(id)s
  union all
  select m.survivor_id, w.tag, w.step + 1 from way w
  join asset_merges m on m.tenant_id = %(tenant)s and m.merged_id = w.survivor_id
  where w.step < {_MOST_STEPS})
select w.tag, a.id, a.tag, a.name from way w join assets a on a.tenant_id = %(tenant)s and a.id = w.survivor_id
order by w.step limit 1
"""
_MERGED_INTO = f"""
with recursive gone as (
  select m.merged_id, m.tag, m.name, m.change_set_id, 1 as step from asset_merges m
  where m.tenant_id = %(tenant)s and m.survivor_id = %(id)s
  union all
  select m.merged_id, m.tag, m.name, m.change_set_id, g.step + 1 from gone g
  join asset_merges m on m.tenant_id = %(tenant)s and m.survivor_id = g.merged_id
  where g.step < {_MOST_STEPS})
select merged_id, tag, name, change_set_id from gone order by step, merged_id limit {_MOST_MERGED}
"""
# Those that this change set merged, or took apart again, may have gone on into others since.
_LATER = f"""
with recursive own as (
  select c.row_id, coalesce(c.after, c.before) as image from changes c
  where c.tenant_id = %(tenant)s and c.change_set_id = %(set)s and c.at >= %(since)s and c.table_name = 'asset_merges'
), later as (
  select m.survivor_id, m.change_set_id, 1 as step from asset_merges m
  where m.tenant_id = %(tenant)s and m.id not in (select row_id from own) and m.merged_id in (
    select (image ->> 'survivor_id')::uuid from own union select (image ->> 'merged_id')::uuid from own)
  union all
  select m.survivor_id, m.change_set_id, l.step + 1 from later l
  join asset_merges m on m.tenant_id = %(tenant)s and m.merged_id = l.survivor_id
  where l.step < {_MOST_STEPS})
select change_set_id from later where change_set_id <> %(set)s group by change_set_id order by max(step) desc
"""


def later_merges(session: TenantSession, change_set_id: uuid.UUID, since: datetime) -> list[uuid.UUID]:
    """The change sets that merged on what this one had merged, the last first."""
    params = {"tenant": session.tenant_id, "set": change_set_id, "since": since}
    return [found for (found,) in session.raw.execute(_LATER, params)]


def why_gone(session: TenantSession, asset_id: uuid.UUID) -> AppError:
    """What to say of an asset that is not there: where it went, if that may be seen."""
    row = session.raw.execute(_SURVIVOR, {"tenant": session.tenant_id, "id": asset_id}).fetchone()
    if row is None:
        return AssetNotFound()
    tag, survivor_id, survivor_tag, name = row
    return AssetMerged(tag, {"id": str(survivor_id), "tag": survivor_tag, "name": name})


class Gone(NamedTuple):
    """An asset that went into another one, as it was called."""

    id: uuid.UUID
    tag: str
    name: str
    change_set_id: uuid.UUID


def gone_into(session: TenantSession, asset_id: uuid.UUID) -> dict[uuid.UUID, Gone]:
    """Everything that has gone into the asset, also by way of others, by its id; for as much of it as may be seen."""
    rows = session.raw.execute(_MERGED_INTO, {"tenant": session.tenant_id, "id": asset_id}).fetchall()
    return {row[0]: Gone(*row) for row in rows}


def merges_into(session: TenantSession, asset_id: uuid.UUID) -> list[tuple[AssetMerge, str | None]]:
    """Each with the reason that was given, the newest first."""
    statement = (
        select(AssetMerge, ChangeSet.reason)
        .outerjoin(
            ChangeSet, and_(ChangeSet.tenant_id == AssetMerge.tenant_id, ChangeSet.id == AssetMerge.change_set_id)
        )
        .where(AssetMerge.tenant_id == session.tenant_id, AssetMerge.survivor_id == asset_id)
        .order_by(AssetMerge.merged_at.desc(), AssetMerge.id.desc())
        .limit(200)
    )
    return [(merge, reason) for merge, reason in session.execute(statement)]


def merges_of(session: TenantSession, merged_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, AssetMerge]:
    statement = select(AssetMerge).where(
        AssetMerge.tenant_id == session.tenant_id, AssetMerge.merged_id.in_(merged_ids)
    )
    return {each.merged_id: each for each in session.scalars(statement)}


def facts(session: TenantSession, asset_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, dict[str, Any]]:
    """Client, tag and name of assets, locked in an order in which two merges don't wait for each other."""
    rows = session.raw.execute(
        """
        select a.id, a.client_id, a.tag, a.name, a.type, a.version from assets a
        where a.tenant_id = %(tenant)s and a.id = any(%(ids)s) order by a.id for update
        """,
        {"tenant": session.tenant_id, "ids": list(asset_ids)},
    ).fetchall()
    names = ("client_id", "tag", "name", "type", "version")
    return {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows}
