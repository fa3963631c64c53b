import uuid
from datetime import datetime

from sqlalchemy import BigInteger, Index, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from quarterdeck.platform.db.base import Base, TenantOwned


class ObservedItem(TenantOwned, Base):
    """What a source last said of one of its devices, as a hash: said again, it needs no work."""

    __tablename__ = "observed_items"
    __table_args__ = (
        UniqueConstraint("tenant_id", "source", "external_id"),
        Index("ix_observed_items_batch", "tenant_id", "batch_id", "row_no"),
    )

    source: Mapped[str]
    external_id: Mapped[str]
    content_hash: Mapped[str]
    #: Where it was decided on.
    batch_id: Mapped[uuid.UUID]
    row_no: Mapped[int] = mapped_column(BigInteger)
    seen_at: Mapped[datetime] = mapped_column(server_default=func.now())


class BatchItem(Base):
    """One item of a batch: how the source calls it, and the asset where it repeated what it had said before."""

    __tablename__ = "observed_batch_items"

    tenant_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    batch_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    row_no: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    external_id: Mapped[str | None]
    known_asset_id: Mapped[uuid.UUID | None]
