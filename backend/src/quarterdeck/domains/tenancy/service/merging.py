"""Locations that are one: what stands at the others moves to the one that stays, and they go."""

import uuid
from collections.abc import Sequence

from sqlalchemy import Table

from quarterdeck.domains.journal.service import open_change_set
from quarterdeck.domains.tenancy import queries
from quarterdeck.domains.tenancy.errors import LocationNotFound, MergeRefused
from quarterdeck.domains.tenancy.models import Location
from quarterdeck.domains.tenancy.schemas import LocationMergePreview
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.references import move_references, references_of_many
from quarterdeck.platform.db.session import TenantSession

#: Rows that move in one go, inside the request.
MOST_MOVED = 20_000
_TABLE: Table = Location.__table__  # type: ignore[assignment]  # a mapped class stands on a table


def preview_location_merge(
    session: TenantSession, actor: Actor, survivor_id: uuid.UUID, others: Sequence[uuid.UUID]
) -> LocationMergePreview:
    """What would move. Changes nothing."""
    _, merged = _to_merge(session, actor, survivor_id, others)
    counts = references_of_many(session, _TABLE, [each.id for each in merged])
    return LocationMergePreview(
        locations=len(merged), assets=counts.get("assets", 0), contacts=counts.get("contacts", 0)
    )


def merge_locations(
    session: TenantSession, actor: Actor, survivor_id: uuid.UUID, others: Sequence[uuid.UUID]
) -> Location:
    """One change set, so that one undo brings the others back with everything that stood at them."""
    survivor, merged = _to_merge(session, actor, survivor_id, others)
    ids = [each.id for each in merged]
    moved = sum(references_of_many(session, _TABLE, ids).values())
    if moved > MOST_MOVED:
        raise MergeRefused(f"{moved:,} records stand at these locations, and {MOST_MOVED:,} can move in one go.")
    open_change_set(session, actor, reason=f"Merged into {survivor.name}: {', '.join(each.name for each in merged)}")
    move_references(session, _TABLE, ids, survivor.id)
    for each in merged:
        session.delete(each)
    session.flush()
    session.refresh(survivor)
    return survivor


def _to_merge(
    session: TenantSession, actor: Actor, survivor_id: uuid.UUID, others: Sequence[uuid.UUID]
) -> tuple[Location, list[Location]]:
    actor.require("clients:write")
    actor.require("assets:write")
    wanted = set(others) - {survivor_id}
    # Held in the order of their ids, so that two merges can't wait for each other.
    found = {each.id: each for each in queries.locations_held(session, sorted({survivor_id, *wanted}))}
    if survivor_id not in found or not wanted <= found.keys():
        raise LocationNotFound
    survivor = found[survivor_id]
    merged = [found[each] for each in sorted(wanted)]
    if not merged:
        raise MergeRefused("Choose at least one other location.")
    if any(each.client_id != survivor.client_id for each in merged):
        raise MergeRefused("Only locations of one client can be merged.")
    return survivor, merged
