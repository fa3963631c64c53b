"""Rows of a file on their way into intake: mended as people mended them, prepared, read; and kept to be looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quarterdeck.domains.assets.service.catalogue import fields_for
from quarterdeck.domains.assets.service.junk import junk_of
from quarterdeck.domains.imports.layout import reading_of
from quarterdeck.domains.imports.models import Import
from quarterdeck.domains.imports.preparing import Prepared
from quarterdeck.domains.imports.queries import checking
from quarterdeck.domains.imports.readers.tables import TableRow
from quarterdeck.domains.imports.reading import RowReader
from quarterdeck.domains.imports.resolving import Directory
from quarterdeck.domains.imports.row_keys import device_number_column, row_key_column
from quarterdeck.domains.imports.service.marking import Marker
from quarterdeck.domains.imports.units import unit_of
from quarterdeck.domains.intake.schemas import Observed
from quarterdeck.kit.text import compact
from quarterdeck.platform.actors import Actor, ScopeMode
from quarterdeck.platform.db.session import TenantSession


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of rows so that people can look at them: their cells, which were left out, and what is wrong."""

    cells: Mapping[int, Sequence[str]]
    left_out: frozenset[int]
    marks: Sequence[checking.Mark]


def observe(
    session: TenantSession, found: Import, actor: Actor, rows: Sequence[TableRow], *, is_kept: bool
) -> tuple[list[Observed], Kept | None]:
    """The rows as observations, without those that were left out by choice; and what to keep of them. Only reads."""
    whole, left_out = mended(session, found, rows)
    read, marker = observe_cells(session, found, actor, [row for row in whole if row.number not in left_out])
    if not is_kept:
        return read, None
    return read, Kept({row.number: row.cells for row in whole}, left_out, list(marker.marks_of(session, read)))


def keep(session: TenantSession, found: Import, kept: Kept) -> None:
    """Let people look at the rows."""
    checking.keep_rows(session, found.id, kept.cells, kept.left_out)
    checking.keep_marks(session, found.id, kept.marks)


def observe_cells(
    session: TenantSession, found: Import, actor: Actor, rows: Sequence[TableRow]
) -> tuple[list[Observed], Marker]:
    """The rows as observations, and who can say what is wrong with them."""
    prepared = Prepared.of(found.columns, len(found.layout["headers"]))
    reader = reader_for(session, found, actor)
    ready = [row._replace(cells=prepared.cells(row.cells)) for row in rows] if not prepared.is_idle else list(rows)
    read = reader.read(session, ready)
    for each, row in zip(read, rows, strict=True):
        each.raw = row.cells
    return read, Marker(found.columns, len(found.layout["headers"]), reader)


def reader_for(session: TenantSession, found: Import, actor: Actor) -> RowReader:
    """Reads the rows of the import as its columns are mapped."""
    fields = fields_for(session)
    readings = found.layout.get("readings", {})
    mapped = [
        (column["index"], column["header"], column["field"])
        for column in found.columns
        if column["field"] is not None and fields.get(column["field"]) is not None
    ]
    headers: list[str] = found.layout["headers"]
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
        junk=junk_of(session),
        row_keys=row_key_column(headers),
        device_numbers=device_number_column(found.preset, headers),
        source=found.source,
        clears_empty=found.clears_empty,
    )


def mended(session: TenantSession, found: Import, rows: Sequence[TableRow]) -> tuple[list[TableRow], frozenset[int]]:
    """The rows with the cells people changed, and the numbers of those they left out."""
    if not rows:
        return [], frozenset()
    edits = checking.edits_between(session, found.id, rows[0].number, rows[-1].number)
    left_out = frozenset(row for (row, column), value in edits.items() if column == checking.WHOLE_ROW and value)
    cells = {key: value for key, value in edits.items() if key[1] != checking.WHOLE_ROW}
    if not cells:
        return list(rows), left_out
    return [_with(row, cells) for row in rows], left_out


def _with(row: TableRow, edits: Mapping[tuple[int, int], str]) -> TableRow:
    changed = [edits.get((row.number, index), cell) for index, cell in enumerate(row.cells)]
    return row if changed == row.cells else row._replace(cells=changed)
