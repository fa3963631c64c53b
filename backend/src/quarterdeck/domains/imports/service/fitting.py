"""Which preset a file is for, and what it does to the columns."""

from collections.abc import Mapping, Sequence
from typing import Any

from quarterdeck.domains.assets.sources import AGENT, source_of, source_of_file
from quarterdeck.domains.imports import queries
from quarterdeck.domains.imports.models import Import, ImportPreset
from quarterdeck.domains.imports.service.columns import claim, ours, remake
from quarterdeck.domains.imports.vendors import Vendor, preset_id_of, recognise_vendor
from quarterdeck.kit.text import compact
from quarterdeck.platform.db.session import TenantSession

_FITS_BY_ITSELF = 0.8
_LEARNED = 0.98
NO_VALUES: Mapping[int, Mapping[str, str]] = {}


def take_fitting(session: TenantSession, found: Import) -> None:
    """At upload: the default preset if it fits, else the preset of the tool the file is from."""
    headings = headings_of(found.layout["headers"])
    for preset in queries.presets(session, client_id=found.client_id, only_defaults=True):
        known = known_headings(preset.settings)
        if known and len(known & headings) / len(known) >= _FITS_BY_ITSELF:
            take_preset(session, found, preset)
            return
    vendor = recognise_vendor(found.layout["headers"])
    if vendor is not None:
        _name_source(found, vendor)
    if vendor is not None and not any(column["confidence"] == _LEARNED for column in found.columns):
        take_vendor(session, found, vendor)


def take_vendor(session: TenantSession, found: Import, vendor: Vendor) -> None:
    """The vendor's own mapping. A site is a customer where the tool knows no other and none was chosen."""
    decided: dict[str, dict[str, Any]] = {}
    for heading, field_id in vendor.fields.items():
        is_place = vendor.sites_are_clients and field_id == "client" and found.client_id is not None
        target = "location" if is_place else field_id
        reason = f"{vendor.name} calls it so" if target else f"a state or a number of {vendor.name}, not of the device"
        decided[heading] = {"field": target, "confidence": 0.95 if target else 0.0, "reason": reason}
    claim(session, found, decided)
    found.preset = {"id": preset_id_of(vendor), "name": vendor.name}
    _name_source(found, vendor)


def _name_source(found: Import, vendor: Vendor) -> None:
    """What an agent reports counts as the agent's word, file or not; unless somebody named another source."""
    if found.source == source_of_file(found.layout["name"]):
        found.source = source_of(f"{AGENT}:{vendor.name}")


def take_preset(session: TenantSession, found: Import, preset: ImportPreset) -> None:
    take_settings(session, found, preset.settings, reason=f"as the preset “{preset.name}” has it")
    found.preset = {"id": str(preset.id), "name": preset.name}


def take_settings(session: TenantSession, found: Import, settings: Mapping[str, Any], *, reason: str) -> None:
    """Columns go as they are kept by their headings; what is not kept stays as it is."""
    decided = {
        each["heading"]: {
            "field": each["field"],
            "confidence": 1.0,
            "reason": reason,
            "transforms": each.get("transforms", []),
            "values": each.get("values", {}),
        }
        for each in settings["columns"]
    }
    _remake(session, found, settings.get("made", []))
    claim(session, found, decided)
    kinds = [each for each in settings.get("creates", []) if each in {"client", "location", "contact"}]
    found.creates = kinds + found.creates_named
    places = {compact(column["header"]): str(column["index"]) for column in found.columns}
    orders = {places[heading]: order for heading, order in settings.get("dates", {}).items() if heading in places}
    found.layout = {**found.layout, "chosen_dates": {**found.layout.get("chosen_dates", {}), **orders}}


def settings_of(found: Import, values: Mapping[int, Mapping[str, str]] = NO_VALUES) -> dict[str, Any]:
    """What a preset keeps: by heading, so that it fits a file whose columns stand in another order.

    `values`: by column, what was said of names while rows were checked.
    """
    by_index = {column["index"]: compact(column["header"]) for column in found.columns}
    columns = [column for column in found.columns if not ours(column["header"])]
    return {
        "columns": [
            {
                "heading": compact(column["header"]),
                "header": column["header"],
                "field": column["field"],
                "transforms": column.get("transforms", []),
                "values": {**column.get("values", {}), **values.get(column["index"], {})},
            }
            for column in columns
            if not column.get("made")
        ],
        "made": [
            {
                **column["made"],
                "field": column["field"],
                "from": [by_index[at] for at in column["made"].get("from", [])],
            }
            for column in columns
            if column.get("made")
        ],
        "dates": {
            by_index[int(key)]: order
            for key, order in found.layout.get("chosen_dates", {}).items()
            if int(key) in by_index
        },
        "creates": found.creates_all,
    }


def _remake(session: TenantSession, found: Import, made: Sequence[Mapping[str, Any]]) -> None:
    """Columns made of others, where the file has the others."""
    places = {compact(column["header"]): column["index"] for column in found.columns if not column.get("made")}
    possible = [
        {**each, "from": [places[heading] for heading in each.get("from", [])]}
        for each in made
        if all(heading in places for heading in each.get("from", []))
    ]
    remake(session, found, possible)


def headings_of(headers: Sequence[str]) -> set[str]:
    return {compact(header) for header in headers if not ours(header)}


def known_headings(settings: Mapping[str, Any]) -> set[str]:
    return {each["heading"] for each in settings["columns"] if each["field"] and each["heading"]}
