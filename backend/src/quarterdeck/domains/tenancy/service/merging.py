"""Locations, or people, that are one: what stands at the others moves to the one that stays, and they go."""

import uuid
from collections.abc import Sequence

from sqlalchemy import Table

from quarterdeck.domains.journal.service import open_change_set
from quarterdeck.domains.tenancy import queries
from quarterdeck.domains.tenancy.errors import MergeRefused
from quarterdeck.domains.tenancy.models import Contact, Location
from quarterdeck.domains.tenancy.service.places import Create, Place, Places, Update
from quarterdeck.domains.tenancy.service.records import table_of
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.references import move_references, references_of_many
from quarterdeck.platform.db.session import TenantSession

#: Rows that move in one go, inside the request.
MOST_MOVED = 20_000
#: Names that one record is found by besides its own.
MOST_FORMER = 500
#: What the one that stays takes over where it has none.
_KEPT_IF_LACKING = ("email", "phone", "location_id")


def moved_by_merging(
    session: TenantSession,
    actor: Actor,
    places: Places[Place, Create, Update],
    survivor_id: uuid.UUID,
    others: Sequence[uuid.UUID],
) -> dict[str, int]:
    """How many records of each table would move to the one that stays. Changes nothing."""
    _, merged = _to_merge(session, actor, places, survivor_id, others)
    return references_of_many(session, table_of(places.model), [each.id for each in merged])


def merge_places(
    session: TenantSession,
    actor: Actor,
    places: Places[Place, Create, Update],
    survivor_id: uuid.UUID,
    others: Sequence[uuid.UUID],
) -> Place:
    """One change set, so that one undo brings the others back with everything that stood at them.

    What the one that stays lacks, such as a phone number, it takes over from the others.
    """
    survivor, merged = _to_merge(session, actor, places, survivor_id, others)
    _merge(session, actor, table_of(places.model), survivor, merged)
    return survivor


def _to_merge(
    session: TenantSession,
    actor: Actor,
    places: Places[Place, Create, Update],
    survivor_id: uuid.UUID,
    others: Sequence[uuid.UUID],
) -> tuple[Place, list[Place]]:
    actor.require("clients:write")
    actor.require("assets:write")
    wanted: set[uuid.UUID] = set(others) - {survivor_id}
    # Held in the order of their ids, so that two merges can't wait for each other.
    found = {each.id: each for each in queries.places_held(session, places.model, sorted({survivor_id, *wanted}))}
    if survivor_id not in found or not wanted <= found.keys():
        raise places.missing()
    survivor = found[survivor_id]
    merged = [found[each] for each in sorted(wanted)]
    if not merged:
        raise MergeRefused("Choose at least one other to merge.")
    if any(each.client_id != survivor.client_id for each in merged):
        raise MergeRefused("Only what belongs to one client can be merged.")
    return survivor, merged


def _merge(
    session: TenantSession,
    actor: Actor,
    table: Table,
    survivor: Location | Contact,
    merged: Sequence[Location | Contact],
) -> None:
    ids = [each.id for each in merged]
    moved = sum(references_of_many(session, table, ids).values())
    if moved > MOST_MOVED:
        raise MergeRefused(f"{moved:,} records would move, and {MOST_MOVED:,} can move in one go.")
    open_change_set(session, actor, reason=f"Merged into {survivor.name}: {', '.join(each.name for each in merged)}")
    move_references(session, table, ids, survivor.id)
    former = dict.fromkeys(key for each in [survivor, *merged] for key in _found_by(each))
    survivor.former_keys = [key for key in former if key != survivor.name_key][-MOST_FORMER:]
    survivor.former_ids = [*survivor.former_ids, *(old for each in merged for old in (*each.former_ids, each.id))]
    for name in _KEPT_IF_LACKING:
        if hasattr(survivor, name) and getattr(survivor, name) is None:
            setattr(survivor, name, next(filter(None, (getattr(each, name) for each in merged)), None))
    for each in merged:
        session.delete(each)
    session.flush()
    session.refresh(survivor)


def _found_by(place: Location | Contact) -> list[str]:
    address = place.email if isinstance(place, Contact) else None
    return [*place.former_keys, place.name_key, *([address.lower()] if address else [])]
