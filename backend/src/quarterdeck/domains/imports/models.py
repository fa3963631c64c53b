import uuid
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from quarterdeck.platform.db.base import Base, TenantOwned, Timestamped, tenant_fk

STATES = ("uploaded", "reading", "mapped", "checking", "checked", "running", "finished", "failed", "cancelled")


class Import(TenantOwned, Timestamped, Base):
    """One file on its way into the record: what it holds, how its columns are read, and what came of it."""

    __tablename__ = "imports"
    __table_args__ = (
        tenant_fk("client_id", "clients"),
        tenant_fk("file_id", "files"),
        tenant_fk("error_file_id", "files"),
        tenant_fk("decisions_file_id", "files"),
        tenant_fk("batch_id", "intake_batches"),
        tenant_fk("job_id", "jobs"),
        CheckConstraint(f"state in ({', '.join(repr(state) for state in STATES)})", name="state_known"),
        Index("ix_imports_created", "tenant_id", "created_at", "id"),
    )

    #: For rows that name no client themselves.
    client_id: Mapped[uuid.UUID | None]
    created_by: Mapped[uuid.UUID | None]
    created_by_label: Mapped[str] = mapped_column(server_default="", default="")
    file_id: Mapped[uuid.UUID]
    error_file_id: Mapped[uuid.UUID | None]
    decisions_file_id: Mapped[uuid.UUID | None]
    batch_id: Mapped[uuid.UUID | None]
    job_id: Mapped[uuid.UUID | None]
    state: Mapped[str] = mapped_column(String(12), server_default="uploaded", default="uploaded")
    source: Mapped[str]
    create_missing: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    dry_run: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    #: How the file is laid out: sheet, header row, encoding, delimiter, the order of days and months per column.
    layout: Mapped[dict[str, Any]] = mapped_column(JSONB(), server_default=text("'{}'"), default=dict)
    #: Each column with its samples, the field it goes to, and why.
    columns: Mapped[list[Any]] = mapped_column(JSONB(), server_default=text("'[]'"), default=list)
    counts: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"), default=dict)
    problem: Mapped[dict[str, Any] | None] = mapped_column(JSONB())
