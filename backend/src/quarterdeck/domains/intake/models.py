import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, String, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, REAL, TEXT
from sqlalchemy.orm import Mapped, mapped_column

from quarterdeck.platform.db.base import Base, TenantOwned, Timestamped, Versioned, tenant_fk

OUTCOMES = ("created", "updated", "unchanged", "duplicate_in_file", "review", "rejected")


class IntakeBatch(TenantOwned, Base):
    """Observations that came together: one file, one call, one page of a connector."""

    __tablename__ = "intake_batches"
    __table_args__ = (
        tenant_fk("client_id", "clients"),
        Index("ix_intake_batches_created", "tenant_id", "created_at"),
        Index("ix_intake_batches_kept", "tenant_id", "created_at", postgresql_where=text("not is_cleared")),
    )

    client_id: Mapped[uuid.UUID | None]
    created_by: Mapped[uuid.UUID | None]
    source: Mapped[str]
    create_missing: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    #: The change set everything of this batch is written in, once something is.
    change_set_id: Mapped[uuid.UUID | None]
    #: When deciding began and how many change sets stood then: tells whether the record has moved since.
    decided_at: Mapped[datetime | None]
    decided_change_sets: Mapped[int | None]
    #: When the source saw what it says, unless a row says so itself.
    observed_at: Mapped[datetime] = mapped_column(server_default=func.now())
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    #: What was staged is gone; the decisions are not.
    is_cleared: Mapped[bool] = mapped_column(server_default=text("false"), default=False)


class Observation(Base):
    """What a source said of one asset: normalised, with the records its names stand for."""

    # No foreign keys on the tables with a row per observation: checking them one by one cost a fifth of an import.
    __tablename__ = "observations"

    tenant_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    batch_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    row_no: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    #: Within which identity is decided: the client's id, or `new:` and the folded name of one still to be created.
    client_key: Mapped[str]
    client_id: Mapped[uuid.UUID | None]
    location_id: Mapped[uuid.UUID | None]
    contact_id: Mapped[uuid.UUID | None]
    #: Names of records that are to be created when the row is applied: client, location, contact.
    missing: Mapped[dict[str, Any] | None] = mapped_column(JSONB())
    type: Mapped[str] = mapped_column(String(40))
    #: Whether the source said so itself; a type we inferred proves nothing.
    type_is_stated: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    #: Where it isn't the batch's.
    observed_at: Mapped[datetime | None]
    #: Columns of assets, of the type's extension, and custom fields. Never an empty value: empty erases nothing.
    fields: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"), default=dict)
    extension: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"), default=dict)
    custom: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"), default=dict)
    #: Fields that a person emptied, by the key they have in provenance. What is merely empty is not here.
    cleared: Mapped[list[str]] = mapped_column(ARRAY(TEXT()), server_default=text("'{}'"), default=list)
    #: Its identifiers as pairs of kind and value. The kind `all` stands for all of them together: rows that agree in it
    #: say the same, and only the first of them stands for them all.
    keys: Mapped[list[Any]] = mapped_column(JSONB(), server_default=text("'[]'"), default=list)
    is_first: Mapped[bool] = mapped_column(server_default=text("true"), default=True)
    #: Code, message and field of each fault; `is_error` where it keeps the row out.
    problems: Mapped[list[Any]] = mapped_column(JSONB(), server_default=text("'[]'"), default=list)
    #: The cells as they came, kept of rows with a problem.
    raw: Mapped[list[Any] | None] = mapped_column(JSONB())


class ObservationKey(Base):
    """Leads from an identifier, with its client, to the rows that have it. Rows that repeat another are not in it.

    Hashed, because as many identifiers as rows would make wide indexes. Two that fall together do no harm: what a hash
    leads to is only looked at.
    """

    __tablename__ = "observation_keys"
    __table_args__ = (
        Index("ix_observation_keys_shared", "tenant_id", "batch_id", "hash", postgresql_where=text("is_shared")),
    )

    tenant_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    batch_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    hash: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    row_no: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    #: Whether other rows have it too: found out once, before deciding begins.
    is_shared: Mapped[bool] = mapped_column(server_default=text("false"), default=False)


class Decision(Base):
    """What was decided for an observation, and why, in a form that explains itself a month later."""

    __tablename__ = "intake_decisions"
    __table_args__ = (
        CheckConstraint(f"outcome in ({', '.join(repr(outcome) for outcome in OUTCOMES)})", name="outcome_known"),
        Index(
            "ix_intake_decisions_outcome",
            "tenant_id",
            "batch_id",
            "outcome",
            "row_no",
            postgresql_where=text("outcome in ('review', 'rejected')"),
        ),
        Index("ix_intake_decisions_asset", "tenant_id", "asset_id", "batch_id", "row_no"),
    )

    tenant_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    batch_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    row_no: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    outcome: Mapped[str] = mapped_column(String(20))
    #: Of `created` the id the asset has or will have; of `review` the likeliest candidate.
    asset_id: Mapped[uuid.UUID | None]
    duplicate_of_row: Mapped[int | None] = mapped_column(BigInteger)
    matched_on: Mapped[list[str]] = mapped_column(ARRAY(TEXT()), server_default=text("'{}'"), default=list)
    score: Mapped[float] = mapped_column(REAL(), server_default="0", default=0)
    reason: Mapped[str]
    #: Each piece of evidence: identifier, finding, weight.
    evidence: Mapped[list[Any]] = mapped_column(JSONB(), server_default=text("'[]'"), default=list)
    #: What applying it changes: column by column, the new values only.
    changes: Mapped[dict[str, Any] | None] = mapped_column(JSONB())
    #: What it doesn't change although it says otherwise, by key: the value, the one kept, and why (a lock, a rule).
    kept: Mapped[dict[str, Any] | None] = mapped_column(JSONB())
    #: Of `review`: the kind of doubt, the observation's fingerprint, and every candidate with its evidence.
    review: Mapped[dict[str, Any] | None] = mapped_column(JSONB())
    is_applied: Mapped[bool] = mapped_column(server_default=text("false"), default=False)


REVIEW_STATES = ("open", "merged", "created", "skipped", "settled")


class Review(TenantOwned, Timestamped, Versioned, Base):
    """An observation that waits for a person, with all it needs to be taken in later, whatever becomes of its batch."""

    __tablename__ = "intake_reviews"
    __table_args__ = (
        CheckConstraint(f"state in ({', '.join(repr(state) for state in REVIEW_STATES)})", name="state_known"),
        # What was skipped stays skipped when the source says it again.
        Index(
            "uq_intake_reviews_waiting",
            "tenant_id",
            "client_key",
            "fingerprint",
            unique=True,
            postgresql_where=text("state in ('open', 'skipped')"),
        ),
        Index("ix_intake_reviews_state", "tenant_id", "state", "created_at", "id"),
        Index("ix_intake_reviews_row", "tenant_id", "batch_id", "row_no"),
        Index("ix_intake_reviews_change_set", "tenant_id", "change_set_id"),
    )

    client_id: Mapped[uuid.UUID | None]
    client_key: Mapped[str]
    batch_id: Mapped[uuid.UUID]
    row_no: Mapped[int] = mapped_column(BigInteger)
    source: Mapped[str]
    #: The job that brought it, for a list of what one import left undecided.
    job_id: Mapped[uuid.UUID | None]
    fingerprint: Mapped[str]
    doubt: Mapped[str] = mapped_column(String(20))
    #: Doubts with the same findings: what is said of one may be said of all.
    alike_key: Mapped[str]
    reason: Mapped[str]
    score: Mapped[float] = mapped_column(REAL(), server_default="0", default=0)
    #: The staged row, and its identifiers as pairs of kind and value.
    observation: Mapped[dict[str, Any]] = mapped_column(JSONB())
    keys: Mapped[list[Any]] = mapped_column(JSONB())
    candidates: Mapped[list[Any]] = mapped_column(JSONB())
    times_seen: Mapped[int] = mapped_column(server_default="1", default=1)
    state: Mapped[str] = mapped_column(String(10), server_default="open", default="open")
    #: What was decided: the asset it went into, by whom and when, and in which change set.
    asset_id: Mapped[uuid.UUID | None]
    change_set_id: Mapped[uuid.UUID | None]
    decided_by: Mapped[uuid.UUID | None]
    decided_by_label: Mapped[str | None]
    decided_at: Mapped[datetime | None]


class PairDecision(TenantOwned, Base):
    """What a person said of an observation and an asset: the same, or not. Intake never asks about the pair again."""

    __tablename__ = "pair_decisions"
    __table_args__ = (
        UniqueConstraint("tenant_id", "client_key", "fingerprint", "asset_id"),
        Index("ix_pair_decisions_fingerprint", "tenant_id", "fingerprint"),
        Index("ix_pair_decisions_asset", "tenant_id", "asset_id"),
        Index("ix_pair_decisions_review", "tenant_id", "review_id"),
        Index("ix_pair_decisions_decided", "tenant_id", "decided_at", "id"),
    )

    client_id: Mapped[uuid.UUID | None]
    client_key: Mapped[str]
    fingerprint: Mapped[str]
    #: How the observation was called, for people who look at the list of decisions.
    label: Mapped[str]
    asset_id: Mapped[uuid.UUID]
    is_same: Mapped[bool]
    #: The asset is created when the observation is applied, in the same transaction.
    is_new: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    review_id: Mapped[uuid.UUID | None]
    decided_by: Mapped[uuid.UUID | None]
    decided_by_label: Mapped[str]
    decided_at: Mapped[datetime] = mapped_column(server_default=func.now())
