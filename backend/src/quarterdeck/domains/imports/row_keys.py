"""Rows that say which asset they are about: exports that come back, and lists of a tool that numbers its devices."""

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from quarterdeck.domains.imports.vendors import recognise_vendor, vendor_named
from quarterdeck.domains.intake.schemas import LISTED, ROW_KEY, Fault, Observed
from quarterdeck.kit.text import clean_text, compact
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.tabular import ROW_ID_HEADER

_FORM = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)
#: Short numbers are counted up in every installation of a tool, and so mean one device here and another one there.
_SHORT_NUMBER, _DEVICE_NUMBER = 7, 80


class NamedAsset(NamedTuple):
    id: uuid.UUID
    client_id: uuid.UUID
    client: str
    type: str


Named = Mapping[uuid.UUID, NamedAsset]


def row_key_column(headers: Sequence[str]) -> int | None:
    return headers.index(ROW_ID_HEADER) if ROW_ID_HEADER in headers else None


def device_number_column(preset: Mapping[str, Any] | None, headers: Sequence[str]) -> int | None:
    """Where the tool that wrote the list keeps its own number of each device."""
    vendor = (vendor_named(str(preset["id"])) if preset else None) or recognise_vendor(list(headers))
    if vendor is None:
        return None
    places = {compact(header): place for place, header in reversed(list(enumerate(headers)))}
    return next((places[heading] for heading in vendor.numbers if heading in places), None)


def assets_named(session: TenantSession, texts: Iterable[str]) -> Named:
    """The assets with these ids that the person may see, in one statement."""
    ids = [found for text in texts if (found := read_row_key(text)) is not None]
    if not ids:
        return {}
    rows = session.raw.execute(
        """
        select a.id, a.client_id, c.name, a.type from assets a
        join clients c on c.tenant_id = a.tenant_id and c.id = a.client_id
        where a.tenant_id = %(tenant)s and a.id = any(%(ids)s)
        """,
        {"tenant": session.tenant_id, "ids": ids},
    ).fetchall()
    return {row[0]: NamedAsset(*row) for row in rows}


def read_row_key(text: str) -> uuid.UUID | None:
    cleaned = clean_text(text)
    return uuid.UUID(cleaned) if _FORM.fullmatch(cleaned) else None


def name_asset(row: Observed, text: str, named: Named) -> NamedAsset | None:
    """The asset the row is about. A key that leads nowhere keeps the row out: guessing would be worse."""
    if not clean_text(text):
        return None
    key = read_row_key(text)
    asset = named.get(key) if key is not None else None
    if asset is not None:
        row.keys.append((ROW_KEY, str(asset.id)))
        return asset
    if key is None:
        sentence = f"“{clean_text(text)[:60]}” is no Quarterdeck ID. Clear the cell to import the row as any other."
        row.faults.append(Fault("row_key_invalid", sentence))
    else:
        sentence = (
            "No asset has this Quarterdeck ID: it was deleted or merged, or you may not see it. "
            "Clear the cell to import the row as any other."
        )
        row.faults.append(Fault("row_key_unknown", sentence))
    return None


def stay_at_client(row: Observed, asset: NamedAsset, *, said: str, default: uuid.UUID | None) -> None:
    """The row is about an asset of a client. One that names another client does not move it there."""
    elsewhere = row.client_id if said else default
    if said and row.client_id is None:
        row.faults = [fault for fault in row.faults if fault.code != "unknown_client"]
    if (said and row.client_id is None) or (elsewhere is not None and elsewhere != asset.client_id):
        named = f"“{said[:60]}”" if said else "another client"
        sentence = f"This is an asset of {asset.client}, but the row is for {named}. An import doesn't move assets."
        row.faults.append(Fault("row_key_client", sentence, "client"))
    row.missing.pop("client", None)
    row.client_id, row.client_key = asset.client_id, str(asset.client_id)


def keep_type(row: Observed, asset: NamedAsset, *, said: str) -> None:
    """The type of an asset decides which fields it has. A row that says another one changes the rest, and is told."""
    if row.type_is_stated and row.type != asset.type:
        kept, told = asset.type.replace("_", " "), said[:60]
        sentence = f"An import doesn't change the type of an asset: it stays {kept}, although the row says “{told}”. "
        sentence += "Change the type in the form of the asset."
        row.faults.append(Fault("row_key_type", sentence, "type", is_error=False))


def number_device(row: Observed, text: str, source: str) -> None:
    """The tool's own number of the device is an identifier, though less sure than one that its interface gives."""
    number = clean_text(text)
    if _SHORT_NUMBER < len(number) <= _DEVICE_NUMBER:
        row.keys.append(("source", f"{source}{LISTED}{number}"))
