import uuid
from collections import Counter

from quarterdeck.domains.assets.service.catalogue import fields_for
from quarterdeck.domains.imports.errors import MappingInvalid
from quarterdeck.domains.imports.mapping import SHARED_FIELDS
from quarterdeck.domains.imports.models import Import
from quarterdeck.domains.imports.schemas import ImportPatch, MappingWrite
from quarterdeck.domains.imports.service.dates import settle_readings
from quarterdeck.domains.imports.service.layout import access_changeable
from quarterdeck.domains.imports.service.uploading import access_import
from quarterdeck.domains.tenancy import service as tenancy
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import TenantSession


def choose_columns(session: TenantSession, actor: Actor, import_id: uuid.UUID, chosen: MappingWrite) -> Import:
    """Set which column is which field. A decision a person made is certain."""
    found = access_changeable(session, actor, import_id)
    fields = fields_for(session)
    columns = [dict(column) for column in found.columns]
    for choice in chosen.columns:
        declared = fields.get(choice.field) if choice.field is not None else None
        if choice.index >= len(columns):
            raise MappingInvalid(f"The file has {len(columns)} columns; there is none with the number {choice.index}.")
        if choice.field is not None and (declared is None or not declared.is_importable):
            raise MappingInvalid(f"There is no field {choice.field!r} that could be imported.")
        reason = "chosen by a person" if choice.field else "not imported, by choice"
        columns[choice.index] |= {"field": choice.field, "confidence": 1.0, "reason": reason}
    counted = Counter(column["field"] for column in columns if column["field"] is not None)
    for field_id, count in counted.items():
        if count > 1 and field_id not in SHARED_FIELDS:
            raise MappingInvalid(f"{count} columns go to the field {fields[field_id].label}. Choose one of them.")
    found.columns = columns
    found.state, found.is_stale = "mapped", True
    settle_readings(session, found)
    session.flush()
    return found


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
