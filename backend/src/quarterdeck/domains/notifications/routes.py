import uuid
from typing import Annotated

from fastapi import APIRouter, Query

from quarterdeck.domains.notifications import service
from quarterdeck.domains.notifications.errors import NotificationNotFound
from quarterdeck.domains.notifications.schemas import (
    KindChoices,
    KindWrite,
    MarkRead,
    NotificationKind,
    NotificationRead,
    Unread,
)
from quarterdeck.platform.errors import BadRequest
from quarterdeck.platform.http.access import any_member
from quarterdeck.platform.http.dependencies import CurrentActor, CurrentSession
from quarterdeck.platform.http.paging import Cursor, Limit, Page, id_cursor, page_of
from quarterdeck.platform.http.paths import RecordId
from quarterdeck.platform.http.problems import problems

router = APIRouter(
    prefix="/notifications", tags=["notifications"], dependencies=[any_member("what one was told oneself")]
)
_LIST = "notifications"


@router.get("", responses=problems(BadRequest))
def list_notifications(
    session: CurrentSession,
    actor: CurrentActor,
    *,
    unread: Annotated[bool, Query(description="Only what was not read yet.")] = False,
    group: Annotated[uuid.UUID | None, Query(description="Each notification of this burst.")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[NotificationRead]:
    """What I was told, newest first; a burst of one kind is one notification with a count."""
    after = id_cursor(cursor, scope=_LIST)
    found = service.list_notifications(session, actor, unread=unread, group=group, after=after, limit=limit + 1)
    return page_of(found, limit, scope=_LIST, key=lambda each: (each.id,))


@router.get("/unread")
def count_unread(session: CurrentSession, actor: CurrentActor) -> Unread:
    """For the bell; cheap enough to be asked often."""
    return service.count_unread(session, actor)


@router.get("/kinds")
def list_kinds(session: CurrentSession, actor: CurrentActor) -> KindChoices:
    """What there is to be told, and what I want to know."""
    return service.kind_choices(session, actor)


@router.put("/kinds/{kind}", status_code=204)
def choose_kind(session: CurrentSession, actor: CurrentActor, kind: NotificationKind, choice: KindWrite) -> None:
    """Whether I am told of this kind from now on."""
    service.choose_kind(session, actor, kind, is_on=choice.is_on)


@router.post("/read", status_code=204)
def mark_all_read(session: CurrentSession, actor: CurrentActor, seen: MarkRead) -> None:
    service.mark_all_read(session, actor, up_to=seen.up_to)


@router.post("/{id}/read", status_code=204, responses=problems(NotificationNotFound))
def mark_read(session: CurrentSession, actor: CurrentActor, notification_id: RecordId) -> None:
    """With all of its burst."""
    service.mark_read(session, actor, notification_id)


@router.post("/{id}/unread", status_code=204, responses=problems(NotificationNotFound))
def mark_unread(session: CurrentSession, actor: CurrentActor, notification_id: RecordId) -> None:
    service.mark_read(session, actor, notification_id, is_read=False)
