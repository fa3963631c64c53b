import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from quarterdeck.platform.db.base import Base, TenantOwned


class AssetMerge(TenantOwned, Base):
    """An asset that went into another one: where its id leads now, and what it was called."""

    __tablename__ = "asset_merges"
    __table_args__ = (
        UniqueConstraint("tenant_id", "merged_id"),
        Index("ix_asset_merges_survivor", "tenant_id", "survivor_id"),
        Index("ix_asset_merges_change_set", "tenant_id", "change_set_id"),
    )

    # No foreign keys: what it names may be deleted later, and this keeps nobody from it.
    client_id: Mapped[uuid.UUID]
    merged_id: Mapped[uuid.UUID]
    #: Merged away itself perhaps, later: the way goes on from there.
    survivor_id: Mapped[uuid.UUID]
    change_set_id: Mapped[uuid.UUID]
    tag: Mapped[str]
    name: Mapped[str]
    merged_by_label: Mapped[str]
    merged_at: Mapped[datetime] = mapped_column(server_default=func.now())
    #: Which fields the survivor took from it.
    taken: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"), default=dict)
