import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Identity, Index, String, func, text
from sqlalchemy.orm import Mapped, mapped_column

from quarterdeck.platform.db.base import Base, TenantOwned, Timestamped, Versioned


class ChangeSet(TenantOwned, Base):
    """Why a group of changes was made, by whom and from where. Written once, never altered."""

    __tablename__ = "change_sets"
    __table_args__ = (
        CheckConstraint(
            "origin in ('ui','api','import','cli','bulk','undo','sync','rule','system')", name="origin_known"
        ),
        Index("ix_change_sets_seq", "tenant_id", "seq"),
        Index("ix_change_sets_job", "tenant_id", "job_id"),
        Index("ix_change_sets_at", "tenant_id", "at", "id"),
    )

    seq: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    at: Mapped[datetime] = mapped_column(server_default=func.now())
    actor_id: Mapped[uuid.UUID | None]
    actor_label: Mapped[str]
    origin: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None]
    job_id: Mapped[uuid.UUID | None]
    request_id: Mapped[str | None]


class Change(Base):
    """One row before and after one statement. Written by the database's triggers only; partitioned by month."""

    __tablename__ = "changes"
    __table_args__ = (
        Index("ix_changes_object", "tenant_id", "object_id", "at", "id"),
        # Undoing walks a change set object by object.
        Index("ix_changes_change_set", "tenant_id", "change_set_id", "object_id"),
        Index("ix_changes_deleted", "tenant_id", "at", "object_id", postgresql_where=text("operation = 'delete'")),
        {"postgresql_partition_by": "RANGE (at)"},
    )

    tenant_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(primary_key=True, server_default=func.now())
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    transaction_id: Mapped[int] = mapped_column(BigInteger, server_default=func.journal_transaction_id())
    change_set_id: Mapped[uuid.UUID]
    table_name: Mapped[str]
    row_id: Mapped[uuid.UUID]
    object_id: Mapped[uuid.UUID]
    client_id: Mapped[uuid.UUID | None]
    operation: Mapped[str] = mapped_column(String(6))
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]


class AuditRetention(TenantOwned, Versioned, Timestamped, Base):
    """How long a tenant's changes are kept, and since when all of them are; of a tenant that never chose there is none.

    The application writes the choice; the rest is written by the journal's owner, who alone removes changes.
    """

    __tablename__ = "audit_retention"
    __table_args__ = (
        CheckConstraint("id = tenant_id", name="one_for_each_tenant"),
        CheckConstraint("keep_days >= 90", name="long_enough"),
    )

    #: None: for ever.
    keep_days: Mapped[int | None]
    decided_at: Mapped[datetime] = mapped_column(server_default=func.now())
    #: None: since the beginning.
    kept_since: Mapped[datetime | None]
    removed_changes: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    #: The day that is being removed, a bounded number of changes at a time, and how many of it are gone.
    removing_day: Mapped[date | None]
    removed_of_day: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
