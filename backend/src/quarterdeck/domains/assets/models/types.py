from typing import Any

from sqlalchemy import Boolean, CheckConstraint, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TEXT
from sqlalchemy.orm import Mapped, mapped_column

from quarterdeck.platform.db.base import Base, TenantOwned, Timestamped, Versioned


class AssetType(TenantOwned, Timestamped, Versioned, Base):
    """A kind of asset: one of the five built-in ones, or one the tenant defined."""

    __tablename__ = "asset_types"
    __table_args__ = (
        UniqueConstraint("tenant_id", "key"),
        CheckConstraint("key ~ '^[a-z][a-z0-9_]{0,39}$'", name="key_form"),
    )

    key: Mapped[str] = mapped_column(String(40))
    name: Mapped[str]
    icon: Mapped[str] = mapped_column(String(40), server_default="device", default="device")
    is_builtin: Mapped[bool] = mapped_column(Boolean, server_default=text("false"), default=False)


class CustomField(TenantOwned, Timestamped, Versioned, Base):
    """A field the tenant defined. Its values live in `assets.custom` under its key."""

    __tablename__ = "custom_fields"
    __table_args__ = (
        UniqueConstraint("tenant_id", "key"),
        CheckConstraint("key ~ '^[a-z][a-z0-9_]{0,39}$'", name="key_form"),
        CheckConstraint("kind in ('text','number','boolean','date','choice','url','money')", name="kind_known"),
    )

    key: Mapped[str] = mapped_column(String(40))
    label: Mapped[str]
    kind: Mapped[str] = mapped_column(String(10))
    choices: Mapped[list[Any]] = mapped_column(JSONB(), server_default=text("'[]'"), default=list)
    required: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    help_text: Mapped[str | None]
    #: Keys of the types it applies to; empty means all.
    asset_types: Mapped[list[str]] = mapped_column(ARRAY(TEXT()), server_default=text("'{}'"), default=list)
    position: Mapped[int] = mapped_column(server_default="0", default=0)
    #: The heading under which forms show it; none is the heading of all custom fields.
    section: Mapped[str | None]
    #: A number or a date (ISO 8601), spelt as the field's kind reads it.
    minimum: Mapped[str | None]
    maximum: Mapped[str | None]
    max_length: Mapped[int | None]
    #: For RE2; the whole value has to match.
    pattern: Mapped[str | None]
    pattern_hint: Mapped[str | None]
    #: What a new asset gets when nobody says otherwise.
    default_value: Mapped[Any | None] = mapped_column(JSONB(none_as_null=True))
    #: No two assets of the tenant have the same value; see `UniqueValue`.
    is_unique: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
