import uuid

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from quarterdeck.platform.db.base import Base, TenantOwned, Timestamped, Versioned, tenant_fk


class Attachment(TenantOwned, Timestamped, Versioned, Base):
    """A note or a file of an asset. Whoever may see the asset may see it."""

    __tablename__ = "attachments"
    __table_args__ = (
        tenant_fk("file_id", "files"),
        CheckConstraint("(kind = 'file') = (file_id is not null)", name="file_if_one"),
        CheckConstraint("kind in ('note','file')", name="kind_known"),
        Index("ix_attachments_asset", "tenant_id", "asset_id", "id"),
        Index("ix_attachments_file", "tenant_id", "file_id"),
    )

    #: No foreign key: what belongs to a deleted asset waits, unseen, for the asset to come back.
    asset_id: Mapped[uuid.UUID]
    kind: Mapped[str] = mapped_column(String(8))
    #: The note itself, or what a person wrote about the file.
    text: Mapped[str] = mapped_column(server_default="", default="")
    file_id: Mapped[uuid.UUID | None]
    author_id: Mapped[uuid.UUID | None]
    author_label: Mapped[str]
