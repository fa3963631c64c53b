import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, String, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from quarterdeck.platform.db.base import Base, TenantOwned, Timestamped, tenant_fk

STATES = ("running", "done", "partly_done", "cancelled", "failed")


class Undo(TenantOwned, Timestamped, Base):
    """One undo of a change set: what it was to do, and what came of it."""

    __tablename__ = "undos"
    __table_args__ = (
        tenant_fk("change_set_id", "change_sets"),
        tenant_fk("undo_change_set_id", "change_sets"),
        tenant_fk("job_id", "jobs"),
        CheckConstraint(f"state in ({', '.join(repr(state) for state in STATES)})", name="state_known"),
        Index("ix_undos_change_set", "tenant_id", "change_set_id"),
        Index("ix_undos_own_change_set", "tenant_id", "undo_change_set_id"),
        Index("ix_undos_job", "tenant_id", "job_id"),
        # Two at once would take each other's writes for somebody's changes.
        Index(
            "uq_undos_running", "tenant_id", "change_set_id", unique=True, postgresql_where=text("state = 'running'")
        ),
    )

    change_set_id: Mapped[uuid.UUID]
    #: The change set in which it writes.
    undo_change_set_id: Mapped[uuid.UUID | None]
    job_id: Mapped[uuid.UUID | None]
    state: Mapped[str] = mapped_column(String(12), server_default="running", default="running")
    #: False when only some objects or fields were asked for.
    is_whole: Mapped[bool] = mapped_column(server_default=text("true"), default=True)
    #: What was asked: conflicts, force, objects, fields.
    wanted: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"), default=dict)
    #: What the change set touched, read once: tables, columns, numbers of objects.
    plan: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"), default=dict)
    counts: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"), default=dict)
    #: The first of what was left or could not be done: object, code, message.
    problems: Mapped[list[Any]] = mapped_column(JSONB(), server_default=text("'[]'"), default=list)
    started_by: Mapped[uuid.UUID | None]
    started_by_label: Mapped[str]
    finished_at: Mapped[datetime | None]


class JournalSeal(Base):
    """One closed day of a tenant's journal: what it held, and its link in the chain. Never altered."""

    __tablename__ = "journal_seals"

    tenant_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    changes: Mapped[int] = mapped_column(BigInteger)
    change_sets: Mapped[int] = mapped_column(BigInteger)
    content: Mapped[str]
    link: Mapped[str] = mapped_column(String(64))
    sealed_at: Mapped[datetime] = mapped_column(server_default=func.now())
