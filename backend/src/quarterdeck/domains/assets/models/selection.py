"""What somebody chose to act on, frozen: an action on it can touch nothing else, whatever has come to match since."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from quarterdeck.platform.db.base import Base, TenantOwned


class SelectionSnapshot(TenantOwned, Base):
    """The choice and what it came to. Belongs to whoever made it, and lives for minutes unless something uses it."""

    __tablename__ = "selection_snapshots"
    __table_args__ = (
        CheckConstraint("mode in ('ids','all')", name="mode_known"),
        Index("ix_selection_snapshots_expiry", "tenant_id", "expires_at"),
    )

    created_by: Mapped[uuid.UUID]
    mode: Mapped[str] = mapped_column(String(4))
    #: In words, for whoever reads later what was chosen; the ids alone decide.
    filter: Mapped[str] = mapped_column(server_default="", default="")
    client_id: Mapped[uuid.UUID | None]
    excluded: Mapped[int] = mapped_column(server_default="0", default=0)
    count: Mapped[int] = mapped_column(server_default="0", default=0)
    #: Asked for by id, and not there any more or not to be seen.
    missing: Mapped[int] = mapped_column(server_default="0", default=0)
    per_client: Mapped[list[Any]] = mapped_column(JSONB(), server_default="[]", default=list)
    samples: Mapped[list[Any]] = mapped_column(JSONB(), server_default="[]", default=list)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]


class SelectionChunk(Base):
    """Up to a thousand ids of a snapshot, in the order of ids: whoever locks them in this order meets no deadlock."""

    # No foreign key: rows come and go by the thousand with their snapshot, in the same transactions.
    __tablename__ = "selection_chunks"

    tenant_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    selection_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    chunk_no: Mapped[int] = mapped_column(primary_key=True)
    created_by: Mapped[uuid.UUID]
    ids: Mapped[list[uuid.UUID]]
