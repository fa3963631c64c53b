import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Computed, Index, Numeric, String, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import INET
from sqlalchemy.orm import Mapped, mapped_column

from quarterdeck.platform.db.base import Base, TenantOwned, Timestamped, Versioned, tenant_fk

STATUSES = ("ordered", "in_stock", "deployed", "in_repair", "retired", "disposed", "missing")


class Asset(TenantOwned, Timestamped, Versioned, Base):
    """One thing tracked for a client. What is particular to its type stands in the extension table of that type."""

    __tablename__ = "assets"
    __table_args__ = (
        tenant_fk("client_id", "clients"),
        tenant_fk("location_id", "locations", through="client_id"),
        tenant_fk("contact_id", "contacts", through="client_id"),
        tenant_fk("type", "asset_types", target_column="key"),
        UniqueConstraint("tenant_id", "client_id", "tag"),
        CheckConstraint("btrim(tag) <> ''", name="tag_not_blank"),
        CheckConstraint("btrim(name) <> ''", name="name_not_blank"),
        CheckConstraint(f"status in ({', '.join(repr(status) for status in STATUSES)})", name="status_known"),
        CheckConstraint("purchase_cost >= 0", name="purchase_cost_not_negative"),
        # The client is included so that a walk along the index can apply the client scope without visiting the rows.
        Index("ix_assets_tag", "tenant_id", "tag", "id", postgresql_include=["client_id", "status", "type"]),
        Index("ix_assets_name", "tenant_id", "name", "id", postgresql_include=["client_id", "status", "type"]),
        Index("ix_assets_client_name", "tenant_id", "client_id", "name", "id"),
        Index("ix_assets_status", "tenant_id", "status", "tag", "id", postgresql_include=["client_id"]),
        Index("ix_assets_type", "tenant_id", "type", "tag", "id", postgresql_include=["client_id"]),
        Index("ix_assets_updated", "tenant_id", "updated_at", "id", postgresql_include=["client_id"]),
        Index("ix_assets_last_seen", "tenant_id", "last_seen_at", "id", postgresql_include=["client_id"]),
        Index("ix_assets_warranty_end", "tenant_id", "warranty_end", "id", postgresql_include=["client_id"]),
        # Counted along, without the rows. The client, which the scope asks for, is a key and not included: equal keys
        # are kept once for all their rows, which included columns would prevent.
        Index("ix_assets_client_type", "tenant_id", "client_id", "type"),
        Index(
            "ix_assets_location",
            "tenant_id",
            "location_id",
            "client_id",
            postgresql_where=text("location_id is not null"),
        ),
        Index(
            "ix_assets_contact",
            "tenant_id",
            "contact_id",
            "client_id",
            postgresql_where=text("contact_id is not null"),
        ),
        # Few tenants fill custom fields of all their assets; those that fill none are not walked through for them.
        Index("ix_assets_custom", "tenant_id", postgresql_where=text("custom <> '{}'")),
        # The trigram index leads with the tenant (btree_gin), and is over a stored column: under row-level security an
        # index over an expression is of no use.
        Index(
            "ix_assets_search",
            "tenant_id",
            "search",
            postgresql_using="gin",
            postgresql_ops={"search": "gin_trgm_ops"},
        ),
    )

    client_id: Mapped[uuid.UUID]
    location_id: Mapped[uuid.UUID | None]
    contact_id: Mapped[uuid.UUID | None]
    type: Mapped[str] = mapped_column(String(40))
    status: Mapped[str] = mapped_column(String(16), server_default="in_stock", default="in_stock")
    tag: Mapped[str]
    name: Mapped[str]
    manufacturer: Mapped[str | None]
    model: Mapped[str | None]
    serial: Mapped[str | None]
    hostname: Mapped[str | None]
    hardware_uuid: Mapped[str | None]
    mac_addresses: Mapped[list[str]] = mapped_column(server_default=text("'{}'"), default=list)
    ip_address: Mapped[str | None] = mapped_column(INET())
    wan_ip: Mapped[str | None] = mapped_column(INET())
    description: Mapped[str | None]
    notes: Mapped[str | None]
    purchase_date: Mapped[date | None]
    purchase_cost: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    currency: Mapped[str | None] = mapped_column(String(3))
    supplier: Mapped[str | None]
    order_number: Mapped[str | None]
    warranty_start: Mapped[date | None]
    warranty_end: Mapped[date | None]
    end_of_life: Mapped[date | None]
    last_seen_at: Mapped[datetime | None]
    tags: Mapped[list[str]] = mapped_column(server_default=text("'{}'"), default=list)
    custom: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"), default=dict)
    search: Mapped[str] = mapped_column(
        Computed(
            "asset_search_text(tag, name, serial, hostname, mac_addresses, "
            "ip_address, manufacturer, model, hardware_uuid)",
            persisted=True,
        )
    )


class AssetIdentifier(Base):
    """A normalised identifier that can identify an asset, also one it no longer carries (a former name)."""

    __tablename__ = "asset_identifiers"
    __table_args__ = (
        tenant_fk("asset_id", "assets"),
        CheckConstraint("kind in ('serial','tag','mac','hostname','uuid','imei','source')", name="kind_known"),
        Index("ix_asset_identifiers_value", "tenant_id", "kind", "value", "asset_id"),
    )

    tenant_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    asset_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    #: Where it was first learnt: `file:<profile>`, `ui`, a connector's id.
    source: Mapped[str]
    is_current: Mapped[bool] = mapped_column(server_default=text("true"), default=True)
    first_seen_at: Mapped[datetime] = mapped_column(server_default=func.now())
