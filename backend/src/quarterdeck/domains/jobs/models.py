import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, String, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from quarterdeck.platform.db.base import Base, TenantOwned, Timestamped, tenant_fk


class Job(TenantOwned, Timestamped, Base):
    """One piece of long work. Its task runs it chunk by chunk; each chunk commits its progress with its result."""

    __tablename__ = "jobs"
    __table_args__ = (
        tenant_fk("client_id", "clients"),
        CheckConstraint(
            "state in ('queued','running','succeeded','partly_succeeded','failed','cancelled','interrupted')",
            name="state_known",
        ),
        Index("ix_jobs_created", "tenant_id", "created_at", "id"),
        Index("ix_jobs_active", "tenant_id", postgresql_where=text("state in ('queued','running','interrupted')")),
    )

    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[str]
    state: Mapped[str] = mapped_column(String(20), server_default="queued", default="queued")
    phase: Mapped[str | None]
    done: Mapped[int] = mapped_column(BigInteger, server_default="0", default=0)
    total: Mapped[int | None] = mapped_column(BigInteger)
    counters: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"), default=dict)
    params: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"), default=dict)
    #: Where the next chunk starts; committed with the chunk before it, so a killed worker loses nothing.
    cursor: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"), default=dict)
    message: Mapped[str | None]
    client_id: Mapped[uuid.UUID | None]
    started_by: Mapped[uuid.UUID | None]
    started_by_label: Mapped[str] = mapped_column(server_default="", default="")
    cancel_requested: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    cancelled_by: Mapped[uuid.UUID | None]
    #: Failed tries of the present chunk.
    attempts: Mapped[int] = mapped_column(server_default="0", default=0)
    #: Counts how often the job was lined up. A task is for one turn, so that of two tasks only the later one counts.
    turn: Mapped[int] = mapped_column(server_default="0", default=0)
    #: Whose permissions and client scope the chunks run with.
    actor: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"), default=dict)
    change_set_id: Mapped[uuid.UUID | None]
    retry_of: Mapped[uuid.UUID | None]
    #: What happened to it, in order: started, each phase, interrupted, taken up again, ended.
    log: Mapped[list[Any]] = mapped_column(JSONB, server_default=text("'[]'"), default=list)
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class JobError(TenantOwned, Base):
    """What went wrong with one item of a job, and enough of the item to mend it."""

    __tablename__ = "job_errors"
    __table_args__ = (
        tenant_fk("job_id", "jobs"),
        Index("ix_job_errors_job", "tenant_id", "job_id", "item", "id"),
    )

    job_id: Mapped[uuid.UUID]
    item: Mapped[int] = mapped_column(BigInteger)
    code: Mapped[str]
    message: Mapped[str]
    data: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"), default=dict)


class JobArtefact(TenantOwned, Base):
    """A file a job made."""

    __tablename__ = "job_artefacts"
    __table_args__ = (
        tenant_fk("job_id", "jobs"),
        tenant_fk("file_id", "files"),
        Index("ix_job_artefacts_job", "tenant_id", "job_id"),
    )

    job_id: Mapped[uuid.UUID]
    file_id: Mapped[uuid.UUID]
    name: Mapped[str]
