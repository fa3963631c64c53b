"""The one export writer: nothing it writes can run, and our own files come back as they were."""

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterdeck.domains.imports.readers.tables import open_table
from quarterdeck.platform.tabular import (
    ROW_NUMBER_HEADER,
    is_our_file,
    neutralise,
    restore,
    stream_csv,
    write_csv,
    write_xlsx,
)

HOSTILE = [
    "=cmd|'/c calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "'=1",
    "''=1",
    "＝1",  # noqa: RUF001
    "plain",
    "'quoted'",
    "",
    "a=b",
]
HEADERS = ["Serial", ROW_NUMBER_HEADER]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_begins_like_a_formula(text: str) -> None:
    assert not neutralise(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝"))  # noqa: RUF001
    assert restore(neutralise(text)) == text


@given(st.text(alphabet="'=+-@\t\rab ", max_size=8))
def test_neutralising_can_always_be_taken_back(text: str) -> None:
    assert restore(neutralise(text)) == text


def test_a_csv_of_ours_reads_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "errors.csv"
    values = [text for text in HOSTILE if text]

    count = write_csv(path, HEADERS, [[text, number] for number, text in enumerate(values)])

    assert count == len(values)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert [row.cells[0] for row in open_table(path, "errors.csv").rows()] == values


def test_apostrophes_of_strangers_stay(tmp_path: Path) -> None:
    path = tmp_path / "theirs.csv"
    path.write_text("Serial,Name\n'=1,x\n")

    assert next(open_table(path, "theirs.csv").rows()).cells == ["'=1", "x"]
    assert not is_our_file(["Serial", "Name"])


def test_an_xlsx_holds_text_and_numbers_but_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "export.xlsx"
    rows: list[list[str | int | Decimal | date | bool | None]] = [
        ["=1+1", 42, Decimal("1499.90"), date(2026, 12, 31), True],
        ["http://x", 1234567890123456789, None, None, False],
        ["x" * 40_000, -5, None, None, None],
    ]

    assert write_xlsx(path, ["A", "B", "C", "D", "=E"], rows) == 3

    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    assert [cell.value for cell in next(sheet.iter_rows(min_row=1, max_row=1))] == ["A", "B", "C", "D", "'=E"]
    assert [cell.value for cell in next(sheet.iter_rows(min_row=2, max_row=2))] == [
        "'=1+1",
        42,
        1499.9,
        "2026-12-31",
        "yes",
    ]
    assert [cell.data_type for cell in next(sheet.iter_rows(min_row=3, max_row=3))][:2] == ["s", "s"]
    assert sheet["B3"].value == "1234567890123456789"
    assert sheet["B4"].value == -5


def test_csv_comes_in_chunks_and_is_whole() -> None:
    chunks = list(stream_csv(["n"], ([number] for number in range(1_234)), byte_order_mark=False))

    assert len(chunks) > 2
    assert [row[0] for row in csv.reader(io.StringIO(b"".join(chunks).decode()))] == ["n", *map(str, range(1_234))]
