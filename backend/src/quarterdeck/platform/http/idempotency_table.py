from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from quarterdeck.platform.clock import now
from quarterdeck.platform.db.base import Base, TenantOwned
from quarterdeck.platform.db.session import TenantSession


class IdempotencyKey(TenantOwned, Base):
    """What a creation answered, kept for a day. The answer is encrypted: it may hold a secret that is shown once."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (
        UniqueConstraint("tenant_id", "actor", "route", "key"),
        Index("ix_idempotency_keys_expiry", "tenant_id", "expires_at"),
    )

    actor: Mapped[str] = mapped_column(String(80))
    route: Mapped[str]
    key: Mapped[str] = mapped_column(String(200))
    request_hash: Mapped[str] = mapped_column(String(64))
    status: Mapped[int | None]
    headers: Mapped[dict[str, Any] | None]
    body: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]


def forget_expired_keys(session: TenantSession, *, limit: int) -> int:
    """Delete at most `limit` of a tenant's keys that are no longer honoured. Returns how many."""
    owned = IdempotencyKey.tenant_id == session.tenant_id
    some = select(IdempotencyKey.id).where(owned, IdempotencyKey.expires_at < now()).limit(limit)
    gone = delete(IdempotencyKey).where(owned, IdempotencyKey.id.in_(some.scalar_subquery()))
    return len(session.scalars(gone.returning(IdempotencyKey.id)).all())
