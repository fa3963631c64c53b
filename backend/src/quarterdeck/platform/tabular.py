"""The one writer of CSV and XLSX. What a spreadsheet would run as a formula is neutralised here and only here."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import xlsxwriter

Value: TypeAlias = str | int | float | Decimal | bool | date | datetime | None

# Headings that only our exports and error files have: the apostrophes in such a file are ours and can be taken back.
ROW_ID_HEADER = "Quarterdeck ID"
ROW_NUMBER_HEADER = "Quarterdeck row"
PROBLEM_HEADER = "Quarterdeck problem"
CODE_HEADER = "Quarterdeck code"
_OURS = frozenset({ROW_ID_HEADER, ROW_NUMBER_HEADER})

# OWASP's list for CSV injection, with the full-width forms that Japanese Excel takes for the same.
_TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_XLSX_CELL = 32_767
_XLSX_ROWS = 1_048_576
_EXACT_DIGITS = 15
_CHUNK_ROWS = 500


def neutralise(text: str) -> str:
    """The text with an apostrophe in front when a spreadsheet would take it for a formula."""
    return f"'{text}" if text.lstrip("'").startswith(_TRIGGERS) else text


def restore(text: str) -> str:
    """What `neutralise` was given. Only for cells of a file that `is_our_file`."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(_TRIGGERS) else text


def is_our_file(headers: Iterable[str]) -> bool:
    """Whether a file with these headings was written here."""
    return not _OURS.isdisjoint(headers)


def as_cell_text(value: Value) -> str:
    """A value as text for a file: numbers plain, dates ISO, text neutralised."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case str():
            return neutralise(value)
        case Decimal():
            return format(value, "f")
        case datetime() | date():
            return value.isoformat()
        case _:
            return str(value)


def stream_csv(
    headers: Sequence[str], rows: Iterable[Sequence[Value]], *, delimiter: str = ",", byte_order_mark: bool = True
) -> Iterator[bytes]:
    """UTF-8 in chunks, in constant memory. Excel needs the byte order mark to see the encoding."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    if byte_order_mark:
        buffer.write("\ufeff")
    writer.writerow([neutralise(header) for header in headers])
    for count, row in enumerate(rows, start=1):
        writer.writerow([as_cell_text(value) for value in row])
        if count % _CHUNK_ROWS == 0:
            yield _drain(buffer)
    yield _drain(buffer)


def write_csv(
    path: Path,
    headers: Sequence[str],
    rows: Iterable[Sequence[Value]],
    *,
    delimiter: str = ",",
    byte_order_mark: bool = True,
) -> int:
    """Writes the file and says how many rows it has."""
    count = 0

    def counted() -> Iterator[Sequence[Value]]:
        nonlocal count
        for row in rows:
            count += 1
            yield row

    with path.open("wb") as file:
        for chunk in stream_csv(headers, counted(), delimiter=delimiter, byte_order_mark=byte_order_mark):
            file.write(chunk)
    return count


def write_xlsx(
    path: Path,
    headers: Sequence[str],
    rows: Iterable[Sequence[Value]],
    *,
    sheet: str = "Export",
    about: Callable[[int], Sequence[tuple[str, str]]] | None = None,
) -> int:
    """Writes in constant memory and says how many rows there are. Rows beyond Excel's limit go on a new sheet.

    What `about` says of that many rows stands on a last sheet, so that the first is the table for whoever reads it in.
    """
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    count = 0
    # Loaded by the first workbook: each start of a process would pay for it otherwise.
    with import_module("xlsxwriter").Workbook(str(path), options) as workbook:
        bold = workbook.add_format({"bold": True})
        worksheet = None
        line = 0
        number = 0
        for row in rows:
            if worksheet is None or line >= _XLSX_ROWS:
                number += 1
                worksheet = _add_sheet(workbook, sheet, number, headers, bold)
                line = 1
            for column, value in enumerate(row):
                _write_cell(worksheet, line, column, value)
            line += 1
            count += 1
        if worksheet is None:
            _add_sheet(workbook, sheet, 1, headers, bold)
        if about is not None:
            told = workbook.add_worksheet("About")
            told.set_column(0, 1, 24)
            for place, (name, text) in enumerate(about(count)):
                told.write_string(place, 0, name, bold)
                told.write_string(place, 1, text)
    return count


def _add_sheet(
    workbook: "xlsxwriter.Workbook", name: str, number: int, headers: Sequence[str], bold: object
) -> "xlsxwriter.worksheet.Worksheet":
    worksheet = workbook.add_worksheet(name if number == 1 else f"{name} {number}")
    worksheet.freeze_panes(1, 0)
    for column, header in enumerate(headers):
        worksheet.write_string(0, column, _printable(neutralise(header)), bold)
    return worksheet


def _write_cell(worksheet: "xlsxwriter.worksheet.Worksheet", line: int, column: int, value: Value) -> None:
    if type(value) is str:
        if value:
            worksheet.write_string(line, column, _printable(neutralise(value)))
        return
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    text = as_cell_text(value)
    # A spreadsheet keeps 15 digits; a longer number stays whole as text.
    if (
        is_number
        and sum(char.isdigit() for char in text) <= _EXACT_DIGITS
        and text.lower() not in {"nan", "inf", "-inf"}
    ):
        worksheet.write_number(line, column, float(text))
    elif text:
        worksheet.write_string(line, column, _printable(text))


def _printable(text: str) -> str:
    """Text that XML and Excel can hold: lone surrogates and characters beyond the cell's limit are left out."""
    return text[:_XLSX_CELL] if text.isascii() else text.encode("utf-8", "ignore").decode()[:_XLSX_CELL]


def _drain(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode("utf-8", "replace")
