import uuid

from sqlalchemy import LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from quarterdeck.platform.db.base import Base


class UniqueValue(Base):
    """A value of a unique custom field, and the asset that has it. Kept by triggers; nobody else writes here.

    The digest is over the value without regard to case and space: a text may be longer than an index takes.
    """

    __tablename__ = "unique_values"
    __table_args__ = (UniqueConstraint("tenant_id", "field_key", "digest", deferrable=True, initially="IMMEDIATE"),)

    tenant_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    asset_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    field_key: Mapped[str] = mapped_column(String(40), primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary())
