"""Forgetting what has expired. Each call deletes at most `limit` rows of each kind and says whether more may wait."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from quarterdeck.domains.identity.models import ApiToken, Invitation, LoginAttempt, RecoveryCode, UserSession
from quarterdeck.platform.clock import now
from quarterdeck.platform.db.session import Database, TenantSession

#: Longer than any block of the throttle.
ATTEMPTS_KEPT = timedelta(days=1)
#: How long one can still see what was there: an invitation nobody used, a token that ended.
INVITATIONS_KEPT = timedelta(days=30)
TOKENS_KEPT = timedelta(days=90)


def forget_expired_people(database: Database, *, limit: int) -> bool:
    """Of no tenant: sessions that ended, counted attempts to sign in, recovery codes that were used."""
    at = now()
    with database.open_unscoped_session() as session:
        counts = [
            _forget(session, UserSession, UserSession.id, UserSession.expires_at < at, limit=limit),
            _forget(session, LoginAttempt, LoginAttempt.key, LoginAttempt.last_at < at - ATTEMPTS_KEPT, limit=limit),
            _forget(session, RecoveryCode, RecoveryCode.id, RecoveryCode.used_at < at - INVITATIONS_KEPT, limit=limit),
        ]
    return limit in counts


def forget_expired_access(session: TenantSession, *, limit: int) -> bool:
    """Of one tenant: invitations nobody used in time, tokens that were revoked or expired long ago."""
    at = now()
    unused = (Invitation.tenant_id == session.tenant_id) & (Invitation.expires_at < at - INVITATIONS_KEPT)
    ended = (ApiToken.expires_at < at - TOKENS_KEPT) | (ApiToken.revoked_at < at - TOKENS_KEPT)
    counts = [
        _forget(session, Invitation, Invitation.id, unused, limit=limit),
        _forget(session, ApiToken, ApiToken.id, (ApiToken.tenant_id == session.tenant_id) & ended, limit=limit),
    ]
    return limit in counts


def _forget(
    session: Session,
    table: type[Any],
    key: InstrumentedAttribute[Any],
    condition: ColumnElement[bool],
    *,
    limit: int,
) -> int:
    # What somebody else holds at this moment is taken by the next run.
    some = select(key).where(condition).limit(limit).with_for_update(skip_locked=True).scalar_subquery()
    gone = delete(table).where(condition, key.in_(some)).returning(key)
    return len(session.scalars(gone.execution_options(synchronize_session=False)).all())
