"""Mappings kept under a name, for a client or the whole tenant, beside those that are shipped."""

import uuid
from collections.abc import Mapping, Sequence

from quarterdeck.domains.assets.service.catalogue import fields_for
from quarterdeck.domains.imports import queries
from quarterdeck.domains.imports.errors import PresetNameTaken, PresetNotFound, PresetOfOtherClient
from quarterdeck.domains.imports.models import Import, ImportPreset
from quarterdeck.domains.imports.preparing import Prepared
from quarterdeck.domains.imports.queries import checking, fixing
from quarterdeck.domains.imports.schemas.mapping import PresetCreate, PresetOffer, PresetPatch, PresetRead
from quarterdeck.domains.imports.service.dates import settle_readings
from quarterdeck.domains.imports.service.fitting import (
    headings_of,
    known_headings,
    settings_of,
    take_preset,
    take_vendor,
)
from quarterdeck.domains.imports.service.layout import access_changeable, access_examined
from quarterdeck.domains.imports.vendors import VENDORS, Vendor, preset_id_of, vendor_named
from quarterdeck.domains.tenancy import service as tenancy
from quarterdeck.kit.ids import new_id
from quarterdeck.kit.text import fold
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.constraints import constraint_errors
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.filters.fields import Kind

_FITS_FROM = 0.5
#: Different texts of a column.
_LOOKED_AT = 10_000


def list_presets(session: TenantSession, actor: Actor, *, client_id: uuid.UUID | None) -> list[PresetRead]:
    """The tenant's own by name, then those that are shipped."""
    actor.require("imports:run")
    own = [describe_preset(each) for each in queries.presets(session, client_id=client_id)]
    return [*own, *(_shipped(vendor) for vendor in VENDORS)]


def access_preset(session: TenantSession, actor: Actor, preset_id: uuid.UUID) -> ImportPreset:
    actor.require("imports:run")
    found = queries.preset_by_id(session, preset_id)
    if found is None:
        raise PresetNotFound
    return found


def create_preset(session: TenantSession, actor: Actor, new: PresetCreate) -> ImportPreset:
    """Keep the mapping of an import under a name."""
    source = access_examined(session, actor, new.import_id)
    if new.client_id is not None:
        tenancy.access_client(session, actor, new.client_id)
    preset = ImportPreset(
        tenant_id=session.tenant_id,
        id=new_id(),
        client_id=new.client_id,
        name=new.name,
        name_key=fold(new.name),
        is_default=new.is_default,
        settings=settings_of(source, _decided(session, source)),
        created_by=actor.user_id,
        created_by_label=actor.label,
    )
    if new.is_default:
        queries.no_default_preset(session, new.client_id)
    session.add(preset)
    with constraint_errors({"uq_import_presets_tenant_id_client_id_name_key": PresetNameTaken(new.name)}):
        session.flush()
    source.preset = {"id": str(preset.id), "name": preset.name}
    return preset


def change_preset(session: TenantSession, actor: Actor, preset_id: uuid.UUID, patch: PresetPatch) -> ImportPreset:
    preset = access_preset(session, actor, preset_id)
    if patch.name is not None:
        preset.name = patch.name
        preset.name_key = fold(preset.name)
    if patch.import_id is not None:
        source = access_examined(session, actor, patch.import_id)
        preset.settings = settings_of(source, _decided(session, source))
        source.preset = {"id": str(preset.id), "name": preset.name}
    if patch.is_default is not None:
        if patch.is_default:
            queries.no_default_preset(session, preset.client_id)
        preset.is_default = patch.is_default
    with constraint_errors({"uq_import_presets_tenant_id_client_id_name_key": PresetNameTaken(preset.name)}):
        session.flush()
    return preset


def delete_preset(session: TenantSession, actor: Actor, preset_id: uuid.UUID) -> None:
    session.delete(access_preset(session, actor, preset_id))
    session.flush()


def apply_preset(session: TenantSession, actor: Actor, import_id: uuid.UUID, preset_id: str) -> Import:
    """Take a preset's mapping over for every column it knows. Columns it doesn't know keep what they have.

    A preset of one client fits no import for another one.
    """
    found = access_changeable(session, actor, import_id)
    vendor = vendor_named(preset_id)
    if vendor is not None:
        take_vendor(session, found, vendor)
    else:
        try:
            preset = access_preset(session, actor, uuid.UUID(preset_id))
        except ValueError:
            raise PresetNotFound from None
        if found.client_id is not None and preset.client_id not in {None, found.client_id}:
            owner = tenancy.access_client(session, actor, preset.client_id)
            raise PresetOfOtherClient(preset.name, owner.name)
        take_preset(session, found, preset)
    found.state, found.is_stale = "mapped", True
    settle_readings(session, found)
    session.flush()
    return found


def offers_for(session: TenantSession, found: Import) -> list[PresetOffer]:
    """The presets that fit the headings, the best first."""
    headings = headings_of(found.layout["headers"])
    own = [(describe_preset(each), known_headings(each.settings)) for each in _for(session, found)]
    shipped = [(_shipped(vendor), set(vendor.fields)) for vendor in VENDORS]
    offers = [_offer(preset, len(known & headings), len(headings)) for preset, known in (*own, *shipped)]
    fitting = [each for each in offers if each.matched >= max(2, _FITS_FROM * each.of)]
    return sorted(fitting, key=lambda each: (-each.matched, each.is_builtin))


def _decided(session: TenantSession, found: Import) -> dict[int, dict[str, str]]:
    """What names of the file stand for, as somebody said while rows were checked: the next file has them again."""
    fields = fields_for(session)
    listed = {each.id for each in fields if each.kind is Kind.CHOICE or each.reference}
    columns = [each["index"] for each in found.columns if each["field"] in listed]
    decided: dict[int, dict[str, str]] = {}
    for column, text, means in fixing.decided_texts(session, found.id, columns) if columns else ():
        known = decided.setdefault(column, {})
        # What was said first may have been put right later.
        for earlier, meant in known.items():
            if meant == text:
                known[earlier] = means
        known[text] = means
    prepared = Prepared.of(found.columns, len(found.layout["headers"]))
    for column in decided.keys() & prepared.changes.keys():
        decided[column] = _after_changes(session, found, prepared, column, decided[column])
    return decided


def _after_changes(
    session: TenantSession, found: Import, prepared: Prepared, column: int, said: Mapping[str, str]
) -> dict[str, str]:
    """A fix is about the text of the file, and values are about what its changes leave of it.

    What is left of several texts may stand for several things, or for itself in other rows: that is not kept.
    """
    meant: dict[str, set[str]] = {}
    for text, means in said.items():
        meant.setdefault(prepared.as_changed(column, text), set()).add(prepared.as_changed(column, means))
    listed, _ = checking.column_values(session, found.id, column, limit=_LOOKED_AT)
    still_there = {prepared.as_changed(column, text) for text, _ in listed}
    still_there.add("")  # an empty cell stands for nothing
    return {text: means.pop() for text, means in meant.items() if len(means) == 1 and text not in still_there}


def _for(session: TenantSession, found: Import) -> Sequence[ImportPreset]:
    """Those of the import's client and of the tenant; of a file of several clients the tenant's alone."""
    return [
        each
        for each in queries.presets(session, client_id=found.client_id)
        if each.client_id in {None, found.client_id}
    ]


def describe_preset(preset: ImportPreset) -> PresetRead:
    return PresetRead(
        id=str(preset.id),
        name=preset.name,
        client_id=preset.client_id,
        is_builtin=False,
        is_default=preset.is_default,
        headings=[each["header"] for each in preset.settings["columns"]],
        unconfirmed=[],
        created_by=preset.created_by_label,
        updated_at=preset.updated_at,
    )


def _shipped(vendor: Vendor) -> PresetRead:
    return PresetRead(
        id=preset_id_of(vendor),
        name=vendor.name,
        client_id=None,
        is_builtin=True,
        is_default=False,
        headings=vendor.shown,
        unconfirmed=vendor.unconfirmed,
        created_by="Quarterdeck",
        updated_at=None,
    )


def _offer(preset: PresetRead, matched: int, of: int) -> PresetOffer:
    return PresetOffer(
        id=preset.id,
        name=preset.name,
        is_builtin=preset.is_builtin,
        is_default=preset.is_default,
        client_id=preset.client_id,
        matched=matched,
        of=of,
    )
