"""API tokens: bound to a tenant and a person, narrower than the person's role, shown once."""

import base64
import binascii
import secrets
import uuid

from quarterdeck.domains.identity import queries
from quarterdeck.domains.identity.errors import TokenNotFound
from quarterdeck.domains.identity.models import ApiToken, User
from quarterdeck.domains.identity.schemas import ContextUser, TokenCreate, TokenMade, TokenRead
from quarterdeck.domains.identity.service.roles import refuse_granting_more
from quarterdeck.kit.ids import new_id
from quarterdeck.platform.actors import Actor, ScopeMode
from quarterdeck.platform.clock import now
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.errors import Forbidden, Malformed
from quarterdeck.platform.secrets import hash_token

PREFIX = "qd"


def tenant_of_token(token: str) -> uuid.UUID | None:
    """The tenant a token names, or None for what is not a token of ours."""
    prefix, _, rest = token.partition("_")
    encoded, _, secret = rest.partition("_")
    if prefix != PREFIX or not secret:
        return None
    try:
        return uuid.UUID(bytes=base64.b32decode(encoded.upper() + "=" * (-len(encoded) % 8)))
    except (binascii.Error, ValueError):
        return None


def tenant_secret(tenant_id: uuid.UUID) -> str:
    """A 256-bit secret that says where to look for its hash."""
    tenant = base64.b32encode(tenant_id.bytes).decode().rstrip("=").lower()
    return f"{PREFIX}_{tenant}_{secrets.token_urlsafe(32)}"


def create_token(session: TenantSession, actor: Actor, new: TokenCreate) -> TokenMade:
    actor.require("tokens:manage")
    refuse_granting_more(actor, new.scopes)
    if actor.user_id is None or actor.token_id is not None:
        raise Forbidden("Only a person can make a token, signed in: a leaked token must not outlive its expiry.")
    if new.expires_at is not None and new.expires_at <= now():
        message = "The expiry lies in the past."
        raise Malformed(message, errors=[{"field": "expires_at", "code": "in_the_past", "message": message}])
    secret = tenant_secret(session.tenant_id)
    token = ApiToken(
        tenant_id=session.tenant_id,
        id=new_id(),
        user_id=actor.user_id,
        name=new.name,
        scopes=new.scopes,
        expires_at=new.expires_at,
        token_hash=hash_token(secret),
        created_at=now(),
    )
    session.add(token)
    session.flush()
    owner = queries.user_by_id(session, actor.user_id)
    if owner is None:
        raise TokenNotFound
    return TokenMade(token=secret, **_read(token, owner).model_dump())


def list_tokens(session: TenantSession, actor: Actor, *, after: uuid.UUID | None, limit: int) -> list[TokenRead]:
    """One's own; whoever manages people sees everybody's, newest first."""
    actor.require("tokens:manage")
    only = None if _manages_everybody(actor) else actor.user_id
    return [_read(*row) for row in queries.tokens_page(session, user_id=only, after=after, limit=limit)]


def access_token(session: TenantSession, actor: Actor, token_id: uuid.UUID) -> TokenRead:
    return _read(*_token(session, actor, token_id))


def revoke_token(session: TenantSession, actor: Actor, token_id: uuid.UUID) -> None:
    token, _ = _token(session, actor, token_id)
    token.revoked_at = now()
    session.flush()


def _token(session: TenantSession, actor: Actor, token_id: uuid.UUID) -> tuple[ApiToken, User]:
    actor.require("tokens:manage")
    found = queries.token_by_id(session, token_id)
    if found is None or not (found[0].user_id == actor.user_id or _manages_everybody(actor)):
        raise TokenNotFound
    return found


def _manages_everybody(actor: Actor) -> bool:
    return actor.may("users:manage") and actor.client_scope.mode is ScopeMode.ALL


def _read(token: ApiToken, owner: User) -> TokenRead:
    return TokenRead(
        id=token.id,
        name=token.name,
        scopes=token.scopes,
        owner=ContextUser(id=owner.id, name=owner.name, email=owner.email),
        created_at=token.created_at,
        expires_at=token.expires_at,
        last_used_at=token.last_used_at,
    )
