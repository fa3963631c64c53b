"""Choosing assets to act on. An action takes a snapshot of ids made here, never a filter to be asked again later."""

import uuid
from collections.abc import Sequence
from datetime import timedelta

from quarterdeck.domains.assets.errors import AssetNotFound, SelectionNotFound, SelectionTooLarge
from quarterdeck.domains.assets.models import SelectionSnapshot
from quarterdeck.domains.assets.queries import snapshots, window
from quarterdeck.domains.assets.schemas import SelectionCreate
from quarterdeck.domains.assets.service.lists import ListRequest, open_list
from quarterdeck.domains.jobs import service as jobs
from quarterdeck.kit.ids import new_id
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.clock import now
from quarterdeck.platform.db.session import TenantSession

MOST_ASSETS = 1_000_000
MOST_IN_RANGE = 10_000
LIFE = timedelta(minutes=15)


def create_selection(session: TenantSession, actor: Actor, new: SelectionCreate) -> SelectionSnapshot:
    """Freeze what the actor chose: these ids, or all that match now. It lives for `LIFE`, longer once used."""
    wanted = ListRequest(filter=new.filter, client_id=new.client, selection=new.within)
    _, selection, _ = open_list(session, actor, wanted)
    snapshot = SelectionSnapshot(
        tenant_id=session.tenant_id,
        id=new_id(),
        created_by=_person(actor),
        mode="all" if new.mode == "all" else "ids",
        filter=new.filter or "",
        client_id=new.client,
        excluded=len(new.exclude),
        expires_at=now() + LIFE,
    )
    only = _named(session, actor, new)
    frozen = snapshots.freeze(
        session,
        selection,
        snapshot.id,
        created_by=snapshot.created_by,
        only=only,
        without=new.exclude,
        most=MOST_ASSETS,
    )
    if frozen.count > MOST_ASSETS:
        raise SelectionTooLarge(MOST_ASSETS)
    snapshot.count, snapshot.per_client, snapshot.samples = frozen.count, frozen.per_client, frozen.samples
    snapshot.missing = 0 if only is None else len(set(only) - set(new.exclude)) - frozen.count
    session.add(snapshot)
    session.flush()
    return snapshot


def _named(session: TenantSession, actor: Actor, new: SelectionCreate) -> list[uuid.UUID] | None:
    """The ids that were given, or that a job left a problem with; None when all that match are meant."""
    match new.mode:
        case "ids":
            return list(dict.fromkeys(new.ids))
        case "job" if new.job is not None:
            job = jobs.access_job(session, actor, new.job)
            left = snapshots.assets_of_job_errors(session, job.id, code=new.problem, most=MOST_ASSETS)
            wanted = set(new.ids)
            return [each for each in left if each in wanted] if wanted else left
        case _:
            return None


def access_selection(session: TenantSession, actor: Actor, selection_id: uuid.UUID) -> SelectionSnapshot:
    """The snapshot, if it is the actor's and still kept. The only way in by id."""
    actor.require("assets:read")
    snapshot = snapshots.snapshot_by_id(session, selection_id)
    if snapshot is None:
        raise SelectionNotFound
    return snapshot


def keep_selection(session: TenantSession, actor: Actor, selection_id: uuid.UUID, *, days: int) -> SelectionSnapshot:
    """Keep a snapshot for as long as whatever uses it may ask for it."""
    snapshot = access_selection(session, actor, selection_id)
    snapshots.keep_until(session, selection_id, now() + timedelta(days=days))
    return snapshot


def selected_ids(session: TenantSession, selection_id: uuid.UUID, *, first: int, count: int) -> Sequence[uuid.UUID]:
    """The ids of chunks `first` to `first + count` (a thousand each), in the order in which to lock them."""
    return snapshots.chunk_ids(session, selection_id, first, count)


def ids_of_range(
    session: TenantSession, actor: Actor, wanted: ListRequest, *, anchor: uuid.UUID, end: uuid.UUID
) -> list[uuid.UUID]:
    """The ids from one row of a list to another, both included, whichever comes first."""
    _, selection, order = open_list(session, actor, wanted)
    places = [window.place_of(session, selection, order, each) for each in (anchor, end)]
    found = sorted(place for place in places if place is not None)
    if len(found) < len(places):
        raise AssetNotFound
    first, last = found
    if last - first >= MOST_IN_RANGE:
        raise SelectionTooLarge(MOST_IN_RANGE)
    return snapshots.ids_between(session, selection, order, start=first, count=last - first + 1)


def drop_expired_selections(session: TenantSession, *, limit: int) -> int:
    """Forget up to `limit` selections whose time is over; says how many."""
    return snapshots.drop_expired(session, most=limit)


def _person(actor: Actor) -> uuid.UUID:
    if actor.user_id is None:  # the system names ids itself
        raise SelectionNotFound
    return actor.user_id
