import uuid
from collections import Counter

from quarterdeck.domains.assets.service.catalogue import fields_for
from quarterdeck.domains.imports.errors import ImportBusy, ImportDone, MappingInvalid
from quarterdeck.domains.imports.mapping import SHARED_FIELDS
from quarterdeck.domains.imports.models import Import
from quarterdeck.domains.imports.schemas import MappingWrite
from quarterdeck.domains.imports.service.uploading import access_import
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import TenantSession


def choose_columns(session: TenantSession, actor: Actor, import_id: uuid.UUID, chosen: MappingWrite) -> Import:
    """Set which column is which field. A decision a person made is certain."""
    found = access_import(session, actor, import_id)
    if found.state in {"reading", "checking", "running"}:
        raise ImportBusy
    if found.state == "finished" and not found.dry_run:
        raise ImportDone
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
    found.state = "mapped"
    session.flush()
    return found
