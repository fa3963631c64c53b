import uuid
from collections.abc import Sequence

from sqlalchemy import Row, Select, func, select

from quarterdeck.domains.assets.models import Asset
from quarterdeck.domains.attachments.models import Attachment
from quarterdeck.domains.files.models import StoredFile
from quarterdeck.platform.db.session import TenantSession


def _with_files(session: TenantSession) -> Select[Attachment, StoredFile]:
    return (
        select(Attachment, StoredFile)
        .outerjoin(StoredFile, (StoredFile.tenant_id == Attachment.tenant_id) & (StoredFile.id == Attachment.file_id))
        .where(Attachment.tenant_id == session.tenant_id)
    )


def attachments_of(
    session: TenantSession, asset_ids: Sequence[uuid.UUID], *, before: uuid.UUID | None, limit: int
) -> Sequence[Row[Attachment, StoredFile]]:
    """Newest first; ids are in the order of time."""
    statement = _with_files(session).where(Attachment.asset_id.in_(asset_ids))
    if before is not None:
        statement = statement.where(Attachment.id < before)
    return session.execute(statement.order_by(Attachment.id.desc()).limit(limit)).all()


def attachment_by_id(session: TenantSession, attachment_id: uuid.UUID) -> Row[Attachment, StoredFile] | None:
    return session.execute(_with_files(session).where(Attachment.id == attachment_id)).one_or_none()


def locked_attachment(session: TenantSession, attachment_id: uuid.UUID) -> Attachment | None:
    return session.scalars(
        select(Attachment)
        .where(Attachment.tenant_id == session.tenant_id, Attachment.id == attachment_id)
        .with_for_update(of=Attachment)
    ).one_or_none()


def count_of(session: TenantSession, asset_id: uuid.UUID) -> int:
    counted = select(func.count()).where(Attachment.tenant_id == session.tenant_id, Attachment.asset_id == asset_id)
    return session.scalar(counted) or 0


def client_of(session: TenantSession, asset_id: uuid.UUID) -> uuid.UUID | None:
    """Of the asset, or of the one it went into."""
    survivor = func.app_survivor_of(session.tenant_id, asset_id)
    of_asset = select(Asset.client_id, Asset.id).where(Asset.tenant_id == session.tenant_id)
    found = (
        session.execute(of_asset.where(Asset.id == asset_id)).first()
        or session.execute(of_asset.where(Asset.id == survivor)).first()
    )
    return None if found is None else found.client_id
