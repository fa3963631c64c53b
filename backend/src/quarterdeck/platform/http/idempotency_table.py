from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from quarterdeck.platform.db.base import Base, TenantOwned


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
