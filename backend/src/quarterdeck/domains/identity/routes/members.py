"""People of a tenant."""

from fastapi import APIRouter, Response

from quarterdeck.domains.identity.errors import (
    AccountElsewhere,
    AlreadyAccepted,
    AlreadyMember,
    LastOwner,
    MemberNotFound,
    NotAcceptedYet,
    OwnAccount,
    OwnersOnly,
    RoleUnknown,
    ScopeInvalid,
)
from quarterdeck.domains.identity.routes.access import CurrentSettings
from quarterdeck.domains.identity.schemas import MemberInvite, MemberInvited, MemberRead, MemberUpdate
from quarterdeck.domains.identity.service import members
from quarterdeck.kit.text import fold
from quarterdeck.platform.http.access import requires
from quarterdeck.platform.http.dependencies import CurrentActor, CurrentSession
from quarterdeck.platform.http.etags import ExpectedVersion, set_etag
from quarterdeck.platform.http.idempotency import CreatesOnce
from quarterdeck.platform.http.paging import Cursor, Limit, Page, SearchText, name_cursor, page_of
from quarterdeck.platform.http.paths import RecordId
from quarterdeck.platform.http.problems import problems
from quarterdeck.platform.settings import Settings

router = APIRouter(prefix="/users", tags=["people"], dependencies=[requires("users:manage")], route_class=CreatesOnce)
SCOPE = "users"


@router.get("")
def list_members(
    session: CurrentSession,
    actor: CurrentActor,
    q: SearchText = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[MemberRead]:
    after = name_cursor(cursor, scope=SCOPE)
    found = members.list_members(session, actor, q=q, after=after, limit=limit + 1)
    return page_of(found, limit, scope=SCOPE, key=lambda member: (fold(member.email), member.id))


@router.post("", status_code=201, responses=problems(AlreadyMember, RoleUnknown, ScopeInvalid, OwnersOnly))
def invite_member(
    response: Response, session: CurrentSession, actor: CurrentActor, settings: CurrentSettings, new: MemberInvite
) -> MemberInvited:
    invited = members.invite_member(session, actor, new)
    set_etag(response, invited.member.version)
    return _shown_once(settings, invited)


@router.post("/{id}/invitation", status_code=201, responses=problems(MemberNotFound, OwnersOnly, AlreadyAccepted))
def invite_again(
    response: Response, session: CurrentSession, actor: CurrentActor, settings: CurrentSettings, user_id: RecordId
) -> MemberInvited:
    """A new link in place of the one before."""
    invited = members.invite_again(session, actor, user_id)
    set_etag(response, invited.member.version)
    return _shown_once(settings, invited)


@router.post(
    "/{id}/reset-second-factor",
    status_code=204,
    responses=problems(MemberNotFound, OwnersOnly, NotAcceptedYet, AccountElsewhere, OwnAccount),
)
def reset_second_factor(session: CurrentSession, actor: CurrentActor, user_id: RecordId) -> None:
    """They sign in with the password alone, everywhere anew, and set up another second factor."""
    members.reset_second_factor(session, actor, user_id)


@router.get("/{id}", responses=problems(MemberNotFound))
def read_member(response: Response, session: CurrentSession, actor: CurrentActor, user_id: RecordId) -> MemberRead:
    member = members.access_member(session, actor, user_id)
    set_etag(response, member.version)
    return member


@router.patch("/{id}", responses=problems(MemberNotFound, RoleUnknown, ScopeInvalid, OwnersOnly, LastOwner))
def update_member(
    response: Response,
    session: CurrentSession,
    actor: CurrentActor,
    user_id: RecordId,
    expected: ExpectedVersion,
    update: MemberUpdate,
) -> MemberRead:
    member = members.update_member(session, actor, user_id, update, expected=expected)
    set_etag(response, member.version)
    return member


@router.delete("/{id}", status_code=204, responses=problems(MemberNotFound, OwnersOnly, LastOwner))
def remove_member(session: CurrentSession, actor: CurrentActor, user_id: RecordId, expected: ExpectedVersion) -> None:
    members.remove_member(session, actor, user_id, expected=expected)


def _shown_once(settings: Settings, invited: members.Invited) -> MemberInvited:
    return MemberInvited(
        **invited.member.model_dump(),
        invitation_url=f"{settings.public_url}/accept-invitation#{invited.secret}",
    )
