import uuid
from typing import Any

from sqlalchemy import CheckConstraint, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from quarterdeck.platform.db.base import Base, TenantOwned, tenant_fk


class AssetProvenance(TenantOwned, Base):
    """What every source last said of an asset, and which fields are locked. The id is the asset's.

    Which value stands follows from the reports, the locks and the rules, so that neither the order nor the chunks in
    which observations arrive make a difference.
    """

    # No foreign key: checking it for each row of an import costs more than what it would keep out.
    __tablename__ = "asset_provenance"

    #: By source: `at` when it last said anything new, `v` the values by key, `t` when a value is older than `at`, `by`
    #: the person. A value that a person emptied is "".
    reports: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"), default=dict)
    #: By key: `by`, `by_id`, `at`, `reason`.
    locks: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"), default=dict)
    #: By source, when it last said the same again. Not journalled: nothing changed.
    seen: Mapped[dict[str, Any] | None] = mapped_column(JSONB())


class PrecedenceRule(TenantOwned, Base):
    """Which source's value stands, for a class of fields or a field; of one client, or of all."""

    __tablename__ = "precedence_rules"
    __table_args__ = (
        tenant_fk("client_id", "clients"),
        UniqueConstraint("tenant_id", "client_id", "target", postgresql_nulls_not_distinct=True),
        CheckConstraint("mode in ('newest', 'source')", name="mode_known"),
    )

    client_id: Mapped[uuid.UUID | None]
    target: Mapped[str] = mapped_column(String(60))
    mode: Mapped[str] = mapped_column(String(8))
    sources: Mapped[list[str]]
