"""Undoing an import: what it created goes, what it updated goes back."""

import uuid
from datetime import timedelta

from quarterdeck.domains.imports.errors import ImportBusy
from quarterdeck.domains.imports.service.uploading import RUNNING, access_import
from quarterdeck.domains.intake import service as intake
from quarterdeck.domains.recovery.errors import NothingToUndo, UndoTooOld
from quarterdeck.domains.recovery.models import Undo
from quarterdeck.domains.recovery.schemas import UndoPreview, UndoWrite
from quarterdeck.domains.recovery.service.previewing import preview_undo
from quarterdeck.domains.recovery.service.undoing import start_undo
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.clock import now
from quarterdeck.platform.db.session import TenantSession

UNDO_DAYS = 30


def preview_undo_of_import(session: TenantSession, actor: Actor, import_id: uuid.UUID) -> UndoPreview:
    return preview_undo(session, actor, _change_set_of(session, actor, import_id))


def undo_import(session: TenantSession, actor: Actor, import_id: uuid.UUID, wanted: UndoWrite) -> Undo:
    """Also of an import that failed or was cancelled: whatever it had written by then."""
    return start_undo(session, actor, _change_set_of(session, actor, import_id), wanted)


def _change_set_of(session: TenantSession, actor: Actor, import_id: uuid.UUID) -> uuid.UUID:
    found = access_import(session, actor, import_id)
    if found.state in RUNNING:
        raise ImportBusy
    batch = intake.access_batch(session, found.batch_id) if found.batch_id is not None else None
    if batch is None or batch.change_set_id is None:
        raise NothingToUndo
    if found.updated_at < now() - timedelta(days=UNDO_DAYS):
        raise UndoTooOld(UNDO_DAYS)
    return batch.change_set_id
