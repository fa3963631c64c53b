"""Signing in at a provider: out to it and back. The browser navigates here, so failures lead to the sign-in page."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from quarterdeck.domains.identity.errors import ProviderNotFound
from quarterdeck.domains.identity.routes.access import (
    CurrentDevice,
    CurrentSecrets,
    CurrentSettings,
    give_cookie,
)
from quarterdeck.domains.identity.service import oidc
from quarterdeck.platform.errors import AppError
from quarterdeck.platform.http.access import public
from quarterdeck.platform.http.dependencies import CurrentDatabase
from quarterdeck.platform.http.problems import problems
from quarterdeck.platform.settings import OidcProvider, Settings

router = APIRouter(
    prefix="/auth/oidc",
    tags=["sign-in"],
    dependencies=[public("signing in at a provider")],
    default_response_class=Response,
)
COOKIE = "qd_oidc"
COOKIE_PATH = "/api/v1/auth/oidc"


@router.get("/{provider}/start", status_code=303, responses=problems(ProviderNotFound))
def depart(
    settings: CurrentSettings,
    box: CurrentSecrets,
    provider: str,
    return_to: Annotated[str, Query(max_length=2000)] = "/",
) -> RedirectResponse:
    chosen = _provider(settings, provider)
    try:
        departure = oidc.depart(chosen, box, redirect_uri=_redirect_uri(settings, chosen), return_to=_local(return_to))
    except AppError as refused:
        return _to_sign_in(refused)
    response = RedirectResponse(departure.url, status_code=303)
    response.set_cookie(
        COOKIE,
        departure.sealed,
        max_age=oidc.ROUND_TRIP_SECONDS,
        path=COOKIE_PATH,
        secure=settings.public_url.startswith("https:"),
        httponly=True,
        samesite="lax",
    )
    return response


@router.get("/{provider}/callback", status_code=303, responses=problems(ProviderNotFound))
def arrive(
    request: Request,
    settings: CurrentSettings,
    box: CurrentSecrets,
    database: CurrentDatabase,
    device: CurrentDevice,
    provider: str,
) -> RedirectResponse:
    chosen = _provider(settings, provider)
    try:
        started, return_to = oidc.arrive(
            database,
            chosen,
            box,
            sealed=request.cookies.get(COOKIE, ""),
            answer=request.query_params,
            redirect_uri=_redirect_uri(settings, chosen),
            device=device,
            days=settings.session_days,
        )
    except AppError as refused:
        return _to_sign_in(refused)
    to = "/login?" + urlencode({"second_factor": 1, "return_to": return_to}) if started.is_half_open else return_to
    response = RedirectResponse(to, status_code=303)
    give_cookie(request, response, started)
    response.delete_cookie(COOKIE, path=COOKIE_PATH)
    return response


def _provider(settings: Settings, provider_id: str) -> OidcProvider:
    for provider in settings.oidc_providers:
        if provider.id == provider_id:
            return provider
    raise ProviderNotFound


def _redirect_uri(settings: Settings, provider: OidcProvider) -> str:
    return f"{settings.public_url}{COOKIE_PATH}/{provider.id}/callback"


def _local(path: str) -> str:
    """A path of ours; anything a browser could read as another site's address becomes the start page."""
    is_ours = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if is_ours else "/"


def _to_sign_in(refused: AppError) -> RedirectResponse:
    return RedirectResponse("/login?" + urlencode({"problem": refused.code, "title": refused.message}), status_code=303)
