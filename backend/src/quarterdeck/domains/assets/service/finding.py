"""Facets, suggestions, search and export: other ways to look at the same selection."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from quarterdeck.domains.assets.errors import ColumnsInvalid
from quarterdeck.domains.assets.fields.catalogue import AssetFields
from quarterdeck.domains.assets.fields.definition import AssetField
from quarterdeck.domains.assets.identifiers import identifiers_of
from quarterdeck.domains.assets.queries import facets, search
from quarterdeck.domains.assets.queries.export import streamed_rows
from quarterdeck.domains.assets.queries.facets import ValueCount
from quarterdeck.domains.assets.queries.selection import select_assets
from quarterdeck.domains.assets.queries.setting import load_setting
from quarterdeck.domains.assets.service.lists import ListRequest, chosen_columns, open_list
from quarterdeck.kit.identifiers.macs import parse_macs
from quarterdeck.kit.text import clean_text
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.tabular import ROW_ID_HEADER

_MAX_FACETS = 8
_MIN_SEARCH = 2


def asset_facets(session: TenantSession, actor: Actor, wanted: ListRequest, *, names: str) -> dict[str, Any]:
    """What `GET /assets/facets` answers."""
    setting, selection, _ = open_list(session, actor, wanted)
    fields = [_field(setting.fields, name) for name in dict.fromkeys(names.split(",")) if name.strip()]
    if len(fields) > _MAX_FACETS:
        raise ColumnsInvalid(f"Ask for {_MAX_FACETS} facets at most.")
    return {
        "fields": {
            declared.id: [_count_as_json(each) for each in facets.facet(session, selection, declared)]
            for declared in fields
        }
    }


def suggest_values(
    session: TenantSession, actor: Actor, *, name: str, text: str, client_id: uuid.UUID | None
) -> dict[str, Any]:
    """What `GET /assets/suggest` answers."""
    setting, selection, _ = open_list(session, actor, ListRequest(client_id=client_id))
    found = facets.suggestions(session, selection, _field(setting.fields, name), clean_text(text))
    return {"values": [_count_as_json(each) for each in found]}


def _field(fields: AssetFields, name: str) -> AssetField:
    declared = fields.get(name.strip())
    if declared is None:
        raise ColumnsInvalid(f"There is no field '{name.strip()[:60]}'.")
    return declared


def _count_as_json(each: ValueCount) -> dict[str, Any]:
    relation = "eq" if each.is_exact else "gte"
    return {"value": each.value, "label": each.label, "count": each.count, "relation": relation}


def search_assets(session: TenantSession, actor: Actor, text: str, *, client_id: uuid.UUID | None, limit: int) -> bytes:
    """What `GET /assets/search` answers: exact identifiers first. One digit is enough, of letters two."""
    actor.require("assets:read")
    text = clean_text(text)
    if len(text) < _MIN_SEARCH and not text.isdigit():
        return b'{"items":[]}'
    setting = load_setting(session)
    selection = select_assets(session, setting, text=None, client_id=client_id)
    identifiers = identifiers_of(
        {
            **dict.fromkeys(("tag", "serial", "hostname", "hardware_uuid", "imei"), text),
            "mac_addresses": list(parse_macs(text).values),
        }
    )
    hits = search.search_hits(
        session, selection, text=text, identifiers=[*identifiers, ("source", text)], mode=setting.search,
        limit=limit,
    )  # fmt: skip
    return b'{"items":%b}' % hits.encode()


@dataclass(frozen=True, slots=True)
class Export:
    """`headings` and the values under them; `rows` can be walked once, inside the session."""

    headings: tuple[str, ...]
    columns: tuple[AssetField, ...]
    rows: Iterator[tuple[object, ...]]


def export_rows(
    session: TenantSession, actor: Actor, wanted: ListRequest, *, columns: Sequence[str], row_key: bool = True
) -> Export:
    """All rows of a list, in constant memory: choices by label, references by name, lists joined by commas.

    With `row_key` the last column says which asset a row is, so that the file can be worked over and imported again.
    """
    actor.require("export:run")
    setting, selection, order = open_list(session, actor, wanted)
    shown = chosen_columns(setting.fields, ",".join(columns) or None)
    rows = streamed_rows(session, selection, order, shown, row_key=row_key)
    labels: list[dict[str, str]] = [{choice.value: choice.label for choice in declared.choices} for declared in shown]
    keys = (ROW_ID_HEADER,) if row_key else ()
    labels += [{} for _ in keys]
    return Export(
        (*(declared.label for declared in shown), *keys),
        tuple(shown),
        (tuple(_readable(value, known) for value, known in zip(row, labels, strict=True)) for row in rows),
    )


def _readable(value: object, labels: dict[str, str]) -> object:
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return labels.get(value, value) if isinstance(value, str) else value
