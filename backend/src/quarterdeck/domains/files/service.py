"""What can be done with files: keep one, read one, let one expire."""

import uuid
from collections.abc import Iterable, Iterator
from datetime import timedelta

from quarterdeck.domains.files import queries
from quarterdeck.domains.files.errors import FileContentGone, FileNotFound
from quarterdeck.domains.files.models import StoredFile
from quarterdeck.kit.ids import new_id
from quarterdeck.kit.text import clean_text
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.clock import now
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.storage import Storage

MAX_NAME = 200
#: What may be in such files is not for everybody who may see the job that made them.
PERMISSIONS = {"audit": "settings:manage"}


def keep_file(
    session: TenantSession,
    actor: Actor,
    storage: Storage,
    pieces: Iterable[bytes],
    *,
    name: str,
    media_type: str,
    purpose: str,
    client_id: uuid.UUID | None = None,
    limit_bytes: int | None = None,
    keep_days: int | None = None,
) -> StoredFile:
    """Store the bytes and their record; of what is too large, nothing."""
    file_id = new_id()
    stored = storage.write(session.tenant_id, pieces, name=file_id, limit_bytes=limit_bytes)
    kept = StoredFile(
        tenant_id=session.tenant_id,
        id=file_id,
        client_id=client_id,
        created_by=actor.user_id,
        name=plain_name(name),
        media_type=media_type,
        size_bytes=stored.size_bytes,
        sha256=stored.sha256,
        storage_key=stored.key,
        purpose=purpose,
        expires_at=now() + timedelta(days=keep_days) if keep_days is not None else None,
    )
    session.add(kept)
    session.flush()
    return kept


def access_file(session: TenantSession, file_id: uuid.UUID) -> StoredFile:
    """The file, if it exists and row-level security shows it: the client is in scope, or it is the actor's own."""
    found = queries.file_by_id(session, file_id)
    if found is None:
        raise FileNotFound
    return found


def downloadable_file(session: TenantSession, actor: Actor, file_id: uuid.UUID) -> StoredFile:
    """The same, for whoever may also know what stands in files of its purpose."""
    found = access_file(session, file_id)
    if found.purpose in PERMISSIONS:
        actor.require(PERMISSIONS[found.purpose])
    return found


def content(storage: Storage, file: StoredFile) -> Iterator[bytes]:
    """The bytes, in pieces. Raises `FileContentGone` before the first piece."""
    try:
        pieces = storage.read(file.storage_key) if file.storage_key else iter(())
        first = next(pieces, None)
    except FileNotFoundError as exc:
        raise FileContentGone(file.name) from exc
    if first is None and (file.size_bytes or not file.storage_key):
        raise FileContentGone(file.name)
    return _from_first(first, pieces)


def _from_first(first: bytes | None, rest: Iterator[bytes]) -> Iterator[bytes]:
    if first is not None:
        yield first
    yield from rest


def expire_files(session: TenantSession, storage: Storage, *, limit: int = 500) -> int:
    """Delete the bytes of expired files. Their records stay, as jobs and imports point to them."""
    expired = queries.expired_files(session, before=now(), limit=limit)
    for file in expired:
        storage.delete(file.storage_key)
        file.storage_key = ""
    session.flush()
    return len(expired)


def plain_name(name: str) -> str:
    """A file name without directories and control characters, never empty."""
    base = clean_text(name.replace("\\", "/").rpartition("/")[2]).strip(". ")
    return base[:MAX_NAME] or "file"
