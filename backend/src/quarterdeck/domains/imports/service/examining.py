"""Finding out how a file is laid out: once over all of it, later over its first part only."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from quarterdeck.domains.assets.service.catalogue import fields_for
from quarterdeck.domains.files import service as files
from quarterdeck.domains.files.models import StoredFile
from quarterdeck.domains.imports import queries
from quarterdeck.domains.imports.errors import FileUnreadable
from quarterdeck.domains.imports.fits import Known
from quarterdeck.domains.imports.layout import proof_of, propose_readings
from quarterdeck.domains.imports.mapping import Headings, map_columns, sites_are_clients
from quarterdeck.domains.imports.models import Import, ImportSheet
from quarterdeck.domains.imports.readers.errors import FileProblem
from quarterdeck.domains.imports.readers.options import Note, ReadOptions
from quarterdeck.domains.imports.readers.sniffing import FileFormat, sniff
from quarterdeck.domains.imports.readers.spooling import source_of_sheet
from quarterdeck.domains.imports.readers.tables import (
    HeldRows,
    Source,
    Table,
    choose_sheet,
    look_into,
    open_table,
    table_over,
)
from quarterdeck.domains.imports.readers.workbooks import Sheet
from quarterdeck.domains.imports.service.columns import signature_of
from quarterdeck.kit.text import compact, fold
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.storage import Storage

SAMPLED_ROWS = 2_000
_LOOKED_UP = 200
_HEAD_ROWS, _HEAD_CELL, _HEAD_SHEETS, _HEAD_MERGED = 1_000, 1_000, 50, 500
_HEAD_BYTES = 2 * 1024 * 1024
_OF_THE_BOOK = frozenset({"formulas", "dates_1904", "hidden_sheets"})
_OF_THE_ENCODING = frozenset({"encoding_guessed", "damaged_characters", "mixed_encodings"})


@dataclass(frozen=True, slots=True)
class Examined:
    layout: dict[str, Any]
    columns: list[dict[str, Any]]
    sheets: list[ImportSheet] = field(default_factory=list)


def examine(session: TenantSession, path: Path, name: str, *, client_is_chosen: bool) -> Examined:
    """Layout and columns of a whole file. Raises `FileUnreadable` with the sentence that says what to do."""
    headings = Headings(fields_for(session))
    options = ReadOptions(recognise=headings.recognise)
    try:
        found = sniff(path)
        if found is FileFormat.DELIMITED:
            table, sheets = open_table(path, name, options), []
        else:
            notes, described = look_into(path, found, options.limits)
            sheets = [_held(session, place, sheet, path) for place, sheet in enumerate(described[:_HEAD_SHEETS])]
            table = _sheet_table(found, sheets, notes, options)
        layout, columns = _described(session, headings, table, name, client_is_chosen=client_is_chosen)
    except FileProblem as problem:
        raise FileUnreadable(str(problem), reason=problem.code) from problem
    layout["rows"] = _row_count(path, table, sheets)
    layout["detected_encoding"] = table.encoding
    return Examined(layout, columns, sheets)


def examine_again(
    session: TenantSession, storage: Storage, found: Import, chosen: Mapping[str, Any]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Layout and columns with these choices, from the first part of the file: fast, however large it is."""
    headings = Headings(fields_for(session))
    name, client_is_chosen = found.layout["name"], found.client_id is not None
    options = replace(_options(found.layout, chosen), recognise=headings.recognise)
    try:
        with opened_head(session, storage, found, options) as table:
            layout, columns = _described(session, headings, table, name, client_is_chosen=client_is_chosen)
    except FileProblem as problem:
        raise FileUnreadable(str(problem), reason=problem.code) from problem
    still_true = _OF_THE_BOOK if chosen.get("encoding") else _OF_THE_BOOK | _OF_THE_ENCODING
    layout["notes"] = [note for note in found.layout["notes"] if note["code"] in still_true] + layout["notes"]
    kept = {key: found.layout.get(key) for key in ("rows", "detected_encoding")}
    return {**layout, **kept, "chosen": dict(chosen)}, columns


@contextmanager
def opened_head(session: TenantSession, storage: Storage, found: Import, options: ReadOptions) -> Iterator[Table]:
    """The table over the first part of the file: of a text its first megabytes, of a workbook the rows kept."""
    kind = FileFormat(found.layout["format"])
    if kind is not FileFormat.DELIMITED:
        yield _sheet_table(kind, queries.sheets_of(session, found.id), [], options)
        return
    with tempfile.TemporaryDirectory(prefix="qd-import-") as folder:
        path = Path(folder) / "file"
        write_head(storage, files.access_file(session, found.file_id), path)
        yield open_table(path, found.layout["name"], options)


def write_head(storage: Storage, file: StoredFile, path: Path) -> None:
    """The first megabytes up to the end of a line."""
    head = b""
    for piece in files.content(storage, file):
        head += piece
        if len(head) >= _HEAD_BYTES:
            break
    if len(head) < file.size_bytes:
        cut = head[:_HEAD_BYTES].rfind(b"\n")
        is_wide_little = head[cut + 1 : cut + 2] == b"\0"
        head = head[: cut + 1 + is_wide_little] if cut > 0 else head
    path.write_bytes(head)


def raw_lines(storage: Storage, file: StoredFile, encoding: str, *, limit: int) -> list[str]:
    """The first lines of a text file as they stand there."""
    with tempfile.TemporaryDirectory(prefix="qd-import-") as folder:
        path = Path(folder) / "file"
        write_head(storage, file, path)
        with path.open(encoding="utf-8-sig" if encoding == "utf-8" else encoding, errors="replace", newline="") as text:
            return [line.rstrip("\r\n").replace("\0", "")[:2_000] for line in islice(text, limit)]


def options_of(layout: Mapping[str, Any]) -> ReadOptions:
    """To open the file again as it was examined."""
    pinned = {key: layout.get(key) for key in ("sheet", "header_row", "delimiter")}
    return replace(_options(layout, layout.get("chosen", {}) | pinned), end_row=layout.get("end_row"))


def _options(layout: Mapping[str, Any], wanted: Mapping[str, Any]) -> ReadOptions:
    encoding = wanted.get("encoding")
    return ReadOptions(
        sheet=wanted.get("sheet"),
        encoding=encoding or layout.get("detected_encoding"),
        # What was found out over the whole file is proved, or known to hold broken characters.
        replace_broken=encoding is None,
        delimiter=wanted.get("delimiter"),
        header_row=wanted.get("header_row"),
    )


def _held(session: TenantSession, place: int, sheet: Sheet, path: Path) -> ImportSheet:
    source = source_of_sheet(path, sheet.name, place)
    head = [[_storable(cell) for cell in row] for row in islice(source.raw_rows(), _HEAD_ROWS)]
    return ImportSheet(
        tenant_id=session.tenant_id,
        place=place,
        name=sheet.name,
        is_hidden=sheet.is_hidden,
        row_count=source.height,
        hidden_rows=sheet.hidden_rows,
        hidden_columns=sheet.hidden_columns,
        merged=source.merged_ranges()[:_HEAD_MERGED],
        head=head,
    )


def _storable(cell: str) -> str:
    """The cell without what jsonb can't hold, and not longer than a preview needs."""
    return cell[:_HEAD_CELL].replace("\0", "").encode("utf-8", "replace").decode()


def _sheet_table(
    found: FileFormat, sheets: Sequence[ImportSheet], notes: Sequence[Note], options: ReadOptions
) -> Table:
    described = [Sheet(each.name, each.is_hidden, each.hidden_rows, each.hidden_columns) for each in sheets]
    sources: dict[str, Source] = {each.name: HeldRows(each.head, _areas(each.merged)) for each in sheets}
    name = choose_sheet(described, sources, options)
    sheet = next(each for each in described if each.name == name)
    said = [*notes]
    if sheet.hidden_rows:
        said.append(Note("hidden_rows", f"{sheet.hidden_rows:,} rows of the sheet are hidden; they are read as well."))
    if sheet.hidden_columns:
        sentence = f"{sheet.hidden_columns:,} columns of the sheet are hidden; they are read as well."
        said.append(Note("hidden_columns", sentence))
    table = table_over(found, sources[name], options)
    return replace(table, notes=(*said, *table.notes), sheets=tuple(described), sheet=name)


def _areas(merged: Sequence[Any]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    return [((top, left), (bottom, right)) for (top, left), (bottom, right) in merged]


def _row_count(path: Path, table: Table, sheets: Sequence[ImportSheet]) -> int:
    """Rows of data, of text files by their line ends: some may lie within a cell."""
    for sheet in sheets:
        if sheet.name == table.sheet:
            return max((table.end_row - 1 if table.end_row else sheet.row_count) - table.header_row, 0)
    ends = sum(piece.count(b"\n") for piece in _pieces(path))
    with path.open("rb") as file:
        file.seek(-min(path.stat().st_size, 2), 2)
        is_open = b"\n" not in file.read()
    return max((table.end_row - 1 if table.end_row else ends + is_open) - table.header_row, 0)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(1024 * 1024):
            yield piece


def _described(
    session: TenantSession, headings: Headings, table: Table, name: str, *, client_is_chosen: bool
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    sampled = [row.cells for row in islice(table.rows(), SAMPLED_ROWS)]
    samples = [_samples(sampled, index) for index in range(len(table.headers))]
    known = _known(session, headings, samples)
    learned = queries.remembered_mapping(session, signature_of(table.headers))
    mapped = map_columns(
        headings,
        table.headers,
        samples,
        known=known,
        learned=None if learned is None else {compact(header): field_id for header, field_id in learned.items()},
    )
    if not client_is_chosen:
        mapped = sites_are_clients(mapped, samples, known.clients)
    columns = [{**column.as_json(), "proof": proof_of(samples[column.index])} for column in mapped]
    readings = propose_readings(session, headings.fields, columns, {})
    layout: dict[str, Any] = {
        "name": name,
        "format": table.format.value,
        "headers": list(table.headers),
        "header_row": table.header_row,
        "header_row_guess": table.guessed_header_row,
        "end_row": table.end_row,
        "sheet": table.sheet,
        "encoding": table.encoding,
        "delimiter": table.delimiter,
        "notes": [{"code": note.code, "message": note.sentence} for note in table.notes],
        "readings": readings.by_column,
    }
    if readings.note is not None:
        layout["notes"].append(readings.note)
    return layout, columns


def _known(session: TenantSession, headings: Headings, samples: Sequence[Sequence[str]]) -> Known:
    """Which of the sampled values are names of the tenant's own records."""
    texts = {fold(text) for column in samples for text in column[:_LOOKED_UP]}
    locations, contacts = queries.names_among(session, sorted(texts))
    types = headings.fields.types
    return Known(
        clients={key for key, _, _ in queries.client_names(session)},
        locations=locations,
        contacts=contacts,
        types={compact(choice.value) for choice in types} | {compact(choice.label) for choice in types},
    )


def _samples(rows: list[list[str]], index: int) -> list[str]:
    return [text for row in rows if (text := row[index].strip()[:200])]
