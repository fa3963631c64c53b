"""Telling people something, and what they do with it. What one is told is seen by nobody else."""

import uuid
from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from quarterdeck.domains.identity.service.members import is_member
from quarterdeck.domains.notifications import queries
from quarterdeck.domains.notifications.errors import NotificationNotFound
from quarterdeck.domains.notifications.models import MutedNotification, Notification
from quarterdeck.domains.notifications.schemas import (
    KINDS,
    KindChoice,
    KindChoices,
    Link,
    Message,
    NotificationRead,
    Unread,
)
from quarterdeck.kit.ids import new_id
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.clock import now
from quarterdeck.platform.db.session import TenantSession

#: What comes within this time after one of the same kind, and before that was read, joins it.
BURST = timedelta(minutes=10)
#: The bell says "99+" beyond it.
COUNTED = 100
READ_KEPT = timedelta(days=90)
UNREAD_KEPT = timedelta(days=365)
_URLS = {"job": "/api/v1/jobs/{}"}


def tell(session: TenantSession, user_id: uuid.UUID, message: Message) -> None:
    """Tell one person, once per source, if they are (still) a member and want to know. Only the system tells."""
    if not is_member(session, user_id) or message.kind in queries.muted_kinds(session, user_id):
        return
    queries.take_turn(session, user_id)
    if queries.is_told(session, user_id, message.source):
        return
    at = now()
    before = queries.open_burst(session, user_id, kind=message.kind, client_id=message.client_id, since=at - BURST)
    link_type, link_id = message.link or (None, None)
    told = Notification(
        tenant_id=session.tenant_id,
        id=new_id(),
        user_id=user_id,
        kind=message.kind,
        severity=message.severity,
        title=message.title,
        body=message.body,
        link_type=link_type,
        link_id=link_id,
        client_id=message.client_id,
        source=message.source,
        created_at=at,
    )
    told.group_id = told.id if before is None else before.group_id
    if before is not None:
        told.count = before.count + 1
        before.stands_for_group = False
    session.add(told)
    session.flush()


def list_notifications(
    session: TenantSession,
    actor: Actor,
    *,
    unread: bool = False,
    group: uuid.UUID | None = None,
    after: uuid.UUID | None = None,
    limit: int,
) -> list[NotificationRead]:
    if actor.user_id is None:
        return []
    found = queries.notifications_page(session, actor.user_id, unread=unread, group=group, after=after, limit=limit)
    return list(_described(found, is_group=group is not None))


def count_unread(session: TenantSession, actor: Actor) -> Unread:
    count, newest = (0, None)
    if actor.user_id is not None:
        count, newest = queries.unread_count(session, actor.user_id, limit=COUNTED)
    return Unread(count=count, limit=COUNTED, newest=newest)


def mark_read(session: TenantSession, actor: Actor, notification_id: uuid.UUID, *, is_read: bool = True) -> None:
    """The notification with all of its burst."""
    found = actor.user_id and queries.notification_by_id(session, actor.user_id, notification_id)
    if not found:
        raise NotificationNotFound
    mark = update(Notification).where(
        Notification.tenant_id == session.tenant_id,
        Notification.user_id == actor.user_id,
        Notification.group_id == found.group_id,
    )
    if is_read:
        session.execute(mark.where(Notification.read_at.is_(None)).values(read_at=now()))
    else:
        session.execute(mark.values(read_at=None))


def mark_all_read(session: TenantSession, actor: Actor, *, up_to: uuid.UUID | None = None) -> None:
    """What was told after `up_to` stays unread."""
    mark = update(Notification).where(
        Notification.tenant_id == session.tenant_id,
        Notification.user_id == actor.user_id,
        Notification.read_at.is_(None),
    )
    if up_to is not None:
        mark = mark.where(Notification.id <= up_to)
    session.execute(mark.values(read_at=now()))


def kind_choices(session: TenantSession, actor: Actor) -> KindChoices:
    """Every kind, and whether the person is told of it."""
    muted = queries.muted_kinds(session, actor.user_id) if actor.user_id is not None else set()
    return KindChoices(items=[KindChoice.model_validate({"kind": kind, "is_on": kind not in muted}) for kind in KINDS])


def choose_kind(session: TenantSession, actor: Actor, kind: str, *, is_on: bool) -> None:
    """From now on; what was told stays."""
    if actor.user_id is None:
        return
    key = {"tenant_id": session.tenant_id, "user_id": actor.user_id, "kind": kind}
    if is_on:
        session.execute(delete(MutedNotification).filter_by(**key))
    else:
        session.execute(insert(MutedNotification).values(**key).on_conflict_do_nothing())


def forget_old_notifications(session: TenantSession, *, limit: int) -> int:
    """Delete, of one tenant, at most `limit` of what is long read or very old. Returns how many."""
    old = (
        select(Notification.id)
        .where(
            Notification.tenant_id == session.tenant_id,
            Notification.created_at < now() - READ_KEPT,
            or_(Notification.read_at.is_not(None), Notification.created_at < now() - UNREAD_KEPT),
        )
        .order_by(Notification.created_at)
        .limit(limit)
    )
    gone = session.scalars(
        delete(Notification)
        .where(Notification.tenant_id == session.tenant_id, Notification.id.in_(old.scalar_subquery()))
        .returning(Notification.id)
    ).all()
    return len(gone)


def _described(found: Iterable[Notification], *, is_group: bool) -> Iterable[NotificationRead]:
    for each in found:
        link = None
        if each.link_type is not None and each.link_id is not None:
            link = Link(type=each.link_type, id=each.link_id, url=_URLS[each.link_type].format(each.link_id))
        yield NotificationRead.model_validate(
            {
                "id": each.id,
                "group": each.group_id,
                "count": 1 if is_group else each.count,
                "kind": each.kind,
                "severity": each.severity,
                "title": each.title,
                "body": each.body,
                "link": link,
                "client_id": each.client_id,
                "created_at": each.created_at,
                "read_at": each.read_at,
            }
        )
