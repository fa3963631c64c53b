"""Opening change sets, and reading what happened in them.

Every write to the record happens inside a change set; the database refuses it otherwise.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from quarterdeck.domains.journal import queries
from quarterdeck.domains.journal.errors import HistoryNotKept
from quarterdeck.domains.journal.models import AuditRetention, ChangeSet
from quarterdeck.domains.journal.schemas import ChangeSince, Entry, EntryFilter, Place, Writer
from quarterdeck.kit.cursors import CursorInvalid, decode_cursor, encode_cursor
from quarterdeck.kit.ids import new_id
from quarterdeck.platform.actors import Actor, Origin
from quarterdeck.platform.db.session import TenantSession

EVERYTHING = EntryFilter()


def open_change_set(
    session: TenantSession,
    actor: Actor,
    *,
    reason: str | None = None,
    job_id: uuid.UUID | None = None,
    origin: Origin | None = None,
) -> uuid.UUID:
    """The transaction's change set, opened on first call. Later calls in the same transaction return the same one."""
    opened: uuid.UUID | None = session.info.get("change_set_id")
    if opened is not None and session.info.get("change_set_transaction") is session.get_transaction():
        return opened
    change_set = ChangeSet(
        tenant_id=session.tenant_id,
        id=new_id(),
        actor_id=actor.user_id,
        actor_label=actor.label,
        origin=origin or actor.origin,
        reason=reason,
        job_id=job_id,
        request_id=session.info.get("request_id"),
    )
    session.add(change_set)
    session.flush()
    _bind(session, change_set.id)
    return change_set.id


def continue_change_set(session: TenantSession, change_set_id: uuid.UUID) -> None:
    """Write inside a change set opened by an earlier transaction: the next chunk of the same job."""
    session.execute(
        select(ChangeSet.id).where(ChangeSet.tenant_id == session.tenant_id, ChangeSet.id == change_set_id)
    ).one()
    _bind(session, change_set_id)


def _bind(session: TenantSession, change_set_id: uuid.UUID) -> None:
    # A literal SET LOCAL: Citus propagates only that to its workers.
    session.raw.execute(f"set local app.change_set_id = '{change_set_id}'".encode())
    session.info["change_set_id"] = change_set_id
    session.info["change_set_transaction"] = session.get_transaction()


def change_set_header(session: TenantSession) -> dict[str, str]:
    """Names the change set that this request wrote in, so that whoever asked can take it back; empty when none."""
    opened: uuid.UUID | None = session.info.get("change_set_id")
    return {} if opened is None else {"Quarterdeck-Change-Set": str(opened)}


def find_change_set(session: TenantSession, change_set_id: uuid.UUID) -> ChangeSet | None:
    """The change set, if the person may see any of it."""
    return session.scalars(
        select(ChangeSet).where(ChangeSet.tenant_id == session.tenant_id, ChangeSet.id == change_set_id)
    ).one_or_none()


def history_of(
    session: TenantSession,
    *object_ids: uuid.UUID,
    after: Place | None,
    limit: int,
    wanted: EntryFilter = EVERYTHING,
) -> list[Entry]:
    """What happened to an object, or to several together, newest first; the caller has checked who may know."""
    return queries.entries_of(session, object_ids, after=after, limit=limit, wanted=wanted)


def writers_of(session: TenantSession, *object_ids: uuid.UUID, most: int) -> list[Writer]:
    """Who changed objects and from where; the caller has checked who may know."""
    return queries.writers_of(session, object_ids, most=most)


def images_at(
    session: TenantSession, object_id: uuid.UUID, at: datetime, tables: Sequence[str]
) -> dict[str, list[dict[str, Any]]]:
    """The rows of an object of these tables as they were at a moment, by table."""
    return queries.images_at(session, object_id, at, tables)


def retention(session: TenantSession, *, lock: bool = False) -> AuditRetention | None:
    """How long the tenant keeps its changes; None: it never chose."""
    return queries.retention(session, lock=lock)


def hold_history(session: TenantSession) -> None:
    """Nobody reads what `require_kept` promised them until this transaction ends; it waits for who does now."""
    queries.hold_history(session, alone=True)


def kept_since(session: TenantSession) -> datetime | None:
    """Since when all that happened is kept; None: since the beginning."""
    return queries.kept_since(session)


def require_kept(session: TenantSession, at: datetime, *, what: str | None = None) -> None:
    """Raises `HistoryNotKept` with `what` can be done, when the moment lies before what is kept.

    Until the transaction ends, nothing is removed: what is read of the journal is all that was asked for.
    """
    queries.hold_history(session)
    since = queries.kept_since(session)
    if since is not None and at < since:
        raise HistoryNotKept(since) if what is None else HistoryNotKept(since, what=what)


def last_images(session: TenantSession, table: str, object_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, dict[str, Any]]:
    """What objects of a table looked like last, also those that are gone."""
    return queries.last_images(session, table, object_ids)


_LOOK = "look"
#: No transaction runs longer that a person waits for.
_LONGEST = timedelta(hours=2)


def look(session: TenantSession) -> str:
    """What this transaction sees, as a token: `changed_since` tells what it did not."""
    return encode_cursor(queries.look(session), scope=_LOOK)


def read_look(session: TenantSession, token: str) -> tuple[datetime, str] | None:
    """The look of a token; None when it is none."""
    try:
        values = decode_cursor(token, scope=_LOOK, length=2)
    except CursorInvalid:
        return None
    match values:
        case (datetime() as at, str() as snapshot) if queries.is_look(session, snapshot):
            return at, snapshot
        case _:
            return None


def changed_since(
    session: TenantSession,
    seen: tuple[datetime, str],
    object_ids: Sequence[uuid.UUID],
    *,
    tables: Sequence[str],
    own: uuid.UUID | None,
) -> list[ChangeSince]:
    """What others did to rows of these tables behind the look, in order; `own` is the change set that is asking."""
    at, snapshot = seen
    return queries.changes_since(session, object_ids, tables=tables, since=at - _LONGEST, snapshot=snapshot, own=own)
