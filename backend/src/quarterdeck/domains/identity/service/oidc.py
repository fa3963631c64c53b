"""Signing in at an OpenID Connect provider (authorisation code, PKCE, state and nonce)."""

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx2
import orjson
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from quarterdeck.domains.identity import queries
from quarterdeck.domains.identity.errors import ProviderRefused
from quarterdeck.domains.identity.models import OidcIdentity, User
from quarterdeck.domains.identity.schemas import Device
from quarterdeck.domains.identity.service.sessions import NewSession, start_session
from quarterdeck.kit.ids import new_id
from quarterdeck.kit.text import fold
from quarterdeck.platform.clock import now
from quarterdeck.platform.db.session import Database, UnscopedSession
from quarterdeck.platform.errors import Unavailable
from quarterdeck.platform.secrets import SecretBox, SecretUnreadable
from quarterdeck.platform.settings import OidcProvider

ROUND_TRIP_SECONDS = 600
_TIMEOUT_SECONDS = 10
_PURPOSE = "oidc round trip"
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]


@dataclass(frozen=True, slots=True)
class Departure:
    """Where to send the browser, and what it has to bring back (sealed, for a cookie)."""

    url: str
    sealed: str


def depart(provider: OidcProvider, box: SecretBox, *, redirect_uri: str, return_to: str) -> Departure:
    metadata = _discover(provider)
    kept = {
        "provider": provider.id,
        "nonce": secrets.token_urlsafe(24),
        "verifier": secrets.token_urlsafe(48),
        "return_to": return_to,
        "until": int(time.time()) + ROUND_TRIP_SECONDS,
    }
    with _client(provider, redirect_uri) as client:
        url, kept["state"] = client.create_authorization_url(
            metadata["authorization_endpoint"], nonce=kept["nonce"], code_verifier=kept["verifier"]
        )
    return Departure(str(url), box.seal(orjson.dumps(kept).decode(), purpose=_PURPOSE))


def arrive(
    database: Database,
    provider: OidcProvider,
    box: SecretBox,
    *,
    sealed: str,
    answer: Mapping[str, str],
    redirect_uri: str,
    device: Device,
    days: int,
) -> tuple[NewSession, str]:
    """A session for the person the provider vouches for, and where they wanted to go.

    Known by subject, or on the first time by an e-mail address the provider has verified. Nobody new is let in.
    """
    kept = _kept(box, sealed, provider)
    if not secrets.compare_digest(answer.get("state", "").encode(), kept["state"].encode()) or "code" not in answer:
        raise ProviderRefused
    claims = _claims(provider, kept, code=answer["code"], redirect_uri=redirect_uri)
    with database.open_unscoped_session() as session:
        user = _person_of(session, provider, claims)
        vouched = _vouches_for_second_factor(provider, claims)
        half_open = user.totp_secret is not None and not vouched
        started = start_session(session, user.id, device=device, days=days, half_open=half_open, vouched=vouched)
    return started, str(kept["return_to"])


def _kept(box: SecretBox, sealed: str, provider: OidcProvider) -> dict[str, Any]:
    try:
        kept: dict[str, Any] = orjson.loads(box.open(sealed, purpose=_PURPOSE))
    except SecretUnreadable:
        raise ProviderRefused from None
    if kept["provider"] != provider.id or kept["until"] < time.time():
        raise ProviderRefused("Signing in took too long. Try again.")
    return kept


def _discover(provider: OidcProvider) -> dict[str, Any]:
    metadata = _fetch(provider.issuer.rstrip("/") + "/.well-known/openid-configuration")
    if metadata.get("issuer", "").rstrip("/") != provider.issuer.rstrip("/"):
        raise ProviderRefused
    return metadata


def _fetch(url: str) -> dict[str, Any]:
    try:
        response = httpx2.get(url, timeout=_TIMEOUT_SECONDS)
        response.raise_for_status()
        loaded: dict[str, Any] = response.json()
    except (httpx2.HTTPError, ValueError) as broken:
        raise Unavailable("The sign-in provider cannot be reached. Try again later.") from broken
    return loaded


def _client(provider: OidcProvider, redirect_uri: str) -> OAuth2Client:
    return OAuth2Client(
        client_id=provider.client_id,
        client_secret=provider.client_secret.get_secret_value(),
        scope="openid email profile",
        redirect_uri=redirect_uri,
        code_challenge_method="S256",
        timeout=_TIMEOUT_SECONDS,
    )


def _claims(provider: OidcProvider, kept: dict[str, Any], *, code: str, redirect_uri: str) -> dict[str, Any]:
    """What the provider says about the person, its signature, audience, age and nonce checked."""
    metadata = _discover(provider)
    try:
        with _client(provider, redirect_uri) as client:
            token = client.fetch_token(
                metadata["token_endpoint"],
                grant_type="authorization_code",
                code=code,
                code_verifier=kept["verifier"],
            )
        keys = KeySet.import_key_set(_fetch(metadata["jwks_uri"]))  # type: ignore[arg-type]  # a JWKS document
        decoded = jwt.decode(token["id_token"], keys, algorithms=_ALGORITHMS)
        registry = jwt.JWTClaimsRegistry(
            leeway=60,
            iss={"essential": True, "value": metadata["issuer"]},
            aud={"essential": True, "value": provider.client_id},
            exp={"essential": True},
            nonce={"essential": True, "value": kept["nonce"]},
            sub={"essential": True},
        )
        registry.validate(decoded.claims)
    except (OAuthError, JoseError, KeyError, ValueError) as refused:
        raise ProviderRefused from refused
    return dict(decoded.claims)


def _vouches_for_second_factor(provider: OidcProvider, claims: Mapping[str, Any]) -> bool:
    """Whether the provider says how it made sure who it is, and we take that for a second factor (RFC 8176)."""
    methods = claims.get("amr")
    said = [*methods, claims.get("acr")] if isinstance(methods, list) else [methods, claims.get("acr")]
    return any(isinstance(each, str) and each in provider.second_factor_values for each in said)


def _person_of(session: UnscopedSession, provider: OidcProvider, claims: dict[str, Any]) -> User:
    user = queries.user_of_oidc(session, provider.issuer, str(claims["sub"]))
    if user is None:
        user = _person_of_email(session, provider, claims)
        session.add(OidcIdentity(id=new_id(), user_id=user.id, issuer=provider.issuer, subject=str(claims["sub"])))
    if not user.is_active:
        raise ProviderRefused("There is no account for you here. Ask to be invited.")
    if user.activated_at is None:
        user.activated_at = now()
    session.flush()
    return user


def _person_of_email(session: UnscopedSession, provider: OidcProvider, claims: dict[str, Any]) -> User:
    email = fold(str(claims.get("email") or ""))
    domains = {fold(domain) for domain in provider.email_domains}
    is_vouched = claims.get("email_verified") is True and (not domains or email.rpartition("@")[2] in domains)
    user = queries.user_by_email(session, email) if is_vouched else None
    if user is None:
        raise ProviderRefused("There is no account for you here. Ask to be invited.")
    return user
