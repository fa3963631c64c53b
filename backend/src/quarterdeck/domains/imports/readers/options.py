"""What the person chose, and the limits that keep one file from hurting everybody else."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

MEGABYTE = 1024 * 1024

#: An area of merged cells: its first and its last (row, column), columns from the first used one.
Merged: TypeAlias = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Limits:
    columns: int = 500
    cell_characters: int = MEGABYTE
    record_characters: int = 16 * MEGABYTE  # a line that does not end sooner is no line of a table
    archive_entries: int = 10_000
    unpacked_bytes: int = 200 * MEGABYTE
    unpacked_ratio: int = 400  # honest sheets stay under 100
    sheet_cells: int = 8_000_000  # the reader lays a sheet out as a full rectangle, about 32 bytes a cell
    xls_bytes: int = 50 * MEGABYTE


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """Everything that is None is found out. `header_row` counts the rows of the file from 1; 0 says that none has any.

    A wanted encoding is proved on every byte, unless broken characters are to be replaced.
    """

    sheet: str | None = None
    encoding: str | None = None
    replace_broken: bool = False
    delimiter: str | None = None
    header_row: int | None = None
    #: The first row that is none of the table any more; found out only with `recognise`.
    end_row: int | None = None
    recognise: Callable[[str], bool] | None = None
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Note:
    """Something the person should know, though the file can be read."""

    code: str
    sentence: str
