import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from quarterdeck.platform.db.base import Base, TenantOwned, tenant_fk


class Notification(TenantOwned, Base):
    """One thing told to one person. Those of one burst share a group, and its newest stands for all of them."""

    __tablename__ = "notifications"
    __table_args__ = (
        tenant_fk("client_id", "clients"),
        UniqueConstraint("tenant_id", "user_id", "source"),
        CheckConstraint("severity in ('info','success','warning','error')", name="severity_known"),
        Index("ix_notifications_shown", "tenant_id", "user_id", "id", postgresql_where=text("stands_for_group")),
        Index(
            "ix_notifications_unread",
            "tenant_id",
            "user_id",
            "kind",
            postgresql_where=text("stands_for_group and read_at is null"),
        ),
        Index("ix_notifications_group", "tenant_id", "group_id"),
        Index("ix_notifications_age", "tenant_id", "created_at"),
    )

    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    #: What it is about, for people who want to hear more or less of it: `job.failed`.
    kind: Mapped[str] = mapped_column(String(40))
    severity: Mapped[str] = mapped_column(String(10))
    title: Mapped[str]
    body: Mapped[str | None]
    #: The kind and id of the object it leads to.
    link_type: Mapped[str | None] = mapped_column(String(40))
    link_id: Mapped[uuid.UUID | None]
    client_id: Mapped[uuid.UUID | None]
    #: What caused it. A cause that is told twice is one notification.
    source: Mapped[str] = mapped_column(String(200))
    group_id: Mapped[uuid.UUID]
    stands_for_group: Mapped[bool] = mapped_column(server_default=text("true"), default=True)
    #: How many the group holds, told by the one that stands for it.
    count: Mapped[int] = mapped_column(server_default="1", default=1)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    read_at: Mapped[datetime | None]


class MutedNotification(Base):
    """A kind of notification that a person does not want to be told of in this tenant."""

    __tablename__ = "muted_notifications"
    __table_args__ = (ForeignKeyConstraint(["user_id"], ["users.id"]),)

    tenant_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
