"""A large workbook is read by a process of its own, and comes out as one that is read here."""

import sys
from pathlib import Path
from random import Random

import pytest
import xlsxwriter

from quarterdeck.domains.imports.readers.errors import FileProblem
from quarterdeck.domains.imports.readers.spooling import LARGE_BYTES, SpooledSheet, sheets_of, source_of_sheet
from quarterdeck.domains.imports.readers.workbooks import WorkbookSource, list_sheets


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two sheets, one hidden; line breaks, blank rows, merged cells, numbers and dates; too random to be packed."""
    path = tmp_path_factory.mktemp("large") / "list.xlsx"
    rng = Random(1)
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Liste — =HYPERLINK('x') & <b>")
        sheet.merge_range(0, 0, 0, 2, "Devices")
        sheet.write_row(1, 0, ["Serial", "Notes", "Seen", "Price"])
        for row in range(4, 16_000):
            sheet.write_row(row, 0, [rng.randbytes(18).hex(), f'"{row}"\n端末,', 45_000 + row / 8, row / 4])
        hidden = book.add_worksheet("Second")
        hidden.write(3, 0, "alone")
        hidden.hide()
    assert path.stat().st_size > LARGE_BYTES
    return path


def test_sheets_and_rows_are_those_of_the_workbook(large: Path) -> None:
    sheets = sheets_of(large)

    assert sheets == list_sheets(large)
    for place, sheet in enumerate(sheets):
        spooled, held = source_of_sheet(large, sheet.name, place), WorkbookSource(large, sheet.name)
        assert isinstance(spooled, SpooledSheet)
        assert list(spooled.raw_rows()) == list(held.raw_rows()) == list(spooled.raw_rows())
        assert (spooled.height, spooled.merged_ranges()) == (held.height, held.merged_ranges())


def test_a_small_workbook_is_read_here(tmp_path: Path) -> None:
    path = tmp_path / "small.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("One").write(0, 0, "x")

    assert isinstance(source_of_sheet(path, "One", 0), WorkbookSource)


def test_a_damaged_workbook_is_refused_with_the_same_sentence(large: Path, tmp_path: Path) -> None:
    path = tmp_path / "cut.xlsx"
    path.write_bytes(large.read_bytes()[:-5_000])

    with pytest.raises(FileProblem) as here:
        list_sheets(path)
    with pytest.raises(FileProblem) as there:
        sheets_of(path)

    assert (there.value.code, there.value.sentence) == (here.value.code, here.value.sentence)


def test_a_reader_that_dies_of_the_file_is_told_in_a_sentence(
    large: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "killed"
    program.write_text("#!/bin/sh\nkill -9 $$\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))

    with pytest.raises(FileProblem) as died:
        sheets_of(large)

    assert died.value.code == "workbook_too_large"
