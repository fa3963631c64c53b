import uuid
from datetime import datetime

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from quarterdeck.platform.db.base import Base, TenantOwned, Timestamped, tenant_fk


class StoredFile(TenantOwned, Timestamped, Base):
    """A file's record; its bytes are at `storage_key`, which starts with the tenant's id."""

    __tablename__ = "files"
    __table_args__ = (
        tenant_fk("client_id", "clients"),
        Index("ix_files_expiry", "tenant_id", "expires_at"),
    )

    client_id: Mapped[uuid.UUID | None]
    created_by: Mapped[uuid.UUID | None]
    name: Mapped[str]
    media_type: Mapped[str]
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    storage_key: Mapped[str]
    purpose: Mapped[str] = mapped_column(String(40))
    expires_at: Mapped[datetime | None]
