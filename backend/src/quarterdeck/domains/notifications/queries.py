import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select

from quarterdeck.domains.notifications.models import MutedNotification, Notification
from quarterdeck.platform.db.session import TenantSession


def _own(session: TenantSession, user_id: uuid.UUID) -> tuple[ColumnElement[bool], ...]:
    return Notification.tenant_id == session.tenant_id, Notification.user_id == user_id


def notification_by_id(session: TenantSession, user_id: uuid.UUID, notification_id: uuid.UUID) -> Notification | None:
    return session.scalars(
        select(Notification).where(*_own(session, user_id), Notification.id == notification_id)
    ).one_or_none()


def notifications_page(
    session: TenantSession,
    user_id: uuid.UUID,
    *,
    unread: bool,
    group: uuid.UUID | None,
    after: uuid.UUID | None,
    limit: int,
) -> Sequence[Notification]:
    """The newest first: one of each burst, or all of one `group`."""
    shown = Notification.stands_for_group if group is None else Notification.group_id == group
    statement = select(Notification).where(*_own(session, user_id), shown)
    if unread:
        statement = statement.where(Notification.read_at.is_(None))
    if after is not None:
        statement = statement.where(Notification.id < after)
    return session.scalars(statement.order_by(Notification.id.desc()).limit(limit)).all()


def unread_count(session: TenantSession, user_id: uuid.UUID, *, limit: int) -> tuple[int, uuid.UUID | None]:
    """How many, counted no further than `limit`, and the newest of them."""
    waiting = (
        select(Notification.id)
        .where(*_own(session, user_id), Notification.stands_for_group, Notification.read_at.is_(None))
        .order_by(Notification.id.desc())
        .limit(limit)
        .subquery()
    )
    newest = select(waiting.c.id).order_by(waiting.c.id.desc()).limit(1).scalar_subquery()
    count, first = session.execute(select(func.count(), newest).select_from(waiting)).one()
    return count, first


def open_burst(
    session: TenantSession, user_id: uuid.UUID, *, kind: str, client_id: uuid.UUID | None, since: datetime
) -> Notification | None:
    """The unread one that stands for what was told of this kind, about this client, since then."""
    return session.scalars(
        select(Notification)
        .where(
            *_own(session, user_id),
            Notification.kind == kind,
            Notification.client_id.is_not_distinct_from(client_id),
            Notification.stands_for_group,
            Notification.read_at.is_(None),
            Notification.created_at > since,
        )
        .order_by(Notification.id.desc())
        .limit(1)
    ).one_or_none()


def is_told(session: TenantSession, user_id: uuid.UUID, source: str) -> bool:
    statement = select(Notification.id).where(*_own(session, user_id), Notification.source == source)
    return session.scalar(statement) is not None


def muted_kinds(session: TenantSession, user_id: uuid.UUID) -> set[str]:
    statement = select(MutedNotification.kind).where(
        MutedNotification.tenant_id == session.tenant_id, MutedNotification.user_id == user_id
    )
    return set(session.scalars(statement))


def take_turn(session: TenantSession, user_id: uuid.UUID) -> None:
    """Until the end of the transaction nobody else tells this person anything: bursts are counted one by one."""
    key: dict[str, Any] = {"key": f"notify:{session.tenant_id}:{user_id}"}
    session.raw.execute("select pg_advisory_xact_lock(hashtextextended(%(key)s, 0))", key)
