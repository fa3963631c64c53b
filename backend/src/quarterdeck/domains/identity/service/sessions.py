"""Browsers signed in: starting, recognising and ending their sessions."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, update

from quarterdeck.domains.identity import queries
from quarterdeck.domains.identity.errors import SessionNotFound
from quarterdeck.domains.identity.models import ApiToken, UserSession
from quarterdeck.domains.identity.schemas import Bearer, Device, OwnSession, Person
from quarterdeck.platform.clock import now
from quarterdeck.platform.db.session import Database, UnscopedSession
from quarterdeck.platform.secrets import hash_token

HALF_OPEN_MINUTES = 10
_TOUCH_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class NewSession:
    """`secret` goes into the cookie and is kept nowhere else."""

    secret: str
    csrf: str
    is_half_open: bool


def start_session(
    session: UnscopedSession,
    user_id: uuid.UUID,
    *,
    device: Device,
    days: int,
    half_open: bool = False,
    vouched: bool = False,
) -> NewSession:
    secret, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
    lasts = timedelta(minutes=HALF_OPEN_MINUTES) if half_open else timedelta(days=days)
    session.execute(delete(UserSession).where(UserSession.user_id == user_id, UserSession.expires_at < now()))
    session.add(
        UserSession(
            id=hash_token(secret),
            user_id=user_id,
            csrf=csrf,
            is_half_open=half_open,
            is_vouched=vouched,
            expires_at=now() + lasts,
            ip=device.ip,
            user_agent=(device.user_agent or "")[:400] or None,
        )
    )
    session.flush()
    return NewSession(secret, csrf, half_open)


def find_person(database: Database, secret: str, tenant_slug: str | None, *, days: int) -> Person | None:
    """Who holds this cookie. Membership is read anew each time; the session's expiry slides every few minutes."""
    with database.open_unscoped_session() as session:
        person = queries.person_by_session(session, hash_token(secret), tenant_slug)
        if person and not person.is_half_open and now() - person.last_seen_at > _TOUCH_EVERY:
            session.execute(
                update(UserSession)
                .where(UserSession.id == person.session_id)
                .values(last_seen_at=now(), expires_at=now() + timedelta(days=days))
            )
    return person


def find_bearer(database: Database, tenant_id: uuid.UUID, token: str) -> Bearer | None:
    with database.open_unscoped_session() as session:
        bearer = queries.bearer_by_token(session, tenant_id, hash_token(token))
    if bearer and (bearer.last_used_at is None or now() - bearer.last_used_at > _TOUCH_EVERY):
        with database.tenant_session(tenant_id) as scoped:
            scoped.execute(
                update(ApiToken)
                .where(ApiToken.tenant_id == tenant_id, ApiToken.id == bearer.token_id)
                .values(last_used_at=now())
            )
    return bearer


def end_session(session: UnscopedSession, session_id: str) -> None:
    session.execute(delete(UserSession).where(UserSession.id == session_id))


def end_sessions(session: UnscopedSession, user_id: uuid.UUID, *, keep: str | None = None) -> None:
    """Every browser of this person signs out, except the one kept."""
    session.execute(delete(UserSession).where(UserSession.user_id == user_id, UserSession.id != (keep or "")))


def own_sessions(database: Database, person: Person) -> list[OwnSession]:
    with database.open_unscoped_session(person.user_id) as session:
        return [
            OwnSession(
                id=each.id,
                created_at=each.created_at,
                last_seen_at=each.last_seen_at,
                ip=each.ip,
                user_agent=each.user_agent,
                is_current=each.id == person.session_id,
            )
            for each in queries.sessions_of(session, person.user_id, now())
        ]


def end_one_session(database: Database, person: Person, session_id: str) -> None:
    """One of the person's own. Somebody else's is not there."""
    with database.open_unscoped_session(person.user_id) as session:
        ended = session.execute(
            delete(UserSession)
            .where(UserSession.user_id == person.user_id, UserSession.id == session_id)
            .returning(UserSession.id)
        ).one_or_none()
    if ended is None:
        raise SessionNotFound
