import uuid

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from quarterdeck.kit.identifiers.junk import JunkKind
from quarterdeck.platform.db.base import Base, TenantOwned, Timestamped


class JunkValue(TenantOwned, Timestamped, Base):
    """A value of which a tenant says that it identifies nothing, or that it does although it is on the shipped list."""

    __tablename__ = "junk_values"
    __table_args__ = (
        UniqueConstraint("tenant_id", "kind", "value"),
        CheckConstraint(f"kind in ({', '.join(repr(kind.value) for kind in JunkKind)})", name="kind_known"),
    )

    kind: Mapped[str] = mapped_column(String(8))
    #: In the form in which it is compared.
    value: Mapped[str] = mapped_column(String(100))
    #: As somebody wrote it.
    shown: Mapped[str] = mapped_column(String(100))
    is_junk: Mapped[bool]
    note: Mapped[str | None] = mapped_column(String(300))
    created_by: Mapped[uuid.UUID | None]
    created_by_label: Mapped[str]
