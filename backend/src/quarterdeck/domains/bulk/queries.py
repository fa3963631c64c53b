import uuid
from collections.abc import Sequence

from sqlalchemy import func, select

from quarterdeck.domains.bulk.models import BulkTemplate
from quarterdeck.platform.db.session import TenantSession


def template_by_id(session: TenantSession, template_id: uuid.UUID, *, lock: bool = False) -> BulkTemplate | None:
    statement = select(BulkTemplate).where(BulkTemplate.tenant_id == session.tenant_id, BulkTemplate.id == template_id)
    return session.scalars(statement.with_for_update() if lock else statement).one_or_none()


def templates_seen(session: TenantSession) -> Sequence[BulkTemplate]:
    """Every template that row-level security shows the caller, by name."""
    of_tenant = select(BulkTemplate).where(BulkTemplate.tenant_id == session.tenant_id)
    return session.scalars(of_tenant.order_by(BulkTemplate.name_key, BulkTemplate.id)).all()


def count_of_owner(session: TenantSession, owner_id: uuid.UUID) -> int:
    counted = select(func.count()).where(BulkTemplate.tenant_id == session.tenant_id, BulkTemplate.owner_id == owner_id)
    return session.scalar(counted) or 0
