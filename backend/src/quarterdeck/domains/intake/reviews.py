"""Reading what waits for a person, and what people have said."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select, tuple_

from quarterdeck.domains.assets.models import Asset
from quarterdeck.domains.intake.models import PairDecision, Review
from quarterdeck.platform.db.session import TenantSession

After = tuple[datetime, uuid.UUID] | None


@dataclass(frozen=True, slots=True)
class ReviewFilter:
    """Which part of the queue. `alike` is the group of doubts with the same findings."""

    states: tuple[str, ...] = ("open",)
    client_id: uuid.UUID | None = None
    source: str | None = None
    job_id: uuid.UUID | None = None
    doubt: str | None = None
    alike: str | None = None

    def conditions(self, session: TenantSession, *, leave_out: str = "") -> list[ColumnElement[bool]]:
        wanted: dict[str, Any] = {
            "client_id": self.client_id,
            "source": self.source,
            "job_id": self.job_id,
            "doubt": self.doubt,
            "alike_key": self.alike,
        }
        return [
            Review.tenant_id == session.tenant_id,
            Review.state.in_(self.states),
            *(
                getattr(Review, name) == value
                for name, value in wanted.items()
                if value is not None and name != leave_out
            ),
        ]


def review_by_id(session: TenantSession, review_id: uuid.UUID, *, lock: bool = False) -> Review | None:
    statement = select(Review).where(Review.tenant_id == session.tenant_id, Review.id == review_id)
    statement = statement.with_for_update() if lock else statement
    return session.scalars(statement.execution_options(populate_existing=True)).one_or_none()


def reviews_locked(session: TenantSession, ids: Sequence[uuid.UUID]) -> Sequence[Review]:
    """Those of them that are still open, in an order in which two callers don't wait for each other."""
    statement = (
        select(Review)
        .where(Review.tenant_id == session.tenant_id, Review.id.in_(ids), Review.state == "open")
        .order_by(Review.id)
        .with_for_update()
    )
    return session.scalars(statement.execution_options(populate_existing=True)).all()


def reviews_page(session: TenantSession, wanted: ReviewFilter, *, after: After, limit: int) -> Sequence[Review]:
    """Oldest first, so that a queue is worked off; what was decided newest first."""
    statement = select(Review).where(*wanted.conditions(session))
    place = tuple_(Review.created_at, Review.id)
    if wanted.states == ("open",):
        statement = statement.where(place > after) if after else statement
        return session.scalars(statement.order_by(Review.created_at, Review.id).limit(limit)).all()
    statement = statement.where(place < after) if after else statement
    return session.scalars(statement.order_by(Review.created_at.desc(), Review.id.desc()).limit(limit)).all()


def review_ids(session: TenantSession, wanted: ReviewFilter, *, limit: int) -> list[uuid.UUID]:
    statement = select(Review.id).where(*wanted.conditions(session)).order_by(Review.created_at, Review.id)
    return list(session.scalars(statement.limit(limit)))


def review_count(session: TenantSession, wanted: ReviewFilter) -> int:
    return session.scalar(select(func.count()).select_from(Review).where(*wanted.conditions(session))) or 0


def counts_by(session: TenantSession, wanted: ReviewFilter, column: str) -> list[tuple[Any, int]]:
    """How many by value of the column, under all other conditions; the most first."""
    by = getattr(Review, column)
    statement = (
        select(by, func.count())
        .where(*wanted.conditions(session, leave_out=column))
        .group_by(by)
        .order_by(func.count().desc(), by)
        .limit(100)
    )
    return [(value, count) for value, count in session.execute(statement)]


def of_change_set(session: TenantSession, change_set_id: uuid.UUID) -> Sequence[Review]:
    statement = select(Review).where(Review.tenant_id == session.tenant_id, Review.change_set_id == change_set_id)
    return session.scalars(statement.order_by(Review.id).with_for_update()).all()


def pairs_page(
    session: TenantSession, *, asset_id: uuid.UUID | None, client_id: uuid.UUID | None, after: After, limit: int
) -> list[tuple[PairDecision, str | None, str | None]]:
    """Each with tag and name of its asset, where that is still there."""
    statement = (
        select(PairDecision, Asset.tag, Asset.name)
        .outerjoin(Asset, and_(Asset.tenant_id == PairDecision.tenant_id, Asset.id == PairDecision.asset_id))
        .where(PairDecision.tenant_id == session.tenant_id)
    )
    if asset_id is not None:
        statement = statement.where(PairDecision.asset_id == asset_id)
    if client_id is not None:
        statement = statement.where(PairDecision.client_id == client_id)
    if after is not None:
        statement = statement.where(tuple_(PairDecision.decided_at, PairDecision.id) < after)
    statement = statement.order_by(PairDecision.decided_at.desc(), PairDecision.id.desc()).limit(limit)
    return [(pair, tag, name) for pair, tag, name in session.execute(statement)]


def pair_by_id(session: TenantSession, pair_id: uuid.UUID) -> PairDecision | None:
    statement = select(PairDecision).where(PairDecision.tenant_id == session.tenant_id, PairDecision.id == pair_id)
    return session.scalars(statement).one_or_none()
