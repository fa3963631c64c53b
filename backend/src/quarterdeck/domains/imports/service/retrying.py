"""The rows that did not go in, once more: an import of their own, mapped as the one they are from."""

import uuid

from quarterdeck.domains.files import service as files
from quarterdeck.domains.imports.errors import NothingToRetry
from quarterdeck.domains.imports.models import Import
from quarterdeck.domains.imports.service.dates import settle_readings
from quarterdeck.domains.imports.service.fitting import settings_of, take_settings
from quarterdeck.domains.imports.service.uploading import RUNNING, access_import, upload
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.storage import Storage


def retry_failed(
    session: TenantSession, actor: Actor, storage: Storage, import_id: uuid.UUID, *, limit_bytes: int
) -> Import:
    """A new import of the failed rows only, ready to be mended and run."""
    found = access_import(session, actor, import_id)
    if found.state in RUNNING or found.error_file_id is None:
        raise NothingToRetry
    file = files.access_file(session, found.error_file_id)
    again = upload(
        session,
        actor,
        storage,
        files.content(storage, file),
        name=file.name,
        limit_bytes=limit_bytes,
        client_id=found.client_id,
        source=found.source,
    )
    take_settings(session, again, settings_of(found), reason="as in the import these rows are from")
    again.retry_of, again.preset, again.step = found.id, found.preset, "check"
    settle_readings(session, again)
    session.flush()
    return again
