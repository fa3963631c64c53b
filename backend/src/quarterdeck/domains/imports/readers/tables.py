"""A file as a table: its columns, what is noteworthy about it, and its rows as a stream of text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path, PurePath
from typing import NamedTuple, Protocol

from quarterdeck.domains.imports.readers.archives import inspect_workbook
from quarterdeck.domains.imports.readers.delimited import DelimitedSource, open_delimited
from quarterdeck.domains.imports.readers.encodings import find_encoding
from quarterdeck.domains.imports.readers.errors import FileProblem
from quarterdeck.domains.imports.readers.headers import SEARCHED_ROWS, find_header, name_columns, used_width
from quarterdeck.domains.imports.readers.options import Limits, Note, ReadOptions
from quarterdeck.domains.imports.readers.sniffing import FileFormat, sniff
from quarterdeck.domains.imports.readers.workbooks import Sheet, WorkbookSource, list_sheets, refuse_encrypted
from quarterdeck.platform.tabular import is_our_file, restore

_SAMPLED_ROWS = 100
_ENOUGH_RECOGNISED = 3
_MANY_LINES = 200
_ERROR_CELLS = frozenset({"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#GETTING_DATA"})


class RowProblem(NamedTuple):
    """Why this row alone cannot be used as it is."""

    code: str
    sentence: str


class TableRow(NamedTuple):
    """`number` 1 is the first row below the headings. `cells` has one text for each column."""

    number: int
    cells: list[str]
    problem: RowProblem | None = None


class Source(Protocol):
    def raw_rows(self) -> Iterator[list[str]]:
        """The rows of the file from the top."""


@dataclass(frozen=True, slots=True)
class Table:
    """`header_row` counts from 1 in the rows of the file (blank lines of a CSV are none)."""

    format: FileFormat
    headers: tuple[str, ...]
    header_row: int
    notes: tuple[Note, ...]
    sheets: tuple[Sheet, ...] = ()
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    source: Source = field(kw_only=True, repr=False)
    limits: Limits = field(kw_only=True, repr=False)

    def rows(self) -> Iterator[TableRow]:
        """Every row with something in it, as often as asked for. Wholly blank rows are passed over but counted."""
        ours = is_our_file(self.headers)
        width, longest = len(self.headers), self.limits.cell_characters
        for number, raw in enumerate(islice(self.source.raw_rows(), self.header_row, None), start=1):
            joined = "".join(raw)
            # Nearly every row passes here untouched; a million of them are read at the speed of the csv module.
            if len(raw) == width and joined and len(joined) <= longest and not ours and _is_plain(joined):
                yield TableRow(number, raw)
            elif joined.strip():
                yield self._row(number, raw, restored=ours)

    def _row(self, number: int, raw: list[str], *, restored: bool) -> TableRow:
        width = len(self.headers)
        problem = self._problem(raw, width)
        cells = [
            "" if cell in _ERROR_CELLS or len(cell) > self.limits.cell_characters else cell for cell in raw[:width]
        ]
        if restored:
            cells = [restore(cell) for cell in cells]
        cells += [""] * (width - len(cells))
        return TableRow(number, cells, problem)

    def _problem(self, raw: list[str], width: int) -> RowProblem | None:
        for index, cell in enumerate(raw):
            place = f"the cell '{self.headers[index]}'" if index < width else f"cell {index + 1}"
            if len(cell) > self.limits.cell_characters:
                size = self.limits.cell_characters // 1_048_576
                return RowProblem(
                    "cell_too_large", f"In this row {place} holds more than {size} MB of text. Shorten it."
                )
            if cell.count("\n") > _MANY_LINES:
                sentence = (
                    f"In this row {place} runs over {_MANY_LINES} lines; a quotation mark seems not to be closed."
                )
                return RowProblem("unclosed_quote", sentence)
        if used_width(raw) > width:
            sentence = (
                f"This row has {used_width(raw)} cells, but the table has {width} columns. "
                "Put quotes around a cell that contains the delimiter."
            )
            return RowProblem("too_many_cells", sentence)
        return None


def _is_plain(text: str) -> bool:
    """No line break, no error cell, not only blanks."""
    return "\n" not in text and "#" not in text and not text.isspace()


def open_table(path: Path, name_hint: str, options: ReadOptions | None = None) -> Table:
    """The file as a table. Raises nothing but `FileProblem`; the rows of a delimited file may raise it too."""
    options = options or ReadOptions()
    match sniff(path):
        case FileFormat.DELIMITED:
            return _open_delimited(path, PurePath(name_hint).suffix.casefold(), options)
        case found:
            return _open_workbook(path, found, options)


def _open_delimited(path: Path, suffix: str, options: ReadOptions) -> Table:
    decoding = find_encoding(path, options.encoding)
    source = open_delimited(path, decoding, delimiter=options.delimiter, suffix=suffix, limits=options.limits)
    table = _with_header(FileFormat.DELIMITED, source, options)
    encoding = decoding.encoding.removesuffix("-sig")
    notes = (*decoding.notes, *table.notes)
    return replace(table, notes=notes, encoding=encoding, delimiter=source.delimiter)


def _open_workbook(path: Path, found: FileFormat, options: ReadOptions) -> Table:
    notes: list[Note] = []
    if found is FileFormat.XLSX:
        if inspect_workbook(path, options.limits).has_formulas:
            notes.append(Note("formulas", "The workbook has formulas; the values Excel calculated last are used."))
    else:
        if path.stat().st_size > options.limits.xls_bytes:
            size = options.limits.xls_bytes // 1_048_576
            raise FileProblem("file_too_large", f"An XLS file may have {size} MB. Save it as XLSX or CSV instead.")
        refuse_encrypted(path)
    sheets = list_sheets(path)
    hidden = [sheet.name for sheet in sheets if sheet.is_hidden]
    if hidden:
        listed = ", ".join(f"'{name}'" for name in hidden)
        notes.append(Note("hidden_sheets", f"The workbook has hidden sheets: {listed}."))
    source = _choose_sheet(path, sheets, options)
    table = _with_header(found, source, options)
    return replace(table, notes=(*notes, *table.notes), sheets=sheets, sheet=source.sheet)


def _choose_sheet(path: Path, sheets: Sequence[Sheet], options: ReadOptions) -> WorkbookSource:
    if options.sheet is not None:
        if options.sheet not in {sheet.name for sheet in sheets}:
            listed = ", ".join(f"'{sheet.name}'" for sheet in sheets)
            raise FileProblem("no_such_sheet", f"The workbook has no sheet '{options.sheet}'. It has {listed}.")
        return WorkbookSource(path, options.sheet)
    visible = [WorkbookSource(path, sheet.name) for sheet in sheets if not sheet.is_hidden]
    filled: WorkbookSource | None = None
    for source in visible:
        first = list(islice(source.raw_rows(), SEARCHED_ROWS))
        if options.recognise is not None and _recognised(first, options) >= _ENOUGH_RECOGNISED:
            return source
        if filled is None and any(used_width(row) for row in first):
            filled = source
            if options.recognise is None or len(visible) == 1:
                return source
    if filled is None:
        raise FileProblem("empty_file", "The workbook has no visible sheet with anything in it.")
    return filled


def _recognised(rows: Sequence[Sequence[str]], options: ReadOptions) -> int:
    recognise = options.recognise
    if recognise is None:
        return 0
    return max((sum(1 for cell in row if cell.strip() and recognise(cell)) for row in rows), default=0)


def _with_header(found: FileFormat, source: DelimitedSource | WorkbookSource, options: ReadOptions) -> Table:
    """The table without what only its format knows."""
    first = list(islice(source.raw_rows(), max(_SAMPLED_ROWS, options.header_row or 0)))
    if not any(used_width(row) for row in first):
        raise FileProblem("empty_file", "The file has nothing in it but blank cells. Export the list again.")
    index = options.header_row - 1 if options.header_row else find_header(first, options.recognise)
    if not 0 <= index < len(first) or not used_width(first[index]):
        raise FileProblem(
            "no_such_header", f"Row {index + 1} of the file is blank or missing, so it cannot hold the headings."
        )
    header, merged = _filled_header(first[index], source, index)
    body = first[index + 1 :]
    width = max(used_width(header), *(min(used_width(row), len(header)) for row in body), 1)
    if width > options.limits.columns:
        raise FileProblem(
            "too_many_columns",
            f"The table has {width:,} columns; {options.limits.columns} are possible. Leave some out.",
        )
    names, notes = name_columns(header, width)
    table = Table(found, names, index + 1, (*merged, *notes), source=source, limits=options.limits)
    if next(table.rows(), None) is None:
        raise FileProblem("header_only", f"The file has headings in row {index + 1}, but no rows below them.")
    return table


def _filled_header(
    header: list[str], source: DelimitedSource | WorkbookSource, index: int
) -> tuple[list[str], tuple[Note, ...]]:
    """Merged headings written into each column they span."""
    if not isinstance(source, WorkbookSource):
        return header, ()
    filled = list(header)
    found = False
    for (top, left), (bottom, right) in source.merged_ranges():
        if top <= index <= bottom and 0 <= left < len(filled):
            found = True
            for column in range(left, min(right, len(filled) - 1) + 1):
                filled[column] = filled[left]
    sentence = "Headings are merged over several columns; each of the columns got the heading."
    return filled, (Note("merged_headers", sentence),) if found else ()
