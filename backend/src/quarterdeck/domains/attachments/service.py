"""What can be done with notes and files of assets."""

import uuid
from collections.abc import Iterable
from typing import cast

from sqlalchemy import Table

from quarterdeck.domains.assets.answers import MergedFrom
from quarterdeck.domains.assets.service.assets import access_asset
from quarterdeck.domains.assets.service.merging import gone_into, merge_of
from quarterdeck.domains.attachments import queries
from quarterdeck.domains.attachments.errors import AttachmentNotFound, TooManyAttachments
from quarterdeck.domains.attachments.models import Attachment
from quarterdeck.domains.attachments.schemas import AttachedFile, AttachmentRead, AttachmentUpdate, NoteCreate
from quarterdeck.domains.files.models import StoredFile
from quarterdeck.domains.files.service import keep_file
from quarterdeck.domains.flags.registry import ATTACHMENTS
from quarterdeck.domains.flags.service import require_module
from quarterdeck.domains.journal.registry import Recoverable, register
from quarterdeck.domains.journal.service import open_change_set
from quarterdeck.kit.ids import new_id
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.errors import PreconditionFailed
from quarterdeck.platform.storage import Storage

MOST = 1_000
PURPOSE = "attachment"
_FROM_ELSEWHERE = frozenset({"file", "merged_from"})

register(Recoverable(cast("Table", Attachment.__table__), "assets:write", noun="attachment", title="text"))


def list_attachments(
    session: TenantSession, actor: Actor, asset_id: uuid.UUID, *, before: uuid.UUID | None, limit: int
) -> list[AttachmentRead]:
    """Those of the asset, and those of assets that have gone into it."""
    _access(session, actor, asset_id)
    gone = gone_into(session, asset_id)
    found = queries.attachments_of(session, [asset_id, *gone], before=before, limit=limit)
    return [_read(*each, gone.get(each[0].asset_id)) for each in found]


def read_attachment(session: TenantSession, actor: Actor, attachment_id: uuid.UUID) -> AttachmentRead:
    actor.require("assets:read")
    found = queries.attachment_by_id(session, attachment_id)
    if found is None:
        raise AttachmentNotFound
    _require_module(session, found[0].asset_id)
    merge = merge_of(session, found[0].asset_id)
    return _read(*found, None if merge is None else MergedFrom(id=merge.merged_id, tag=merge.tag, name=merge.name))


def access_file(session: TenantSession, actor: Actor, attachment_id: uuid.UUID) -> StoredFile:
    """The file of an attachment, for whoever may see the asset."""
    actor.require("assets:read")
    found = queries.attachment_by_id(session, attachment_id)
    if found is None or found[1] is None:
        raise AttachmentNotFound
    _require_module(session, found[0].asset_id)
    return found[1]


def add_note(session: TenantSession, actor: Actor, asset_id: uuid.UUID, new: NoteCreate) -> AttachmentRead:
    return _read(_add(session, actor, asset_id, kind="note", text=new.text), None)


def add_file(
    session: TenantSession,
    actor: Actor,
    storage: Storage,
    asset_id: uuid.UUID,
    pieces: Iterable[bytes],
    *,
    name: str,
    media_type: str,
    text: str,
    limit_bytes: int,
) -> AttachmentRead:
    actor.require("assets:write")
    _access(session, actor, asset_id)
    file = keep_file(
        session,
        actor,
        storage,
        pieces,
        name=name,
        media_type=media_type,
        purpose=PURPOSE,
        client_id=queries.client_of(session, asset_id),
        limit_bytes=limit_bytes,
    )
    return _read(_add(session, actor, asset_id, kind="file", text=text, file_id=file.id), file)


def update_attachment(
    session: TenantSession, actor: Actor, attachment_id: uuid.UUID, update: AttachmentUpdate, *, expected: int | None
) -> AttachmentRead:
    attachment = _to_change(session, actor, attachment_id, expected=expected)
    attachment.text = update.text
    session.flush()
    session.refresh(attachment)
    return read_attachment(session, actor, attachment_id)


def delete_attachment(session: TenantSession, actor: Actor, attachment_id: uuid.UUID, *, expected: int | None) -> None:
    """The bytes of a file stay, so that an undo brings back all of it."""
    session.delete(_to_change(session, actor, attachment_id, expected=expected))
    session.flush()


def _add(
    session: TenantSession, actor: Actor, asset_id: uuid.UUID, *, kind: str, text: str, file_id: uuid.UUID | None = None
) -> Attachment:
    actor.require("assets:write")
    _access(session, actor, asset_id)
    if queries.count_of(session, asset_id) >= MOST:
        raise TooManyAttachments(MOST)
    open_change_set(session, actor)
    attachment = Attachment(
        tenant_id=session.tenant_id,
        id=new_id(),
        asset_id=asset_id,
        kind=kind,
        text=text,
        file_id=file_id,
        author_id=actor.user_id,
        author_label=actor.label,
    )
    session.add(attachment)
    session.flush()
    return attachment


def _access(session: TenantSession, actor: Actor, asset_id: uuid.UUID) -> None:
    access_asset(session, actor, asset_id)
    _require_module(session, asset_id)


def _require_module(session: TenantSession, asset_id: uuid.UUID) -> None:
    """The module may be switched off for the client. What is there stays, and comes back with the switch."""
    require_module(session, ATTACHMENTS, client_id=queries.client_of(session, asset_id))


def _to_change(session: TenantSession, actor: Actor, attachment_id: uuid.UUID, *, expected: int | None) -> Attachment:
    actor.require("assets:write")
    attachment = queries.locked_attachment(session, attachment_id)
    if attachment is None:
        raise AttachmentNotFound
    _require_module(session, attachment.asset_id)
    if expected is not None and attachment.version != expected:
        current = read_attachment(session, actor, attachment_id).model_dump(mode="json")
        raise PreconditionFailed("This note was changed since you read it.", current=current)
    open_change_set(session, actor)
    return attachment


def _read(attachment: Attachment, file: StoredFile | None, merged: MergedFrom | None = None) -> AttachmentRead:
    attached = None if file is None else AttachedFile.model_validate(file, from_attributes=True)
    own = {name: getattr(attachment, name) for name in AttachmentRead.model_fields if name not in _FROM_ELSEWHERE}
    return AttachmentRead.model_validate(own | {"file": attached, "merged_from": merged})
