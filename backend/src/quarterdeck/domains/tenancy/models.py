import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import TEXT, UUID, CheckConstraint, ForeignKeyConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from quarterdeck.kit.ids import new_id
from quarterdeck.platform.db.base import Base, TenantOwned, Timestamped, Versioned, tenant_fk


class Tenant(Timestamped, Base):
    """One MSP. The root of everything scoped; not itself owned by a tenant."""

    __tablename__ = "tenants"
    __table_args__ = (UniqueConstraint("slug"), CheckConstraint("slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'", name="slug_form"))

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    slug: Mapped[str] = mapped_column(String(63))
    name: Mapped[str]
    time_zone: Mapped[str] = mapped_column(server_default="UTC", default="UTC")
    currency: Mapped[str] = mapped_column(String(3), server_default="USD", default="USD")
    settings: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"), default=dict)

    @property
    def identity_across_clients(self) -> str:
        return "review" if self.settings.get("identity_across_clients") == "review" else "never"

    @identity_across_clients.setter
    def identity_across_clients(self, choice: str) -> None:
        self.settings = {**self.settings, "identity_across_clients": choice}

    next_tag: Mapped[int] = mapped_column(server_default="1", default=1)
    #: Whoever enters with a password must have a second factor.
    require_second_factor: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    #: Since when nobody enters any more. Everything is kept; an operator can open it again.
    closed_at: Mapped[datetime | None]
    #: Counts changes of the settings; the ETag.
    version: Mapped[int] = mapped_column(server_default="1", default=1)


class Client(TenantOwned, Timestamped, Versioned, Base):
    """A customer organisation of the tenant."""

    __tablename__ = "clients"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id"], ["tenants.id"]),
        UniqueConstraint("tenant_id", "slug"),
        CheckConstraint("btrim(name) <> ''", name="name_not_blank"),
        Index("ix_clients_name", "tenant_id", "name", "id"),
    )

    name: Mapped[str]
    slug: Mapped[str] = mapped_column(String(63))
    is_active: Mapped[bool] = mapped_column(server_default=text("true"), default=True)
    notes: Mapped[str | None]


class ClientName(TenantOwned, Base):
    """A name a client is known by, folded for look-up. The client's own name is among them."""

    __tablename__ = "client_names"
    __table_args__ = (
        tenant_fk("client_id", "clients"),
        UniqueConstraint("tenant_id", "name_key"),
        Index("ix_client_names_client", "tenant_id", "client_id"),
    )

    client_id: Mapped[uuid.UUID]
    name: Mapped[str]
    name_key: Mapped[str]


class Location(TenantOwned, Timestamped, Versioned, Base):
    """A site of a client."""

    __tablename__ = "locations"
    __table_args__ = (
        tenant_fk("client_id", "clients"),
        UniqueConstraint("tenant_id", "client_id", "name_key"),
        UniqueConstraint("tenant_id", "client_id", "id"),
        CheckConstraint("btrim(name) <> ''", name="name_not_blank"),
        Index("ix_locations_name", "tenant_id", "name", "id"),
        Index("ix_locations_merged", "tenant_id", "client_id", postgresql_where=text("former_ids <> '{}'")),
    )

    client_id: Mapped[uuid.UUID]
    name: Mapped[str]
    name_key: Mapped[str]
    address: Mapped[str | None]
    city: Mapped[str | None]
    country: Mapped[str | None]
    notes: Mapped[str | None]
    #: Folded names of those that were merged into it; imports that name them find it.
    former_keys: Mapped[list[str]] = mapped_column(ARRAY(TEXT()), server_default=text("'{}'"), default=list)
    #: Those that were merged into it: what comes back and belonged to one of them belongs to it.
    former_ids: Mapped[list[uuid.UUID]] = mapped_column(ARRAY(UUID()), server_default=text("'{}'"), default=list)


class Contact(TenantOwned, Timestamped, Versioned, Base):
    """A person at a client."""

    __tablename__ = "contacts"
    __table_args__ = (
        tenant_fk("client_id", "clients"),
        tenant_fk("location_id", "locations", through="client_id"),
        UniqueConstraint("tenant_id", "client_id", "id"),
        CheckConstraint("btrim(name) <> ''", name="name_not_blank"),
        Index("ix_contacts_name", "tenant_id", "name", "id"),
        Index("ix_contacts_client_key", "tenant_id", "client_id", "name_key"),
        Index("ix_contacts_merged", "tenant_id", "client_id", postgresql_where=text("former_ids <> '{}'")),
        Index("ix_contacts_former", "tenant_id", "client_id", postgresql_where=text("former_keys <> '{}'")),
    )

    client_id: Mapped[uuid.UUID]
    location_id: Mapped[uuid.UUID | None]
    name: Mapped[str]
    name_key: Mapped[str]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    notes: Mapped[str | None]
    #: Folded names and addresses of those that were merged into it; imports that name them find it.
    former_keys: Mapped[list[str]] = mapped_column(ARRAY(TEXT()), server_default=text("'{}'"), default=list)
    #: Those that were merged into it: what comes back and belonged to one of them belongs to it.
    former_ids: Mapped[list[uuid.UUID]] = mapped_column(ARRAY(UUID()), server_default=text("'{}'"), default=list)
