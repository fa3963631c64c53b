"""A file as a table: its columns, what is noteworthy about it, and its rows as a stream of text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path, PurePath
from typing import NamedTuple, Protocol

from quarterdeck.domains.imports.readers.archives import Inspection, inspect_workbook
from quarterdeck.domains.imports.readers.delimited import DelimitedSource, open_delimited
from quarterdeck.domains.imports.readers.encodings import find_encoding
from quarterdeck.domains.imports.readers.errors import FileProblem
from quarterdeck.domains.imports.readers.headers import (
    NO_HEADINGS,
    SEARCHED_ROWS,
    find_header,
    heading_rows,
    name_columns,
    used_width,
)
from quarterdeck.domains.imports.readers.headless import headings_for
from quarterdeck.domains.imports.readers.options import Limits, Merged, Note, ReadOptions
from quarterdeck.domains.imports.readers.sniffing import FileFormat, sniff
from quarterdeck.domains.imports.readers.spooling import sheets_of, source_of_sheet
from quarterdeck.domains.imports.readers.workbooks import Sheet, refuse_encrypted
from quarterdeck.platform.tabular import is_our_file, restore

_SAMPLED_ROWS = 100
#: Of a workbook no more rows are kept, and a heading row can be chosen among these.
_SEARCHED_FOR_TABLES = 1_000
_SEARCHED_CHARACTERS = 4 * 1_048_576
_TOLD_TABLES = 3
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

    def merged_ranges(self) -> list[Merged]:
        """Areas of merged cells, from the first used cell."""


@dataclass(frozen=True, slots=True)
class HeldRows:
    """The first rows of a sheet, kept from when it was read."""

    kept: Sequence[list[str]]
    merged: Sequence[Merged] = ()

    def raw_rows(self) -> Iterator[list[str]]:
        return (list(row) for row in self.kept)

    def merged_ranges(self) -> list[Merged]:
        return list(self.merged)


@dataclass(frozen=True, slots=True)
class Table:
    """`header_row` counts from 1 in the rows of the file (blank lines of a CSV are none); 0 where there are none."""

    format: FileFormat
    headers: tuple[str, ...]
    header_row: int
    notes: tuple[Note, ...]
    guessed_header_row: int = 1
    #: The row of the file at which another table begins.
    end_row: int | None = None
    sheets: tuple[Sheet, ...] = ()
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    source: Source = field(kw_only=True, repr=False)
    limits: Limits = field(kw_only=True, repr=False)

    def rows(self) -> Iterator[TableRow]:
        """Every row with something in it, as often as asked for. Blank rows and repeated headings are only counted."""
        ours, again = is_our_file(self.headers), list(self.headers)
        width, longest = len(self.headers), self.limits.cell_characters
        last = self.end_row - 1 if self.end_row else None
        for number, raw in enumerate(islice(self.source.raw_rows(), self.header_row, last), start=1):
            if raw == again:
                continue
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
    decoding = find_encoding(path, options.encoding, replace_broken=options.replace_broken)
    source = open_delimited(path, decoding, delimiter=options.delimiter, suffix=suffix, limits=options.limits)
    table = table_over(FileFormat.DELIMITED, source, options)
    encoding = decoding.encoding.removesuffix("-sig")
    notes = (*decoding.notes, *table.notes)
    if source.is_quoted_twice:
        sentence = "Each line of the file stands in quotation marks as a whole. They were taken off."
        notes = (Note("lines_quoted", sentence), *notes)
    return replace(table, notes=notes, encoding=encoding, delimiter=source.delimiter)


def _open_workbook(path: Path, found: FileFormat, options: ReadOptions) -> Table:
    notes, sheets = look_into(path, found, options.limits)
    sources = {sheet.name: source_of_sheet(path, sheet.name, place) for place, sheet in enumerate(sheets)}
    chosen = choose_sheet(sheets, sources, options)
    table = table_over(found, sources[chosen], options)
    return replace(table, notes=(*notes, *table.notes), sheets=sheets, sheet=chosen)


def look_into(path: Path, found: FileFormat, limits: Limits) -> tuple[list[Note], tuple[Sheet, ...]]:
    """Proves a workbook safe to open; its sheets, and what is noteworthy about all of it."""
    notes: list[Note] = []
    inspected = Inspection()
    if found is FileFormat.XLSX:
        inspected = inspect_workbook(path, limits)
    else:
        if path.stat().st_size > limits.xls_bytes:
            size = limits.xls_bytes // 1_048_576
            raise FileProblem("file_too_large", f"An XLS file may have {size} MB. Save it as XLSX or CSV instead.")
        refuse_encrypted(path)
    sheets = tuple(
        replace(
            sheet,
            hidden_rows=inspected.hidden_rows.get(sheet.name, 0),
            hidden_columns=inspected.hidden_columns.get(sheet.name, 0),
        )
        for sheet in sheets_of(path)
    )
    if inspected.has_formulas:
        notes.append(Note("formulas", "The workbook has formulas; the values Excel calculated last are used."))
    if inspected.counts_from_1904:
        notes.append(Note("dates_1904", "The workbook counts its dates from 1904; they are read so."))
    hidden = [sheet.name for sheet in sheets if sheet.is_hidden]
    if hidden:
        listed = ", ".join(f"'{name}'" for name in hidden)
        notes.append(Note("hidden_sheets", f"The workbook has hidden sheets: {listed}."))
    return notes, sheets


def choose_sheet(sheets: Sequence[Sheet], sources: Mapping[str, Source], options: ReadOptions) -> str:
    """The wanted sheet; else the first visible one with headings that are known, or with anything in it."""
    if options.sheet is not None:
        if options.sheet not in sources:
            listed = ", ".join(f"'{sheet.name}'" for sheet in sheets)
            raise FileProblem("no_such_sheet", f"The workbook has no sheet '{options.sheet}'. It has {listed}.")
        return options.sheet
    visible = [sheet.name for sheet in sheets if not sheet.is_hidden and sheet.name in sources]
    filled: str | None = None
    for name in visible:
        first = list(islice(sources[name].raw_rows(), SEARCHED_ROWS))
        if options.recognise is not None and _recognised(first, options) >= _ENOUGH_RECOGNISED:
            return name
        if filled is None and any(used_width(row) for row in first):
            filled = name
            if options.recognise is None or len(visible) == 1:
                return name
    if filled is None:
        raise FileProblem("empty_file", "The workbook has no visible sheet with anything in it.")
    return filled


def _recognised(rows: Sequence[Sequence[str]], options: ReadOptions) -> int:
    recognise = options.recognise
    if recognise is None:
        return 0
    return max((sum(1 for cell in row if cell.strip() and recognise(cell)) for row in rows), default=0)


def table_over(found: FileFormat, source: Source, options: ReadOptions) -> Table:
    """The table without what only its format knows: its headings, and what is noteworthy about them."""
    first = _first_rows(source)
    if not any(used_width(row) for row in first):
        raise FileProblem("empty_file", "The file has nothing in it but blank cells. Export the list again.")
    guessed = find_header(first[:_SAMPLED_ROWS], options.recognise)
    index = options.header_row - 1 if options.header_row is not None else guessed
    is_headless = index == NO_HEADINGS
    if not is_headless and (not 0 <= index < len(first) or not used_width(first[index])):
        raise FileProblem(
            "no_such_header", f"Row {index + 1} of the file is blank or missing, so it cannot hold the headings."
        )
    end_row, notes = _other_tables(first, index, options)
    body = first[index + 1 : end_row and end_row - 1][:_SAMPLED_ROWS]
    if is_headless:
        width = max(1, *map(used_width, body))
        header: list[str] = headings_for(body, width)
    else:
        header, about = _filled_header(first[index], source, index)
        notes = (*about, *notes)
        width = max(used_width(header), *(min(used_width(row), len(header)) for row in body), 1)
    if width > options.limits.columns:
        raise FileProblem(
            "too_many_columns",
            f"The table has {width:,} columns; {options.limits.columns} are possible. Leave some out.",
        )
    names, named = name_columns(header, width)
    if is_headless:
        sentence = "The file has no headings: its first row is a device. Columns are called by what is in them."
        named = (Note("no_headings", sentence),)
    if isinstance(source, DelimitedSource):
        notes += _ragged(body, width)
    table = Table(
        found, names, index + 1, (*notes, *named), guessed + 1, end_row=end_row, source=source, limits=options.limits
    )
    if next(table.rows(), None) is None:
        raise FileProblem("header_only", f"The file has headings in row {index + 1}, but no rows below them.")
    return table


def _first_rows(source: Source) -> list[list[str]]:
    rows: list[list[str]] = []
    size = 0
    for row in islice(source.raw_rows(), _SEARCHED_FOR_TABLES):
        rows.append(row)
        size += sum(map(len, row))
        if size > _SEARCHED_CHARACTERS and len(rows) >= _SAMPLED_ROWS:
            break
    return rows


def _other_tables(
    first: Sequence[Sequence[str]], index: int, options: ReadOptions
) -> tuple[int | None, tuple[Note, ...]]:
    """Where another table begins in the same sheet, and a sentence about each: one file is one table."""
    if options.recognise is None:
        return options.end_row, ()
    found = heading_rows(first, options.recognise)
    own = next((known for place, known in found if place == index), frozenset[str]())
    # Headings of one table may stand in two rows; between those of two tables there is a row at least.
    others = [(at, known) for at, known in found if abs(at - index) > 1 and not known <= own and not own <= known]
    if not others or index == NO_HEADINGS:
        return None, ()
    listed = " and ".join(f"row {place + 1:,}" for place, _ in others[:_TOLD_TABLES])
    verb = "holds" if len(others) == 1 else "hold"
    sentence = (
        f"More than one table stands here: {listed} {verb} headings as well. Only the table below row {index + 1:,} is "
        "read. Import the file once more for another one, and choose its heading row."
    )
    below = next((place for place, _ in others if place > index), None)
    if below is None:
        return None, (Note("other_tables", sentence),)
    # A title belongs to the table below it.
    while below > index + 1 and sum(bool(cell.strip()) for cell in first[below - 1]) <= 1 < used_width(first[index]):
        below -= 1
    return below + 1, (Note("other_tables", sentence),)


def _filled_header(header: list[str], source: Source, index: int) -> tuple[list[str], tuple[Note, ...]]:
    """Merged headings written into each column they span."""
    filled = list(header)
    over, below = 0, 0
    for (top, left), (bottom, right) in source.merged_ranges():
        if top <= index <= bottom and 0 <= left < len(filled):
            over += 1
            for column in range(left, min(right, len(filled) - 1) + 1):
                filled[column] = filled[left]
        elif bottom > index:
            below += 1
    notes: tuple[Note, ...] = ()
    if over:
        notes += (Note("merged_headers", "Headings are merged over several columns; each of them got the heading."),)
    if below:
        sentence = f"{below:,} areas of cells are merged; the first cell of each has the value, the rest nothing."
        notes += (Note("merged_cells", sentence),)
    return filled, notes


def _ragged(body: Sequence[Sequence[str]], width: int) -> tuple[Note, ...]:
    odd = sum(1 for row in body if len(row) < width or used_width(row) > width)
    if not odd:
        return ()
    sentence = (
        f"{odd:,} of the first {len(body):,} rows have fewer or more cells than there are headings. "
        "Missing cells are empty; rows with more are left out."
    )
    return (Note("ragged_rows", sentence),)
