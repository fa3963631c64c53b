import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from quarterdeck.platform.db.base import Base, TenantOwned, Timestamped, Versioned


class FlagRule(TenantOwned, Timestamped, Versioned, Base):
    """What was decided about a switch: for the tenant, or for one client. No rule means the switch's own default."""

    __tablename__ = "flag_rules"
    __table_args__ = (
        UniqueConstraint("tenant_id", "flag", "client_id", postgresql_nulls_not_distinct=True),
        CheckConstraint("state in ('on','off','offered','staged','inherit')", name="state_known"),
        CheckConstraint("(state = 'staged') = (percent is not null)", name="percent_if_staged"),
        CheckConstraint("percent between 0 and 100", name="percent_range"),
        CheckConstraint("btrim(reason) <> ''", name="reason_given"),
        Index("ix_flag_rules_client", "tenant_id", "client_id"),
    )

    flag: Mapped[str] = mapped_column(String(60))
    #: No foreign key: a rule ends with its client, and must not keep it from being deleted.
    client_id: Mapped[uuid.UUID | None]
    state: Mapped[str] = mapped_column(String(8))
    #: Of the clients, the same ones each time, so that raising it only adds some.
    percent: Mapped[int | None]
    reason: Mapped[str]
    changed_by: Mapped[uuid.UUID | None]
    changed_by_label: Mapped[str]


class FlagChoice(Base):
    """Whether a person uses a new screen or the classic one, where both are offered."""

    __tablename__ = "flag_choices"

    tenant_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    flag: Mapped[str] = mapped_column(String(60), primary_key=True)
    is_on: Mapped[bool]
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now(), onupdate=func.now())
