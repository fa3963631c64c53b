"""Who sends this request: by cookie or by token, and in which tenant. Asked anew on every request."""

import re
import secrets
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request, Response

from quarterdeck.domains.identity.errors import (
    CrossSiteRefused,
    SecondFactorMissing,
    SecondFactorRequired,
    TenantNotFound,
    TenantNotNamed,
)
from quarterdeck.domains.identity.schemas import Device, Person, Standing
from quarterdeck.domains.identity.service.sessions import NewSession, find_bearer, find_person
from quarterdeck.domains.identity.service.tokens import tenant_of_token
from quarterdeck.platform.actors import Actor, Origin
from quarterdeck.platform.errors import Unauthenticated
from quarterdeck.platform.http.access import Access, Caller
from quarterdeck.platform.http.dependencies import current_database
from quarterdeck.platform.secrets import SecretBox
from quarterdeck.platform.settings import Settings

COOKIE = "qd_session"
_SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{20,100}")


def resolve_actor(request: Request) -> Actor:
    """The actor in the tenant the request names. A stranger to the tenant learns nothing about it."""
    token = _bearer_token(request)
    if token is not None:
        return _actor_by_token(request, token)
    slug = _named_tenant(request)
    person = _person(request, slug)
    if slug is None:
        raise TenantNotNamed
    if person.standing is None:
        raise TenantNotFound
    if person.standing.requires_second_factor and not (person.has_second_factor or person.is_vouched):
        raise SecondFactorMissing
    return _actor(person.standing, person, Origin.UI)


def current_person(request: Request) -> Person:
    """Somebody signed in by cookie, wherever they are a member. Tokens are bound to a tenant and don't count here."""
    return _person(request, None)


def half_open_person(request: Request) -> Person:
    """Somebody whose password was right and whose second factor is still to come."""
    return _person(request, None, half_open=True)


current_person.access = Access(Caller.PERSON, reason="about oneself")  # type: ignore[attr-defined]
half_open_person.access = Access(Caller.PERSON, reason="finishing to sign in")  # type: ignore[attr-defined]

CurrentPerson = Annotated[Person, Depends(current_person)]
HalfOpenPerson = Annotated[Person, Depends(half_open_person)]


def current_settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def current_device(request: Request) -> Device:
    address = request.client.host if request.client else "unknown"
    return Device(ip=address, user_agent=request.headers.get("user-agent"))


def current_secrets(request: Request) -> SecretBox:
    box: SecretBox = request.app.state.secrets
    return box


CurrentSecrets = Annotated[SecretBox, Depends(current_secrets)]
CurrentSettings = Annotated[Settings, Depends(current_settings)]
CurrentDevice = Annotated[Device, Depends(current_device)]


def refuse_foreign_pages(request: Request) -> None:
    """For routes without a session yet: browsers say which site a form was sent from."""
    if request.headers.get("sec-fetch-site") == "cross-site":
        raise CrossSiteRefused
    origin = request.headers.get("origin")
    if origin is not None:
        ours = {urlsplit(current_settings(request).public_url).netloc, request.headers.get("host")}
        if urlsplit(origin).netloc not in ours:
            raise CrossSiteRefused


def give_cookie(request: Request, response: Response, started: NewSession) -> None:
    settings = current_settings(request)
    response.set_cookie(
        COOKIE,
        started.secret,
        # A half-open session ends with the browser; the server ends it after minutes anyway.
        max_age=None if started.is_half_open else settings.session_days * 86_400,
        path="/",
        secure=settings.public_url.startswith("https:"),
        httponly=True,
        samesite="lax",
    )


def take_cookie(request: Request, response: Response) -> None:
    secure = current_settings(request).public_url.startswith("https:")
    response.delete_cookie(COOKIE, path="/", secure=secure, httponly=True, samesite="lax")


def cookie_person(request: Request) -> Person | None:
    """Whoever holds the cookie, half open or not; nobody is not an error."""
    secret = request.cookies.get(COOKIE)
    if secret is None or not _SECRET.fullmatch(secret):
        return None
    return find_person(
        current_database(request), secret, _named_tenant(request), days=current_settings(request).session_days
    )


def _person(request: Request, slug: str | None, *, half_open: bool = False) -> Person:
    secret = request.cookies.get(COOKIE)
    if secret is None or not _SECRET.fullmatch(secret):
        raise Unauthenticated
    person = find_person(current_database(request), secret, slug, days=current_settings(request).session_days)
    if person is None:
        raise Unauthenticated("Your session has ended. Sign in again.")
    if person.is_half_open and not half_open:
        raise SecondFactorRequired
    if request.method not in _SAFE_METHODS:
        offered = request.headers.get("x-csrf-token", "")
        if not person.is_half_open and not secrets.compare_digest(offered.encode(), person.csrf.encode()):
            raise CrossSiteRefused
        refuse_foreign_pages(request)
    return person


def _named_tenant(request: Request) -> str | None:
    slug = request.headers.get("quarterdeck-tenant") or request.query_params.get("tenant")
    if slug is not None and not _SLUG.fullmatch(slug):
        raise TenantNotFound
    return slug or None


def _bearer_token(request: Request) -> str | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def _actor_by_token(request: Request, token: str) -> Actor:
    tenant_id = tenant_of_token(token)
    bearer = find_bearer(current_database(request), tenant_id, token) if tenant_id else None
    if bearer is None:
        raise Unauthenticated("This token is not valid, has expired or was revoked.")
    slug = _named_tenant(request)
    if slug is not None and slug != bearer.standing.tenant_slug:
        raise TenantNotFound
    return Actor(
        tenant_id=bearer.standing.tenant_id,
        user_id=bearer.user_id,
        label=bearer.name,
        permissions=bearer.standing.permissions,
        origin=Origin.API,
        client_scope=bearer.standing.client_scope,
        role=bearer.standing.role_key,
        tenant_slug=bearer.standing.tenant_slug,
        token_id=bearer.token_id,
    )


def _actor(standing: Standing, person: Person, origin: Origin) -> Actor:
    return Actor(
        tenant_id=standing.tenant_id,
        user_id=person.user_id,
        label=person.name,
        permissions=standing.permissions,
        origin=origin,
        client_scope=standing.client_scope,
        role=standing.role_key,
        tenant_slug=standing.tenant_slug,
    )
