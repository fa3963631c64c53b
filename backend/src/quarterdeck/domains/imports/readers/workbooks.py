"""XLSX and XLS through calamine, after the archive has been looked into."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from quarterdeck.domains.imports.readers.errors import FileProblem
from quarterdeck.domains.imports.readers.options import Merged

Cell: TypeAlias = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    is_hidden: bool
    hidden_rows: int = 0
    hidden_columns: int = 0


class WorkbookSource:
    """The rows of one sheet. It is loaded when first asked for, and held as long as the source is."""

    def __init__(self, path: Path, sheet: str) -> None:
        self.sheet = sheet
        self._path = path
        self._loaded: CalamineSheet | None = None

    def raw_rows(self) -> Iterator[list[str]]:
        """Every row from the top, blank ones too, each from the first used column."""
        sheet = self._load()
        with _readable():
            rows = iter(sheet.iter_rows()) if sheet.total_height else iter(())
        while True:
            with _readable():
                row = next(rows, None)
            if row is None:
                return
            yield [cell if type(cell) is str else as_text(cell) for cell in row]

    @property
    def height(self) -> int:
        """How many rows there are down to the last used one."""
        end = self._load().end
        return end[0] + 1 if end is not None else 0

    def merged_ranges(self) -> list[Merged]:
        """Merged areas by (row, column) as `raw_rows` counts them."""
        sheet = self._load()
        with _readable():
            _, left = sheet.start or (0, 0)
            ranges = sheet.merged_cell_ranges or []
        return [((r1, c1 - left), (r2, c2 - left)) for (r1, c1), (r2, c2) in ranges]

    def _load(self) -> CalamineSheet:
        if self._loaded is None:
            with _readable():
                self._loaded = _open(self._path).get_sheet_by_name(self.sheet)
        return self._loaded


def list_sheets(path: Path) -> tuple[Sheet, ...]:
    """The sheets with cells in them, in order; charts and macros are none."""
    with _readable():
        metadata = _open(path).sheets_metadata
        return tuple(
            Sheet(sheet.name, sheet.visible != SheetVisibleEnum.Visible)
            for sheet in metadata
            if sheet.typ == SheetTypeEnum.WorkSheet
        )


def refuse_encrypted(path: Path) -> None:
    """Excel wraps a protected XLSX into the container of the old format, as a stream of this name."""
    with path.open("rb") as file:
        if "EncryptedPackage".encode("utf-16-le") in file.read():
            raise _protected()


def as_text(cell: Cell) -> str:  # noqa: PLR0911 - one return per type
    """The cell as a person would have typed it: no 1.2E+11, no .0, dates as ISO."""
    match cell:
        case str():
            return cell
        case bool():
            return "true" if cell else "false"
        case float() if cell.is_integer():
            return str(int(cell))
        case float():
            return format(Decimal(repr(cell)), "f")
        case dt.datetime() if cell.time() == dt.time():
            return cell.date().isoformat()
        case dt.datetime():
            return cell.isoformat(sep=" ", timespec="seconds")
        case dt.date() | dt.time():
            return cell.isoformat()
        case _:
            return str(cell)


def _open(path: Path) -> CalamineWorkbook:
    return CalamineWorkbook.from_path(path)


def _protected() -> FileProblem:
    return FileProblem(
        "encrypted", "The workbook is protected by a password. Remove the password in Excel and upload it again."
    )


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except PasswordError as exc:
        raise _protected() from exc
    except (CalamineError, OSError, ValueError, OverflowError) as exc:
        raise damaged() from exc
    except BaseException as exc:
        # A panic in the Rust reader is no Exception, and its class cannot be imported.
        if type(exc).__name__ != "PanicException":
            raise
        raise damaged() from None


def damaged() -> FileProblem:
    return FileProblem(
        "damaged_workbook",
        "The workbook is damaged and cannot be read. Open it in Excel, save it again as XLSX, and upload that.",
    )
