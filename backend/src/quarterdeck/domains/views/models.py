import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from quarterdeck.platform.db.base import Base, TenantOwned, Timestamped, Versioned, tenant_fk


class View(TenantOwned, Timestamped, Versioned, Base):
    """A filter, a sort and columns of one list under a name; of one person, of a client's people, or of the team."""

    __tablename__ = "views"
    __table_args__ = (
        tenant_fk("client_id", "clients"),
        UniqueConstraint("tenant_id", "module", "owner_id", "name_key"),
        CheckConstraint("sharing in ('private','client','team')", name="sharing_known"),
        CheckConstraint("(sharing = 'client') = (client_id is not null)", name="client_if_shared_with_it"),
        Index("ix_views_module", "tenant_id", "module", "name_key", "id"),
    )

    #: Which list it is a view of: `assets`, `jobs`, ...
    module: Mapped[str] = mapped_column(String(40))
    name: Mapped[str]
    name_key: Mapped[str]
    owner_id: Mapped[uuid.UUID]
    owner_label: Mapped[str]
    sharing: Mapped[str] = mapped_column(String(8), server_default="private", default="private")
    client_id: Mapped[uuid.UUID | None]
    #: In the filter language, as written: a view whose field was removed still opens, with that token marked.
    #: Of a list without that language, the query of its address: `state=failed&kind=import`.
    filter: Mapped[str] = mapped_column(server_default="", default="")
    sort: Mapped[str] = mapped_column(server_default="", default="")
    #: In order: field, width in pixels, pinned side, shown or not. None means the list's own columns.
    columns: Mapped[list[Any] | None] = mapped_column(JSONB())
    density: Mapped[str | None] = mapped_column(String(12))
    #: The quick filters on offer, as filter texts.
    quick: Mapped[list[Any]] = mapped_column(JSONB(), server_default=text("'[]'"), default=list)


class ViewDefault(TenantOwned, Base):
    """Which view a list opens with: for one person, for a role, or for whoever looks at a client."""

    __tablename__ = "view_defaults"
    __table_args__ = (
        tenant_fk("client_id", "clients"),
        CheckConstraint("num_nonnulls(user_id, role, client_id) = 1", name="one_audience"),
        Index("uq_view_defaults_user", "tenant_id", "module", "user_id", unique=True),
        Index("uq_view_defaults_role", "tenant_id", "module", "role", unique=True),
        Index("uq_view_defaults_client", "tenant_id", "module", "client_id", unique=True),
    )

    module: Mapped[str] = mapped_column(String(40))
    #: No foreign key: whoever deletes a view can't see the defaults of others. A default without its view is none.
    view_id: Mapped[uuid.UUID]
    user_id: Mapped[uuid.UUID | None]
    role: Mapped[str | None]
    client_id: Mapped[uuid.UUID | None]


class Preference(Base):
    """What the console remembers of a person in this tenant: layouts, pinned views, switches."""

    __tablename__ = "preferences"

    tenant_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    value: Mapped[Any] = mapped_column(JSONB())
    version: Mapped[int] = mapped_column(server_default="1", default=1)
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())
