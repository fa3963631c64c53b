"""Signing in and out, and one's own password."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from quarterdeck.domains.identity import queries
from quarterdeck.domains.identity.errors import (
    CredentialsRefused,
    InvitationNotFound,
    PasswordRefused,
    PasswordWeak,
    SessionNotFound,
    TooManyAttempts,
)
from quarterdeck.domains.identity.routes.access import (
    CurrentDevice,
    CurrentPerson,
    CurrentSettings,
    cookie_person,
    give_cookie,
    refuse_foreign_pages,
    take_cookie,
)
from quarterdeck.domains.identity.schemas import (
    AcceptInvitation,
    InvitationAccepted,
    Login,
    OidcMethod,
    OwnSession,
    PasswordChange,
    SessionRead,
    SessionUser,
    SignInMethods,
    SignInState,
)
from quarterdeck.domains.identity.service import accounts, invitations
from quarterdeck.domains.identity.service.sessions import end_one_session, end_session, end_sessions, own_sessions
from quarterdeck.domains.identity.service.tokens import tenant_of_token
from quarterdeck.platform.http.access import public
from quarterdeck.platform.http.dependencies import CurrentDatabase
from quarterdeck.platform.http.paging import Page
from quarterdeck.platform.http.problems import problems

router = APIRouter(prefix="/auth", tags=["sign-in"])
FromOurPages = Annotated[None, Depends(refuse_foreign_pages)]


@router.get("/methods", dependencies=[public("what the sign-in page offers")])
def sign_in_methods(settings: CurrentSettings) -> SignInMethods:
    return SignInMethods(
        password=True, oidc=[OidcMethod(id=each.id, label=each.label) for each in settings.oidc_providers]
    )


@router.post(
    "/login",
    dependencies=[public("signing in")],
    responses=problems(CredentialsRefused, TooManyAttempts),
)
def sign_in(
    request: Request,
    response: Response,
    database: CurrentDatabase,
    device: CurrentDevice,
    settings: CurrentSettings,
    login: Login,
    _: FromOurPages,
) -> SignInState:
    started = accounts.sign_in(database, login, device=device, days=settings.session_days)
    give_cookie(request, response, started)
    return SignInState(status="second_factor" if started.is_half_open else "signed_in")


@router.get("/session")
def read_session(database: CurrentDatabase, person: CurrentPerson) -> SessionRead:
    with database.open_unscoped_session(person.user_id) as session:
        tenants = queries.tenants_of(session, person.user_id)
    user = SessionUser(
        id=person.user_id, email=person.email, name=person.name, has_second_factor=person.has_second_factor
    )
    return SessionRead(user=user, csrf_token=person.csrf, tenants=tenants)


@router.post("/logout", status_code=204, dependencies=[public("signing out twice is no error")])
def sign_out(request: Request, response: Response, database: CurrentDatabase, _: FromOurPages) -> None:
    person = cookie_person(request)
    if person is not None:
        with database.open_unscoped_session() as session:
            end_session(session, person.session_id)
    take_cookie(request, response)


@router.post("/logout-everywhere", status_code=204)
def sign_out_everywhere(request: Request, response: Response, database: CurrentDatabase, person: CurrentPerson) -> None:
    with database.open_unscoped_session() as session:
        end_sessions(session, person.user_id)
    take_cookie(request, response)


@router.get("/sessions")
def list_sessions(database: CurrentDatabase, person: CurrentPerson) -> Page[OwnSession]:
    """Where one is signed in."""
    return Page(items=own_sessions(database, person))


@router.delete("/sessions/{id}", status_code=204, responses=problems(SessionNotFound))
def end_own_session(
    database: CurrentDatabase, person: CurrentPerson, session_id: Annotated[str, Path(alias="id", max_length=64)]
) -> None:
    """That browser has to sign in again."""
    end_one_session(database, person, session_id)


@router.post("/password", status_code=204, responses=problems(PasswordRefused, PasswordWeak, TooManyAttempts))
def change_password(database: CurrentDatabase, person: CurrentPerson, change: PasswordChange) -> None:
    accounts.change_password(database, person, change)


@router.post(
    "/accept-invitation",
    dependencies=[public("the invited person has no session yet; the link's secret is the proof")],
    responses=problems(InvitationNotFound, CredentialsRefused, PasswordWeak, TooManyAttempts),
)
def accept_invitation(
    request: Request, database: CurrentDatabase, device: CurrentDevice, acceptance: AcceptInvitation, _: FromOurPages
) -> InvitationAccepted:
    person = cookie_person(request)
    signed_in_as: uuid.UUID | None = person.user_id if person and not person.is_half_open else None
    tenant_id = tenant_of_token(acceptance.token)
    if tenant_id is None:
        raise InvitationNotFound
    return invitations.accept_invitation(database, tenant_id, acceptance, signed_in_as=signed_in_as, ip=device.ip)
