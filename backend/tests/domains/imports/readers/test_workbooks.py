"""Workbooks: values as a person typed them, and hostile archives refused before they are unpacked."""

import datetime as dt
import struct
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from quarterdeck.domains.imports.readers.errors import FileProblem
from quarterdeck.domains.imports.readers.options import Limits, ReadOptions
from quarterdeck.domains.imports.readers.sniffing import FileFormat
from quarterdeck.domains.imports.readers.tables import Table, open_table

Fill = Callable[[openpyxl.Workbook], None]


def saved(tmp_path: Path, fill: Fill) -> Path:
    workbook = openpyxl.Workbook()
    fill(workbook)
    path = tmp_path / "upload.xlsx"
    workbook.save(path)
    return path


def rows_of(*rows: Sequence[object]) -> Fill:
    def fill(workbook: openpyxl.Workbook) -> None:
        for row in rows:
            workbook.active.append(list(row))  # type: ignore[union-attr]

    return fill


def read(path: Path, **options: object) -> Table:
    return open_table(path, "anything.csv", ReadOptions(**options))  # type: ignore[arg-type]


def cells(table: Table) -> list[list[str]]:
    return [row.cells for row in table.rows()]


def refusal(path: Path, **options: object) -> str:
    with pytest.raises(FileProblem) as caught:
        list(read(path, **options).rows())
    assert caught.value.sentence.endswith(".")
    return caught.value.code


def rewritten(path: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """The archive with each part changed; None leaves it out."""
    target = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as output:
        for name in source.namelist():
            content = change(name, source.read(name))
            if content is not None:
                output.writestr(name, content)
    return target


class TestValues:
    def test_come_out_as_they_were_typed(self, tmp_path: Path) -> None:
        moment = dt.datetime(2026, 12, 31, 14, 5, 6)
        header = ["Serial", "Long", "Ratio", "Day", "Moment", "Flag"]
        path = saved(tmp_path, rows_of(header, ["0042", 123456789012, 1.5, dt.date(2026, 12, 31), moment, True]))

        found = read(path)

        assert found.format is FileFormat.XLSX
        assert found.headers == tuple(header)
        assert cells(found) == [["0042", "123456789012", "1.5", "2026-12-31", "2026-12-31 14:05:06", "true"]]

    def test_a_1904_workbook_has_the_right_days(self, tmp_path: Path) -> None:
        def fill(workbook: openpyxl.Workbook) -> None:
            workbook.epoch = CALENDAR_MAC_1904
            rows_of(["Name", "Bought"], ["x", dt.date(2026, 12, 31)])(workbook)

        assert cells(read(saved(tmp_path, fill))) == [["x", "2026-12-31"]]

    def test_formulas_give_their_last_value_and_errors_nothing(self, tmp_path: Path) -> None:
        path = tmp_path / "formulas.xlsx"
        with xlsxwriter.Workbook(str(path)) as workbook:
            sheet = workbook.add_worksheet()
            sheet.write_row(0, 0, ["Name", "Sum", "Broken"])
            sheet.write_string(1, 0, "x")
            sheet.write_formula(1, 1, "=1+2", None, 3)
            sheet.write_formula(1, 2, "=Missing!A1", None, "#REF!")

        found = read(path)

        assert cells(found) == [["x", "3", ""]]
        assert [note.code for note in found.notes] == ["formulas"]

    def test_merged_headings_are_written_into_each_column(self, tmp_path: Path) -> None:
        def fill(workbook: openpyxl.Workbook) -> None:
            rows_of(["Serial", "Network", None, "Site"], ["4XK", "10.0.0.1", "aa", "Leeds"])(workbook)
            workbook.active.merge_cells("B1:C1")  # type: ignore[union-attr]

        found = read(saved(tmp_path, fill))

        assert found.headers == ("Serial", "Network", "Network (2)", "Site")
        assert "merged_headers" in [note.code for note in found.notes]

    def test_rows_keep_their_distance_and_titles_are_passed_over(self, tmp_path: Path) -> None:
        rows = [["Asset report"], [], ["Serial", "Name", "Site"], ["a1", "b", "c"], [], ["a3", "b", "c"]]

        found = read(saved(tmp_path, rows_of(*rows)))

        assert found.headers == ("Serial", "Name", "Site")
        assert [row.number for row in found.rows()] == [1, 3]

    def test_an_xls_of_old(self, tmp_path: Path) -> None:
        book = xlwt.Workbook()
        sheet = book.add_sheet("Old")
        rows: list[list[object]] = [["Serial", "Count"], ["0042", 12]]
        for line, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write(line, column, value)
        path = tmp_path / "old.xls"
        book.save(str(path))

        found = read(path)

        assert (found.format, found.sheet) == (FileFormat.XLS, "Old")
        assert cells(found) == [["0042", "12"]]
        assert refusal(path, limits=Limits(xls_bytes=10)) == "file_too_large"


class TestSheets:
    def fill(self, workbook: openpyxl.Workbook) -> None:
        workbook.active.title = "Notes"  # type: ignore[union-attr]
        workbook.active.append(["Read me", "please", "now"])  # type: ignore[union-attr]
        workbook.active.append(["x", "y", "z"])  # type: ignore[union-attr]
        secret = workbook.create_sheet("Secret")
        secret.sheet_state = "hidden"
        secret.append(["Serial", "Name", "Site"])
        secret.append(["s", "s", "s"])
        devices = workbook.create_sheet("Devices")
        devices.append(["Serial", "Name", "Site"])
        devices.append(["4XK", "ws", "Leeds"])

    def test_the_one_whose_headings_are_known_is_taken_and_hidden_ones_are_told(self, tmp_path: Path) -> None:
        path = saved(tmp_path, self.fill)

        found = read(path, recognise=lambda text: text in {"Serial", "Name", "Site"})

        assert found.sheet == "Devices"
        assert [(sheet.name, sheet.is_hidden) for sheet in found.sheets] == [
            ("Notes", False),
            ("Secret", True),
            ("Devices", False),
        ]
        assert [note.code for note in found.notes] == ["hidden_sheets"]
        assert read(path).sheet == "Notes"

    def test_one_can_be_chosen(self, tmp_path: Path) -> None:
        path = saved(tmp_path, self.fill)

        assert cells(read(path, sheet="Secret")) == [["s", "s", "s"]]
        assert refusal(path, sheet="Nothing") == "no_such_sheet"

    def test_an_empty_workbook(self, tmp_path: Path) -> None:
        assert refusal(saved(tmp_path, lambda _: None)) == "empty_file"


class TestHostileArchives:
    @pytest.fixture
    def honest(self, tmp_path: Path) -> Path:
        return saved(tmp_path, rows_of(["Serial", "Name"], ["4XK", "ws"]))

    def test_a_bomb_that_admits_its_size(self, honest: Path) -> None:
        bomb = rewritten(honest, lambda name, content: content)
        with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/media/zeros.bin", b"\0" * 30_000_000)

        assert refusal(bomb) == "zip_bomb"

    def test_a_bomb_that_lies_about_its_size(self, honest: Path) -> None:
        bomb = rewritten(honest, lambda name, content: content + b" " * 5_000_000 if "sheet1" in name else content)
        raw = bytearray(bomb.read_bytes())
        place = raw.index(b"PK\x01\x02")
        while raw[place : place + 4] == b"PK\x01\x02":
            lengths = struct.unpack("<3H", raw[place + 28 : place + 34])
            name = bytes(raw[place + 46 : place + 46 + lengths[0]])
            if b"sheet1" in name:
                raw[place + 24 : place + 28] = struct.pack("<I", 100)
            place += 46 + sum(lengths)
        bomb.write_bytes(raw)

        assert refusal(bomb) == "zip_bomb"

    def test_more_than_the_limit(self, honest: Path) -> None:
        assert refusal(honest, limits=Limits(unpacked_bytes=1_000)) == "zip_bomb"
        assert refusal(honest, limits=Limits(archive_entries=3)) == "zip_bomb"

    @pytest.mark.parametrize(
        "part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"]
    )
    def test_external_entities(self, honest: Path, part: str) -> None:
        entity = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><'

        def change(name: str, content: bytes) -> bytes:
            prolog, end, body = content.rpartition(b"?>") if content.startswith(b"<?") else (b"", b"", content)
            return prolog + end + body.replace(b"<", entity, 1) if name == part else content

        assert refusal(rewritten(honest, change)) == "external_entity"

    def test_an_encoding_that_would_hide_them(self, honest: Path) -> None:
        def change(name: str, content: bytes) -> bytes:
            return content.decode().encode("utf-16") if "sheet1" in name else content

        assert refusal(rewritten(honest, change)) == "damaged_workbook"

    @pytest.mark.parametrize(
        "cell",
        [
            '<c r="XFD1048576"><v>1</v></c>',
            "<c r='XFD1048576'><v>1</v></c>",
            '<c s="0"\n r = "xfd1048576"><v>1</v></c>',
            '<x:c r="XFD1048576"><v>1</v></x:c>',
        ],
    )
    def test_two_cells_that_span_a_giant_rectangle(self, honest: Path, cell: str) -> None:
        def change(name: str, content: bytes) -> bytes:
            return content.replace(b"</row>", cell.encode() + b"</row>", 1) if "sheet1" in name else content

        assert refusal(rewritten(honest, change)) == "sheet_too_large"

    def test_a_password(self, tmp_path: Path) -> None:
        path = tmp_path / "locked.xlsx"
        path.write_bytes(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 512
        )

        assert refusal(path) == "encrypted"

    def test_another_sort_of_archive(self, tmp_path: Path, honest: Path) -> None:
        assert (
            refusal(rewritten(honest, lambda name, content: None if name == "xl/workbook.xml" else content))
            == "wrong_format"
        )

    def test_a_file_cut_off(self, honest: Path) -> None:
        honest.write_bytes(honest.read_bytes()[:-200])

        assert refusal(honest) == "damaged_workbook"

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
    @given(data=st.data())
    def test_any_damage_is_a_table_or_a_sentence(self, honest: Path, tmp_path: Path, data: st.DataObject) -> None:
        raw = bytearray(honest.read_bytes())
        for _ in range(data.draw(st.integers(1, 4))):
            raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
        path = tmp_path / "damaged.xlsx"
        path.write_bytes(raw)
        try:
            found = read(path)
            assert all(len(row.cells) == len(found.headers) for row in found.rows())
        except FileProblem as exc:
            refused = exc.sentence
            assert refused.endswith(".")

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=100)
    @given(junk=st.binary(max_size=200), at=st.integers(0, 400))
    def test_any_damage_inside_the_parts_too(self, honest: Path, junk: bytes, at: int) -> None:
        def change(name: str, content: bytes) -> bytes:
            return content[:at] + junk + content[at + len(junk) :] if "xl/" in name else content

        try:
            list(read(rewritten(honest, change)).rows())
        except FileProblem as exc:
            refused = exc.sentence
            assert refused.endswith(".")
