"""Step three of the wizard: which column goes to which field, what is done to its cells, and why."""

import uuid
from collections.abc import Mapping
from typing import Any

from quarterdeck.domains.assets.fields.catalogue import AssetFields
from quarterdeck.domains.assets.service.catalogue import fields_for
from quarterdeck.domains.assets.sources import PERSON
from quarterdeck.domains.imports import queries
from quarterdeck.domains.imports.errors import NothingToClear
from quarterdeck.domains.imports.mapping import SURE
from quarterdeck.domains.imports.models import Import
from quarterdeck.domains.imports.row_keys import row_key_column
from quarterdeck.domains.imports.schemas.basics import Creates, PresetName
from quarterdeck.domains.imports.schemas.mapping import (
    LevelCounts,
    MappedColumn,
    MappingRead,
    MappingWrite,
    RequiredField,
    Suggestion,
)
from quarterdeck.domains.imports.service.columns import choose, ours, refuse_doubled, remake, signature_of
from quarterdeck.domains.imports.service.dates import settle_readings
from quarterdeck.domains.imports.service.examining import examine_again
from quarterdeck.domains.imports.service.fitting import take_fitting
from quarterdeck.domains.imports.service.layout import access_changeable, access_examined
from quarterdeck.domains.imports.service.presets import offers_for
from quarterdeck.domains.imports.service.readiness import IDENTIFYING
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.storage import Storage


def read_mapping(session: TenantSession, actor: Actor, import_id: uuid.UUID) -> MappingRead:
    return describe_mapping(session, access_examined(session, actor, import_id))


def describe_mapping(session: TenantSession, found: Import) -> MappingRead:
    fields = fields_for(session)
    columns = [_column(fields, column) for column in found.columns]
    levels = [column.level for column in columns]
    return MappingRead(
        columns=columns,
        required=_required(fields, found),
        counts=LevelCounts(high=levels.count("high"), check=levels.count("check"), none=levels.count("none")),
        create=Creates(**dict.fromkeys(found.creates_all, True)),
        clear_empty=found.clears_empty if may_clear(found) else None,
        preset=PresetName(**found.preset) if found.preset else None,
        presets=offers_for(session, found),
    )


def choose_columns(session: TenantSession, actor: Actor, import_id: uuid.UUID, chosen: MappingWrite) -> Import:
    """Set which column is which field, and how its cells are read. A decision a person made is certain."""
    found = access_changeable(session, actor, import_id)
    if chosen.made is not None:
        remake(session, found, [each.model_dump(by_alias=True) for each in chosen.made])
    choose(session, found, [each.model_dump(exclude_unset=True, by_alias=True) for each in chosen.columns])
    refuse_doubled(session, found)
    if chosen.create is not None:
        if any(chosen.create.model_dump().values()):
            actor.require("clients:write")
        kinds = [name for name, is_wanted in chosen.create.model_dump().items() if is_wanted]
        found.creates = kinds + found.creates_named
    if chosen.clear_empty is not None:
        if chosen.clear_empty and not may_clear(found):
            raise NothingToClear
        found.clears_empty = chosen.clear_empty
    found.state, found.is_stale = "mapped", True
    settle_readings(session, found)
    session.flush()
    return found


def may_clear(found: Import) -> bool:
    """Whether the file is an export that a person sends back: only there an emptied cell is anybody's word."""
    return found.source == PERSON and row_key_column(found.layout["headers"]) is not None


def guess_again(session: TenantSession, actor: Actor, storage: Storage, import_id: uuid.UUID) -> MappingRead:
    """Forget what was chosen about columns."""
    found = access_changeable(session, actor, import_id)
    layout, columns = examine_again(session, storage, found, found.layout.get("chosen", {}))
    found.layout, found.columns, found.preset, found.creates = layout, columns, None, found.creates_named
    found.state, found.is_stale = "mapped", True
    take_fitting(session, found)
    settle_readings(session, found)
    session.flush()
    return describe_mapping(session, found)


def remember(session: TenantSession, found: Import) -> None:
    """Learn from an import that went in: the next file with these headings is mapped alike."""
    mapping = {
        column["header"]: column["field"]
        for column in found.columns
        if not ours(column["header"]) and not column.get("made")
    }
    queries.remember_mapping(session, signature_of(found.layout["headers"]), mapping)


def _column(fields: AssetFields, column: Mapping[str, Any]) -> MappedColumn:
    known = {key: value for key, value in column.items() if key in MappedColumn.model_fields}
    suggestions = []
    for each in column.get("suggestions", ()):
        declared = fields.get(each["field"])
        if declared is not None:
            suggestions.append(Suggestion(label=declared.label, **each))
    confidence = column["confidence"] if column["field"] else 0.0
    level = "none" if not column["field"] else "high" if confidence >= SURE else "check"
    return MappedColumn(**{**known, "suggestions": suggestions, "level": level, "confidence": confidence})


def _required(fields: AssetFields, found: Import) -> list[RequiredField]:
    mapped = {column["field"] for column in found.columns if column["field"]}
    has_identity = bool(mapped & IDENTIFYING)
    has_client = "client" in mapped or found.client_id is not None
    identity = ", ".join(declared.label for declared in fields if declared.id in IDENTIFYING)
    return [
        RequiredField(
            field="identity",
            label="Identity",
            is_satisfied=has_identity,
            message="" if has_identity else f"Choose a column that tells devices apart: {identity}.",
        ),
        RequiredField(
            field="client",
            label=fields["client"].label,
            is_satisfied=has_client,
            message="" if has_client else "Choose the column with the client, or one client for all rows.",
        ),
    ]
