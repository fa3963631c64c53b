"""Rows of a file on their way into intake: prepared, and read as the columns are mapped."""

from collections.abc import Sequence

from quarterdeck.domains.assets.service.catalogue import fields_for
from quarterdeck.domains.imports.layout import reading_of
from quarterdeck.domains.imports.models import Import
from quarterdeck.domains.imports.preparing import Prepared
from quarterdeck.domains.imports.readers.tables import TableRow
from quarterdeck.domains.imports.reading import RowReader, unit_of
from quarterdeck.domains.imports.resolving import Directory
from quarterdeck.domains.intake.schemas import Observed
from quarterdeck.kit.text import compact
from quarterdeck.platform.actors import Actor, ScopeMode
from quarterdeck.platform.db.session import TenantSession


def observe(session: TenantSession, found: Import, actor: Actor, rows: Sequence[TableRow]) -> list[Observed]:
    """The rows as observations. Each keeps its cells as they came, whatever was done to them for reading."""
    prepared = Prepared.of(found.columns, len(found.layout["headers"]))
    ready = list(rows) if prepared.is_idle else [row._replace(cells=prepared.cells(row.cells)) for row in rows]
    read = reader_for(session, found, actor).read(session, ready)
    for each, row in zip(read, rows, strict=True):
        each.raw = row.cells
    return read


def reader_for(session: TenantSession, found: Import, actor: Actor) -> RowReader:
    """Reads the rows of the import as its columns are mapped."""
    fields = fields_for(session)
    readings = found.layout.get("readings", {})
    mapped = [
        (column["index"], column["header"], column["field"])
        for column in found.columns
        if column["field"] is not None and fields.get(column["field"]) is not None
    ]
    types = {compact(choice.value): choice.value for choice in fields.types}
    types |= {compact(choice.label): choice.value for choice in fields.types}
    units = {
        index: unit for index, header, field_id in mapped if (unit := unit_of(header, fields[field_id])) is not None
    }
    return RowReader(
        units=units,
        fields=fields,
        columns=[(index, field_id, reading_of(readings, index)) for index, _, field_id in mapped],
        default_client=found.client_id,
        creates=frozenset(found.creates),
        may_create_clients=actor.client_scope.mode is ScopeMode.ALL,
        directory=Directory.load(session),
        types=types,
    )
