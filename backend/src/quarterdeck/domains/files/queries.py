import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from quarterdeck.domains.files.models import StoredFile
from quarterdeck.platform.db.session import TenantSession


def file_by_id(session: TenantSession, file_id: uuid.UUID) -> StoredFile | None:
    statement = select(StoredFile).where(StoredFile.tenant_id == session.tenant_id, StoredFile.id == file_id)
    return session.scalars(statement).one_or_none()


def expired_files(session: TenantSession, *, before: datetime, limit: int) -> Sequence[StoredFile]:
    statement = (
        select(StoredFile)
        .where(StoredFile.tenant_id == session.tenant_id, StoredFile.expires_at < before, StoredFile.storage_key != "")
        .order_by(StoredFile.expires_at)
        .limit(limit)
    )
    return session.scalars(statement).all()
