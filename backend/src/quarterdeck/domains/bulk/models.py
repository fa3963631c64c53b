import uuid
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from quarterdeck.platform.db.base import Base, TenantOwned, Timestamped, Versioned, tenant_fk


class BulkTemplate(TenantOwned, Timestamped, Versioned, Base):
    """A change of many assets under a name: what is set, and what is asked at the run. The journal has its versions."""

    __tablename__ = "bulk_templates"
    __table_args__ = (
        tenant_fk("client_id", "clients"),
        UniqueConstraint("tenant_id", "owner_id", "name_key"),
        CheckConstraint("sharing in ('private','client','team')", name="sharing_known"),
        CheckConstraint("(sharing = 'client') = (client_id is not null)", name="client_if_shared_with_it"),
        Index("ix_bulk_templates_name", "tenant_id", "name_key", "id"),
    )

    name: Mapped[str]
    name_key: Mapped[str]
    description: Mapped[str] = mapped_column(server_default="", default="")
    owner_id: Mapped[uuid.UUID]
    owner_label: Mapped[str]
    sharing: Mapped[str] = mapped_column(String(8), server_default="private", default="private")
    client_id: Mapped[uuid.UUID | None]
    #: `schemas.TemplateOperation`, as written: one whose field was removed still opens, and says so when it is run.
    operation: Mapped[Any] = mapped_column(JSONB())
    #: `schemas.Parameter`, in the order in which they are asked.
    parameters: Mapped[list[Any]] = mapped_column(JSONB(), server_default=text("'[]'"), default=list)
