import uuid

from quarterdeck.domains.imports.models import Import
from quarterdeck.domains.imports.schemas.basics import ImportPatch
from quarterdeck.domains.imports.service.layout import access_changeable
from quarterdeck.domains.imports.service.uploading import access_import
from quarterdeck.domains.tenancy import service as tenancy
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import TenantSession


def change_import(session: TenantSession, actor: Actor, import_id: uuid.UUID, patch: ImportPatch) -> Import:
    """Remember where the person is; name the client for rows that name none, or the source."""
    found = access_import(session, actor, import_id)
    if "client_id" in patch.model_fields_set or patch.source is not None:
        found = access_changeable(session, actor, import_id)
        if patch.client_id is not None:
            tenancy.access_client(session, actor, patch.client_id)
        if "client_id" in patch.model_fields_set and patch.client_id != found.client_id:
            found.client_id, found.is_stale = patch.client_id, True
        found.source = patch.source or found.source
    if patch.step is not None:
        found.step = patch.step
    session.flush()
    return found
